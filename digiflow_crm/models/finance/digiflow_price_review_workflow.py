from odoo import _, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare

from ...exceptions import WorkflowError
from .price_states import (
    CAME_FROM,
    STATE_APPROVED,
    STATE_CANCELLED,
    STATE_DRAFT,
    STATE_SUBMITTED,
)


class DigiflowPriceReview(models.Model):
    """From preparation to approval: who moves a review on, and what it needs for that."""

    _inherit = "digiflow.price.review"

    def action_submit(self):
        """Fix what was prepared and ask the commercial manager for approval.

        :raise WorkflowError: something is missing; it says what
        """
        self._check_move(STATE_SUBMITTED)
        for review in self:
            review._check_complete()
        stamp = {"submitted_by_id": self.env.uid, "submitted_on": fields.Datetime.now()}
        return self._move(STATE_SUBMITTED, return_reason=False, **stamp)

    def action_approve(self):
        """The commercial manager agrees with the prices; they are not in force yet."""
        self._check_move(STATE_APPROVED)
        stamp = {"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        return self._move(STATE_APPROVED, **stamp)

    def action_send_back(self, reason=None):
        """Give what was submitted or approved back for changes, with the reason.

        :param str reason: without it, the one that is written on the review
        """
        self._check_move(STATE_DRAFT)
        for review in self:
            told = (reason or review.return_reason or "").strip()
            if not told:
                raise WorkflowError(_("Write what has to be changed, then send it back."))
            review._message_log(body=_("Sent back: %(reason)s", reason=told))
            review._move(STATE_DRAFT, return_reason=told, approved_by_id=False, approved_on=False)
        return True

    def action_cancel(self):
        """Give the review up: it stays on record, and another one of its year can be begun."""
        self._check_move(STATE_CANCELLED)
        return self._move(STATE_CANCELLED)

    def _check_move(self, state):
        """Refuse a move that the process or the user's role does not allow.

        Waits for whoever moves or changes the same reviews, so that each move is done once.
        """
        if not self.env.su and not self.env.user.has_group("digiflow_crm.group_manager"):
            raise AccessError(_("Price reviews are the commercial manager's."))
        self._check_state(*CAME_FROM[state])

    def _check_complete(self):
        """Refuse a review whose prices cannot be worked out, or are not those in force now."""
        self.ensure_one()
        missing = []
        if not self.cost_ids:
            missing.append(_("the costs"))
        if not self.hours_plan:
            missing.append(_("the billable hours planned"))
        if not self.line_ids:
            missing.append(_("the prices: fill them from the catalogue"))
        if missing:
            raise WorkflowError(_("Enter first: %(what)s.", what=", ".join(missing)))
        for line in self.line_ids:
            if line.price_new <= 0 and (line.price_current or line._get_price_new() is None):
                raise WorkflowError(
                    _(
                        "%(product)s would have no price. Change how its new price is set.",
                        product=line.product_id.display_name,
                    )
                )
        self._check_prices_in_force()

    def _check_prices_in_force(self):
        """The preview must not tell old prices that have changed since."""
        self.ensure_one()
        prices = self._get_prices_in_force(self.line_ids.product_id)
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for line in self.line_ids:
            price = prices.get(line.product_id.id, 0)
            if float_compare(line.price_current, price, precision_digits=digits):
                raise WorkflowError(
                    _(
                        "The price in force of %(product)s has changed meanwhile. "
                        "Fill from the catalogue again, and look at the new prices.",
                        product=line.product_id.display_name,
                    )
                )
