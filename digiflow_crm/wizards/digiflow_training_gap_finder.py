from odoo import _, api, fields, models

from ..compat import grouped_counts
from ..models.training.training_states import PROPOSED
from ..notices import notify


class DigiflowTrainingGapFinder(models.TransientModel):
    """Looking for gaps at once, without waiting for the night."""

    _name = "digiflow.training.gap.finder"
    _description = "Search for gaps in training"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    question_mark = fields.Float(
        related="company_id.digiflow_training_question_mark", string="Mark of a question (%)"
    )
    module_mark = fields.Float(
        related="company_id.digiflow_training_module_mark", string="Mark of a module"
    )
    proposal_count = fields.Integer(
        string="Gaps to decide about", compute="_compute_proposal_count"
    )

    @api.depends("company_id")
    def _compute_proposal_count(self):
        gaps = self.env["digiflow.training.gap"]
        counts = grouped_counts(gaps, [("state", "=", PROPOSED)], "company_id")
        for finder in self:
            finder.proposal_count = counts.get(finder.company_id.id, 0)

    def action_find(self):
        """Look for gaps in the companies at work, and open those that are to be closed.

        :return: the message of how many are new, then their list
        """
        self.ensure_one()
        count = self.env["digiflow.training.gap"].action_search()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_gap_action"
        )
        text = _("New gaps: %(count)s.", count=count) if count else _("No new gap was found.")
        return notify(text, kind="success" if count else "info", following=action)
