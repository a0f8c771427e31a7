from odoo import _, fields, models

from ...core.periods import LIMA
from .states import STATE_BOOKED

DECLINED = "declined"


class CalendarAttendee(models.Model):
    """Who is invited to a presentation: told in Lima time, and heard when they decline."""

    _inherit = "calendar.attendee"

    def _compute_mail_tz(self):
        res = super()._compute_mail_tz()
        for attendee in self.filtered("event_id.digiflow_kind"):
            attendee.mail_tz = LIMA.zone
        return res

    def write(self, vals):
        """An answer holds the person's time or frees it; who declines is called again."""
        res = super().write(vals)
        if "state" in vals:
            # sudo: clients answer from their e-mail, with no user of their own.
            own = self.sudo().filtered(
                lambda attendee: attendee.event_id.digiflow_state == STATE_BOOKED
            )
            own.event_id._hold_time()
            if vals["state"] == DECLINED:
                own._call_after_decline()
        return res

    def _call_after_decline(self):
        """The telemarketer calls to find another time, whoever cannot come."""
        for attendee in self:
            reason = _(
                "%(who)s declined the presentation: find another time",
                who=attendee.partner_id.name,
            )
            attendee.event_id._call_again(fields.Datetime.now(), reason)
