from babel.dates import format_date

from odoo import api, models

from ..compat import has_own_logo
from ..core import periods
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG
from ..models.info_pack.digiflow_info_section import DOCUMENT_LETTER, DOCUMENT_SUITE
from ..models.info_pack.modalities import MODALITIES


class InfoPackLetter(models.AbstractModel):
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


class InfoPackClients(models.AbstractModel):
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


class InfoPackSuite(models.AbstractModel):
    """The information on the Suite, of one modality or of all."""

    _name = "report.digiflow_crm.info_pack_suite"
    _description = "Information on the Suite"

    @api.model
    def _get_report_values(self, docids, data=None):
        modality = (data or {}).get("modality")
        sections = self.env["digiflow.info.section"]._get_sections(
            DOCUMENT_SUITE, modality if modality in MODALITIES else False
        )
        return {
            "has_own_logo": has_own_logo,
            "pages": [
                {"lead": lead, "company": lead._get_client_company()}
                for lead in self.env["crm.lead"].browse(docids)
            ],
            "common": sections.filtered(lambda section: not section.modality),
            "modalities": sections.filtered("modality"),
        }
