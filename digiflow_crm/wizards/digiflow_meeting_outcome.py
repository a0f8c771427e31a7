from odoo import fields, models

from ..models.meeting.states import (
    INTEREST_SELECTION,
    STATE_CANCELLED,
    STATE_HELD,
    STATE_NO_SHOW,
)


class DigiflowMeetingOutcome(models.TransientModel):
    """What became of a presentation, and what was said."""

    _name = "digiflow.meeting.outcome"
    _description = "Outcome of a presentation"

    event_id = fields.Many2one("calendar.event", required=True, readonly=True, ondelete="cascade")
    outcome = fields.Selection(
        [(STATE_HELD, "Held"), (STATE_NO_SHOW, "No-show"), (STATE_CANCELLED, "Cancelled")],
        required=True,
        readonly=True,
    )
    interest = fields.Selection(INTEREST_SELECTION, string="Client's interest")
    note = fields.Text(string="Notes")
    call_again = fields.Boolean(
        string="Call again", default=True, help="Puts the company back into the call queue."
    )

    def action_confirm(self):
        """Tell it to the presentation."""
        self.ensure_one()
        event = self.event_id
        if self.outcome == STATE_HELD:
            event.mark_held(self.interest, self.note)
        elif self.outcome == STATE_NO_SHOW:
            event.mark_no_show(self.note)
        else:
            event.cancel_presentation(self.note, self.call_again)
        return {"type": "ir.actions.act_window_close"}
