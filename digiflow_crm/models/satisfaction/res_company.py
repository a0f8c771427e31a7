from odoo import fields, models

from .campaign_states import BASE_ANSWERS, BASE_SELECTION


class ResCompany(models.Model):
    """When clients are asked for their feedback in this company, and which figure is official."""

    _inherit = "res.company"

    digiflow_feedback_hours = fields.Integer(
        string="Ask after",
        default=2,
        help="Hours from recording the presentation as held to the e-mail; 0: at once.",
    )
    digiflow_feedback_days = fields.Integer(
        string="Answers are taken for", default=30, help="Days after the e-mail."
    )
    digiflow_satisfaction_base = fields.Selection(
        BASE_SELECTION,
        string="Official figure",
        default=BASE_ANSWERS,
        required=True,
        help="Satisfied clients (4 or 5) of whom. The other figure is shown beside it.",
    )
    digiflow_satisfaction_target = fields.Float(
        string="Target (%)", default=80.0, help="Satisfied clients, in percent."
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
        (
            "satisfaction_target_range",
            "CHECK (digiflow_satisfaction_target BETWEEN 0 AND 100)",
            "The target of satisfaction is a percentage from 0 to 100.",
        ),
    ]
