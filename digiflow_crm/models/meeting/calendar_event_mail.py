from odoo import models

from ...compat import SERIES
from ...core.periods import LIMA
from .states import STATE_CANCELLED

try:
    import vobject
except ImportError:  # Odoo sends invitations without .ics then
    vobject = None


class CalendarEvent(models.Model):
    """What is sent about a presentation: in Lima time, and as one appointment however it moves."""

    _inherit = "calendar.event"

    def _get_mail_tz(self):
        self.ensure_one()
        return LIMA.zone if self.digiflow_kind else super()._get_mail_tz()

    def message_notify(self, **kwargs):
        """The executive is told as well, though the message goes out under their name.

        Whoever acts is not among the recipients: Odoo leaves them out before.
        """
        if not self.digiflow_kind:
            return super().message_notify(**kwargs)
        if SERIES >= 17:
            return super().message_notify(**{**kwargs, "notify_author": True})
        told = self.with_context(mail_notify_author=True)
        return super(CalendarEvent, told).message_notify(**kwargs)

    def _get_ics_file(self):
        """The .ics of a presentation replaces the one before it in the client's calendar.

        Odoo gives each file an id of its own: a moved appointment would stand there twice.
        """
        files = super()._get_ics_file()
        for event in self.filtered("digiflow_kind"):
            if vobject and files.get(event.id):
                files[event.id] = event._identify_ics(files[event.id])
        return files

    def _identify_ics(self, content):
        """`content`, the bytes of an .ics, as the newest word on this presentation."""
        calendar = vobject.readOne(content.decode())
        cancelled = self.digiflow_state == STATE_CANCELLED
        calendar.add("method").value = "CANCEL" if cancelled else "REQUEST"
        appointment = calendar.vevent
        # sudo: the name of the database's own is no secret to who gets the file.
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        values = {
            "uid": f"presentation-{self.id}@{database}",
            "sequence": str(self.ics_sequence),
            "status": "CANCELLED" if cancelled else "CONFIRMED",
        }
        for name, value in values.items():
            appointment.contents.pop(name, None)
            appointment.add(name).value = value
        return calendar.serialize().encode()
