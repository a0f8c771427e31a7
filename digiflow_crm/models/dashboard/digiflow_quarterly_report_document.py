from odoo import models

from ..info_pack.crm_lead_info_documents import CLIENT_LANG
from .quarterly_report_states import STATE_SIGNED

REPORT = "digiflow_crm.action_report_quarterly"
# The document speaks Spanish, whoever prints it.
MARK_DRAFT = "BORRADOR: informe sin firmar, sus cifras pueden cambiar"


class DigiflowQuarterlyReport(models.Model):
    """The report as a document: its figures, its file, the marks on its pages."""

    _inherit = "digiflow.quarterly.report"

    def action_print(self):
        """Print the report as PDF: the file that was kept, once it is signed off."""
        return self.env.ref(REPORT).report_action(self)

    def _get_data(self):
        """What the dashboard says of this quarter: as it was when it was signed off, or is now.

        :raise AccessError: it is a draft, and the user does not manage
        """
        self.ensure_one()
        return self.data if self.state == STATE_SIGNED else self._reckon_data()

    def _reckon_data(self):
        """`digiflow.dashboard.get_data` of this quarter, in the document's language."""
        self.ensure_one()
        dashboard = self.env["digiflow.dashboard"].with_company(self.company_id)
        return dashboard.with_context(lang=CLIENT_LANG).get_data(self.period_id._get_code())

    def _make_file(self):
        """The PDF file of this report, attached to it."""
        self.ensure_one()
        # Odoo prints no PDF in tests without being told to.
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(REPORT, self.ids)
        values = {
            "name": f"{self._get_document_file_name()}.pdf",
            "raw": content,
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
        }
        return self.env["ir.attachment"].create(values)

    def _get_document_file_name(self):
        """«Informe trimestral 2026-Q3», fit for any file system."""
        self.ensure_one()
        return f"Informe trimestral {self.period_id._get_code()}"

    def _get_page_marks(self, report_name):  # pylint: disable=unused-argument # hook: one report
        """The foot of each page of the PDF file, and a warning or an empty text."""
        self.ensure_one()
        foot = f"{self.company_id.name} · {self._get_document_file_name()}"
        return foot, "" if self.state == STATE_SIGNED else MARK_DRAFT
