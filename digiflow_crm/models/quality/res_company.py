from odoo import fields, models


class ResCompany(models.Model):
    """How calls are judged in this company."""

    _inherit = "res.company"

    digiflow_quality_mark = fields.Float(
        string="Passing score of a call",
        default=70.0,
        help="From 0 to 100, for scorecards that do not say their own.",
    )
    digiflow_quality_answer_days = fields.Integer(
        string="Days to answer a review",
        default=5,
        help="How long the telemarketer may take; then the analyst closes it without an answer.",
    )

    _sql_constraints = [
        (
            "quality_mark_range",
            "CHECK (digiflow_quality_mark BETWEEN 0 AND 100)",
            "The passing score of a call goes from 0 to 100.",
        ),
        (
            "quality_answer_days_range",
            "CHECK (digiflow_quality_answer_days BETWEEN 0 AND 60)",
            "The telemarketer has from 0 to 60 days to answer a review.",
        ),
    ]
