from odoo import _, api, fields, models

from ...exceptions import WorkflowError


class DigiflowCallScorecardCriterion(models.Model):
    """One thing that calls are judged by."""

    _name = "digiflow.call.scorecard.criterion"
    _description = "Criterion of a scorecard"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one(
        "digiflow.call.scorecard", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, help="Off: new reviews do not have it.")
    name = fields.Char(string="Criterion", required=True)
    description = fields.Text(string="What to listen for")
    weight = fields.Float(
        default=10.0, help="How much it counts beside the others; 0: only if it is critical."
    )
    critical = fields.Boolean(help="Points under the passing score fail the call, whatever else.")
    module_id = fields.Many2one(
        "digiflow.training.module",
        string="Training module",
        index=True,
        ondelete="set null",
        help="Whoever fails here is enrolled in it.",
    )

    _sql_constraints = [
        ("weight_positive", "CHECK (weight >= 0)", "A weight is 0 or more."),
        (
            "counts_somehow",
            "CHECK (weight > 0 OR critical IS TRUE)",
            "A criterion without weight counts only when it is critical. Give it a weight.",
        ),
    ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: a review counts as a use whoever may see it.
        used = self.env["digiflow.call.review.line"].sudo()
        found = used.search([("criterion_id", "in", self.ids)], limit=1)
        if found:
            raise WorkflowError(
                _(
                    "Calls were reviewed by «%s»: it cannot be deleted. Take away its «Active» "
                    "instead, and new reviews come without it.",
                    found.criterion_id.name,
                )
            )
