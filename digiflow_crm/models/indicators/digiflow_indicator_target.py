from odoo import _, api, fields, models

from ...core import periods
from ...exceptions import ProcessError
from .digiflow_indicator_satisfaction import SATISFACTION


class DigiflowIndicatorTarget(models.Model):
    """What a company aims at with an indicator in a year.

    A period that is closed keeps the target it was closed with.
    """

    _name = "digiflow.indicator.target"
    _description = "Target of an indicator"
    _inherit = "digiflow.year.mixin"
    _order = "year desc, indicator_id, id"

    indicator_id = fields.Many2one(
        "digiflow.indicator", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    year = fields.Char(default=lambda self: str(periods.today().year))
    value = fields.Float(
        string="Target", required=True, help="In the indicator's unit, for its frequency."
    )
    value_text = fields.Char(string="Aimed at", compute="_compute_value_text")

    _sql_constraints = [
        (
            "year_uniq",
            "UNIQUE(indicator_id, company_id, year)",
            "This indicator has a target for that year already. Change that one.",
        )
    ]

    @api.depends("value", "indicator_id.unit")
    def _compute_value_text(self):
        for one in self:
            one.value_text = one.indicator_id._format(one.value, one.company_id)

    @api.depends("indicator_id.name", "year")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.indicator_id.name or ''} {one.year or ''}"

    @api.constrains("indicator_id")
    def _check_indicator(self):
        if any(one.indicator_id.code == SATISFACTION for one in self):
            raise ProcessError(
                _("The target of satisfaction is the company's: change it in the settings.")
            )

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]
