from odoo import fields, models


class ResCompany(models.Model):
    """How many calls of each telemarketer are listened to in this company."""

    _inherit = "res.company"

    digiflow_quality_sample_size = fields.Integer(
        string="Calls drawn a week",
        default=3,
        help="Recorded calls of each telemarketer that are drawn at random for review every week. "
        "0: none.",
    )

    _sql_constraints = [
        (
            "quality_sample_size_range",
            "CHECK (digiflow_quality_sample_size BETWEEN 0 AND 50)",
            "From 0 to 50 calls of each telemarketer are drawn in a week.",
        ),
    ]
