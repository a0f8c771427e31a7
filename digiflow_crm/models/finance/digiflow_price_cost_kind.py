from odoo import fields, models


class DigiflowPriceCostKind(models.Model):
    """A kind of operating cost: under which heading the costs of a year are added up."""

    _name = "digiflow.price.cost.kind"
    _description = "Kind of cost"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _sql_constraints = [
        ("name_uniq", "UNIQUE(name)", "There is a kind of cost with this name already."),
    ]
