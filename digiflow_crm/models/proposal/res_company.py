from datetime import timedelta

import pytz

from odoo import fields, models

from ...core import periods


class ResCompany(models.Model):
    """With which prices this company makes its offers."""

    _inherit = "res.company"

    digiflow_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price list of offers",
        default=lambda self: self.env.ref(
            "digiflow_crm.pricelist_digiflow", raise_if_not_found=False
        ),
        help="The tariff: its items have the dates from which and until which they are in force.",
    )

    def _get_working_day(self, days):
        """The date that is `days` working days after today in Lima, by hours and holidays."""
        self.ensure_one()
        start = periods.starts_at(periods.today() + timedelta(days=1))
        # sudo: the company's working hours are nobody's secret.
        calendar = self.sudo().resource_calendar_id
        end = calendar and calendar.plan_days(days, start, compute_leaves=True)
        return periods.today(pytz.utc.localize(end or start + timedelta(days=days - 1)))
