from odoo import api, models

from ..compat import has_own_logo
from ..models.info_pack.digiflow_info_section import DOCUMENT_SUITE
from ..models.info_pack.modalities import MODALITIES


class ReportDigiflowCrmInfoPackSuite(models.AbstractModel):
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
