from odoo import api, fields, models


class DigiflowOfferComparison(models.TransientModel):
    """The offers of an opportunity side by side, as a table on a dialog."""

    _name = "digiflow.offer.comparison"
    _description = "Comparison of offers"

    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, ondelete="cascade")
    # Our own template, of which every value is escaped.
    table = fields.Html(compute="_compute_table", sanitize=False)

    @api.depends("lead_id")
    def _compute_table(self):
        for comparison in self:
            values = comparison.lead_id._get_round_comparison()
            comparison.table = self.env["ir.qweb"]._render(
                "digiflow_crm.offer_comparison_table", values
            )

    def action_view_rounds(self):
        """Open the offers one by one, from a list."""
        self.ensure_one()
        return self.lead_id.action_view_rounds()
