import re

from markupsafe import escape

from odoo import _, api, models

from ...exceptions import OfferLockedError, WorkflowError
from .offer_states import CONFIRMED_STATES, OPEN_STATES, STATE_CANCEL

ROUND_SUFFIX = re.compile(r"-R\d+$")


class SaleOrder(models.Model):
    """The rounds of a negotiation: a changed offer is another order, and the old one stays."""

    _inherit = "sale.order"

    def init(self):
        """One offer for each number of round of an opportunity."""
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS sale_order_digiflow_round "
            "ON sale_order (opportunity_id, round) WHERE round > 0"
        )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._number_rounds()
        return orders

    def write(self, vals):
        before = {order.id: order.opportunity_id for order in self}
        res = super().write(vals)
        if "opportunity_id" in vals:
            moved = self.filtered(lambda order: order.opportunity_id != before[order.id])
            moved._write_own({"round": 0, "previous_round_id": False})
            moved._number_rounds()
        return res

    def action_begin_round(self):
        """Open the form that asks why the offer changes."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_offer_round_action"
        )
        action["context"] = {
            "default_order_id": self.id,
            "default_from_survey": bool(self.newer_requirement_id),
        }
        return action

    def action_new_round(self, reason, from_survey=False):
        """Replace this offer by a new draft, and keep it, cancelled.

        :param str reason: why the offer changes; kept with the new round
        :param bool from_survey: make the lines anew from the newest validated survey; else the new
            round begins with the lines of this one
        :return: a window action that opens the new round (its id is ``res_id``)
        :raise OfferLockedError: the offer was confirmed, or another round is open
        """
        self.ensure_one()
        self._check_new_round(reason)
        lead = self.opportunity_id
        lead._lock_offers()
        self._check_last_round()
        new = self.copy({"name": self.name})
        if from_survey:
            new._take_survey(lead._get_validated_requirement())
        name = ROUND_SUFFIX.sub("", self.name)
        new._write_own(
            {
                "name": f"{name}-R{new.round}",
                "previous_round_id": self.id,
                "round_reason": reason.strip(),
            }
        )
        if self.state != STATE_CANCEL:
            self._action_cancel()
        self._log_round(new)
        return new._get_form_action()

    def action_view_rounds(self):
        """Open the offers of the same opportunity."""
        self.ensure_one()
        return self.opportunity_id.action_view_rounds()

    def action_compare_rounds(self):
        """Open the offers of the same opportunity side by side."""
        self.ensure_one()
        return self.opportunity_id.action_compare_rounds()

    def _get_form_action(self):
        """A window action that opens this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "name": self.name,
        }

    def _number_rounds(self):
        """Give those of these offers that have no number the next ones of their opportunity."""
        fresh = self.filtered(lambda order: order.is_digiflow and not order.round)
        fresh.opportunity_id._lock_offers()
        for order in fresh.sorted("id"):
            # sudo: offers count whether the user may read them or not.
            rounds = order.opportunity_id.sudo().order_ids.mapped("round")
            order._write_own({"round": max(rounds) + 1})

    def _check_new_round(self, reason):
        """Refuse a new round without a reason, or of an offer that was won or is not of ours."""
        if not self.is_digiflow:
            raise WorkflowError(
                _("%(order)s: only offers of the Digiflow pipeline have rounds.", order=self.name)
            )
        if not (reason or "").strip():
            raise WorkflowError(_("Write why the offer changes: the reason stays on record."))
        if self.state in CONFIRMED_STATES:
            raise OfferLockedError(
                _(
                    "%(order)s was accepted by the client: it has no further rounds. What the "
                    "client buys besides is another opportunity.",
                    order=self.name,
                )
            )

    def _check_last_round(self):
        """Refuse to go on from an old round while a newer one is open."""
        # sudo: an open round counts whether the user may read it or not.
        others = self.opportunity_id.sudo().order_ids - self.sudo()
        newer = others.filtered(
            lambda order: (
                order.state in CONFIRMED_STATES
                or (order.state in OPEN_STATES and self.state == STATE_CANCEL)
                or order.previous_round_id == self
            )
        )
        if newer:
            raise OfferLockedError(
                _(
                    "%(order)s was replaced: go on from %(newer)s, round %(round)s.",
                    order=self.name,
                    newer=newer[0].name,
                    round=newer[0].round,
                )
            )

    def _take_survey(self, requirement):
        """Make the lines of this draft anew from `requirement`."""
        vals = self.opportunity_id._prepare_offer_vals(requirement)
        lines = [(5, 0, 0), *vals["order_line"]]
        self.write(
            {
                "requirement_id": requirement.id,
                "sale_order_template_id": vals["sale_order_template_id"],
                "order_line": lines,
            }
        )

    def _log_round(self, new):
        """Tell on both orders and on the opportunity that `new` replaces this one."""
        text = _(
            "Round %(round)s, %(new)s, replaces %(old)s. Reason: %(reason)s",
            round=new.round,
            new=new.name,
            old=self.name,
            reason=new.round_reason,
        )
        for record in (self, new, self.opportunity_id):
            record._message_log(body=escape(text))
