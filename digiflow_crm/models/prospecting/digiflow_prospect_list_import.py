from odoo import api, fields, models

from .digiflow_prospect_import import BUSY


class DigiflowProspectList(models.Model):
    """The import that goes on in the background, shown on its list."""

    _inherit = "digiflow.prospect.list"

    running_import_id = fields.Many2one(
        "digiflow.prospect.import",
        string="Import under way",
        compute="_compute_running_import",
        groups="digiflow_crm.group_manager",
        help="Also one that an error interrupted.",
    )
    import_progress = fields.Float(
        string="Import (%)",
        compute="_compute_running_import",
        groups="digiflow_crm.group_manager",
    )

    @api.depends("import_ids.state", "import_ids.done_count")
    def _compute_running_import(self):
        """The import that is first in turn on each list; one query for all lists."""
        domain = [("list_id", "in", self.ids), ("state", "in", BUSY)]
        running = {}
        for one in self.env["digiflow.prospect.import"].search(domain, order="id desc"):
            running[one.list_id.id] = one
        for prospects in self:
            one = running.get(prospects.id)
            prospects.running_import_id = one
            prospects.import_progress = one.progress if one else 0.0
