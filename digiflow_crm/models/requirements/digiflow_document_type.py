from odoo import fields, models


class DigiflowDocumentType(models.Model):
    """A kind of document that clients issue electronically: F, B, NC, ND, GRE."""

    _name = "digiflow.document.type"
    _description = "Kind of electronic document"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Short code that offers and surveys show, e.g. GRE.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _sql_constraints = [
        (
            "code_uniq",
            "UNIQUE(code)",
            "There is a kind of document with that code already. Use it, or choose another code.",
        ),
    ]
