from odoo import _, api, fields, models

from ...compat import check_access
from ...core.rubrics import LEAST, MOST
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_OPEN


class DigiflowTrainingAttemptScore(models.Model):
    """The points that a trainer gave for one criterion of a rubric, as the criterion was then.

    Nobody has the right to write one: `digiflow.training.scoring` does, once it has seen who is
    scoring whom. Without a record a criterion is not scored yet, which 0 points are.
    """

    _name = "digiflow.training.attempt.score"
    _description = "Score of a criterion"
    _order = "attempt_id desc, sequence, id"

    attempt_id = fields.Many2one(
        "digiflow.training.attempt", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="attempt_id.company_id", store=True, index=True)
    criterion_id = fields.Many2one(
        "digiflow.training.rubric.criterion",
        string="In the rubric",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    # The criterion as it was
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Criterion", required=True, readonly=True)
    weight = fields.Float(required=True, readonly=True, digits=(6, 2))
    # What was given
    points = fields.Float(readonly=True, digits=(5, 2), help="From 0 to 100.")
    comment = fields.Text(readonly=True)
    is_group = fields.Boolean(string="Scored as a group", readonly=True)
    group_points = fields.Float(
        string="Points of the group", readonly=True, digits=(5, 2), help="From 0 to 100."
    )
    is_adjusted = fields.Boolean(
        string="Adjusted",
        compute="_compute_is_adjusted",
        help="The person's points are others than those of the group.",
    )

    _sql_constraints = [
        (
            "points_range",
            "CHECK (points BETWEEN 0 AND 100 AND (group_points IS NULL OR"
            " group_points BETWEEN 0 AND 100))",
            "Points are from 0 to 100.",
        ),
        (
            "criterion_uniq",
            "UNIQUE(attempt_id, criterion_id)",
            "A criterion is scored once an attempt. Open the screen again: somebody else is "
            "scoring this person.",
        ),
    ]

    @api.depends("is_group", "points", "group_points")
    def _compute_is_adjusted(self):
        for one in self:
            one.is_adjusted = one.is_group and one.points != one.group_points

    @api.model_create_multi
    def create(self, vals_list):
        scores = super().create(vals_list)
        scores._check_open()
        return scores

    def write(self, vals):
        check_access(self, "write")
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change the points of an attempt that has ended.

        :raise WorkflowError: one of the attempts is done or cancelled
        """
        if any(one.attempt_id.state != ATTEMPT_OPEN for one in self):
            raise WorkflowError(
                _(
                    "What was scored stays as it is. Quality or the manager can cancel a wrong "
                    "score, with the reason, and it is scored again."
                )
            )

    @api.model
    def _clean_points(self, points):
        """Points as a number, or a refusal that says what they are.

        :raise WorkflowError: they are not a number from 0 to 100
        """
        is_number = isinstance(points, (int, float)) and not isinstance(points, bool)
        if not is_number or not LEAST <= points <= MOST:
            raise WorkflowError(
                _(
                    "%(points)s are no points: give a number from %(least)s to %(most)s.",
                    points=points,
                    least=LEAST,
                    most=MOST,
                )
            )
        return round(float(points), 2)
