from odoo import api, fields, models


class DigiflowIndicatorReopening(models.Model):
    """The trace of a reopening keeps the dashboard as it was until then."""

    _inherit = "digiflow.indicator.reopening"

    dashboard = fields.Json(
        readonly=True,
        prefetch=False,
        groups="digiflow_crm.group_manager",
        help="The sections of the dashboard as they were until the period was reopened.",
    )

    @api.model
    def _keep_old(self, period, values, reason):
        trace = super()._keep_old(period, values, reason)
        trace.dashboard = period.dashboard
        return trace
