from datetime import date

from odoo import api, models

from ...core.client_counts import YEAR


class DigiflowClientCount(models.Model):
    """The years before the addon: loaded once, and from then on the manager's own."""

    _inherit = "digiflow.client.count"

    @api.model
    def _load_history(self, years):
        """Load the counts of past years into Digiflow's company, unless it has any already.

        A company is asked once: what its manager deletes afterwards does not come back.

        :param dict years: ``{year: {code of a service: number of clients}}``
        :return: the rows that were made
        """
        company = self.env.ref("base.main_company")
        if company.digiflow_history_loaded:
            return self.browse()
        company.digiflow_history_loaded = True
        if self.search_count([("company_id", "=", company.id)]):
            return self.browse()
        codes = sorted(set().union(*years.values()))
        services = self.env["digiflow.service"].with_context(active_test=False)
        services = services.search([("code", "in", codes)])
        ids = {service.code: service.id for service in services}
        return self.create(
            [
                {
                    "company_id": company.id,
                    "kind": YEAR,
                    "date": date(year, 12, 31),
                    "service_id": ids[code],
                    "count": count,
                }
                for year, counts in years.items()
                for code, count in counts.items()
                if code in ids
            ]
        )
