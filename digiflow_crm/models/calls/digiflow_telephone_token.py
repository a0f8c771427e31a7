from odoo import fields, models


class DigiflowTelephoneToken(models.AbstractModel):
    """Shows a token that was made, this once: it is stored nowhere."""

    _name = "digiflow.telephone.token"
    _description = "Token of a telephone system"

    # The form asks for the values of a new record, which has one.
    id = fields.Id()
    token = fields.Char(readonly=True)
