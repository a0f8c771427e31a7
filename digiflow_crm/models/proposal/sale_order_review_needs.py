from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import _, api, fields, models

from ...core import periods
from ...core.estimation import KINDS_TO_CONFIRM
from ...core.offer_discount import is_beyond, line_discount
from ...exceptions import OfferError
from .catalog import (
    KIND_HOURS_CONSULTING,
    KIND_HOURS_IMPLEMENTATION,
    KIND_HOURS_MANAGEMENT,
    KIND_INTEGRATION,
)
from .review_states import REVIEW_APPROVED, REVIEW_MANAGER, REVIEW_NONE, REVIEW_PRESALES

# Field of the survey -> kind of the catalogue that has to offer as many.
COUNTED = {
    "hours_implementation": KIND_HOURS_IMPLEMENTATION,
    "hours_consulting": KIND_HOURS_CONSULTING,
    "hours_management": KIND_HOURS_MANAGEMENT,
    "integration_count": KIND_INTEGRATION,
}
EVERYTHING = Decimal(100)
LINES_SHOWN = 5
# Half a hundredth: quantities are kept with two decimals.
LESS = 0.005


class SaleOrder(models.Model):
    """Why an offer needs a review, and whose: said in words, counted on the server."""

    _inherit = "sale.order"

    digiflow_open_needs = fields.Text(
        string="Needs review",
        compute="_compute_digiflow_open_needs",
        compute_sudo=True,
        help="Why the offer as it is now cannot go to the client without a review, and whose.",
    )
    digiflow_is_review_done = fields.Boolean(
        string="May go to the client", compute="_compute_digiflow_open_needs", compute_sudo=True
    )

    @api.depends(
        "digiflow_guarded",
        "digiflow_review",
        "digiflow_review_digest",
        "user_id",
        "partner_id",
        "requirement_id.state",
        "requirement_id.project_kind",
        "payment_term_id",
        "validity_date",
        "pricelist_id",
        "order_line.name",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.discount",
    )
    def _compute_digiflow_open_needs(self):
        for order in self:
            needs = order._get_review_needs() if order.digiflow_guarded else []
            order.digiflow_open_needs = order._describe_needs(needs)
            order.digiflow_is_review_done = order._is_review_done()

    def _compute_validity_date(self):
        """An offer of ours has a last day from the beginning: the standard one, counted in Lima
        whatever the time zone of who makes it.

        Not when its opportunity changes pipelines: what was said to the client stays.
        """
        ours = self.filtered("opportunity_id.is_digiflow")
        res = super(SaleOrder, self - ours)._compute_validity_date()
        super(SaleOrder, ours.with_context(tz=periods.LIMA.zone))._compute_validity_date()
        for order in ours:
            if not order.validity_date:
                days = order.company_id.digiflow_offer_days
                order.validity_date = periods.today() + timedelta(days=days)
        return res

    def _get_review_needs(self):
        """Why the offer needs a review.

        :return: list of ``{"step": "presales" or "manager", "code": str, "text": str}``; presales
            comes first; empty: nothing that anybody has to look at
        """
        self.ensure_one()
        # sudo: who must review and why comes out, never what the user may not read of the survey.
        order = self.sudo()
        texts = [
            (REVIEW_PRESALES, "kind", order._tell_kind()),
            (REVIEW_PRESALES, "survey", order._tell_survey()),
            (REVIEW_PRESALES, "quantity", order._tell_quantities()),
            (REVIEW_PRESALES, "unknown", order._tell_unknown()),
            (REVIEW_MANAGER, "discount", order._tell_discount()),
            *(
                (REVIEW_MANAGER, code, text)
                for code, text in order._tell_terms()
                if not order._is_without_limit()
            ),
        ]
        return [{"step": step, "code": code, "text": text} for step, code, text in texts if text]

    def _is_approved_as_is(self):
        """Whether this offer was approved, and offers what was approved."""
        same = self.digiflow_review_digest == self._get_digest()
        return self.digiflow_review == REVIEW_APPROVED and same

    def _is_free(self):
        """Whether nobody was asked, and nobody has to look."""
        return self.digiflow_review == REVIEW_NONE and not self._get_review_needs()

    @api.model
    def _describe_needs(self, needs):
        """The needs in words, a line each; False without any."""
        reviewers = self._get_review_labels()
        return "\n".join(f"{reviewers[need['step']]}: {need['text']}" for need in needs) or False

    @api.model
    def _get_review_labels(self):
        """Key of a step -> whose word it is, in the user's language."""
        step = self.env["digiflow.offer.review"]._fields["step"]
        return dict(step._description_selection(self.env))

    # -- what presales looks at
    def _tell_kind(self):
        """Upgrades and what is not standard are the presales engineer's."""
        kind = self.requirement_id.project_kind
        if kind not in KINDS_TO_CONFIRM:
            return ""
        labels = dict(self.requirement_id._fields["project_kind"]._description_selection(self.env))
        return _("the project is of kind «%(kind)s».", kind=labels[kind])

    def _tell_survey(self):
        """An offer answers a survey that was validated, of its own opportunity."""
        survey = self.requirement_id
        if survey.is_validated and survey.lead_id == self.opportunity_id:
            return ""
        return _("there is no validated survey behind it.")

    def _tell_quantities(self):
        """No less is offered than the survey counted."""
        offered = self._get_offered()
        short = [
            _(
                "%(what)s: %(offered)s instead of %(needed)s",
                what=self.requirement_id._fields[name]._description_string(self.env),
                offered=_number(offered[kind]),
                needed=_number(self.requirement_id[name]),
            )
            for name, kind in COUNTED.items()
            if offered[kind] < (self.requirement_id[name] or 0) - LESS
        ]
        short += [
            _(
                "%(what)s: %(offered)s instead of %(needed)s",
                what=product.display_name,
                offered=_number(self._get_offered_of(product)),
                needed=_number(quantity),
            )
            for product, quantity in self._get_expected().items()
            if product.digiflow_kind not in COUNTED.values()
            and self._get_offered_of(product) < quantity - LESS
        ]
        return (
            _("less than the survey asks for (%(what)s).", what=", ".join(short)) if short else ""
        )

    def _tell_unknown(self):
        """Everything that is offered is of the catalogue, and was asked for."""
        expected = self._get_expected()
        strange = self.order_line.filtered(
            lambda line: (
                not line.display_type
                and (
                    not line.product_id.digiflow_kind
                    or line.is_downpayment
                    or line.is_expense
                    or (expected and line.product_id not in expected)
                )
            )
        )
        if not strange:
            return ""
        names = [line.product_id.display_name or line.name for line in strange[:LINES_SHOWN]]
        return _("not what the survey asks for: %(what)s.", what=", ".join(names))

    def _get_expected(self):
        """Product -> how many an offer made from the survey has; none where it cannot be made."""
        lead, survey = self.opportunity_id, self.requirement_id
        if not survey or survey.lead_id != lead:
            return {}
        try:
            template = lead._get_offer_template(survey)
            chosen = lead._choose_lines(template, survey)
        except OfferError:
            # The template lacks something: what is counted by kind is compared all the same.
            return {}
        expected = defaultdict(float)
        for line, quantity in chosen:
            expected[line.product_id] += quantity
        for module in survey.module_ids:
            expected[module] = max(expected[module], 1.0)
        return expected

    def _get_offered_of(self, product):
        """How many of `product` are offered, in its own unit."""
        lines = self.order_line.filtered(lambda line: line.product_id == product)
        return sum(line._get_own_quantity() for line in lines)

    def _get_offered(self):
        """Kind of the catalogue -> how many of it are offered, in the products' own units."""
        offered = defaultdict(float)
        for line in self.order_line:
            if not line.display_type:
                offered[line.product_id.digiflow_kind] += line._get_own_quantity()
        return offered

    # -- what the manager looks at
    def _tell_discount(self):
        """The tariff less what the person who asks may give away."""
        limit = self._get_discount_limit()
        lines = self._get_lines_beside_tariff()
        if limit >= EVERYTHING or not is_beyond(lines, limit):
            return ""
        total = self._get_total_discount()
        most = max(float(line_discount(line)) for line in lines)
        return _(
            "discount of %(total)s %% on the tariff, up to %(most)s %% on one line; the limit of "
            "%(user)s is %(limit)s %%.",
            total=_number(total),
            most=_number(most),
            user=self._get_limited_user().name or _("nobody"),
            limit=_number(limit),
        )

    def _tell_terms(self):
        """Other conditions than the standard ones: pairs of code and text."""
        company = self.company_id
        if self.payment_term_id and self.payment_term_id not in company.digiflow_payment_term_ids:
            term = self.payment_term_id.name
            yield "payment", _("payment terms «%(term)s» are not standard.", term=term)
        days = company.digiflow_offer_days
        if not self.validity_date:
            yield "validity", _("it has no last day; standard are %(days)s days.", days=days)
        elif self.validity_date > periods.today() + timedelta(days=days):
            day = fields.Date.to_string(self.validity_date)
            yield (
                "validity",
                _("valid until %(day)s, longer than %(days)s days.", day=day, days=days),
            )
        if not self._get_tariff() or self.pricelist_id != self._get_tariff():
            name = self.pricelist_id.name or _("none")
            yield "pricelist", _("price list «%(name)s» is not the tariff.", name=name)
        elif self._has_old_prices():
            yield "old_prices", _("its prices are older than those of the tariff in force.")

    def _has_old_prices(self):
        """Whether the tariff asks for more today than on the day whose prices these are."""
        now = self.env.cr.now()
        return any(
            line._get_review_price(now) > line._get_review_price() + LESS
            for line in self.order_line
            if line._is_priced()
        )

    def _get_discount_limit(self):
        """The percentage (Decimal) that may be given away without the manager.

        The least of those of the salesperson and of who changed the offer last: it does not help
        to put it under another name.
        """
        users = self._get_askers()
        limits = [user._get_offer_discount_limit(self.company_id) for user in users]
        return min(limits, default=Decimal(0))

    def _get_askers(self):
        """Whose limits count."""
        return self.user_id | self.digiflow_editor_id

    def _get_limited_user(self):
        """Who of those that ask has the least limit."""
        users = self._get_askers().sorted(
            lambda user: user._get_offer_discount_limit(self.company_id)
        )
        return users[:1]

    def _is_without_limit(self):
        """Whether everybody who asks may decide alone: managers."""
        return self._get_discount_limit() >= EVERYTHING and bool(self._get_askers())


def _number(value):
    """A number as people write it: no more than two decimals, none that are 0."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
