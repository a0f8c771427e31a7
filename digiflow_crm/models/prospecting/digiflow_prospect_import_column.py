from odoo import fields, models

KEY_SELECTION = [
    ("ruc", "RUC"),
    ("name", "Company name"),
    ("contact_name", "Contact"),
    ("function", "Job position"),
    ("phone", "Phone"),
    ("email_from", "E-mail"),
    ("city", "District"),
    ("street", "Address"),
    ("taxpayer_status", "Taxpayer status"),
    ("domicile_status", "Domicile status"),
    ("ubigeo", "Ubigeo"),
]


class DigiflowProspectImportColumn(models.Model):
    """A column of a file that is being imported, and what the user says it is."""

    _name = "digiflow.prospect.import.column"
    _description = "Column of a prospect file"
    _order = "import_id, index"
    _rec_name = "title"

    import_id = fields.Many2one(
        "digiflow.prospect.import", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(required=True, readonly=True, help="From 0, as in the file.")
    title = fields.Char(string="Column", readonly=True)
    samples = fields.Char(string="First rows", readonly=True)
    key = fields.Selection(
        KEY_SELECTION, string="Holds", help="Leave it empty when nothing is to be taken from it."
    )
