from odoo import fields, models

from ..pipeline.steps import STEP_PRE_KICKOFF
from .offer_states import CONFIRMED_STATES, OPEN_STATES, STATE_CANCEL, STATE_SENT

FOLLOW_UP_TYPE = "digiflow_crm.mail_activity_type_offer"


class SaleOrder(models.Model):
    """What follows from an offer that is sent, accepted or withdrawn, whichever way it happens."""

    _inherit = "sale.order"

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        before = {order.id: order.state for order in self}
        res = super().write(vals)
        moved = self.filtered(lambda order: order.is_digiflow and order.state != before[order.id])
        moved.filtered(lambda order: order.state == STATE_SENT)._on_offer_sent()
        moved.filtered(lambda order: order.state == STATE_CANCEL)._remove_follow_ups()
        won = moved.filtered(
            lambda order: (
                order.state in CONFIRMED_STATES and before[order.id] not in CONFIRMED_STATES
            )
        )
        won._on_offer_won()
        return res

    def _on_offer_sent(self):
        """Keep when the client got the offer and the dollar of that day; plan the follow-up."""
        for order in self:
            rate = order._get_usd_rate() if order.digiflow_show_usd else 0.0
            order._write_own({"offer_sent_on": fields.Datetime.now(), "digiflow_usd_rate": rate})
            order._plan_follow_ups()

    def _on_offer_won(self):
        """The opportunity goes on to Pre-Kickoff; its other open offers are withdrawn."""
        for order in self:
            # sudo: the client who signs on the portal moves the opportunity as well.
            lead = order.opportunity_id.sudo()
            lead._lock_offers()
            others = lead.order_ids.filtered(lambda other: other.state in OPEN_STATES)
            others._action_cancel()
            lead._remove_offer_follow_ups()
            missing = lead._advance_to(STEP_PRE_KICKOFF).get(lead.id)
            if missing:
                lead._log_not_advanced(order, missing)

    def _plan_follow_ups(self):
        """Activities of the executive on the opportunity, by the table of follow-ups."""
        self.ensure_one()
        # sudo: the activities are planned whoever sends the offer, and by the company's table.
        order = self.sudo()
        lead, company = order.opportunity_id, order.company_id
        user = order.user_id or lead.user_id
        domain = [("company_id", "in", [False, company.id])]
        for followup in self.env["digiflow.offer.followup"].sudo().search(domain):
            lead.activity_schedule(
                FOLLOW_UP_TYPE,
                date_deadline=company._get_working_day(followup.days),
                summary=f"{followup.name}: {order.name}",
                note=followup.note,
                user_id=user.id or self.env.uid,
                digiflow_order_id=order.id,
            )

    def _remove_follow_ups(self):
        """Take back what was planned for these offers."""
        # sudo: the follow-up of an offer ends with it, whoever's activity it is.
        activities = self.env["mail.activity"].sudo()
        activities.search([("digiflow_order_id", "in", self.ids)]).unlink()
