from odoo import fields, models


class ResUsers(models.Model):
    """Who does not want the weekly e-mail of the indicators."""

    _inherit = "res.users"

    digiflow_no_digest = fields.Boolean(
        string="No weekly e-mail of the indicators", readonly=True, copy=False
    )
