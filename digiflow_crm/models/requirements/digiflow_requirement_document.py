from odoo import models

from ...core.spanish import long_date, quantity
from .digiflow_requirement import STATE_VALIDATED

INTERNAL_REPORT = "digiflow_crm.report_digiflow_crm_requirement_internal"
NOT_VALIDATED = "Pendiente de validación por el Ingeniero Preventa"
# How documents name the answers; the order is theirs, not that of the conversation.
FACT_LABELS = {
    "modality": "Modalidad",
    "service_ids": "Servicios solicitados",
    "module_ids": "Módulos solicitados",
    "document_type_ids": "Comprobantes que emite",
    "monthly_documents": "Comprobantes al mes",
    "monthly_gre": "De ellos, guías de remisión (GRE)",
    "billing_layout": "Tipo de facturación",
    "branch_count": "Sucursales que emiten",
    "erp": "Sistema o ERP actual",
    "integration_count": "Integraciones",
    "custom_development": "Desarrollos a medida",
    "wanted_start": "Inicio deseado",
}


class DigiflowRequirement(models.Model):
    """The survey as a document: what proposals and handovers tell of it, and its printed form."""

    _inherit = "digiflow.requirement"

    def action_print(self):
        """Print the form with its answers, as the client may have it."""
        return self.env.ref("digiflow_crm.action_report_requirement").report_action(self)

    def _get_facts(self):
        """What was answered, as documents tell it: list of (label, text); nothing for no survey.

        In the language of the environment, which documents set to the clients' one.
        """
        if not self:
            return []
        texts = [(label, self._get_fact(name)) for name, label in FACT_LABELS.items()]
        return [(label, text) for label, text in texts if text]

    def _get_fact(self, name):
        """The answer of one field as text; empty when there is none."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2many":
            return ", ".join(value.mapped("name"))
        if field.type == "date":
            return long_date(value)
        if field.type == "integer":
            return quantity(value) if value else ""
        return (value or "").strip()

    def _get_document_title(self):
        """What the printed form calls the client, and which version it is."""
        self.ensure_one()
        lead = self.lead_id
        return f"{lead._get_client_name()}, versión {self.version}"

    def _get_document_file_name(self):
        """The name of the file, fit for any file system."""
        self.ensure_one()
        title = self._get_document_title().replace("/", " ").replace("\\", " ")
        return f"Información Base {title}"

    def _get_page_marks(self, report_name):
        """The foot of each page of that report's PDF file, and a warning or an empty text."""
        self.ensure_one()
        company = self.company_id or self.env.company
        title = self._get_document_title()
        foot = f"{company.name} · Plantilla Estándar de Información Base · {title}"
        if report_name == INTERNAL_REPORT:
            return foot, "USO INTERNO DE DIGIFLOW: no entregar al cliente"
        return foot, "" if self.state == STATE_VALIDATED else NOT_VALIDATED
