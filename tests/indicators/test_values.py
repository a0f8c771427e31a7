"""The values of indicators: what is frozen stays, by whatever way it is tried."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import ROLES
from .cases import Q1, Q2, Q3, IndicatorCase


class TestFreezing(IndicatorCase):
    """`_freeze`, and what it leaves."""

    def test_value_and_target(self):
        for numerator, value, text, missed, sign in (
            (72, 72.0, "72.0 %", True, "▼ under target"),
            (80, 80.0, "80.0 %", False, "✓ target reached"),
            (0, 0.0, "0.0 %", True, "▼ under target"),
        ):
            with self.subTest(numerator=numerator):
                quarter = {72: Q1, 80: Q2, 0: Q3}[numerator]
                frozen = self.freeze(quarter, numerator)
                self.assertTrue(frozen.frozen and frozen.frozen_on and frozen.has_data)
                self.assertEqual(frozen.frozen_by_id, self.env.user)
                self.assertEqual((frozen.value, frozen.value_text), (value, text))
                self.assertEqual((frozen.is_under_target, frozen.sign), (missed, sign))
                self.assertEqual(frozen.target_text, "80.0 %")

    def test_lower_is_better(self):
        days = self.env["digiflow.indicator"].create(
            {"code": "ciclo", "name": "Cycle", "unit": "days", "direction": "lower"}
        )
        self.assertEqual(self.freeze(Q1, 400, 10, days).sign, "no target")
        days.write({"has_target": True, "target": 30})
        late = self.freeze(Q2, 405, 10, days)
        self.assertEqual((late.value_text, late.sign), ("40.5 days", "▲ above target"))

    def test_nothing_to_count_is_no_figure(self):
        empty = self.freeze(Q1, 0, 0)
        self.freeze(Q2, 60)
        self.assertEqual((empty.value_text, empty.sign), ("no data", "no data"))
        self.assertFalse(empty.has_data or empty.is_under_target)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*), count(value), avg(value) FROM digiflow_indicator_value "
            "WHERE indicator_id = %s",
            [self.indicator.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (2, 1, 60.0))

    def test_same_numbers_again(self):
        first = self.freeze(Q1, 72)
        stamp = first.frozen_on
        self.indicator.target = 90
        self.assertEqual(self.freeze(Q1, 72), first)
        # A target of later does not judge what was.
        self.assertEqual((first.target, first.frozen_on), (80.0, stamp))
        for numbers in ((73, 100), (36, 50), (0, 0)):
            with self.subTest(numbers=numbers), self.assertRaisesRegex(WorkflowError, "for good"):
                self.freeze(Q1, *numbers)
        self.assertEqual((first.value, first.numerator, first.denominator), (72.0, 72.0, 100.0))

    def test_numbers_that_contradict(self):
        with self.assertRaisesRegex(WorkflowError, "contradict"):
            self.indicator._freeze(self.env.company, *Q1, 72, 100, 80)

    def test_last_one_that_was_over(self):
        first, second = self.freeze(Q1, 72), self.freeze(Q2, 75)
        company = self.env.company
        for day, found in ((Q2[1], second), (Q2[0], first), (Q1[0], first.browse())):
            self.assertEqual(self.indicator._get_frozen(company, day), found)
        self.assertEqual(self.indicator.last_text, "75.0 %")


class TestPaths(IndicatorCase):
    """Every way to change, double or remove a frozen value."""

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def test_nobody(self):
        value = self.freeze(Q1, 72)
        vals = {
            "indicator_id": self.indicator.id,
            "company_id": self.env.company.id,
            "date_from": "2025-04-01",
            "date_to": "2025-06-30",
        }
        header = ["indicator_id/.id", "date_from", "date_to", "value"]
        row = [str(self.indicator.id), "2025-04-01", "2025-06-30", "99"]
        for user in (self.env.user, *(self.users[role] for role in ROLES)):
            own = value.with_user(user)
            ways = {
                "write": lambda own=own: own.write({"value": 99}),
                "unfreeze": lambda own=own: own.write({"frozen": False}),
                "unlink": own.unlink,
                "copy": own.copy,
                "create": lambda own=own: own.create({**vals, "value": 99, "frozen": True}),
                "default": lambda own=own: own.with_context(default_value=99).create(vals),
            }
            for name, way in ways.items():
                with self.subTest(user=user.login, way=name), self.env.cr.savepoint():
                    if name == "default" and self.env.is_superuser() and user == self.env.user:
                        self.assertFalse(way().value)
                        continue
                    with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
                        way()
                        self.env.flush_all()
                    if user != self.env.user:
                        self.assertIsInstance(refused.exception, AccessError)
            with self.subTest(user=user.login, way="import"):
                loaded = own.load(header, [row])
                self.assertFalse(loaded["ids"])
        value.invalidate_recordset()
        self.assertEqual((value.value, value.frozen), (72.0, True))

    def test_meaning_stays_while_there_are_values(self):
        self.indicator.unit = "number"
        self.indicator.unit = "percent"
        self.freeze(Q1, 72)
        self.indicator.write({"code": "prueba", "name": "Happy clients"})
        for vals in ({"code": "otra"}, {"unit": "number"}, {"direction": "lower"}):
            with self.subTest(vals), self.assertRaisesRegex(WorkflowError, "on record"):
                self.indicator.write(vals)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.indicator.unlink()

    def test_ask_for_an_action(self):
        low, good = self.freeze(Q1, 72), self.freeze(Q2, 90)
        self.indicator.owner_id = self.quality
        action = low.with_user(self.quality).action_improve()
        found = self.env["digiflow.improvement"].browse(action["res_id"])
        self.assertEqual((found.value_before_id, found.user_id), (low, self.quality))
        self.assertTrue(found.date_deadline)
        self.assertEqual(low.action_improve()["res_id"], found.id)
        with self.assertRaisesRegex(WorkflowError, "does not ask"):
            good.action_improve()
        with self.assertRaises(AccessError):
            self.freeze(Q3, 10).with_user(self.executive).action_improve()
