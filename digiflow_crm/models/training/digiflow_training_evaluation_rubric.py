from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .attempt_states import METHOD_WRITTEN


class DigiflowTrainingEvaluation(models.Model):
    """An evaluation that a trainer scores has a rubric to score it by."""

    _inherit = "digiflow.training.evaluation"

    rubric_id = fields.Many2one(
        "digiflow.training.rubric",
        index=True,
        ondelete="restrict",
        help="What the trainer scores. A written test has none.",
    )

    @api.constrains("method", "rubric_id", "company_id")
    def _check_rubric(self):
        for one in self:
            if one.method != METHOD_WRITTEN and not one.rubric_id:
                raise WorkflowError(
                    _(
                        "A trainer scores «%s» by a rubric: choose the rubric, or make it a "
                        "written test.",
                        one.name,
                    )
                )
            owner = one.rubric_id.company_id
            if owner and owner != one.company_id:
                raise WorkflowError(
                    _("The rubric %s is of another company. Choose another.", one.rubric_id.name)
                )
