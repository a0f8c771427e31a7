from odoo import _, api, fields, models

from ...exceptions import WorkflowError


class DigiflowCallScorecard(models.Model):
    """A template of what calls are judged by. Reviews keep copies of it: editing changes none."""

    _name = "digiflow.call.scorecard"
    _description = "Scorecard of calls"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="The first one is what a new review begins with.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="None: for every company.")
    mark = fields.Float(
        string="Passing score", help="From 0 to 100; 0: the one of the company's settings."
    )
    description = fields.Text(help="For what calls it is, and how it is filled in.")
    criterion_ids = fields.One2many(
        "digiflow.call.scorecard.criterion", "scorecard_id", "Criteria", copy=True
    )
    weight_total = fields.Float(string="Weights", compute="_compute_weight_total")

    _sql_constraints = [
        ("mark_range", "CHECK (mark BETWEEN 0 AND 100)", "The passing score goes from 0 to 100."),
    ]

    @api.depends("criterion_ids.weight", "criterion_ids.active")
    def _compute_weight_total(self):
        for card in self:
            card.weight_total = sum(card.criterion_ids.filtered("active").mapped("weight"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: a review counts as a use whoever may see it.
        used = self.env["digiflow.call.review"].sudo()
        if used.search_count([("scorecard_id", "in", self.ids)], limit=1):
            raise WorkflowError(
                _("Calls were reviewed by this scorecard: it cannot be deleted. Archive it.")
            )

    def copy(self, default=None):
        self.ensure_one()
        return super().copy({"name": _("%s (copy)", self.name), **(default or {})})

    @api.model
    def _get_default(self, company):
        """The scorecard that a new review in a company begins with; empty when there is none."""
        return self.search([("company_id", "in", (False, company.id))], limit=1)

    def _get_mark(self, company):
        """The score from 0 to 100 that a passed call reaches."""
        self.ensure_one()
        return self.mark or company.digiflow_quality_mark
