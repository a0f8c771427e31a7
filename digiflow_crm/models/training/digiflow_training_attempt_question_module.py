from odoo import api, fields, models


class DigiflowTrainingAttemptQuestion(models.Model):
    """The module that an answer counts for, as it was when it was given."""

    _inherit = "digiflow.training.attempt.question"

    module_id = fields.Many2one(
        "digiflow.training.module",
        compute="_compute_module_id",
        store=True,
        index=True,
        ondelete="restrict",
    )

    # Not on the question's own module: a change of it does not rewrite past results.
    @api.depends("question_id", "attempt_id")
    def _compute_module_id(self):
        for one in self:
            one.module_id = one.question_id.digiflow_module_id or one.attempt_id.module_id
