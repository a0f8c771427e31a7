from odoo import fields, models

from ...core.periods import ONE_DAY, starts_at


class ResCompany(models.Model):
    """How long a company stays on a desk, and on which days people are called."""

    _inherit = "res.company"

    digiflow_call_minutes = fields.Integer(
        string="Minutes on a desk",
        default=10,
        help="An opportunity that was taken at the call desk and left there, say by closing the "
        "browser, goes back into the queue after so many minutes.",
    )

    _sql_constraints = [
        (
            "digiflow_call_minutes_positive",
            "CHECK (digiflow_call_minutes > 0)",
            "An opportunity stays on a desk for a minute at least.",
        ),
    ]

    def _is_working_day(self, day):
        """Whether people of this company work on a date in Lima: its calendar, its holidays."""
        self.ensure_one()
        # sudo: only whether it is a working day is read, by whoever logs a call.
        calendar = self.sudo().resource_calendar_id
        weekdays = set(calendar.attendance_ids.mapped("dayofweek")) or set("01234")
        if str(day.weekday()) not in weekdays:
            return False
        begin, end = starts_at(day), starts_at(day + ONE_DAY)
        return not calendar.global_leave_ids.filtered(
            lambda leave: leave.date_from < end and leave.date_to > begin
        )
