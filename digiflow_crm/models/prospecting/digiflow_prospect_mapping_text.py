from odoo import api, fields, models

from ...core.prospect_columns import column_letters
from .digiflow_prospect_import_column import KEY_SELECTION


class DigiflowProspectMapping(models.Model):
    """What is remembered of a header, for people to read."""

    _inherit = "digiflow.prospect.mapping"

    columns_text = fields.Char(string="What they hold", compute="_compute_columns_text")

    @api.depends("columns")
    @api.depends_context("lang")
    def _compute_columns_text(self):
        """As ``RUC: A · Phone: C, D``: the columns by the letters that spreadsheets give them."""
        columns = self.env["digiflow.prospect.import.column"]
        labels = dict(columns._fields["key"]._description_selection(self.env))
        for mapping in self:
            parts = [
                f"{labels[key]}: {', '.join(map(column_letters, mapping.columns[key]))}"
                for key, _label in KEY_SELECTION
                if key in (mapping.columns or {})
            ]
            mapping.columns_text = " · ".join(parts)
