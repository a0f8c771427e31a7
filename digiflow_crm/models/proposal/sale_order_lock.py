from odoo import _, api, models

from ...exceptions import OfferLockedError
from .offer_states import CONFIRMED_STATES, STATE_CANCEL, STATE_DRAFT, STATE_SALE, STATE_SENT

# What the server writes by itself: nobody else does.
OWN_FIELDS = {
    "round",
    "previous_round_id",
    "next_round_ids",
    "round_reason",
    "offer_sent_on",
    "is_digiflow",
    "digiflow_list_total",
    "digiflow_discount",
    "digiflow_usd_rate",
}
BEGINNING = {
    "round": 0,
    "previous_round_id": False,
    "round_reason": False,
    "offer_sent_on": False,
}
# What the client was told: a change of it is a new round.
TERMS = {
    "partner_id",
    "partner_invoice_id",
    "opportunity_id",
    "requirement_id",
    "company_id",
    "date_order",
    "pricelist_id",
    "currency_id",
    "payment_term_id",
    "fiscal_position_id",
    "validity_date",
    "sale_order_template_id",
    "note",
    "digiflow_show_usd",
}
# Where an offer that the client has may go.
NEXT_STATES = {
    STATE_SENT: {STATE_SENT, STATE_CANCEL, *CONFIRMED_STATES},
    **{state: {STATE_CANCEL, *CONFIRMED_STATES} for state in CONFIRMED_STATES},
    STATE_CANCEL: {STATE_CANCEL},
}


def differs(record, name, value):
    """Whether `value`, as given to `write`, is another than `record` has."""
    field = record._fields[name]
    given = field.convert_to_record(field.convert_to_cache(value, record), record)
    return given != record[name]


class SaleOrder(models.Model):
    """What was presented to a client is not changed in place: it stays as the client has it."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own_fields(vals)
            self._check_beginning(vals)
        # Said outright, for the defaults of a context come from the caller as well.
        return super().create([{**vals, **BEGINNING} for vals in vals_list])

    def write(self, vals):
        self._check_own_fields(vals)
        for order in self.filtered("digiflow_guarded"):
            order._check_next_state(vals)
        presented = self.filtered(lambda order: order._is_presented())
        for order in presented:
            order._check_terms_stay(vals)
        if not presented or not TERMS.intersection(vals):
            return super().write(vals)
        # Terms that are the same are not written: Odoo would compute others from them again.
        super(SaleOrder, presented).write(_without_terms(vals))
        return super(SaleOrder, self - presented).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_presented(self):
        for order in self:
            if order._is_presented() or (order.digiflow_guarded and order.next_round_ids):
                raise OfferLockedError(
                    _(
                        "%(order)s stays on record: it was presented to the client, or replaced by "
                        "another round. Cancel it instead.",
                        order=order.name,
                    )
                )

    def _is_presented(self):
        """Whether the client has this offer, or had it: it is as it was presented, for good."""
        self.ensure_one()
        presented = self.offer_sent_on or self.state in (STATE_SENT, *CONFIRMED_STATES)
        return bool(self.digiflow_guarded and presented)

    @api.model
    def _check_own_fields(self, vals):
        """Refuse values for what the server writes by itself."""
        for name in OWN_FIELDS.intersection(vals):
            if vals[name]:
                label = self._fields[name]._description_string(self.env)
                raise OfferLockedError(
                    _(
                        "«%(field)s» of an offer is kept by the system and cannot be written. "
                        "Leave it out.",
                        field=label,
                    )
                )

    @api.model
    def _check_beginning(self, vals):
        """Refuse an offer that begins as sent or confirmed."""
        vals = {**self.default_get(["state", "opportunity_id"]), **vals}
        lead = self.env["crm.lead"].browse(vals.get("opportunity_id") or [])
        # sudo: an offer of an opportunity that the user may not read is refused all the same.
        if vals.get("state", STATE_DRAFT) != STATE_DRAFT and lead.sudo().is_digiflow:
            raise OfferLockedError(
                _("An offer begins as a draft: make it, then send it, then confirm it.")
            )

    def _write_own(self, vals):
        """Write what only the server writes, past the guards of this file."""
        # Past `write` is what it is for. pylint: disable=super-method-mismatch
        return super().write(vals)

    def _check_next_state(self, vals):
        """Refuse to bring back what was presented, replaced or confirmed."""
        state = vals.get("state", self.state)
        fixed = self._is_presented() or self.next_round_ids
        if state != self.state and fixed and state not in NEXT_STATES.get(self.state, {state}):
            raise OfferLockedError(
                _(
                    "%(order)s was presented to the client or replaced: it cannot become a draft "
                    "again. Begin a new round (button «New round», action_new_round).",
                    order=self.name,
                )
            )

    def _check_terms_stay(self, vals):
        """Refuse other terms than those that were presented."""
        names = TERMS.intersection(vals)
        if vals.get("state") == STATE_SALE:
            # The date of an order is the one of its confirmation.
            names.discard("date_order")
        if any(differs(self, name, vals[name]) for name in names):
            raise self._prepare_locked_error()

    def _prepare_locked_error(self):
        """The refusal of a change in place."""
        self.ensure_one()
        return OfferLockedError(
            _(
                "%(order)s was presented to the client and stays as it is. To change lines, prices "
                "or terms begin a new round (button «New round», action_new_round).",
                order=self.name,
            ),
            order_id=self.id,
        )


def _without_terms(vals):
    """`vals` without terms, but for the date that a confirmation writes."""
    kept = {"date_order"} if vals.get("state") == STATE_SALE else set()
    return {name: value for name, value in vals.items() if name in kept or name not in TERMS}
