from odoo import _, api, fields, models

from ...exceptions import OfferError
from .offer_states import OPEN_STATES


class CrmLead(models.Model):
    """Offers of an opportunity: made from its survey, one open at a time, kept in rounds."""

    _inherit = "crm.lead"

    offer_count = fields.Integer(string="Rounds", compute="_compute_offer_count")
    is_offer_due = fields.Boolean(
        compute="_compute_is_offer_due",
        help="There is a validated survey, and no offer that is open or accepted.",
    )

    @api.depends("order_ids")
    def _compute_offer_count(self):
        for lead in self:
            # sudo: whoever may read the lead may know how often it got an offer, no more.
            lead.offer_count = len(lead.sudo().order_ids) if lead.is_digiflow else 0

    @api.depends("order_ids.state", "requirement_ids.state", "active", "is_digiflow")
    def _compute_is_offer_due(self):
        for lead in self:
            # sudo: whoever may read the lead may know what it waits for.
            states = set(lead.sudo().order_ids.mapped("state")) - {"cancel"}
            surveyed = lead.is_digiflow and lead.active and lead._get_validated_requirement()
            lead.is_offer_due = bool(surveyed) and not states

    def write(self, vals):
        res = super().write(vals)
        if "team_id" in vals:
            # sudo: offers of a lead that comes into the pipeline become rounds, whoever moves it.
            self.sudo().order_ids._number_rounds()
        return res

    def action_make_proposal(self):
        """Make the offer of the newest validated survey; open the one that is open already.

        :return: a window action that opens the order (its id is ``res_id``)
        :raise OfferError: there is no validated survey, or the catalogue lacks something
        """
        self.ensure_one()
        self._check_may_offer()
        self._lock_offers()
        offer = self.order_ids.filtered(lambda order: order.state in OPEN_STATES)
        if not offer:
            self._assign_customer()
            vals = self._prepare_offer_vals(self._get_validated_requirement())
            offer = self.env["sale.order"].create(vals)
        return offer.sorted("round")[-1:]._get_form_action()

    def action_view_rounds(self):
        """Open the offers of this lead."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.sale_order_action_rounds"
        )
        action.update(domain=[("opportunity_id", "=", self.id)], context={"create": False})
        return action

    def action_compare_rounds(self):
        """Open the offers of this lead side by side."""
        self.ensure_one()
        comparison = self.env["digiflow.offer.comparison"].create({"lead_id": self.id})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_offer_comparison_action"
        )
        action["res_id"] = comparison.id
        return action

    def _get_validated_requirement(self):
        """The newest validated survey of this lead; none when there is none."""
        # sudo: which survey an offer answers does not depend on who looks.
        surveys = self._origin.sudo().requirement_ids.filtered("is_validated")
        return self.env["digiflow.requirement"].browse(max(surveys.ids, default=False))

    def _lock_offers(self):
        """Let nobody else make or answer offers of these leads until this transaction is over.

        The row is written, not only locked: who waited for it begins anew and sees what was done.
        """
        if self.ids:
            self.env.cr.execute(
                "UPDATE crm_lead SET write_date = write_date WHERE id IN %s", (tuple(self.ids),)
            )

    def _merge_dependences(self, opportunities):
        """The offers of merged leads become rounds of the one that remains, after its own."""
        res = super()._merge_dependences(opportunities)
        # sudo: whoever may merge the leads moves all of their offers.
        orders = opportunities.sudo().order_ids
        orders._write_own({"opportunity_id": self.id, "round": 0})
        orders._number_rounds()
        return res

    def _check_may_offer(self):
        """Refuse an offer of a lead that is not ours, was lost, or has no validated survey."""
        if not self.is_digiflow:
            raise OfferError(
                _(
                    "%(lead)s is not in the Digiflow pipeline: make its quotation as usual.",
                    lead=self.name,
                )
            )
        if not self.active:
            raise OfferError(_("%(lead)s was lost. Restore it first.", lead=self.name))
        if not self._get_validated_requirement():
            raise OfferError(
                _(
                    "%(lead)s has no validated survey, which the offer is made from. Fill in the "
                    "survey, submit it, and have the presales engineer validate it.",
                    lead=self.name,
                )
            )

    def _assign_customer(self):
        """Give this lead its customer: the one there is with its RUC, or a new one with it."""
        if self.partner_id:
            return
        customer = self._find_customer_by_ruc()
        self._handle_partner_assignment(force_partner_id=customer.id, create_missing=True)
        company = self.partner_id.commercial_partner_id
        if self.ruc and not company.vat:
            company.vat = self.ruc

    def _find_customer_by_ruc(self):
        """The company that has this lead's RUC; none when nobody has it."""
        partners = self.env["res.partner"]
        if not self.ruc:
            return partners
        domain = [("vat", "in", [self.ruc, f"PE{self.ruc}"]), ("parent_id", "=", False)]
        return partners.search(domain, order="id", limit=1)
