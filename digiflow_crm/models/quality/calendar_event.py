from odoo import fields, models

from .coaching_states import PLANNED


class CalendarEvent(models.Model):
    """A coaching that is moved in the calendar is at the new hour."""

    _inherit = "calendar.event"

    coaching_ids = fields.One2many(
        "digiflow.coaching", "event_id", readonly=True, groups="digiflow_crm.group_quality"
    )

    def write(self, vals):
        res = super().write(vals)
        if {"start", "stop", "duration"} & set(vals) and not self.env.context.get(
            "digiflow_coaching"
        ):
            # sudo: whoever of the two moves the appointment, the coaching follows.
            moved = self.sudo().coaching_ids.filtered(lambda one: one.state == PLANNED)
            moved._follow_event()
        return res
