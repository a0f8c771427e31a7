from odoo import _, models
from odoo.tools.safe_eval import safe_eval

from ...exceptions import WorkflowError

OURS = "digiflow.points"


class GamificationGoal(models.Model):
    """A goal that counts points is reached by earning them, not by writing so."""

    _inherit = "gamification.goal"

    def write(self, vals):
        # sudo: what a goal counts is looked at, whoever writes it.
        counted = self.sudo().definition_id.model_id.mapped("model")
        administrator = self.env.su or self.env.user.has_group("base.group_erp_manager")
        if OURS in counted and not administrator:
            raise WorkflowError(_("A goal is reached by what happens: it is not typed in."))
        return super().write(vals)

    def _prepare_digiflow_goal(self):
        """This goal for the board, with what is counted at this moment."""
        self.ensure_one()
        definition = self.definition_id
        # As Odoo reads the domain of a goal.
        counted = safe_eval(definition.domain, {"user": self.user_id})
        days = [("day", ">=", self.start_date), ("day", "<=", self.end_date)]
        current = self.env[OURS].search_count([*counted, *days])
        return {
            "id": self.id,
            "name": definition.name,
            "description": definition.description or "",
            "current": current,
            "target": int(self.target_goal),
            "reached": current >= self.target_goal,
        }
