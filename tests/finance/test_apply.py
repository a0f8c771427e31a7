"""Prices in force: from 1 January to 31 December in Lima, one on any date, offers keep theirs."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .cases import FinanceCase

START, END = datetime(2027, 1, 1, 5), datetime(2028, 1, 1, 4, 59, 59)
SECOND = timedelta(seconds=1)
PREPARED = "2026-11-21 15:00:00"


@freeze_time(PREPARED)
class TestApply(FinanceCase):
    """What the price list says before, in, and after the year."""

    def items_on(self, product, moment):
        """The items of the tariff that hold for a product at a moment: counted by hand."""
        return self.tariff.item_ids.filtered(
            lambda item: (
                product in (item.product_id or item.product_tmpl_id.product_variant_ids)
                and (not item.date_start or item.date_start <= moment)
                and (not item.date_end or item.date_end >= moment)
            )
        )

    def test_in_force_in_the_year_in_lima(self):
        review = self.make_ready()
        review.action_apply()
        self.assertEqual(review.state, "applied")
        self.assertEqual(review.applied_by_id, self.manager)
        for product, old, new in (
            (self.plan, 900, 990),
            (self.module, 150, 165),
            (self.hours, 95, 99.75),
            (self.integration, 2500, 2625),
        ):
            self.assertAlmostEqual(self.price_on(product, START - SECOND), old)
            self.assertAlmostEqual(self.price_on(product, START), new)
            self.assertAlmostEqual(self.price_on(product, END), new)
            line = self.line_of(review, product)
            self.assertAlmostEqual(line.item_id.fixed_price, line.price_new)
            self.assertEqual((line.item_id.date_start, line.item_id.date_end), (START, END))

    def test_exactly_one_price_on_any_date(self):
        """Whatever dates the earlier ones had."""
        self.tariff.item_ids.unlink()
        items = {
            self.plan: [(False, False)],
            self.module: [("2026-01-01 05:00:00", "2027-01-01 04:59:59")],
            self.hours: [
                ("2026-01-01 05:00:00", "2027-03-01 04:59:59"),
                ("2027-03-01 05:00:00", "2027-06-01 04:59:59"),
                ("2027-06-01 05:00:00", "2028-06-01 04:59:59"),
            ],
            self.integration: [("2026-01-01 05:00:00", "2027-02-01 05:00:00")],
        }
        for product, dates in items.items():
            for start, end in dates:
                self.make_item(product, 80, start, end)
        tiers = self.make_item(self.plan, 50, min_quantity=10)
        variant = {"applied_on": "0_product_variant", "product_id": self.module.id}
        self.make_item(self.module, 70, "2026-06-01 05:00:00", **variant)
        self.make_ready().action_apply()
        for product in self.products:
            for moment in (START, START + timedelta(days=100), START + timedelta(days=200), END):
                self.assertEqual(len(self.items_on(product, moment)), 1, (product.name, moment))
            self.assertNotEqual(self.price_on(product, START - SECOND), self.price_on(product, END))
        self.assertEqual(tiers.date_end, START - SECOND)
        after = self.items_on(self.hours, END + SECOND)
        self.assertEqual((after.date_start, after.fixed_price), (END + SECOND, 80))

    def test_prices_of_others_stay(self):
        other = self.make_product("No revisado", False, 33)
        elsewhere = self.tariff.copy({"name": "Otra"})
        dates = [(item.date_start, item.date_end) for item in elsewhere.item_ids]
        self.make_ready().action_apply()
        self.assertFalse(self.items_on(other, START).date_end)
        self.assertEqual([(i.date_start, i.date_end) for i in elsewhere.item_ids], dates)

    def test_offers_of_before_keep_their_prices(self):
        before = self.offer(self.plan, 1, "2026-12-15 15:00:00")
        self.assertEqual(before.order_line.price_unit, 900)
        self.make_ready().action_apply()
        with freeze_time("2027-02-01 15:00:00"):
            self.assertEqual(before.order_line.price_unit, 900)
            before.order_line.product_uom_qty = 2
            self.env.flush_all()
            self.assertEqual(before.order_line.price_unit, 900)
            self.assertEqual(before.amount_untaxed, 1800)
            after = self.offer(self.plan, 1, "2027-02-01 15:00:00")
        self.assertEqual(after.order_line.price_unit, 990)

    def test_the_first_second_of_the_year_is_lima_s(self):
        self.make_ready().action_apply()
        late = self.offer(self.plan, 1, "2027-01-01 04:59:59")  # 31 December, 23:59:59
        early = self.offer(self.plan, 1, "2027-01-01 05:00:00")
        self.assertEqual((late.order_line.price_unit, early.order_line.price_unit), (900, 990))

    def test_a_second_application_is_refused(self):
        review = self.make_ready()
        review.action_apply()
        items = self.tariff.item_ids
        with self.assertRaises(WorkflowError):
            review.action_apply()
        self.assertEqual(self.tariff.item_ids, items)

    def test_applied_late_it_holds_from_then_on(self):
        review = self.make_ready()
        with freeze_time("2027-01-10 15:00:00"):
            of_january = self.offer(self.plan, 1, "2027-01-05 15:00:00")
            review.action_apply()
            now = datetime(2027, 1, 10, 15)
            self.assertEqual(self.price_on(self.plan, now - SECOND), 900)
            self.assertEqual(self.price_on(self.plan, now), 990)
            self.assertEqual(of_january.order_line.price_unit, 900)

    def test_not_after_the_year(self):
        review = self.make_ready()
        with freeze_time("2028-01-01 05:00:00"), self.assertRaisesRegex(WorkflowError, "over"):
            review.action_apply()

    def test_two_years_one_after_the_other(self):
        self.make_ready().action_apply()
        with freeze_time("2027-11-20 15:00:00"):
            second = self.make_review(year="2028")
            second.action_fill()
            self.assertEqual(self.line_of(second, self.plan).price_current, 990)
            second.apply_percent("licence", 10)
            second.action_submit()
            second.action_approve()
            second.action_apply()
        self.assertEqual(self.price_on(self.plan, END), 990)
        self.assertEqual(self.price_on(self.plan, END + SECOND), 1089)

    def test_companies_that_share_a_price_list_do_not_undo_each_other(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, abroad.id)]
        self.make_ready().action_apply()
        second = self.make_review(company_id=abroad.id)
        second.action_fill()
        second.action_submit()
        second.action_approve()
        with self.assertRaisesRegex(WorkflowError, "price list"):
            second.action_apply()

    def test_an_executive_does_not_apply(self):
        review = self.make_ready()
        with self.assertRaises(AccessError):
            review.with_user(self.users["executive"]).action_apply()

    def test_the_chatter_tells_what_was_replaced(self):
        review = self.make_ready()
        review.action_apply()
        bodies = " ".join(review.message_ids.mapped("body"))
        self.assertIn("4 prices in force from 01/01/2027 to 12/31/2027", bodies)
        self.assertIn("Plan 5000", bodies)
