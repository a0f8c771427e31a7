from babel.dates import format_date

from odoo import api, models

from ..compat import has_own_logo
from ..core import periods
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG


class ReportDigiflowCrmInfoPackClients(models.AbstractModel):
    """The list of satisfied clients, by industry."""

    _name = "report.digiflow_crm.info_pack_clients"
    _description = "List of satisfied clients"

    @api.model
    def _get_report_values(self, docids, data=None):
        leads = self.env["crm.lead"].with_context(lang=CLIENT_LANG).browse(docids)
        pages = [self._prepare_page(lead) for lead in leads]
        return {"has_own_logo": has_own_logo, "pages": pages}

    def _prepare_page(self, lead):
        """The clients that one lead is shown, as ``[(industry, [client])]``."""
        clients = lead._get_satisfied_clients()
        industries = dict.fromkeys(client["industry"] for client in clients)
        groups = [
            (industry, [client for client in clients if client["industry"] == industry])
            for industry in industries
        ]
        date = format_date(periods.today(), "MMMM 'de' y", locale=CLIENT_LANG)
        company = lead._get_client_company()
        return {"lead": lead, "company": company, "groups": groups, "date": date}
