"""Sales targets: what was sold by an own count, who sees what, how a year is spread."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..common import ROLES
from .cases import FinanceCase


@freeze_time("2026-11-21 15:00:00")
class TestSalesTarget(FinanceCase):
    """Targets beside confirmed offers, by the quarter in Lima."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.executive = cls.users["executive"]
        cls.colleague = cls.make_user("executive", login="executive_2")
        cls.targets = cls.env["digiflow.sales.target"].with_user(cls.manager)

    def make_target(self, quarter, amount, user=None, year="2026", **vals):
        """A target of a quarter."""
        user = user or self.executive
        values = {"year": year, "quarter": quarter, "user_id": user.id, "amount": amount}
        return self.targets.create({**values, **vals})

    def refused(self, action, error):
        """Check that `action` is refused and leaves nothing."""
        with self.assertRaises(error), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            action()
            self.env.flush_all()

    def test_sold_by_the_quarter_in_lima(self):
        first, second = self.make_target("1", 4000), self.make_target("2", 1000)
        none = self.make_target("3", 0)
        self.sell(self.plan, 2, "2026-01-01 05:00:00")
        self.sell(self.plan, 1, "2026-04-01 04:59:59")  # 31 March, 23:59:59
        self.sell(self.module, 4, "2026-04-01 05:00:00")
        self.sell(self.plan, 50, "2026-01-01 04:59:59")  # 2025
        self.sell(self.plan, 50, "2026-02-01 15:00:00", user=self.colleague)
        self.offer(self.plan, 50, "2026-02-01 15:00:00")
        self.sell(self.plan, 50, "2026-02-01 15:00:00", opportunity_id=False)
        self.assertEqual((first.actual, first.rate), (2700, 67.5))
        self.assertEqual((second.actual, second.rate), (600, 60))
        self.assertEqual((none.actual, none.rate), (0, 0))

    def test_other_currencies_without_taxes(self):
        target = self.make_target("2", 1000)
        order = self.sell(self.module, 1, "2026-05-01 15:00:00")
        # 600 in a currency of which 4 are worth one of the company's, and 108 of tax.
        self.env.cr.execute(
            "UPDATE sale_order SET currency_rate = 4, amount_untaxed = 600, amount_total = 708 "
            "WHERE id = %s",
            [order.id],
        )
        self.env.invalidate_all()
        self.assertEqual(target.actual, 150)

    def test_one_query_for_any_number(self):
        for quarter in "1234":
            for user in (self.executive, self.colleague):
                for year in ("2025", "2026"):
                    self.make_target(quarter, 100, user=user, year=year)
        self.sell(self.plan, 1, "2026-05-01 15:00:00")
        targets = self.targets.search([])
        targets.mapped("currency_id.rounding")
        self.env.flush_all()
        self.env["digiflow.sales.target"].invalidate_model(["actual", "rate"])
        with self.assertQueryCount(1):
            targets.mapped("actual")

    def test_one_target_a_quarter(self):
        self.make_target("1", 100)
        self.refused(lambda: self.make_target("1", 200), Exception)
        self.refused(lambda: self.make_target("2", -1), Exception)
        self.refused(lambda: self.make_target("2", 1, year="26"), ValidationError)
        stranger = self.env["res.company"].create({"name": "Otra"})
        self.refused(lambda: self.make_target("2", 1, company_id=stranger.id), Exception)

    def test_executives_see_their_own(self):
        mine, other = self.make_target("1", 100), self.make_target("1", 5, user=self.colleague)
        self.sell(self.plan, 1, "2026-02-01 15:00:00")
        self.sell(self.plan, 3, "2026-02-01 15:00:00", user=self.colleague)
        own = self.targets.with_user(self.executive)
        self.assertEqual(own.search([]), mine)
        self.assertEqual(mine.with_user(self.executive).actual, 900)
        for name in ("amount", "actual"):
            self.env.invalidate_all()
            self.refused(
                lambda name=name: other.with_user(self.executive).read([name]), AccessError
            )
        report = self.env["digiflow.sales.target.report"]
        rows = report.with_user(self.executive).search([])
        self.assertEqual(rows.user_id, self.executive)
        self.assertEqual((sum(rows.mapped("target")), sum(rows.mapped("actual"))), (100, 900))
        self.assertEqual(sum(report.with_user(self.manager).search([]).mapped("actual")), 3600)
        self.assertEqual([row["name"] for row in own._get_grid("2026")], [self.executive.name])

    def test_only_the_manager_sets_them(self):
        target = self.make_target("1", 100)
        for role in ROLES[:-1]:
            own = target.with_user(self.users[role])
            for action in (
                lambda own=own: own.write({"amount": 1}),
                own.unlink,
                own.copy,
                lambda own=own: own._spread("2026", {self.executive.id: {"2": 5}}),
                lambda own=own: own.env["digiflow.sales.target.spread"].create({}),
            ):
                with self.subTest(role=role):
                    self.refused(action, AccessError)

    def test_another_companys_are_out_of_reach(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        (self.manager | self.executive).company_ids = [(4, abroad.id)]
        target = self.make_target("1", 100, company_id=abroad.id)
        for user in (self.manager, self.executive):
            own = target.with_user(user).with_context(allowed_company_ids=self.env.company.ids)
            self.assertFalse(own.search([]))
            report = own.env["digiflow.sales.target.report"]
            self.assertFalse(report.search([("company_id", "=", abroad.id)]))

    def spread(self, **vals):
        """Fill the form of a year as the manager does, and send it off."""
        form = Form(self.env["digiflow.sales.target.spread"].with_user(self.manager))
        for name, value in vals.items():
            setattr(form, name, value)
        form.save().action_spread()
        return self.targets.search([("year", "=", form.year)])

    def test_a_year_is_spread_to_the_cent(self):
        targets = self.spread(year="2027", amount=1000.01, weight_1=10, weight_4=40)
        self.assertEqual(targets.user_id, self.executive | self.colleague)
        self.assertEqual(len(targets), 8)
        self.assertAlmostEqual(sum(targets.mapped("amount")), 1000.01, places=2)
        own = targets.filtered(lambda target: target.user_id == self.executive)
        shares = {target.quarter: target.amount for target in own}
        self.assertAlmostEqual(shares["1"], 50, delta=0.02)
        self.assertAlmostEqual(shares["4"], 200, delta=0.02)

    def test_spreading_again_changes_and_adds_nothing(self):
        first = self.spread(year="2027", amount=1000)
        again = self.spread(year="2027", amount=2000)
        self.assertEqual(first, again)
        self.assertAlmostEqual(sum(again.mapped("amount")), 2000, places=2)

    def test_last_year_and_a_rise(self):
        self.make_target("1", 100)
        self.make_target("4", 333.33, user=self.colleague)
        targets = self.spread(year="2027", source="targets", percent=10)
        amounts = {(one.user_id, one.quarter): one.amount for one in targets}
        self.assertEqual(amounts, {(self.executive, "1"): 110, (self.colleague, "4"): 366.66})

    def test_last_years_sales_and_a_rise(self):
        self.sell(self.plan, 2, "2026-02-01 15:00:00")
        self.sell(self.plan, 1, "2026-03-01 15:00:00")
        targets = self.spread(year="2027", source="sales", percent=-10)
        self.assertEqual((targets.quarter, targets.amount), ("1", 2430))

    def test_nothing_to_spread_is_told(self):
        for vals in (
            {"source": "targets"},
            {"amount": 5, **{f"weight_{number}": 0 for number in range(1, 5)}},
        ):
            self.refused(lambda vals=vals: self.spread(year="2027", **vals), ProcessError)
