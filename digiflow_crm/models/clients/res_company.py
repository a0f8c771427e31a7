from odoo import fields, models


class ResCompany(models.Model):
    """How long a case may take."""

    _inherit = "res.company"

    digiflow_case_days = fields.Integer(
        string="Days to solve a case",
        default=3,
        help="Working days from its opening to the deadline that is proposed.",
    )

    _sql_constraints = [
        (
            "digiflow_case_days_range",
            "CHECK (digiflow_case_days BETWEEN 1 AND 60)",
            "A case takes 1 to 60 working days.",
        ),
    ]
