from odoo import api, fields, models

from ..indicators.indicator_states import STATE_CLOSED
from .digiflow_dashboard import SECTIONS

# What a campaign that is closed late brings up to date in a period that is closed already.
COMPLETED = "satisfaction"


class DigiflowIndicatorPeriod(models.Model):
    """Closing a period freezes the dashboard with the indicators."""

    _inherit = "digiflow.indicator.period"

    # Prefetched it would be read with every list of periods.
    dashboard = fields.Json(
        readonly=True,
        copy=False,
        prefetch=False,
        groups="digiflow_crm.group_manager",
        help="The sections of the dashboard as they were when the period was closed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is frozen of a period that begins."""
        return super().create([{**vals, "dashboard": False} for vals in vals_list])

    def _freeze_values(self):
        res = super()._freeze_values()
        if self.state != STATE_CLOSED:
            self._update({"dashboard": self._reckon_dashboard(SECTIONS)})
        elif self.dashboard and COMPLETED in SECTIONS:
            late = self._reckon_dashboard([COMPLETED])
            self._update({"dashboard": {**self.dashboard, **late}})
        return res

    def _reopen(self, reason):
        res = super()._reopen(reason)
        self._update({"dashboard": False})
        return res

    def _reckon_dashboard(self, sections):
        """``{section: numbers}`` of this period, as the records say now.

        The names in it are in the language of whoever closes the period, of the company when the
        cron does.
        """
        self.ensure_one()
        company = self.company_id
        dashboard = self.env["digiflow.dashboard"]
        if not self.env.lang:
            dashboard = dashboard.with_context(lang=company.partner_id.lang)
        return dashboard._reckon_sections(company, self.kind, self._get_span(), sections)
