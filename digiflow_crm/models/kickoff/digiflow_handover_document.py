from odoo import models

from .states import STATE_ACCEPTED

MARK_OPEN = "EN PREPARACIÓN O POR ACEPTAR: aún no es el traspaso definitivo"


class DigiflowHandover(models.Model):
    """The handover as a document."""

    _inherit = "digiflow.handover"

    def action_print(self):
        """Print the handover as PDF."""
        return self.env.ref("digiflow_crm.action_report_handover").report_action(self)

    def _get_document_file_name(self):
        """The name of the file, fit for any file system."""
        self.ensure_one()
        client = self._get_document_client().replace("/", " ").replace("\\", " ")
        return f"Traspaso {client}"

    def _get_document_client(self):
        """The company whose project is handed over."""
        self.ensure_one()
        # sudo: only the name of the client, for whoever reads the handover.
        handover = self.sudo()
        return handover.partner_id.commercial_partner_id.name or handover.lead_id._get_client_name()

    def _get_page_marks(self, report_name):
        """The foot of each page of that report's PDF file, and a warning or an empty text."""
        self.ensure_one()
        company = self.company_id or self.env.company
        foot = f"{company.name} · Traspaso a Implementación · {self._get_document_client()}"
        return foot, "" if self.state == STATE_ACCEPTED else MARK_OPEN
