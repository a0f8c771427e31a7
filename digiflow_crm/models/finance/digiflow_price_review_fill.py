from collections import defaultdict

from odoo import _, api, fields, models

from ...core import pricing, years
from ...core.offer_table import ONCE, PAYMENTS_A_YEAR
from ...exceptions import ProcessError, WorkflowError
from ..proposal.offer_states import CONFIRMED_STATES
from .price_states import (
    KIND_LICENCE,
    KIND_SERVICE,
    METHOD_FORMULA,
    METHOD_PERCENT,
    STATE_CANCELLED,
)


class DigiflowPriceReview(models.Model):
    """What a review starts from: the catalogue, last year's sales, last year's review."""

    _inherit = "digiflow.price.review"

    def action_fill(self):
        """Bring in every product of the catalogue that is not there yet, and look up the price in
        force and the units sold of all of them. How new prices are set stays as it is.

        :raise WorkflowError: the catalogue is empty
        """
        self._check_in_preparation()
        for review in self:
            products = review._get_catalog()
            if not products:
                raise WorkflowError(
                    _("No product has a kind in the catalogue. Give them one, then fill again.")
                )
            known = review.line_ids
            missing = products - known.product_id
            review.line_ids = [(0, 0, {"product_id": product.id}) for product in missing]
            for name in ("price_current", "units_sold"):
                self.env.add_to_compute(known._fields[name], known)
        return True

    def action_copy_last_year(self):
        """Take over costs, hours and ways to set prices of last year's review.

        What was planned then stands for what was real, until the real figures are entered.

        :raise WorkflowError: there is none, or this one has costs or prices already
        """
        self._check_in_preparation()
        for review in self:
            last = review._get_last_review()
            if review.cost_ids or review.line_ids:
                raise WorkflowError(
                    _("This review has costs or prices already. Remove them, then copy again.")
                )
            review.write(review._prepare_copy_vals(last))
            review._message_log(
                body=_(
                    "Copied from %(year)s: what was planned then stands for last year's real "
                    "costs. Enter the real ones.",
                    year=last.year,
                )
            )
        return True

    def action_percent_services(self):
        """Raise all services by the percentage of the review."""
        for review in self:
            review.apply_percent(KIND_SERVICE, review.percent_service)
        return True

    def action_percent_licences(self):
        """Raise all licences by the percentage of the review."""
        for review in self:
            review.apply_percent(KIND_LICENCE, review.percent_licence)
        return True

    def action_formula_hours(self):
        """Set the price of all that is sold by the hour by its cost and the margin aimed at."""
        self._check_in_preparation()
        self.line_ids.filtered("is_hours").write({"method": METHOD_FORMULA})
        return True

    def apply_percent(self, kind, percent):
        """Set the new price of every service, or of every licence, by one percentage.

        :param str kind: ``service`` or ``licence``
        :param float percent: by how much the price in force rises; below 0 it falls
        """
        if kind not in (KIND_SERVICE, KIND_LICENCE):
            raise ProcessError(_("There are services and licences, not «%(kind)s».", kind=kind))
        self._check_in_preparation()
        lines = self.line_ids.filtered(lambda line: line.kind == kind)
        return lines.write({"method": METHOD_PERCENT, "percent": percent})

    def _get_catalog(self):
        """The active products of the catalogue that the company of this review sells."""
        self.ensure_one()
        domain = [
            ("digiflow_kind", "!=", False),
            ("company_id", "in", [False, self.company_id.id]),
        ]
        return self.env["product.product"].search(domain)

    def _get_last_review(self):
        """The review of the year before.

        :raise WorkflowError: there is none
        """
        self.ensure_one()
        year = str(int(self.year) - 1)
        last = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", "=", year),
                ("state", "!=", STATE_CANCELLED),
            ],
            limit=1,
        )
        if not last:
            raise WorkflowError(_("There is no price review of %(year)s to copy.", year=year))
        return last

    @api.model
    def _prepare_copy_vals(self, last):
        """Values of a review that starts from `last`."""
        names = ("margin_target", "price_step", "percent_service", "percent_licence")
        costs = [
            {
                "kind_id": cost.kind_id.id,
                "description": cost.description,
                "amount_last": cost.amount_plan,
                "amount_plan": cost.amount_plan,
            }
            for cost in last.cost_ids
        ]
        lines = [
            {
                "product_id": line.product_id.id,
                "kind": line.kind,
                "method": line.method,
                "percent": line.percent,
                "amount": line.amount,
            }
            for line in last.line_ids
            if line.product_id.active
        ]
        return {
            **{name: last[name] for name in names},
            "hours_last": last.hours_plan,
            "hours_plan": last.hours_plan,
            "cost_ids": [(0, 0, vals) for vals in costs],
            "line_ids": [(0, 0, vals) for vals in lines],
        }

    def _get_prices_in_force(self, products):
        """The price of each product on the price list of this review.

        Of this moment, or of the last one before the year, so that a review that is late tells the
        prices that it replaces.

        :return: ``{product id: price}``
        """
        year = self._get_year()
        if not products or not self.pricelist_id or not year:
            return {}
        date = min(fields.Datetime.now(), years.bounds(year - 1)[1])
        prices = self.pricelist_id._get_products_price(products, 1.0, date=date)
        return {key: float(pricing.round_to_step(prices[key], "0.0001")) for key in prices}

    def _get_units_sold(self, products):
        """How much of each product was sold in the year before, in the product's own unit.

        What is paid every month counts twelve times: its price is of a month.

        :return: ``{product id: units}``; what was not sold is not in it
        """
        year = self._get_year()
        if not products or not year:
            return {}
        first, last = years.bounds(year - 1)
        lines = self.env["sale.order.line"].search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", self.company_id.id),
                ("order_id.state", "in", CONFIRMED_STATES),
                ("order_id.date_order", ">=", first),
                ("order_id.date_order", "<=", last),
            ]
        )
        # 19.0 calls it otherwise.
        name = "product_uom" if "product_uom" in lines._fields else "product_uom_id"
        units = defaultdict(float)
        for line in lines:
            product = line.product_id
            payments = PAYMENTS_A_YEAR[product.digiflow_period or ONCE]
            units[product.id] += payments * line[name]._compute_quantity(
                line.product_uom_qty, product.uom_id, round=False
            )
        return units
