from odoo import fields, models


class DigiflowServiceEndReason(models.Model):
    """Why a client stopped using a service: what retention counts."""

    _name = "digiflow.service.end.reason"
    _description = "Reason of a service's end"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
