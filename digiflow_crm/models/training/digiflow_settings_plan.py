from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of when training is to be repeated."""

    _inherit = "digiflow.settings"

    digiflow_training_question_mark = fields.Float(
        related="company_id.digiflow_training_question_mark", readonly=False
    )
    digiflow_training_module_mark = fields.Float(
        related="company_id.digiflow_training_module_mark", readonly=False
    )
