from odoo import fields, models


class DigiflowCallScript(models.Model):
    """What a telemarketer says, step by step."""

    _name = "digiflow.call.script"
    _description = "Call script"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    body = fields.Html(translate=True, help="How the call begins.")
