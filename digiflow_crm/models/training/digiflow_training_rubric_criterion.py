from odoo import api, fields, models

from ...core import rubrics


class DigiflowTrainingRubricCriterion(models.Model):
    """One thing that a rubric looks at, and how much it weighs."""

    _name = "digiflow.training.rubric.criterion"
    _description = "Criterion of a rubric"
    _order = "sequence, id"

    rubric_id = fields.Many2one(
        "digiflow.training.rubric", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rubric_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Criterion", required=True)
    description = fields.Text(
        string="What to look at", help="What 100 points look like, and what 0."
    )
    weight = fields.Float(
        required=True, default=20, digits=(6, 2), help="Against the other criteria's weights."
    )
    share = fields.Float(string="Share %", compute="_compute_share", digits=(5, 1))

    _sql_constraints = [
        (
            "weight_positive",
            "CHECK(weight > 0)",
            "A criterion weighs more than 0. Delete the one that does not count.",
        )
    ]

    @api.depends("weight", "rubric_id.criterion_ids.weight")
    def _compute_share(self):
        for rubric in self.rubric_id:
            parts = rubrics.shares(rubric.criterion_ids.mapped("weight"))
            for criterion, share in zip(rubric.criterion_ids, parts):
                criterion.share = share or 0
        for criterion in self.filtered(lambda one: one not in one.rubric_id.criterion_ids):
            criterion.share = 0
