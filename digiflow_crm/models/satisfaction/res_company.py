from odoo import fields, models


class ResCompany(models.Model):
    """When clients are asked for their feedback in this company."""

    _inherit = "res.company"

    digiflow_feedback_hours = fields.Integer(
        string="Ask after",
        default=2,
        help="Hours from recording the presentation as held to the e-mail; 0: at once.",
    )
    digiflow_feedback_days = fields.Integer(
        string="Answers are taken for", default=30, help="Days after the e-mail."
    )

    _sql_constraints = [
        (
            "feedback_hours_range",
            "CHECK (digiflow_feedback_hours BETWEEN 0 AND 720)",
            "Clients are asked for their feedback after 0 to 720 hours.",
        ),
        (
            "feedback_days_range",
            "CHECK (digiflow_feedback_days BETWEEN 1 AND 365)",
            "Answers are taken for 1 to 365 days.",
        ),
    ]
