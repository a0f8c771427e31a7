from odoo import api, fields, models

from .training_states import HELD, PLANNED

# What an appointment of a session says by its session.
KEPT = {
    *("start", "stop", "duration", "start_date", "stop_date", "allday", "active"),
    *("partner_ids", "attendee_ids", "user_id", "recurrency"),
}


class CalendarEvent(models.Model):
    """The appointment of a training session says what the session says."""

    _inherit = "calendar.event"

    training_session_ids = fields.One2many(
        "digiflow.training.session", "event_id", string="Training session", readonly=True
    )

    def write(self, vals):
        sessions = self._get_training_sessions() if KEPT & set(vals) else []
        res = super().write(vals)
        for session in sessions:
            session._check_event()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_training_sessions(self):
        """A session is cancelled with its reason, not deleted from the calendar."""
        sessions = self._get_training_sessions()
        if sessions:
            raise sessions[0]._prepare_event_refusal()

    def _get_training_sessions(self):
        """The sessions that stand by these appointments, in the hands of the user."""
        if self.env.su:
            return self.env["digiflow.training.session"]
        # sudo: also who reads no sessions may not change their appointments.
        sessions = self.sudo().training_session_ids
        kept = sessions.filtered(lambda session: session.state in (PLANNED, HELD))
        return self.env["digiflow.training.session"].browse(kept.ids)
