from odoo import fields, models


class ResCompany(models.Model):
    """How long the links hold that clients of this company get to their pages."""

    _inherit = "res.company"

    digiflow_link_days = fields.Integer(
        string="Clients' links hold for",
        default=15,
        help="Days from sending a client the link to their page until it expires.",
    )

    _sql_constraints = [
        (
            "link_days_range",
            "CHECK (digiflow_link_days BETWEEN 1 AND 90)",
            "A client's link holds for 1 to 90 days.",
        ),
    ]
