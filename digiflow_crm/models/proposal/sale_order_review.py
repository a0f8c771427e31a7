from odoo import _, api, fields, models

from ...exceptions import OfferReviewError
from .offer_states import CONFIRMED_STATES, STATE_CANCEL, STATE_DRAFT, STATE_SENT
from .review_states import (
    DECISION_RESET,
    REVIEW_NONE,
    REVIEW_SELECTION,
    WAITING,
)

# Written by the review only.
REVIEW_FIELDS = {
    "digiflow_guarded",
    "digiflow_review",
    "digiflow_review_digest",
    "digiflow_review_needs",
    "digiflow_asked_by_id",
    "digiflow_asked_on",
    "digiflow_editor_id",
    "digiflow_version",
}
# A change of one of these may change what the client is offered.
CONTENT_FIELDS = {
    "company_id",
    "currency_id",
    "date_order",
    "fiscal_position_id",
    "note",
    "opportunity_id",
    "order_line",
    "partner_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "payment_term_id",
    "pricelist_id",
    "requirement_id",
    "sale_order_option_ids",
    "sale_order_template_id",
    "user_id",
    "validity_date",
}
# What only an offer whose review is done may be.
OUTSIDE_STATES = (STATE_SENT, *CONFIRMED_STATES)
SIGNATURE_FIELDS = {"signature", "signed_by", "signed_on"}
UNSAID = (False, None, 0, "", REVIEW_NONE)
BEGINNING = {
    "digiflow_review": REVIEW_NONE,
    "digiflow_review_digest": False,
    "digiflow_review_needs": False,
    "digiflow_asked_by_id": False,
    "digiflow_asked_on": False,
    "digiflow_editor_id": False,
    "digiflow_version": 0,
}


class SaleOrder(models.Model):
    """The review of an offer: its fields, and the guard of what needs it.

    Everything that goes on outside (sent, signed, confirmed) passes `write` or `create` here, also
    as superuser, for so does the portal. Every change of content counts up `digiflow_version`:
    two transactions, one that changes and one that approves, are in each other's way then, and
    the second one begins again with what the first one did.
    """

    _inherit = "sale.order"

    digiflow_guarded = fields.Boolean(
        string="Under review rules",
        compute="_compute_digiflow_guarded",
        store=True,
        index=True,
        help="An offer that was once one of Digiflow's stays under its rules.",
    )
    digiflow_review = fields.Selection(
        REVIEW_SELECTION,
        string="Review",
        default=REVIEW_NONE,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    digiflow_review_digest = fields.Char(string="Fingerprint", readonly=True, copy=False)
    digiflow_review_needs = fields.Text(string="What is reviewed", readonly=True, copy=False)
    digiflow_asked_by_id = fields.Many2one(
        "res.users", string="Review asked by", readonly=True, copy=False
    )
    digiflow_asked_on = fields.Datetime(string="Review asked on", readonly=True, copy=False)
    digiflow_editor_id = fields.Many2one(
        "res.users", string="Last changed by", readonly=True, copy=False
    )
    digiflow_version = fields.Integer(
        string="Changes", readonly=True, copy=False, help="How often the content was changed."
    )
    digiflow_review_ids = fields.One2many(
        "digiflow.offer.review", "order_id", string="Reviews", readonly=True, copy=False
    )

    @api.depends("opportunity_id.is_digiflow")
    def _compute_digiflow_guarded(self):
        """It only ever becomes true: no offer leaves the rules with its opportunity."""
        for order in self:
            order.digiflow_guarded = order.digiflow_guarded or order.opportunity_id.is_digiflow

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_review_fields(
                name for name in REVIEW_FIELDS if vals.get(name, REVIEW_NONE) not in UNSAID
            )
        # Said outright, for the defaults of a context come from the caller as well.
        orders = super().create([{**vals, **BEGINNING} for vals in vals_list])
        self.env.add_to_compute(self._fields["digiflow_guarded"], orders)
        guarded = orders.filtered("digiflow_guarded")
        guarded._note_change()
        guarded._check_outside()
        return orders

    def write(self, vals):
        self._refuse_review_fields(REVIEW_FIELDS.intersection(vals))
        guarded = self.filtered("digiflow_guarded")
        guarded._check_stays(vals)
        res = super().write(vals)
        # Those that have just come under the rules as well.
        guarded = self.filtered("digiflow_guarded")
        if CONTENT_FIELDS.intersection(vals):
            guarded._note_change()
        if vals.get("state") in OUTSIDE_STATES or any(vals.get(name) for name in SIGNATURE_FIELDS):
            guarded._check_review_done()
        elif "opportunity_id" in vals:
            guarded._check_outside()
        if vals.get("state") == STATE_CANCEL:
            guarded._drop_review(_("The offer was cancelled."))
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        # sudo: that an offer was reviewed counts for who may not read what was said.
        if self.sudo().digiflow_review_ids:
            raise OfferReviewError(
                _("An offer that was under review stays on record. Cancel it instead.")
            )

    @api.model
    def _refuse_review_fields(self, names):
        """Refuse values of `names`, which only the review writes; none is fine."""
        for label in (self.fields_get([name], ["string"])[name]["string"] for name in names):
            raise OfferReviewError(
                _(
                    "«%(field)s» of an offer follows from its review and cannot be written. Ask "
                    "for the review instead.",
                    field=label,
                )
            )

    def _check_stays(self, vals):
        """Refuse to take offers out of the rules: away from the pipeline or from the company."""
        if "opportunity_id" in vals and self:
            # sudo: whether the new opportunity is of the pipeline, no more.
            lead = self.env["crm.lead"].sudo().browse(vals["opportunity_id"] or [])
            if not lead.is_digiflow:
                raise OfferReviewError(
                    _("An offer of the Digiflow pipeline stays with an opportunity of it.")
                )
        for order in self:
            if vals.get("company_id", order.company_id.id) != order.company_id.id:
                raise OfferReviewError(
                    _(
                        "%(order)s: an offer stays with its company. Make a new one.",
                        order=order.name,
                    )
                )

    def _check_outside(self):
        """Refuse those that are outside, sent or confirmed, without the review done."""
        self.filtered(lambda order: order.state in OUTSIDE_STATES)._check_review_done()

    def _note_change(self):
        """What the client is offered may have changed: count it, and reset a review of it.

        :raise OfferReviewError: the client changes it, or it is confirmed
        """
        if not self:
            return
        self._refuse_client()
        for order in self:
            order._write_review(
                {"digiflow_version": order.digiflow_version + 1, **self._prepare_editor_vals()}
            )
        self._read_again()
        for order in self:
            if order.digiflow_review_digest and order.digiflow_review_digest != order._get_digest():
                order._after_other_content()

    def _after_other_content(self):
        """The content is no longer the one that is, or was, under review."""
        self.ensure_one()
        if self.state in CONFIRMED_STATES:
            raise OfferReviewError(
                _(
                    "%(order)s is confirmed: what the client accepted cannot be changed. Make a "
                    "new offer.",
                    order=self.name,
                )
            )
        if self.digiflow_review != REVIEW_NONE:
            self._reset_review(_("The content of the offer was changed."))

    def _reset_review(self, reason):
        """Begin again: the review of what is no longer offered counts for nothing."""
        self.ensure_one()
        self._log_review(DECISION_RESET, reason)
        self._close_review_activities(reason)
        vals = {**BEGINNING, "digiflow_version": self.digiflow_version}
        vals["digiflow_editor_id"] = self.digiflow_editor_id.id
        if self.state == STATE_SENT:
            # What was sent is not what it is now.
            vals["state"] = STATE_DRAFT
        self._write_review({**vals, **dict.fromkeys(SIGNATURE_FIELDS, False)})

    def _drop_review(self, reason):
        """Nobody needs to look at these any more."""
        for order in self.filtered(lambda order: order.digiflow_review in WAITING):
            order._reset_review(reason)

    def _refuse_client(self):
        """Refuse a change of content by somebody from outside, on the portal."""
        if self.env.user.share:
            raise OfferReviewError(
                _("The offer cannot be changed here. Ask your sales executive for a new one.")
            )

    def _prepare_editor_vals(self):
        """Who changes the content; what Odoo does by itself changes nothing in that."""
        user = self.env.user
        return {} if user._is_superuser() else {"digiflow_editor_id": user.id}

    def _write_review(self, vals):
        """Write what `write` keeps from everybody."""
        # sudo: the review's own fields, which nobody writes by hand; the caller checked who asks.
        # Past `write` is what it is for. pylint: disable=super-method-mismatch
        return super(SaleOrder, self.sudo()).write(vals)

    def _read_again(self):
        """Forget what was read of these offers: write it, and see what the database has.

        The portal commits in the middle of a request, and others may have written since.
        """
        self.invalidate_recordset()
        self.order_line.invalidate_recordset()
