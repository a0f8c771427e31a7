from odoo import api, fields, models

from ..info_pack.res_partner import SATISFACTION_SELECTION
from .feedback_states import STATE_SELECTION

READERS = (
    "digiflow_crm.group_telemarketer,digiflow_crm.group_executive,"
    "digiflow_crm.group_presales,digiflow_crm.group_quality"
)


class CalendarEvent(models.Model):
    """What the client says of a presentation that was held."""

    _inherit = "calendar.event"

    feedback_state = fields.Selection(
        STATE_SELECTION, string="Feedback", compute="_compute_feedback", groups=READERS
    )
    feedback_score = fields.Selection(
        SATISFACTION_SELECTION,
        string="Client's satisfaction",
        compute="_compute_feedback",
        groups=READERS,
    )

    @api.depends_context("uid")
    def _compute_feedback(self):
        """Of those that the user may read: anybody sees appointments, not what clients say."""
        found = self.env["digiflow.feedback"].search([("event_id", "in", self.ids)])
        of_event = {feedback.event_id.id: feedback for feedback in found}
        for event in self:
            feedback = of_event.get(event.id)
            event.feedback_state = feedback and feedback.state
            event.feedback_score = feedback and feedback.score

    def _on_held(self):
        res = super()._on_held()
        self.env["digiflow.feedback"]._ask_about(self)
        return res
