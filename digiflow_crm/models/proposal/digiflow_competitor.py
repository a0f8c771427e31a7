from odoo import fields, models


class DigiflowCompetitor(models.Model):
    """Who a client chose instead of Digiflow: a short list that the manager edits."""

    _name = "digiflow.competitor"
    _description = "Competitor"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(help="What clients tell of it: prices, strengths, weaknesses.")

    _sql_constraints = [
        (
            "name_uniq",
            "UNIQUE(name)",
            "There is a competitor of that name already. Use it, or choose another name.",
        ),
    ]
