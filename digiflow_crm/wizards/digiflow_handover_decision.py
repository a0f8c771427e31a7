from odoo import fields, models

from ..models.kickoff.states import STATE_ACCEPTED, STATE_RETURNED


class DigiflowHandoverDecision(models.TransientModel):
    """Implementation accepts a handover naming the project manager, or returns it with a reason."""

    _name = "digiflow.handover.decision"
    _description = "Decision on a handover"

    handover_id = fields.Many2one(
        "digiflow.handover", required=True, readonly=True, ondelete="cascade"
    )
    decision = fields.Selection(
        [(STATE_ACCEPTED, "Accept"), (STATE_RETURNED, "Return")], required=True, readonly=True
    )
    project_manager_id = fields.Many2one(
        "res.users",
        string="Project manager",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    reason = fields.Text(help="What has to be completed before it can be accepted.")

    def action_decide(self):
        """Tell it to the handover, which checks it."""
        self.ensure_one()
        if self.decision == STATE_ACCEPTED:
            vals = {"project_manager_id": self.project_manager_id.id}
        else:
            vals = {"return_reason": self.reason}
        self.handover_id.write({**vals, "state": self.decision})
        return {"type": "ir.actions.act_window_close"}
