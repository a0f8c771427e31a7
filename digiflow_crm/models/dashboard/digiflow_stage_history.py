from odoo import models
from odoo.tools import sql

# Name -> (columns, condition): stays by when they began, by when they ended, and those that run.
INDEXES = {
    "entered": ("date_from, stage_id, company_id, went_on", "first_time"),
    "ended": ("date_to, stage_id, company_id, merged, days, date_from", "date_to IS NOT NULL"),
    "running": ("stage_id, date_from, company_id", "date_to IS NULL"),
}


class DigiflowStageHistory(models.Model):
    """Indexes that tell the figures of the funnel without reading the stays."""

    _inherit = "digiflow.stage.history"

    def init(self):
        res = super().init()
        for name, (columns, condition) in INDEXES.items():
            sql.create_index(
                self.env.cr,
                f"digiflow_stage_history_{name}_index",
                self._table,
                [columns],
                where=condition,
            )
        return res
