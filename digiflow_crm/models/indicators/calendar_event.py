from odoo import models
from odoo.tools import sql


class CalendarEvent(models.Model):
    """Indexes for the presentations of a period."""

    _inherit = "calendar.event"

    def init(self):
        res = super().init()
        for column in ("create_date", "start"):
            sql.create_index(
                self.env.cr,
                f"calendar_event_presentation_{column}_index",
                self._table,
                [column],
                where="digiflow_kind = 'presentation'",
            )
        return res
