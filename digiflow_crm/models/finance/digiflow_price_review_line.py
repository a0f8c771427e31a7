from collections import defaultdict

from odoo import _, api, fields, models

from ...core import pricing
from ...exceptions import ProcessError
from .price_states import (
    HOURS,
    KIND_LICENCE,
    KIND_SELECTION,
    KIND_SERVICE,
    LICENCES,
    METHOD_AMOUNT,
    METHOD_FORMULA,
    METHOD_PERCENT,
    METHOD_SELECTION,
)

# A price that changes by more percent than this is looked at twice.
BIG_CHANGE = 30


class DigiflowPriceReviewLine(models.Model):
    """The price of one product: the one in force and the one that a review proposes."""

    _name = "digiflow.price.review.line"
    _description = "Price in a price review"
    _order = "kind desc, product_id, id"
    _rec_name = "product_id"

    # What
    review_id = fields.Many2one(
        "digiflow.price.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="review_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        domain="[('digiflow_kind', '!=', False)]",
    )
    kind = fields.Selection(
        KIND_SELECTION,
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Plans and modules are licences; hours and all else are services.",
    )
    is_hours = fields.Boolean(compute="_compute_is_hours")
    # Before
    price_current = fields.Float(
        string="Price in force",
        compute="_compute_price_current",
        store=True,
        digits="Product Price",
        help="Of the price list, when the review was filled; at the latest on 31 December.",
    )
    units_sold = fields.Float(
        string="Sold last year",
        compute="_compute_units_sold",
        store=True,
        readonly=False,
        digits=(16, 2),
        help="In the confirmed orders of the year before, for a year: what is paid every month "
        "counts twelve times. Enter it where the orders are not in Odoo.",
    )
    # After
    method = fields.Selection(
        METHOD_SELECTION, string="New price by", default=METHOD_PERCENT, required=True
    )
    percent = fields.Float(string="Rise %", digits=(16, 2))
    amount = fields.Float(digits="Product Price", help="The new price, when it is typed.")
    price_new = fields.Float(
        string="New price", compute="_compute_price_new", store=True, digits="Product Price"
    )
    # Difference
    difference = fields.Float(compute="_compute_price_new", store=True, digits="Product Price")
    variation = fields.Float(
        string="Change %", compute="_compute_price_new", store=True, digits=(16, 2)
    )
    effect = fields.Monetary(
        string="Effect on income",
        compute="_compute_price_new",
        store=True,
        help="What the new price adds to a year's income with last year's sales.",
    )
    warning = fields.Char(string="Mind", compute="_compute_warning")
    # Applied
    item_id = fields.Many2one(
        "product.pricelist.item",
        string="Dated price",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    _sql_constraints = [
        (
            "product_uniq",
            "UNIQUE(review_id, product_id)",
            "This product is in the review already. Change that line.",
        ),
        (
            "numbers_positive",
            "CHECK (units_sold >= 0 AND amount >= 0 AND percent >= -100)",
            "Units and prices cannot be negative, nor can a price fall by more than 100 %.",
        ),
    ]

    @api.depends("product_id")
    def _compute_kind(self):
        for line in self:
            is_licence = line.product_id.digiflow_kind in LICENCES
            line.kind = KIND_LICENCE if is_licence else KIND_SERVICE

    @api.depends("product_id.digiflow_kind")
    def _compute_is_hours(self):
        for line in self:
            line.is_hours = line.product_id.digiflow_kind in HOURS

    @api.depends("product_id", "review_id.pricelist_id", "review_id.year")
    def _compute_price_current(self):
        for review, lines in self._by_review():
            prices = review._get_prices_in_force(lines.product_id._origin)
            for line in lines:
                line.price_current = prices.get(line.product_id._origin.id, 0)

    @api.depends("product_id", "review_id.company_id", "review_id.year")
    def _compute_units_sold(self):
        for review, lines in self._by_review():
            units = review._get_units_sold(lines.product_id._origin)
            for line in lines:
                line.units_sold = units.get(line.product_id._origin.id, 0)

    @api.depends(
        *("price_current", "units_sold", "method", "percent", "amount"),
        *("review_id.price_step", "review_id.margin_target"),
        *("review_id.cost_plan", "review_id.hours_plan"),
    )
    def _compute_price_new(self):
        for line in self:
            old, new = line.price_current, line._get_price_new() or 0
            line.price_new = float(new)
            line.difference = float(pricing.exact(new) - pricing.exact(old))
            line.variation = float(pricing.variation(old, new) or 0)
            line.effect = float(pricing.income_effect(line.units_sold, old, new))

    @api.depends("price_new", "price_current", "method", "review_id.hour_cost_plan")
    @api.depends_context("lang")
    def _compute_warning(self):
        for line in self:
            line.warning = " ".join(line._get_warnings()) or False

    @api.constrains("method", "product_id")
    def _check_method(self):
        for line in self:
            if line.method == METHOD_FORMULA and not line.is_hours:
                raise ProcessError(
                    _(
                        "%(product)s is not sold by the hour, so its price does not follow from "
                        "the cost of one. Choose a percentage or an amount.",
                        product=line.product_id.display_name,
                    )
                )

    @api.constrains("product_id")
    def _check_product(self):
        for line in self:
            owner = line.product_id.company_id
            if owner and owner != line.company_id:
                raise ProcessError(
                    _(
                        "%(product)s belongs to %(company)s. Leave it out of this review.",
                        product=line.product_id.display_name,
                        company=owner.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._without_kept(vals) for vals in vals_list])
        lines.review_id._check_in_preparation()
        return lines

    def write(self, vals):
        self.review_id._check_in_preparation()
        res = super().write(self._without_kept(vals))
        self.review_id._check_in_preparation()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self.review_id._check_in_preparation()

    def _keep_item(self, item):
        """Remember the dated item that was made of this line, the review being fixed."""
        kept = {"item_id": item.id}
        # The guard of write() is for everybody else.
        return super().write(kept)  # pylint: disable=super-method-mismatch # past write

    @api.model
    def _without_kept(self, vals):
        """`vals` without what only the price list and the application say."""
        return {key: vals[key] for key in vals if key not in ("price_current", "item_id")}

    def _by_review(self):
        """These lines review by review: pairs of a review and its lines."""
        by_review = defaultdict(self.browse)
        for line in self:
            by_review[line.review_id] |= line
        return by_review.items()

    def _get_price_new(self):
        """The proposed price as Decimal, None where it is not defined: see `pricing`."""
        self.ensure_one()
        review = self.review_id
        if self.method == METHOD_AMOUNT:
            return pricing.exact(self.amount)
        try:
            if self.method == METHOD_FORMULA:
                cost = pricing.hour_cost(review.cost_plan, review.hours_plan)
                return pricing.price_by_margin(cost, review.margin_target, review.price_step)
            return pricing.price_by_percent(self.price_current, self.percent, review.price_step)
        except pricing.PricingError:
            return None

    def _get_warnings(self):
        """Hook: what the manager should look at before this price is in force, as texts."""
        self.ensure_one()
        if self._get_price_new() is None:
            return [_("It cannot be worked out: mind the hours, the margin and the step.")]
        warnings = []
        if not self.price_current:
            warnings.append(_("It has no price in force."))
        elif not self.price_new:
            warnings.append(_("It would cost nothing."))
        elif abs(self.variation) > BIG_CHANGE:
            warnings.append(_("It changes by more than %(limit)s %%.", limit=BIG_CHANGE))
        return warnings + self._get_cost_warnings()

    def _get_cost_warnings(self):
        """Whether an hour is sold for less than it costs, or leaves less than the margin."""
        cost = pricing.exact(self.review_id.hour_cost_plan)
        new = pricing.exact(self.price_new)
        if not self.is_hours or not cost or not new:
            return []
        if new < cost:
            return [_("It is below the cost of an hour.")]
        # Half a step of rounding is nobody's fault.
        least = pricing.exact(self.review_id.margin_target)
        if new + pricing.exact(self.review_id.price_step) < pricing.price_by_margin(cost, least):
            return [_("It leaves less than the margin that is aimed at.")]
        return []
