from odoo import fields, models

from ..models.proposal.review_states import DECISION_REJECTED, DECISION_SENT_BACK
from ..models.proposal.sale_order_review_steps import SEEN_KEY


class DigiflowOfferDecision(models.TransientModel):
    """Why a reviewer does not let an offer go to the client."""

    _name = "digiflow.offer.decision"
    _description = "Answer to an offer"

    order_id = fields.Many2one("sale.order", string="Offer", required=True, ondelete="cascade")
    digest = fields.Char(readonly=True)
    decision = fields.Selection(
        [(DECISION_SENT_BACK, "Send back to be changed"), (DECISION_REJECTED, "Reject")],
        required=True,
        default=DECISION_SENT_BACK,
    )
    reason = fields.Text(required=True)

    def action_save(self):
        """Tell it to the offer."""
        self.ensure_one()
        order = (
            self.order_id.with_context(**{SEEN_KEY: self.digest}) if self.digest else self.order_id
        )
        if self.decision == DECISION_REJECTED:
            order.action_reject_review(self.reason)
        else:
            order.action_send_back_review(self.reason)
        return {"type": "ir.actions.act_window_close"}
