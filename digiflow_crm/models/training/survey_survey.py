from odoo import fields, models


class SurveySurvey(models.Model):
    """A written test of training: its right answers are for those who write it."""

    _inherit = "survey.survey"

    digiflow_training = fields.Boolean(
        string="Test of training",
        readonly=True,
        index=True,
        help="Only its attempts at training evaluations open it; it never shows right answers.",
    )
