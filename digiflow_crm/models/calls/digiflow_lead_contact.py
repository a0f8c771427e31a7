from odoo import fields, models

from .crm_lead import ROLE_SELECTION
from .phone_tail import create_tail_index


class DigiflowLeadContact(models.Model):
    """Another person of a company that is called, beside the decision maker of the opportunity."""

    _name = "digiflow.lead.contact"
    _description = "Contact of a prospect"
    _order = "lead_id, sequence, id"

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    decision_maker_role = fields.Selection(ROLE_SELECTION, string="Role")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    note = fields.Char()

    def init(self):
        create_tail_index(self.env.cr, self._table, "phone")
