from odoo import fields, models

from ..models.info_pack.res_partner import SATISFACTION_SELECTION


class DigiflowSatisfactionPhoneLine(models.TransientModel):
    """What the client says of one of its services."""

    _name = "digiflow.satisfaction.phone.line"
    _description = "Satisfaction with a service by phone"

    phone_id = fields.Many2one("digiflow.satisfaction.phone", required=True, ondelete="cascade")
    service_id = fields.Many2one("digiflow.service", required=True, ondelete="cascade")
    score = fields.Selection(SATISFACTION_SELECTION)
