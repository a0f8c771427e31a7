from odoo import api, fields, models

from .business_case_states import KIND_SELECTION, KIND_TANGIBLE


class DigiflowBusinessCaseLine(models.Model):
    """One line of what a business case invests in; the loan pays for them all."""

    _name = "digiflow.business.case.line"
    _description = "Investment line of a business case"
    _order = "kind desc, sequence, id"

    case_id = fields.Many2one(
        "digiflow.business.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KIND_SELECTION, required=True, default=KIND_TANGIBLE)
    name = fields.Char(string="Description", required=True)
    unit = fields.Char(help="What is counted: global, hour, unit...")
    quantity = fields.Float(required=True, default=1, digits=(16, 2))
    unit_value = fields.Monetary(required=True)
    total = fields.Monetary(compute="_compute_total", store=True)

    _sql_constraints = [
        (
            "amounts_positive",
            "CHECK (quantity >= 0 AND unit_value >= 0)",
            "Quantity and unit value of an investment cannot be negative.",
        ),
    ]

    @api.depends("quantity", "unit_value")
    def _compute_total(self):
        for line in self:
            line.total = line.quantity * line.unit_value

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.case_id._check_in_preparation()
        return lines

    def write(self, vals):
        self.case_id._check_in_preparation()
        res = super().write(vals)
        self.case_id._check_in_preparation()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.case_id._check_in_preparation()
