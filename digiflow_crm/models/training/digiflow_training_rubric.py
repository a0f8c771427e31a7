from odoo import _, api, fields, models

from ...core import rubrics
from ...exceptions import WorkflowError


class DigiflowTrainingRubric(models.Model):
    """What a trainer scores a simulation, a case or a presentation by: criteria with weights.

    A change reaches only what is scored afterwards: each score keeps the names and the weights it
    was given with.
    """

    _name = "digiflow.training.rubric"
    _description = "Rubric"
    _inherit = "mail.thread"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that works with the addon."
    )
    description = fields.Text(
        string="How to score", help="What the trainer reads beside the criteria."
    )
    criterion_ids = fields.One2many("digiflow.training.rubric.criterion", "rubric_id", copy=True)
    criterion_count = fields.Integer(compute="_compute_criterion_count", string="Criteria")

    @api.depends("criterion_ids")
    def _compute_criterion_count(self):
        for rubric in self:
            rubric.criterion_count = len(rubric.criterion_ids)

    def copy(self, default=None):
        """A copy says that it is one."""
        self.ensure_one()
        return super().copy({"name": _("%s (copy)", self.name), **(default or {})})

    def _demand_criteria(self):
        """Refuse to score by a rubric that has nothing to score."""
        for rubric in self:
            if not rubric.criterion_ids:
                raise WorkflowError(
                    _("The rubric %s has no criteria. Add at least one.", rubric.name)
                )

    def _prepare_criteria(self):
        """The criteria for the scoring screen.

        :return: ``[{"id", "name", "description", "weight", "share"}]``, the share in percent
        """
        self.ensure_one()
        parts = rubrics.shares(self.criterion_ids.mapped("weight"))
        return [
            {
                "id": criterion.id,
                "name": criterion.name,
                "description": criterion.description or "",
                "weight": criterion.weight,
                "share": share,
            }
            for criterion, share in zip(self.criterion_ids, parts)
        ]
