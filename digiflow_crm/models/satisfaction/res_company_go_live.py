from odoo import fields, models


class ResCompany(models.Model):
    """When clients are asked how their services were put to work."""

    _inherit = "res.company"

    digiflow_go_live_days = fields.Integer(
        string="Ask about the start after",
        default=15,
        help="Days from the handover's acceptance, when the services begin, to the e-mail.",
    )

    _sql_constraints = [
        (
            "go_live_days_range",
            "CHECK (digiflow_go_live_days BETWEEN 0 AND 365)",
            "Clients are asked about the start of their services after 0 to 365 days.",
        ),
    ]
