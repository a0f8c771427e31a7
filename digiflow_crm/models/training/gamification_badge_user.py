from odoo import _, models

from ...exceptions import WorkflowError


class GamificationBadgeUser(models.Model):
    """A badge of ours is earned: nobody gives it to oneself by rewriting another one."""

    _inherit = "gamification.badge.user"

    def write(self, vals):
        if not self.env.su and {"user_id", "badge_id"} & set(vals):
            raise WorkflowError(_("A badge stays with who earned it."))
        return super().write(vals)
