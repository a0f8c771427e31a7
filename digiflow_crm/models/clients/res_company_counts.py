from odoo import fields, models


class ResCompany(models.Model):
    """Whether the history of its clients was loaded: that happens once."""

    _inherit = "res.company"

    digiflow_history_loaded = fields.Boolean(readonly=True, copy=False)
