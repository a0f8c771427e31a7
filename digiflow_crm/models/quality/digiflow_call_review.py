from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core.call_review import reckon
from .review_states import DRAFT, ORIGIN_SELECTION, PICKED, STATE_SELECTION


class DigiflowCallReview(models.Model):
    """How one analyst judges one call, by a copy of the criteria of a scorecard.

    Once signed nobody changes it, whichever way: the telemarketer answers once and the analyst
    closes it, by their methods. Who may begin and write one is in digiflow_call_review_guard.
    """

    _name = "digiflow.call.review"
    _description = "Review of a call"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "call_start desc, id desc"
    _mail_post_access = "read"

    # Of what and by whom: as it was when the review was begun
    name = fields.Char(readonly=True)
    call_id = fields.Many2one(
        "digiflow.call", required=True, index=True, ondelete="restrict", copy=False
    )
    recording_id = fields.Many2one(
        "digiflow.call.recording", string="Recording heard", readonly=True, ondelete="restrict"
    )
    call_start = fields.Datetime(string="Call of", readonly=True, index=True)
    week = fields.Date(readonly=True, index=True, help="The Monday, in Lima, of the call's week.")
    user_id = fields.Many2one("res.users", string="Telemarketer", readonly=True, index=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    analyst_id = fields.Many2one("res.users", readonly=True, index=True)
    origin = fields.Selection(ORIGIN_SELECTION, default=PICKED, readonly=True, index=True)
    # By what
    scorecard_id = fields.Many2one("digiflow.call.scorecard", required=True, ondelete="restrict")
    scorecard_name = fields.Char(readonly=True, help="As it was when the review was begun.")
    mark = fields.Float(
        string="Passing score", readonly=True, help="As it was when the review was begun."
    )
    line_ids = fields.One2many("digiflow.call.review.line", "review_id", string="Criteria")
    comment = fields.Text(help="What the telemarketer reads of the whole call.")
    # What came of it
    score = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        help="From 0 to 100: the mean of the points by weight, what does not apply left out.",
        **AVERAGED,
    )
    critical_failed = fields.Boolean(
        string="Critical criterion failed", compute="_compute_score", store=True
    )
    failed = fields.Boolean(
        compute="_compute_score",
        store=True,
        help="The score is under the passing one, or a critical criterion failed.",
    )
    # How far it is
    state = fields.Selection(STATE_SELECTION, default=DRAFT, readonly=True, index=True)
    signed_on = fields.Datetime(readonly=True)
    signed_by_id = fields.Many2one("res.users", string="Signed by", readonly=True)
    answer_until = fields.Date(readonly=True, help="The last day, in Lima, to answer it.")
    answer = fields.Text(string="Answer of the telemarketer", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    closing_note = fields.Text(readonly=True)
    closed_on = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True)
    # Calibration
    calibration_id = fields.Many2one(
        "digiflow.call.calibration", readonly=True, index=True, ondelete="restrict"
    )
    revealed = fields.Boolean(
        readonly=True, help="The calibration is over: others than its analyst may read it."
    )

    _sql_constraints = [
        (
            "call_analyst_uniq",
            "UNIQUE(call_id, analyst_id)",
            "You have a review of this call already. Go on with that one.",
        ),
    ]

    @api.depends(
        *("line_ids.points", "line_ids.weight", "line_ids.critical"),
        *("line_ids.not_applicable", "line_ids.is_scored", "mark"),
    )
    def _compute_score(self):
        """Of what is scored so far; a signed review has every criterion scored."""
        for review in self:
            result = reckon(review._get_rated(), review.mark)
            review.score = result.score or 0.0
            review.critical_failed = result.critical_failed
            review.failed = result.failed

    def action_view_calibration(self):
        """Open the calibration that this review is half of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "digiflow.call.calibration",
            "res_id": self.calibration_id.id,
            "views": [(False, "form")],
        }

    def _get_rated(self):
        """What `core.call_review` reckons with: the criteria that are scored."""
        return [line._get_rated() for line in self.line_ids if line.is_scored]

    def _is_all_scored(self):
        """Whether every criterion has its points, or does not apply."""
        self.ensure_one()
        return bool(self.line_ids) and all(line.is_scored for line in self.line_ids)

    def _get_form_action(self):
        """The window action that opens this review."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Review of a call"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
