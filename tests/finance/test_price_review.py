"""The yearly price review: its figures by an own count, its states, and what is fixed."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..common import ROLES
from .cases import COSTS, FinanceCase

REVIEW_DAY = "2026-11-21 15:00:00"


def cents(value, step="0.01"):
    """A fraction to the nearest multiple of a step, a half upwards: written anew for the test."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return (number / Decimal(step)).quantize(Decimal(1), ROUND_HALF_UP) * Decimal(step)


def money(value):
    """A float of Odoo as the money that it stands for."""
    return Decimal(f"{value:.2f}")


@freeze_time(REVIEW_DAY)
class TestFigures(FinanceCase):
    """What follows from costs, hours and prices."""

    def test_costs_and_hour(self):
        review = self.make_review()
        last = sum(Fraction(str(cost[2])) for cost in COSTS)
        plan = sum(Fraction(str(cost[3])) for cost in COSTS)
        self.assertEqual(Fraction(str(review.cost_last)), last)
        self.assertEqual(Fraction(str(review.cost_plan)), plan)
        self.assertEqual(money(review.hour_cost_plan), cents(plan / 8400))
        self.assertEqual(money(review.hour_cost_last), cents(last / 8000))
        self.assertAlmostEqual(review.cost_variation, float((plan - last) / last * 100), places=2)
        nube = review.cost_ids.filtered(lambda cost: cost.description == "Nube")
        self.assertAlmostEqual(nube.variation, 25.0, places=2)

    def test_fill_brings_the_catalogue_with_its_prices_and_sales(self):
        self.sell(self.plan, 12, "2026-06-01 15:00:00")
        self.sell(self.plan, 3, "2026-01-01 04:59:59")  # still 2025 in Lima
        self.sell(self.plan, 5, "2026-01-01 05:00:00")
        self.offer(self.plan, 100, "2026-06-02 15:00:00")  # not confirmed
        self.make_product("Sin tarifa", False, 10)
        archived = self.make_product("Viejo", "plan", 10)
        archived.active = False
        review = self.make_review()
        review.action_fill()
        self.assertEqual(review.line_ids.product_id, self.products)
        prices = {line.product_id: line.price_current for line in review.line_ids}
        self.assertEqual(
            prices,
            {self.plan: 900, self.module: 150, self.hours: 95, self.integration: 2500},
        )
        # A plan is paid every month.
        self.assertEqual(self.line_of(review, self.plan).units_sold, 17 * 12)
        self.assertEqual(self.line_of(review, self.module).units_sold, 0)
        kinds = {line.product_id: line.kind for line in review.line_ids}
        self.assertEqual(kinds[self.plan], "licence")
        self.assertEqual(kinds[self.module], "licence")
        self.assertEqual(kinds[self.hours], "service")
        self.assertEqual(kinds[self.integration], "service")

    def test_filling_again_keeps_how_prices_are_set(self):
        review = self.make_review()
        review.action_fill()
        line = self.line_of(review, self.plan)
        line.write({"method": "amount", "amount": 1000})
        new = self.make_product("Plan 10000", "plan", 1500)
        self.tariff.item_ids.filtered(lambda item: item.fixed_price == 900).fixed_price = 910
        review.action_fill()
        self.assertEqual((line.price_current, line.price_new), (910, 1000))
        self.assertEqual(self.line_of(review, new).price_current, 1500)
        self.assertEqual(len(review.line_ids), 5)

    def test_new_prices_by_an_own_count(self):
        self.sell(self.plan, 7, "2026-03-01 15:00:00")
        self.sell(self.hours, 33, "2026-03-01 15:00:00")
        review = self.make_review(price_step=0.5)
        review.action_fill()
        review.apply_percent("licence", 7.25)
        review.apply_percent("service", -3)
        review.action_formula_hours()
        self.line_of(review, self.integration).write({"method": "amount", "amount": 2600.10})
        plan_cost = sum(Fraction(str(cost[3])) for cost in COSTS)
        expected = {
            self.plan: cents(900 * (1 + Fraction("7.25") / 100), "0.5"),
            self.module: cents(150 * (1 + Fraction("7.25") / 100), "0.5"),
            self.hours: cents(plan_cost / 8400 / (1 - Fraction(30, 100)), "0.5"),
            self.integration: Decimal("2600.10"),
        }
        found = {line.product_id: money(line.price_new) for line in review.line_ids}
        self.assertEqual(found, expected)
        months = 7 * 12  # a plan is paid every month
        effect = months * (expected[self.plan] - 900) + 33 * (expected[self.hours] - 95)
        self.assertEqual(money(review.effect), effect)
        income = months * expected[self.plan] + 33 * expected[self.hours]
        self.assertEqual(money(review.income_new), income)
        self.assertEqual(review.income_current, months * 900 + 33 * 95)
        margin = (income - Decimal(str(review.cost_plan))) / income * 100
        self.assertAlmostEqual(review.margin_new, float(margin), places=1)

    def test_what_to_mind(self):
        review = self.make_review()
        review.action_fill()
        hours = self.line_of(review, self.hours)
        hours.write({"method": "amount", "amount": 60})
        self.assertIn("below the cost of an hour", hours.warning)
        hours.amount = 90
        self.assertIn("less than the margin", hours.warning)
        hours.method = "formula"
        self.assertFalse(hours.warning)
        plan = self.line_of(review, self.plan)
        plan.percent = 31
        self.assertIn("more than 30 %", plan.warning)
        review.hours_plan = 0
        self.assertIn("cannot be worked out", hours.warning)
        self.assertEqual(review.warning_count, 2)

    def test_without_hours_or_income_nothing_is_divided(self):
        review = self.make_review(hours_last=0, hours_plan=0)
        self.assertEqual((review.hour_cost_last, review.margin_current), (0, 0))

    def test_last_years_review_is_taken_over(self):
        first = self.make_review(year="2026", margin_target=40)
        first.action_fill()
        first.apply_percent("licence", 4)
        review = self.env["digiflow.price.review"].with_user(self.manager).create({"year": "2027"})
        review.action_copy_last_year()
        self.assertEqual(review.margin_target, 40)
        self.assertEqual(review.hours_last, 8400)
        self.assertEqual(review.cost_last, first.cost_plan)
        self.assertEqual(review.cost_plan, first.cost_plan)
        line = self.line_of(review, self.plan)
        self.assertEqual((line.percent, line.price_current, line.price_new), (4, 900, 936))
        with self.assertRaises(WorkflowError):
            review.action_copy_last_year()

    def test_there_may_be_no_review_of_last_year(self):
        review = self.env["digiflow.price.review"].with_user(self.manager).create({"year": "2030"})
        with self.assertRaisesRegex(WorkflowError, "2029"):
            review.action_copy_last_year()

    def test_on_the_screen(self):
        form = Form(self.env["digiflow.price.review"].with_user(self.manager))
        self.assertEqual(form.year, "2027")
        self.assertEqual(form.pricelist_id, self.tariff)
        form.hours_plan = 100
        with form.cost_ids.new() as cost:
            cost.kind_id = self.env.ref("digiflow_crm.price_cost_kind_personnel")
            cost.description = "Planilla"
            cost.amount_plan = 7000
        with form.line_ids.new() as line:
            line.product_id = self.hours
            self.assertEqual((line.kind, line.price_current), ("service", 95))
            line.method = "formula"
        review = form.save()
        self.assertEqual(review.hour_cost_plan, 70)
        self.assertEqual(review.line_ids.price_new, 100)

    def test_copy_is_of_the_next_free_year(self):
        review = self.make_review()
        review.action_fill()
        copy = review.copy()
        self.assertEqual((copy.year, copy.state), ("2028", "draft"))
        self.assertEqual(copy.cost_plan, review.cost_plan)
        self.assertEqual(len(copy.line_ids), 4)

    def test_loaded_from_a_file(self):
        self.env["digiflow.price.review"].with_user(self.manager).load(
            [
                "year",
                "hours_plan",
                "cost_ids/kind_id",
                "cost_ids/description",
                "cost_ids/amount_plan",
            ],
            [["2027", "100", "Personnel", "Planilla", "7000"]],
        )
        review = self.env["digiflow.price.review"].search([("year", "=", "2027")])
        self.assertEqual(review.hour_cost_plan, 70)


@freeze_time(REVIEW_DAY)
class TestStates(FinanceCase):
    """Who moves a review on, what it needs, and that nothing changes afterwards."""

    def refused(self, action, error=WorkflowError):
        """Check that `action` is refused and leaves nothing."""
        with self.assertRaises(error), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            action()
            self.env.flush_all()

    def test_who_and_when_stay(self):
        review = self.make_ready()
        self.assertEqual(review.state, "approved")
        for name in ("submitted", "approved"):
            self.assertEqual(review[f"{name}_by_id"], self.manager)
            self.assertEqual(review[f"{name}_on"], datetime(2026, 11, 21, 15))

    def test_nothing_is_submitted_half_done(self):
        review = self.make_review(hours_plan=0)
        self.refused(review.action_submit)
        review.hours_plan = 100
        self.refused(review.action_submit)
        review.action_fill()
        review.cost_ids.unlink()
        self.refused(review.action_submit)

    def test_no_product_is_given_away(self):
        review = self.make_review()
        review.action_fill()
        self.line_of(review, self.plan).percent = -100
        self.refused(review.action_submit)

    def test_old_prices_that_changed_meanwhile_are_told(self):
        review = self.make_review()
        review.action_fill()
        self.env.flush_all()
        self.tariff.item_ids.filtered(lambda item: item.fixed_price == 900).fixed_price = 910
        self.refused(review.action_submit)
        review.action_fill()
        review.action_submit()

    def test_sent_back_with_a_reason(self):
        review = self.make_ready()
        self.refused(review.action_send_back)
        review.action_send_back("La nube está mal")
        self.assertEqual((review.state, review.return_reason), ("draft", "La nube está mal"))
        self.assertFalse(review.approved_by_id)
        self.assertIn("La nube está mal", review.message_ids[0].body + review.message_ids[1].body)
        review.hours_plan = 9000
        review.action_submit()
        review.return_reason = "Otra vez"
        review.action_send_back()
        self.assertEqual(review.return_reason, "Otra vez")

    def test_steps_are_not_left_out(self):
        review = self.make_review()
        review.action_fill()
        self.refused(review.action_approve)
        self.refused(review.action_apply)
        self.refused(lambda: review.action_send_back("No"))
        review.action_submit()
        self.refused(review.action_submit)
        self.refused(review.action_apply)
        review.action_cancel()
        self.refused(review.action_approve)
        self.refused(review.action_cancel)

    def test_state_is_not_written(self):
        review = self.make_review()
        for vals in (
            {"state": "applied"},
            {"approved_by_id": self.manager.id},
            {"submitted_on": "2026-01-01 00:00:00"},
        ):
            self.refused(lambda vals=vals: review.write(vals))
        self.refused(lambda: self.make_review(year="2028", state="approved"))
        forged = self.make_review(year="2029", approved_by_id=self.manager.id)
        self.assertFalse(forged.approved_by_id)
        with_default = self.env["digiflow.price.review"].with_context(default_state="applied")
        self.assertEqual(with_default.create({"year": "2031"}).state, "draft")

    def test_fixed_whichever_path(self):
        """From submission on; applied for good."""
        other = self.make_review(year="2040")
        spare = self.make_product("Otro", "module", 20)
        spare.digiflow_kind = False
        review = self.make_ready()
        for move in (None, "action_apply"):
            if move:
                review[0].action_apply()
            line, cost = review.line_ids[0], review.cost_ids[0]
            paths = {
                "review": lambda: review.write({"hours_plan": 1}),
                "lines": lambda line=line: review.write(
                    {"line_ids": [(1, line.id, {"percent": 1})]}
                ),
                "no lines": lambda: review.write({"line_ids": [(5,)]}),
                "line": lambda line=line: line.write({"percent": 50}),
                "taken away": lambda line=line: line.write({"review_id": other.id}),
                "put in": lambda: other.cost_ids[0].write({"review_id": review.id}),
                "deleted line": line.unlink,
                "new line": lambda line=line: line.copy({"product_id": spare.id}),
                "cost": lambda cost=cost: cost.write({"amount_plan": 1}),
                "deleted cost": cost.unlink,
                "new cost": lambda cost=cost: cost.copy({"review_id": review.id}),
                "percent": lambda: review.apply_percent("service", 1),
                "fill": review.action_fill,
                "formula": review.action_formula_hours,
                "copy": review.action_copy_last_year,
                "deleted": review.unlink,
                "list": lambda: review.write({"pricelist_id": self.tariff.copy().id}),
            }
            for name, path in paths.items():
                with self.subTest(path=name, move=move):
                    self.refused(path)
        loaded = review.load([".id", "hours_plan"], [[str(review.id), "5"]])
        self.assertFalse(loaded["ids"])
        self.assertEqual(review.hours_plan, 8400)
        for path in (review.action_cancel, lambda: review.action_send_back("No")):
            self.refused(path)

    def test_chatter_and_activities_go_on(self):
        review = self.make_ready()
        review.action_apply()
        review.message_post(body="Conversado con gerencia")
        review.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id)
        review.activity_ids.action_done()

    def test_one_review_a_year(self):
        review = self.make_review()
        self.refused(self.make_review, Exception)
        review.action_cancel()
        again = self.make_review()
        self.assertEqual(again.year, review.year)
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, abroad.id)]
        self.make_review(company_id=abroad.id)

    def test_numbers_that_cannot_be(self):
        for vals in (
            {"margin_target": 100},
            {"price_step": 0},
            {"hours_plan": -1},
            {"percent_service": -101},
        ):
            self.refused(lambda vals=vals: self.make_review(**vals), Exception)
        for year in ("27", "abcd", "1999", "٢٠٢٧"):
            self.refused(lambda year=year: self.make_review(year=year), ValidationError)

    def test_formula_is_for_hours_only(self):
        review = self.make_review()
        review.action_fill()
        line = self.line_of(review, self.plan)
        self.refused(lambda: line.write({"method": "formula"}), ProcessError)
        self.refused(lambda: review.apply_percent("others", 3), ProcessError)

    def test_only_the_manager(self):
        review = self.make_ready()
        for role in ROLES[:-1]:
            own = review.with_user(self.users[role])
            for action in (
                lambda own=own: own.read(["cost_plan"]),
                lambda own=own: own.line_ids.read(["price_new"]),
                own.get_report,
                own.action_apply,
                own.action_approve,
                lambda own=own: own.search([]),
                lambda own=own: own.env["digiflow.price.review.cost"].search([]),
                lambda own=own: own.env["digiflow.price.cost.kind"].search([]),
            ):
                with self.subTest(role=role):
                    self.refused(action, AccessError)

    def test_another_companys_review_is_out_of_reach(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, abroad.id)]
        review = self.make_review(company_id=abroad.id)
        here = {"allowed_company_ids": self.env.company.ids}
        for records, name in ((review, "year"), (review.cost_ids, "amount_plan")):
            own = records.with_context(**here)
            self.env.invalidate_all()
            self.refused(lambda own=own, name=name: own.read([name]), AccessError)
            self.assertFalse(own.search([("id", "in", own.ids)]))
