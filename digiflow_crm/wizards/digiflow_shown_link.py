from odoo import fields, models


class DigiflowShownLink(models.AbstractModel):
    """Shows a link that was made, this once: it is stored nowhere."""

    _name = "digiflow.shown.link"
    _description = "Link for a client"

    # The form asks for the values of a new record, which has one.
    id = fields.Id()
    link = fields.Char(readonly=True)
    expires_on = fields.Date(string="Valid until", readonly=True)
