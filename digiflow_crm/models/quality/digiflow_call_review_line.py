from odoo import _, api, fields, models

from ...core.call_review import Rated
from ...exceptions import WorkflowError
from .review_states import DRAFT

# What the analyst says of a criterion; the rest is the scorecard's copy.
OPEN_FIELDS = {"points", "not_applicable", "comment"}
COPIED = ("sequence", "name", "description", "weight", "critical")


class DigiflowCallReviewLine(models.Model):
    """One criterion in a review: a copy of the scorecard's, with what the analyst says of it."""

    _name = "digiflow.call.review.line"
    _description = "Criterion of a review"
    _order = "review_id, sequence, id"

    review_id = fields.Many2one(
        "digiflow.call.review", required=True, readonly=True, index=True, ondelete="cascade"
    )
    # As the scorecard had it when the review was begun
    criterion_id = fields.Many2one(
        "digiflow.call.scorecard.criterion", readonly=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(readonly=True)
    description = fields.Text(string="What to listen for", readonly=True)
    weight = fields.Float(readonly=True)
    critical = fields.Boolean(readonly=True)
    module_id = fields.Many2one(
        "digiflow.training.module",
        string="Training module",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # What the analyst says
    points = fields.Integer(help="From 0 to 100.")
    not_applicable = fields.Boolean(
        string="Does not apply", help="It has no place in this call: the score leaves it out."
    )
    comment = fields.Char()
    is_scored = fields.Boolean(string="Scored", readonly=True)
    # Of its review, to group by
    user_id = fields.Many2one(related="review_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="review_id.company_id", store=True)

    _sql_constraints = [
        ("points_range", "CHECK (points BETWEEN 0 AND 100)", "Points go from 0 to 100."),
    ]

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(
            _("The criteria of a review are those of its scorecard: none is added to it.")
        )

    def write(self, vals):
        """What the analyst says of these criteria, as long as the review is not signed."""
        if set(vals) - OPEN_FIELDS:
            raise WorkflowError(
                _("A criterion in a review is a copy of the scorecard's: only its points are given")
            )
        self.review_id._check_open()
        return super().write(self._complete(vals))

    def unlink(self):  # pylint: disable=method-required-super  # it only refuses: see _discard
        return self._refuse_removal()

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(_("A review cannot be copied: it is of one call, by one analyst."))

    def _refuse_removal(self):
        raise WorkflowError(
            _("A criterion stays in its review. Say that it does not apply to the call.")
        )

    @api.model
    def _complete(self, vals):
        """`vals` with what follows from them: points and «does not apply» exclude each other."""
        if vals.get("not_applicable"):
            return {**vals, "points": 0, "is_scored": True}
        if "points" in vals:
            return {**vals, "not_applicable": False, "is_scored": True}
        if "not_applicable" in vals:
            return {**vals, "points": 0, "is_scored": False}
        return vals

    @api.model
    def _copy_criteria(self, review):
        """Give a new review the criteria of its scorecard."""
        criteria = review.scorecard_id.criterion_ids.filtered("active")
        # Past our own `create`, which refuses people.
        return super().create(  # pylint: disable=super-method-mismatch # reason above
            [
                {
                    "review_id": review.id,
                    "criterion_id": criterion.id,
                    "module_id": criterion.module_id.id,
                    **{name: criterion[name] for name in COPIED},
                    # Said outright: the defaults of a context come from the caller.
                    "points": 0,
                    "not_applicable": False,
                    "comment": False,
                    "is_scored": False,
                }
                for criterion in criteria
            ]
        )

    def _discard(self):
        """Take criteria away with their review's scorecard, before it is signed."""
        self.review_id._check_open()
        # Past our own `unlink`, which refuses people.
        return super().unlink()  # pylint: disable=super-method-mismatch # reason above

    def _get_rated(self):
        """This criterion as `core.call_review` reckons with it."""
        self.ensure_one()
        return Rated(self.weight, self.points, self.critical, not self.not_applicable)

    def _prepare_sheet(self):
        """This criterion as the screen shows it."""
        self.ensure_one()
        weights = sum(self.review_id.line_ids.mapped("weight"))
        share = round(100 * self.weight / weights) if weights else 0
        # sudo: which module it belongs to is told to whoever reads the review.
        module = self.module_id.sudo()
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description or "",
            "weight_text": _("%s %% of the score", share) if self.weight else _("No weight"),
            "critical": self.critical,
            "points": self.points,
            "not_applicable": self.not_applicable,
            "scored": self.is_scored,
            "failed": self._is_failed(),
            "comment": self.comment or "",
            "module": module.name or "",
        }

    def _is_failed(self):
        """Whether the points of this criterion are under the review's passing score."""
        self.ensure_one()
        scored = self.is_scored and not self.not_applicable
        return scored and self.points < self.review_id.mark

    def _is_signed(self):
        """Whether the review of this criterion is signed."""
        self.ensure_one()
        return self.review_id.state != DRAFT
