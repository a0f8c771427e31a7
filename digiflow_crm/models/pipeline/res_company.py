from datetime import timedelta

import pytz

from odoo import fields, models

from ...core import periods


class ResCompany(models.Model):
    """How long clients' links to their pages hold, and which days this company works."""

    _inherit = "res.company"

    digiflow_link_days = fields.Integer(
        string="Clients' links hold for",
        default=15,
        help="Days from sending a client the link to their page until it expires.",
    )

    _sql_constraints = [
        (
            "link_days_range",
            "CHECK (digiflow_link_days BETWEEN 1 AND 90)",
            "A client's link holds for 1 to 90 days.",
        ),
    ]

    def _get_working_day(self, days):
        """The date that is `days` working days after today in Lima, by hours and holidays."""
        self.ensure_one()
        start = periods.starts_at(periods.today() + timedelta(days=1))
        # sudo: the company's working hours are nobody's secret.
        calendar = self.sudo().resource_calendar_id
        end = calendar and calendar.plan_days(days, start, compute_leaves=True)
        return periods.today(pytz.utc.localize(end or start + timedelta(days=days - 1)))
