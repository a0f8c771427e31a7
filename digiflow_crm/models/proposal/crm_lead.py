from odoo import _, api, models

from ..pipeline.steps import STEP_PROPOSAL

CONFIRMED_STATES = ("sale", "done")


class CrmLead(models.Model):
    """Proposal: the client accepted an offer, which is a confirmed sale order."""

    _inherit = "crm.lead"

    @api.model
    def _get_gate_fields(self):
        return [*super()._get_gate_fields(), "order_ids.state", "order_ids.digiflow_review"]

    def _get_missing(self, step):
        missing = super()._get_missing(step)
        if step == STEP_PROPOSAL and not self._has_confirmed_order():
            name = _("confirmed proposal")
            missing.append(self._missing_item("order", name, ["order_ids"]))
        return missing

    def _is_worked_on(self):
        # sudo: an offer that the user may not read is work all the same.
        return super()._is_worked_on() or bool(self.sudo().order_ids)

    def _has_confirmed_order(self):
        """Whether the client accepted an offer of this lead."""
        self.ensure_one()
        # sudo: whoever may read the lead may know whether it was sold, not the amounts.
        orders = self.sudo().order_ids
        sold = orders.filtered(lambda order: order.state in CONFIRMED_STATES)
        # One that was confirmed elsewhere, past the review, opens nothing.
        return any(order._is_review_done() for order in sold)
