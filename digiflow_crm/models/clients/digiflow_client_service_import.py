from odoo import fields, models


class DigiflowClientService(models.Model):
    """A stay may come from a file; its import can be undone."""

    _inherit = "digiflow.client.service"

    client_import_id = fields.Many2one(
        "digiflow.client.import",
        string="Imported by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="digiflow_crm.group_manager",
    )
