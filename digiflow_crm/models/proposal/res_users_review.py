from decimal import Decimal

from odoo import models

from .review_states import REVIEW_APPROVED

ACCOUNTING = ("account.group_account_readonly", "account.group_account_invoice")


class ResUsers(models.Model):
    """How much of the tariff somebody may give away, and which offers they reach."""

    _inherit = "res.users"

    def _get_offer_discount_limit(self, company):
        """The percentage (Decimal) that the user may give away without asking; 100: anything.

        :param company: res.company whose settings count
        """
        self.ensure_one()
        if self.has_group("digiflow_crm.group_manager"):
            return Decimal(100)
        # sudo: only the company's limits are read, by those who must keep them.
        own = company.sudo()
        limits = {
            "presales": own.digiflow_discount_presales,
            "executive": own.digiflow_discount_executive,
        }
        granted = [
            Decimal(str(limit))
            for role, limit in limits.items()
            if self.has_group(f"digiflow_crm.group_{role}")
        ]
        return max(granted, default=Decimal(0))

    def digiflow_order_domain(self, mode="read", prefix=""):
        """Which orders the user may `mode`; a guard for the record rules, added to Odoo's own.

        Orders of other pipelines are not touched. Somebody from outside sees what was approved;
        accounting everything; the others their own, and those of the opportunities they reach.

        :param str mode: ``read`` or ``write`` (which stands for create and unlink as well)
        :param str prefix: path to the order from the model of the rule, e.g. ``order_id.``
        :return: a domain
        """
        self.ensure_one()
        untouched = ["|", (f"{prefix}digiflow_guarded", "=", False)]
        if self.share:
            return [*untouched, (f"{prefix}digiflow_review", "=", REVIEW_APPROVED)]
        if any(self.has_group(group) for group in ACCOUNTING):
            return [(1, "=", 1)]
        own = ["|", (f"{prefix}user_id", "=", self.id)]
        return [*untouched, *own, *self.digiflow_lead_domain(mode, f"{prefix}opportunity_id.")]
