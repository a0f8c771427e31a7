from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The two kinds of setting: a box to tick and a value to give."""

    _inherit = "res.config.settings"

    sample_reminder = fields.Boolean(config_parameter="sample_addon.reminder")
    sample_days = fields.Integer(config_parameter="sample_addon.days")
