from datetime import timedelta

from odoo import fields, models

from ...core import periods

# The hour in Lima from which a follow-up is due.
FIRST_HOUR = 9


class ResCompany(models.Model):
    """When a client that got the information is called again."""

    _inherit = "res.company"

    digiflow_info_followup_days = fields.Integer(
        string="Call again after",
        default=2,
        help="Working days from the sending of the information to the next call; 0: no call.",
    )

    _sql_constraints = [
        (
            "digiflow_info_followup_days_positive",
            "CHECK(digiflow_info_followup_days >= 0)",
            "The days until the next call cannot be negative. Write 0 for no call.",
        ),
    ]

    def _get_info_follow_up(self):
        """When a client is due that gets the information now (naive UTC); False: never.

        By the company's working days and holidays, at nine in Lima.
        """
        self.ensure_one()
        days = self.digiflow_info_followup_days
        if not days:
            return False
        return periods.starts_at(self._get_working_day(days)) + timedelta(hours=FIRST_HOUR)
