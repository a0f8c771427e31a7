from odoo import _, fields, models

from ...exceptions import WorkflowError

# The kind of document whose volume the survey asks for apart.
GRE = "GRE"


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

    def write(self, vals):
        code = vals.get("code")
        if "code" in vals and any(kind.code != code for kind in self):
            raise WorkflowError(
                _(
                    "The code of a kind of document stays as it is: surveys and estimations go by "
                    "it. Change its name, or archive it and add another."
                )
            )
        return super().write(vals)
