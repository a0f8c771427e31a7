from odoo import fields, models

from ...core.periods import ONE_DAY, starts_at


class ResCompany(models.Model):
    """How long a company stays on a desk, on which days people are called, and a day's goals."""

    _inherit = "res.company"

    digiflow_call_minutes = fields.Integer(
        string="Minutes on a desk",
        default=10,
        help="An opportunity that was taken at the call desk and left there, say by closing the "
        "browser, goes back into the queue after so many minutes.",
    )
    # What a telemarketer is to reach in a day, unless a goal of their own says otherwise
    digiflow_goal_calls = fields.Integer(string="Calls a day", default=60)
    digiflow_goal_effective = fields.Integer(string="Effective contacts a day", default=10)
    digiflow_goal_meetings = fields.Integer(string="Meetings a day", default=2)

    _sql_constraints = [
        (
            "digiflow_call_minutes_positive",
            "CHECK (digiflow_call_minutes > 0)",
            "An opportunity stays on a desk for a minute at least.",
        ),
        (
            "digiflow_goals_positive",
            "CHECK (digiflow_goal_calls >= 0 AND digiflow_goal_effective >= 0 "
            "AND digiflow_goal_meetings >= 0)",
            "A goal cannot be negative. Enter 0 where there is none.",
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
