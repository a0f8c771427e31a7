from odoo import fields, models


class DigiflowService(models.Model):
    """A service that clients use month after month, such as OSE or GRE."""

    _name = "digiflow.service"
    _description = "Service"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Short name that reports and imports use.")
    name = fields.Char(required=True, translate=True)
    counted = fields.Boolean(
        string="Clients are counted",
        help="The number of clients by service, year by year, shows this service.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _sql_constraints = [
        ("code_uniq", "UNIQUE(code)", "There is a service with this code. Use another code."),
    ]
