from odoo import fields, models


class CrmTeam(models.Model):
    """A sales team may follow Digiflow's pipeline; any other keeps Odoo's."""

    _inherit = "crm.team"

    is_digiflow = fields.Boolean(
        string="Follows the Digiflow pipeline",
        copy=False,
        help="The team's opportunities go through the six stages of Digiflow's commercial "
        "process, each guarded by the steps before it.",
    )
