from odoo import fields, models


class DigiflowClientImportPartner(models.Model):
    """A client or a contact that an import of a portfolio made.

    The RUC is the client's, none for a contact. It is unique: of two imports at the same moment
    only one makes the client, and the other begins its chunk again.
    """

    _name = "digiflow.client.import.partner"
    _description = "Client made by an import"
    _log_access = False
    _rec_name = "partner_id"

    import_id = fields.Many2one(
        "digiflow.client.import", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one("res.partner", index=True, ondelete="cascade", readonly=True)
    ruc = fields.Char(string="RUC", readonly=True)

    _sql_constraints = [("ruc_uniq", "UNIQUE(ruc)", "A client is made by one import only.")]
