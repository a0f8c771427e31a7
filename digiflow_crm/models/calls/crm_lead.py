from odoo import _, api, fields, models

from ..pipeline.steps import STEP_TELEMARKETING

SYSTEM_SELECTION = [
    ("own", "Own development"),
    ("erp", "ERP"),
    ("sap", "SAP"),
    ("sunat", "SUNAT portal"),
    ("other", "Other"),
    ("none", "None"),
]
ROLE_SELECTION = [
    ("systems", "Head of systems"),
    ("finance", "Finance manager"),
    ("accounting", "General accountant"),
    ("e_invoicing", "Responsible for e-invoicing"),
    ("management", "General management"),
    ("other", "Other"),
]
# What the telemarketing contact finds out: code -> the fields of which one has to be filled.
CONTACT_NEEDS = {
    "contact_name": ["contact_name"],
    "decision_maker_role": ["decision_maker_role"],
    "effective_contact": ["effective_contact_date"],
    "current_system": ["current_system"],
    "reach": ["phone", "email_from"],
}


class CrmLead(models.Model):
    """Telemarketing contact: who decides, what they use today, when they were spoken to."""

    _inherit = "crm.lead"

    decision_maker_role = fields.Selection(
        ROLE_SELECTION, tracking=True, help="Role of the contact who decides on e-invoicing."
    )
    current_system = fields.Selection(
        SYSTEM_SELECTION, tracking=True, help="What the company issues its invoices with today."
    )
    effective_contact_date = fields.Datetime(
        string="Effective contact",
        copy=False,
        tracking=True,
        help="When somebody spoke with the decision maker.",
    )

    @api.constrains("effective_contact_date")
    def _check_effective_contact_date(self):
        self._check_happened("effective_contact_date")

    @api.model
    def _merge_get_fields(self):
        names = ["decision_maker_role", "current_system", "effective_contact_date"]
        return [*super()._merge_get_fields(), *names]

    @api.model
    def _get_gate_fields(self):
        names = ["contact_name", "decision_maker_role", "current_system", "phone", "email_from"]
        return [*super()._get_gate_fields(), *names, "effective_contact_date"]

    def _get_missing(self, step):
        missing = super()._get_missing(step)
        return missing + (self._get_missing_contact() if step == STEP_TELEMARKETING else [])

    def _get_missing_contact(self):
        """What the telemarketing contact still has to find out."""
        names = {
            "contact_name": _("decision maker"),
            "decision_maker_role": _("decision maker's role"),
            "effective_contact": _("effective contact"),
            "current_system": _("current system"),
            "reach": _("phone or e-mail"),
        }
        return [
            self._missing_item(code, names[code], field_names)
            for code, field_names in CONTACT_NEEDS.items()
            if not any(self[field_name] for field_name in field_names)
        ]
