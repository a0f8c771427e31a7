from odoo import _, api, models

from ...core import indicators
from .indicator_states import FAMILY_CLIENTS


class DigiflowService(models.Model):
    """Each service whose clients are counted has an indicator of its own."""

    _inherit = "digiflow.service"

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        services._make_indicators()
        return services

    def write(self, vals):
        res = super().write(vals)
        if vals.get("counted"):
            self._make_indicators()
        return res

    def _make_indicators(self):
        """Make the indicators of the counted services among these that have none.

        Those of the services that the addon brings are in its data, which comes after them.
        """
        if self.env.context.get("install_mode"):
            return
        # sudo: an archived or missing indicator is found or made by whoever keeps the services.
        catalogue = self.env["digiflow.indicator"].sudo().with_context(active_test=False)
        counted = self.filtered("counted")
        known = catalogue.search([("service_id", "in", counted.ids)]).service_id
        for service in counted - known:
            code = f"clients_{service.code.lower()}"
            if catalogue.search_count([("code", "=", code)]):
                continue
            catalogue.create(
                {
                    "code": code,
                    "name": _("Clients of %(service)s", service=service.code),
                    "formula": _("Clients with the service on the period's last day."),
                    "sequence": 25,
                    "family": FAMILY_CLIENTS,
                    "service_id": service.id,
                    "unit": indicators.NUMBER,
                }
            )
