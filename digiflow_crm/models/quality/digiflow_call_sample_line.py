from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from ..calls.outcomes import OUTCOME_SELECTION
from .review_states import DRAFT
from .sample_states import (
    LINE_SELECTION,
    ORIGIN_SELECTION,
    RANDOM,
    REVIEWED,
    SKIPPED,
    TO_REVIEW,
)


class DigiflowCallSampleLine(models.Model):
    """A call that is to be reviewed, and what became of it. Whoever is in it does not see it."""

    _name = "digiflow.call.sample.line"
    _description = "Call of a sample"
    _order = "start, id"
    _rec_name = "call_id"

    # Which call
    sample_id = fields.Many2one(
        "digiflow.call.sample", required=True, readonly=True, index=True, ondelete="restrict"
    )
    call_id = fields.Many2one("digiflow.call", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="sample_id.company_id", store=True)
    week = fields.Date(related="sample_id.week", store=True)
    user_id = fields.Many2one(
        related="call_id.user_id", string="Telemarketer", store=True, index=True
    )
    lead_id = fields.Many2one(related="call_id.lead_id")
    start = fields.Datetime(related="call_id.start", store=True)
    duration = fields.Float(related="call_id.duration")
    outcome = fields.Selection(
        OUTCOME_SELECTION,
        compute="_compute_outcome",
        store=True,
        help="What had come of the call when it was chosen.",
    )
    # How it came here
    origin = fields.Selection(ORIGIN_SELECTION, default=RANDOM, required=True, readonly=True)
    number = fields.Integer(string="Drawn as", readonly=True)
    picked_by_id = fields.Many2one("res.users", string="Picked by", readonly=True)
    # What became of it
    state = fields.Selection(LINE_SELECTION, compute="_compute_state", store=True, index=True)
    analyst_id = fields.Many2one("res.users", string="Taken by", readonly=True)
    taken_on = fields.Datetime(readonly=True)
    review_id = fields.Many2one(
        "digiflow.call.review", readonly=True, index=True, ondelete="set null"
    )
    skip_reason = fields.Char(string="Why skipped", readonly=True)
    skipped_by_id = fields.Many2one("res.users", string="Skipped by", readonly=True)
    skipped_on = fields.Datetime(readonly=True)
    is_audible = fields.Boolean(
        string="Recorded", compute="_compute_is_audible", help="Its recording can be heard."
    )

    _sql_constraints = [
        ("call_uniq", "UNIQUE(call_id)", "This call has been chosen for review already."),
    ]

    @api.depends("call_id")
    def _compute_outcome(self):
        for line in self:
            line.outcome = line.call_id.outcome

    @api.depends("review_id.state", "skipped_on")
    def _compute_state(self):
        for line in self:
            if line.skipped_on:
                line.state = SKIPPED
            elif line.review_id and line.review_id.state != DRAFT:
                line.state = REVIEWED
            else:
                line.state = TO_REVIEW

    def _compute_is_audible(self):
        for line in self:
            line.is_audible = line.call_id.has_recording

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lines(self):
        raise WorkflowError(
            _("What was chosen for review stays on record. Skip it instead, with the reason.")
        )

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(_("A call is chosen for review once."))
