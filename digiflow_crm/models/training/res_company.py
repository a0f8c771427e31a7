from odoo import fields, models


class ResCompany(models.Model):
    """When a module counts as passed in this company, and for how long."""

    _inherit = "res.company"

    digiflow_training_pass_mark = fields.Float(
        string="Pass mark", default=70.0, help="From 0 to 100; a module may have its own."
    )
    digiflow_training_validity_months = fields.Integer(
        string="A passed module holds for",
        default=12,
        help="Months, for new modules; 0: for ever. Each module may say otherwise.",
    )
    digiflow_training_notice_days = fields.Integer(
        string="Notice of expiry",
        default=30,
        help="Days before a module expires when the person is told to renew it.",
    )

    _sql_constraints = [
        (
            "training_pass_mark_range",
            "CHECK (digiflow_training_pass_mark > 0 AND digiflow_training_pass_mark <= 100)",
            "The pass mark is above 0 and at most 100.",
        ),
        (
            "training_validity_range",
            "CHECK (digiflow_training_validity_months BETWEEN 0 AND 120)",
            "A passed module holds for 1 to 120 months, or for ever with 0.",
        ),
        (
            "training_notice_range",
            "CHECK (digiflow_training_notice_days BETWEEN 1 AND 180)",
            "People are told 1 to 180 days before a module expires.",
        ),
    ]
