from odoo import models
from odoo.tools import sql


class CalendarEvent(models.Model):
    """Index for the meetings that somebody booked on a day."""

    _inherit = "calendar.event"

    def init(self):
        res = super().init()
        sql.create_index(
            self.env.cr,
            "calendar_event_digiflow_booked_index",
            self._table,
            ["create_uid, create_date"],
            where="opportunity_id IS NOT NULL",
        )
        return res
