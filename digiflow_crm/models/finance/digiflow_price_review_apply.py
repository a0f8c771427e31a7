import pytz

from odoo import _, fields, models
from odoo.tools import format_amount, format_date

from ...core import periods, years
from ...exceptions import WorkflowError
from .price_states import STATE_APPLIED


class DigiflowPriceReview(models.Model):
    """Application: the approved prices become dated items of the price list, once."""

    _inherit = "digiflow.price.review"

    def action_apply(self):
        """Put the approved prices in force, from 1 January to 31 December of the year in Lima.

        When the year has begun, from this moment on: the offers of its first days keep theirs.

        :raise WorkflowError: it is not approved, was applied before, or its year is over
        """
        self._check_move(STATE_APPLIED)
        for review in self:
            review._apply_prices()
        stamp = {"applied_by_id": self.env.uid, "applied_on": fields.Datetime.now()}
        return self._move(STATE_APPLIED, **stamp)

    def _apply_prices(self):
        """Make the items of the price list, and end those that they replace."""
        self.ensure_one()
        start, end = self._get_validity()
        self._lock_price_list()
        replaced = self._end_earlier_items(start, end)
        lines = self.line_ids
        items = self.env["product.pricelist.item"].create(
            [self._prepare_item_vals(line, start, end) for line in lines]
        )
        for line, item in zip(lines, items):
            line._keep_item(item)
        self._log_application(start, end, replaced)

    def _get_validity(self):
        """The first and the last second of the new prices, naive UTC.

        :raise WorkflowError: the year is over
        """
        first, last = years.bounds(int(self.year))
        now = fields.Datetime.now()
        if now > last:
            raise WorkflowError(
                _("%(year)s is over: its prices cannot come into force.", year=self.year)
            )
        return max(first, now), last

    def _lock_price_list(self):
        """Let nobody else apply prices to the same list meanwhile, and refuse a second company.

        :raise WorkflowError: the review of another company has applied prices of that year to it
        """
        self.env.cr.execute(
            "SELECT id FROM product_pricelist WHERE id = %s FOR NO KEY UPDATE",
            [self.pricelist_id.id],
        )
        # sudo: a price list may be shared with a company that the user does not reach.
        other = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("pricelist_id", "=", self.pricelist_id.id),
                ("year", "=", self.year),
                ("state", "=", STATE_APPLIED),
            ],
            limit=1,
        )
        if other:
            raise WorkflowError(
                _(
                    "The prices of %(year)s are on the price list %(name)s already, by a review "
                    "of %(company)s. Give each company a price list of its own.",
                    year=self.year,
                    name=self.pricelist_id.display_name,
                    company=other.company_id.display_name,
                )
            )

    def _get_earlier_items(self, start, end):
        """The items of the price list for just these products that hold between two moments."""
        products = self.line_ids.product_id
        # An item of a product with variants holds for those that are not reviewed, too.
        templates = products.product_tmpl_id.filtered(lambda one: one.product_variant_count == 1)
        domain = [
            ("pricelist_id", "=", self.pricelist_id.id),
            ("applied_on", "in", ["0_product_variant", "1_product"]),
            "|",
            ("product_id", "in", products.ids),
            *("&", ("product_id", "=", False), ("product_tmpl_id", "in", templates.ids)),
            *("|", ("date_start", "=", False), ("date_start", "<=", end)),
            *("|", ("date_end", "=", False), ("date_end", ">=", start)),
        ]
        return self.env["product.pricelist.item"].search(domain)

    def _end_earlier_items(self, start, end):
        """Leave one price on any date: earlier items end just before the new ones begin.

        Those that began within the year begin after it, or go when nothing of them is left.

        :return: what each of them was, as texts
        """
        told = []
        before = start - years.ONE_SECOND
        for item in self._get_earlier_items(start, end):
            told.append(self._describe_item(item))
            if not item.date_start or item.date_start < before:
                item.date_end = before
            elif not item.date_end or item.date_end > end:
                item.date_start = end + years.ONE_SECOND
            else:
                item.unlink()
        return told

    def _describe_item(self, item):
        """A dated price as the chatter tells it."""
        product = item.product_id or item.product_tmpl_id
        price = format_amount(self.env, item.fixed_price, self.currency_id)
        if item.compute_price != "fixed":
            price = item.price
        from_to = [
            format_date(self.env, _lima_day(date)) if date else "…"
            for date in (item.date_start, item.date_end)
        ]
        return f"{product.display_name}: {price} ({' - '.join(from_to)})"

    def _prepare_item_vals(self, line, start, end):
        """Values of the dated item for the new price of a line."""
        return {
            "pricelist_id": self.pricelist_id.id,
            "applied_on": "0_product_variant",
            "product_tmpl_id": line.product_id.product_tmpl_id.id,
            "product_id": line.product_id.id,
            "min_quantity": 0,
            "compute_price": "fixed",
            "fixed_price": line.price_new,
            "date_start": start,
            "date_end": end,
        }

    def _log_application(self, start, end, replaced):
        """Keep in the chatter what came into force, and what it replaced."""
        days = [format_date(self.env, _lima_day(date)) for date in (start, end)]
        body = _(
            "%(count)s prices in force from %(start)s to %(end)s.",
            count=len(self.line_ids),
            start=days[0],
            end=days[1],
        )
        if replaced:
            body += _(" They replace: %(prices)s", prices="; ".join(replaced))
        self._message_log(body=body)


def _lima_day(moment):
    """The day in Lima of a naive UTC datetime."""
    return periods.today(pytz.utc.localize(moment))
