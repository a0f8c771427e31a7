from babel.dates import format_date

from odoo import api, models

from ..compat import has_own_logo
from ..core import periods
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG
from ..models.info_pack.digiflow_info_section import DOCUMENT_LETTER


class ReportDigiflowCrmInfoPackLetter(models.AbstractModel):
    """The presentation letter to the client of a lead."""

    _name = "report.digiflow_crm.info_pack_letter"
    _description = "Presentation letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        return {
            "has_own_logo": has_own_logo,
            "pages": [self._prepare_page(lead) for lead in self._get_leads(docids)],
            "sections": self.env["digiflow.info.section"]._get_sections(DOCUMENT_LETTER),
        }

    def _get_leads(self, docids):
        """The leads in the clients' language."""
        return self.env["crm.lead"].with_context(lang=CLIENT_LANG).browse(docids)

    def _prepare_page(self, lead):
        """What a letter says about one lead; people as superuser, for their cards only."""
        roles = dict(lead._fields["decision_maker_role"]._description_selection(lead.env))
        return {
            "lead": lead,
            "company": lead._get_client_company(),
            "date": format_date(periods.today(), "d 'de' MMMM 'de' y", locale=CLIENT_LANG),
            "client": lead._get_client_name(),
            "role": roles.get(lead.decision_maker_role),
            # sudo: what a letter says of those who sign it is on their cards.
            "sender": lead._get_info_pack_sender().sudo(),
            "executive": lead.user_id.sudo(),  # the same
        }
