from odoo import _, api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .digiflow_document_type import GRE
from .digiflow_requirement import LAYOUT_BRANCHES, LAYOUT_CENTRALIZED

# What the telemarketing contact found out about the client's system, where it names one.
KNOWN_SYSTEMS = ("own", "sap", "sunat")


class DigiflowRequirement(models.Model):
    """Answers: what follows from another one on the form, and how each of them reads."""

    _inherit = "digiflow.requirement"

    issues_gre = fields.Boolean(compute="_compute_issues_gre")

    @api.depends("document_type_ids")
    def _compute_issues_gre(self):
        for requirement in self:
            requirement.issues_gre = GRE in requirement.document_type_ids.mapped("code")

    @api.onchange("lead_id")
    def _onchange_lead_id(self):
        """What the opportunity already knows is not asked again."""
        for name, value in self._prepare_known_vals(self.lead_id).items():
            self[name] = self[name] or value

    @api.onchange("document_type_ids")
    def _onchange_document_type_ids(self):
        if not self.issues_gre:
            self.monthly_gre = 0

    @api.onchange("billing_layout")
    def _onchange_billing_layout(self):
        if self.billing_layout == LAYOUT_CENTRALIZED:
            self.branch_count = 0
        elif self.billing_layout == LAYOUT_BRANCHES:
            self.branch_count = self.branch_count or 1

    @api.model
    def _prepare_known_vals(self, lead):
        """Answers that the opportunity itself holds: a dict, for a survey that begins."""
        system = lead.current_system
        labels = dict(lead._fields["current_system"]._description_selection(self.env))
        return {
            "erp": labels[system] if system in KNOWN_SYSTEMS else False,
            "contact_name": lead.contact_name,
            "contact_phone": lead.phone,
            "contact_email": lead.email_from,
        }

    def _get_answer_text(self, name):
        """An answer as people read it, in the user's language; an empty text: not answered.

        :param str name: one of ANSWER_FIELDS or OFFICE_FIELDS
        """
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2many":
            return ", ".join(value.mapped("display_name"))
        if field.type == "boolean":
            return _("Yes") if value else _("No")
        if field.type == "integer":
            return formatLang(self.env, value, digits=0)
        if field.type == "date":
            return format_date(self.env, value) if value else ""
        return (value or "").strip()

    @api.model
    def _get_answer_labels(self, names):
        """``{field name: label}`` in the user's language."""
        found = self.fields_get(list(names), ["string"])
        return {name: found[name]["string"] for name in names}
