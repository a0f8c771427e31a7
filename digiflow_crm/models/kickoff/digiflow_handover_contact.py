from odoo import fields, models


class DigiflowHandoverContact(models.Model):
    """A person of the client whom Implementation will talk to, as it was handed over."""

    _name = "digiflow.handover.contact"
    _description = "Contact of a handover"
    _inherit = "digiflow.handover.part"
    _order = "handover_id, sequence, id"

    name = fields.Char(required=True)
    function = fields.Char(string="Role", help="What this person decides or answers for.")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    note = fields.Char()
