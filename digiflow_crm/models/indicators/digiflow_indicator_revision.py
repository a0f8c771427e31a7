from odoo import api, fields, models

from ...core import indicators

NUMBERS = ("has_data", "value", "numerator", "denominator", "inputs")


class DigiflowIndicatorRevision(models.Model):
    """What an indicator was before its period was reopened, and what it is since."""

    _name = "digiflow.indicator.revision"
    _description = "Old and new numbers of an indicator"
    _order = "reopening_id desc, indicator_id, id"
    _rec_name = "indicator_id"

    reopening_id = fields.Many2one(
        "digiflow.indicator.reopening",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    value_id = fields.Many2one(
        "digiflow.indicator.value", required=True, readonly=True, index=True, ondelete="restrict"
    )
    indicator_id = fields.Many2one(related="value_id.indicator_id", store=True, index=True)
    company_id = fields.Many2one(related="value_id.company_id", store=True, index=True)
    # Before
    old_has_data = fields.Boolean(readonly=True)
    old_value = fields.Float(readonly=True)
    old_numerator = fields.Float(readonly=True)
    old_denominator = fields.Float(readonly=True)
    old_inputs = fields.Json(readonly=True)
    old_text = fields.Char(string="Before", compute="_compute_texts")
    # Since it was closed again
    new_has_data = fields.Boolean(readonly=True)
    new_value = fields.Float(readonly=True)
    new_numerator = fields.Float(readonly=True)
    new_denominator = fields.Float(readonly=True)
    new_inputs = fields.Json(readonly=True)
    new_text = fields.Char(string="Now", compute="_compute_texts")
    is_again = fields.Boolean(string="Closed again", readonly=True)
    is_changed = fields.Boolean(string="Changed", compute="_compute_texts")

    @api.depends("is_again", *(f"{side}_{name}" for side in ("old", "new") for name in NUMBERS))
    def _compute_texts(self):
        for one in self:
            old = one.old_value if one.old_has_data else None
            new = one.new_value if one.new_has_data else None
            one.old_text = one.indicator_id._format(old, one.company_id)
            one.new_text = one.is_again and one.indicator_id._format(new, one.company_id)
            one.is_changed = one.is_again and not indicators.equal(old, new)
