"""The records behind each indicator: as many as its figures say, and the right ones."""

from datetime import date, timedelta

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.dashboard.digiflow_dashboard_behind_clients import (
    find_exceptions,
)
from odoo.addons.digiflow_crm.models.dashboard.indicator_parts import PARTS, count_parts

from ..indicators.made_up_year import YEAR, moment
from ..indicators.year_of_chance import YearOfChance
from .cases import QUARTER, DashboardCase

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 3, 31)
NEXT, BEFORE = date(YEAR, 4, 1), date(YEAR - 1, 5, 1)
# The last minute of the quarter in Lima, which UTC counts as of the next one, and the first after.
EDGE, AFTER = moment(LAST, 23, 59), moment(NEXT)
Q1 = periods.Period(FIRST, LAST)
SERVICE = {"clients": "stays", "typed": "typed"}


class BehindCase(YearOfChance, DashboardCase):
    """A year in which everything happens that a domain might take for something else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.env["res.company"].create({"name": "Digiflow Bolivia"})
        cls.manager.company_ids = [(4, cls.abroad.id)]
        cls.make_opportunities()
        cls.make_stays()
        cls.make_people()

    @classmethod
    def make_opportunities(cls):
        """At the edge of the day, archived, of no company and of another one, in rounds."""
        start = moment(FIRST)
        cls.won = cls.add_lead(start, start, start, won=EDGE)
        cls.late = cls.add_lead(AFTER, AFTER, AFTER, won=AFTER, made=AFTER)
        # Won first and talked to later: it has no cycle. On the same day, it has one of 0 days.
        cls.hasty = cls.add_lead(start, moment(FIRST, 23), won=moment(FIRST, 8))
        cls.hastier = cls.add_lead(start, moment(LAST), won=moment(FIRST, 8))
        cls.lost = cls.add_lead(start, proposal=start, lost=EDGE)
        cls.orphan = cls.stamp(cls.add_lead(EDGE, start, won=start), company_id=None)
        cls.foreign = cls.add_lead(start, start, start, won=start)
        cls.stamp(cls.foreign, company_id=cls.abroad.id, prospect_list_id=None)
        for lead in (cls.won, cls.orphan, cls.foreign):
            for state in ("held", "no_show", "cancelled"):
                cls.add_meeting(lead, start, EDGE, state)
            company = lead.company_id or cls.company
            cls.stamp(cls.add_call(lead, EDGE, True), company_id=company.id)
        cls.rounds = [cls.add_offer(cls.won, 100, sent=start) for _round in range(2)]
        cls.rounds.append(cls.add_offer(cls.won, 90, sent=EDGE, sold=EDGE, listed=100, discount=10))
        cls.rounds.append(cls.add_offer(cls.won, 80, sent=AFTER))
        cls.stamp(cls.add_offer(cls.lost, 70, sent=start, sold=start), company_id=cls.abroad.id)
        cls.make_lists()

    @classmethod
    def make_lists(cls):
        """Lists that are not at work, or elsewhere."""
        for vals in ({"state": "closed"}, {"active": False}, {"company_id": cls.abroad.id}):
            other = cls.prospects.copy()
            cls.stamp(cls.add_lead(moment(FIRST)), prospect_list_id=other.id)
            cls.stamp(other, **{"state": "distributed", **vals})

    @classmethod
    def make_stays(cls):
        """Clients who are gone and back, who are there twice, and others' clients."""
        cls.add_stay("Firme", BEFORE)
        cls.add_stay("Nuevo", FIRST)
        cls.add_stay("Ido", BEFORE, LAST - timedelta(days=1))
        cls.add_stay("Vuelto", BEFORE, FIRST)
        cls.add_stay("Vuelto", LAST)
        cls.add_stay("Mudado", BEFORE, FIRST)
        cls.add_stay("Mudado", LAST, service="gre")
        cls.add_stay("Otro", BEFORE, FIRST, service="pse")
        # One company each, of two that were not known to be one.
        for name, stays in {"Doble": (BEFORE, BEFORE), "Mixto": (BEFORE, LAST)}.items():
            for number, first in enumerate(stays):
                stay = cls.add_stay(f"{name} {number}", first)
                head = stay.search([("partner_id.name", "=", f"{name} 0")]).partner_id
                cls.stamp(stay.partner_id, commercial_partner_id=head.id)
        cls.stamp(cls.add_stay("Ajeno", FIRST), company_id=cls.abroad.id)

    @classmethod
    def make_people(cls):
        """Reviews and answers that count in nothing, and who passed everything at the last hour."""
        for vals in ({}, {"failed": True}, {"state": "draft"}, {"origin": "calibration"}):
            cls.add_review(cls.add_call(cls.won, EDGE, False), 50, **vals)
        foreign = cls.add_review(cls.add_call(cls.won, EDGE, False), 50)
        cls.stamp(foreign, company_id=cls.abroad.id)
        cls.add_attempt(EDGE, 2, 1)
        cls.add_attempt(AFTER, 0, 4)
        cls.stamp(cls.add_attempt(EDGE, 5, 5), company_id=cls.abroad.id)
        cls.stamp(cls.add_attempt(EDGE, 1, 1), state="cancelled")
        for evaluation in cls.env["digiflow.training.evaluation"].search([]):
            passed = cls.add_attempt(EDGE, 0, 0)
            cls.stamp(passed, evaluation_id=evaluation.id, passed=True, score=100)

    def count(self, kind, span):
        """``{(code, part): (number told, records found)}`` of all indicators in some days."""
        own = self.dashboard
        rows = self.catalogue.with_user(self.manager)._get_values(kind, span)["values"]
        own._count_indicators(rows)
        return {
            (row["code"], part): (number, self.find(row["code"], part, kind, span))
            for row in rows
            for part, number in row["counts"].items()
        }

    def find(self, code, part, kind="quarter", span=Q1):
        """The records behind a part of an indicator, as the manager sees them."""
        model, domain, title = self.dashboard._find_indicators(self.company, kind, span, code, part)
        self.assertTrue(title)
        records = self.env[model].with_user(self.manager).with_context(active_test=False)
        return records.search(domain)


class TestCounts(BehindCase):
    """Every number is the number of the records that it opens."""

    def test_each_part_of_each_period(self):
        self.make_year()
        never = {(code, part) for code in PARTS for part in PARTS[code]}
        for span in self.get_spans():
            kind = {1: "month", 3: "quarter"}.get(span.last.month - span.first.month + 1, "year")
            for figure, (number, found) in self.count(kind, span).items():
                with self.subTest(figure, span=str(span.first), kind=kind):
                    self.assertEqual(len(found), number)
                if number:
                    never.discard(figure)
        # Typed numbers have a test of their own.
        self.assertEqual({part for _code, part in never}, {"typed", "typed_before"})

    def test_what_the_manager_opens(self):
        figures = self.check_opens(QUARTER, ["indicators"])
        self.assertIn(("indicators", "won", "won"), figures)

    def test_another_company(self):
        other = self.dashboard.with_context(allowed_company_ids=[self.abroad.id, self.company.id])
        rows = other.get_data(QUARTER)["indicators"]["rows"]
        counts = {row["code"]: row["counts"] for row in rows}
        # Its own one, and the one that is in each company.
        for code, part, number in (
            ("won", "won", 2),
            ("effective_contact", "calls", 1),
            ("discount", "orders", 1),
            ("clients_new", "new", 1),
            ("call_quality", "reviews", 1),
            ("training", "told", 10),
            ("list_progress", "prospects", 1),
        ):
            with self.subTest(code):
                action = other.open_records(QUARTER, "indicators", code, part)
                found = self.env[action["res_model"]].with_user(self.manager)
                found = found.with_context(**other.env.context, active_test=False)
                self.assertEqual(found.search_count(action["domain"]), number)
                self.assertEqual(counts[code][part], number)


class TestRecords(BehindCase):
    """What is behind a figure, by name."""

    def test_opportunities_and_offers(self):
        won = self.won | self.hasty | self.hastier | self.orphan
        for code, part, found in (
            ("won", "won", won),
            ("lost", "lost_offered", self.lost),
            ("win_rate", "ended", won | self.lost),
            ("win_rate_offered", "ended_offered", self.won | self.lost),
            ("cycle_median", "cycles", won - self.hastier),
            ("proposals_sent", "offers", self.rounds[2]),
            ("discount", "orders", self.rounds[2]),
        ):
            with self.subTest(code, part=part):
                self.assertEqual(set(self.find(code, part).ids), set(found.ids))

    def test_clients(self):
        for code, part, names in (
            ("clients_ose", "clients", "Doble 0, Firme, Mixto 0, Nuevo, Vuelto"),
            ("clients_total", "clients", "Doble 0, Firme, Mixto 0, Mudado, Nuevo, Vuelto"),
            ("clients_growth", "clients_before", "Doble 0, Firme, Ido, Mixto 0, Mudado, Vuelto"),
            ("clients_new", "new", "Mudado, Nuevo"),
            ("clients_lost", "gone", "Ido, Mudado"),
            ("retention", "kept", "Doble 0, Firme, Mixto 0, Vuelto"),
        ):
            with self.subTest(code, part=part):
                found = self.find(code, part).mapped("partner_id.name")
                self.assertEqual(", ".join(sorted(found)), names)

    def test_quarter_that_runs(self):
        """Clients of today: who leaves tomorrow is one, who comes tomorrow is none yet."""
        today = periods.today()
        self.add_stay("Hasta hoy", BEFORE, today)
        self.add_stay("Desde mañana", today + timedelta(days=1))
        span = periods.Period(today - timedelta(days=9), today + timedelta(days=9))
        names = self.find("clients_ose", "clients", False, span).mapped("partner_id.name")
        self.assertIn("Hasta hoy", names)
        self.assertNotIn("Desde mañana", names)

    def test_typed_numbers(self):
        """They are behind the figure themselves, beside the services that were not typed."""
        counts = self.env["digiflow.client.count"]
        ose = self.env.ref("digiflow_crm.service_ose").id
        day = date(YEAR, 12, 31)
        typed = counts.create(
            [
                {"kind": kind, "date": day, "service_id": ose, "count": count}
                for kind, count in (("quarter", 40), ("year", 50))
            ]
        )
        for kind, span, row in (
            ("quarter", periods.Period(date(YEAR, 10, 1), day), typed[0]),
            ("year", periods.Period(FIRST, day), typed[1]),
        ):
            with self.subTest(kind):
                found = self.count(kind, span)
                self.assertEqual(found["clients_ose", "typed"], (1, row))
                self.assertEqual(found["clients_ose", "clients"][0], 0)
                self.assertFalse(found["clients_ose", "clients"][1])
                self.assertEqual(found["clients_total", "typed"], (1, row))
                number, stays = found["clients_total", "clients"]
                self.assertEqual((number, stays.partner_id.name), (1, "Mudado"))
                self.assertEqual(len(stays), 1)
                # Nobody knows who came and who left.
                self.assertNotIn(("clients_new", "new"), found)
        after = periods.Period(date(YEAR + 1, 1, 1), date(YEAR + 1, 12, 31))
        found = self.count("year", after)
        self.assertEqual(found["clients_growth", "typed_before"], (1, typed[1]))
        number, stays = found["clients_growth", "clients_before"]
        self.assertEqual((number, len(stays)), (1, 1))
        self.assertEqual(found["retention", "at_start"][0], len(found["retention", "at_start"][1]))

    def test_questions_without_an_answer(self):
        for key, part in (("won", "lost"), ("nothing", "won"), (None, "won"), ("total", "won")):
            with self.subTest(key, part=part), self.assertRaisesRegex(ProcessError, "no figure"):
                self.dashboard.open_records(QUARTER, "indicators", key, part)
        self.catalogue.create({"code": "otra", "name": "Another"})
        with self.assertRaisesRegex(ProcessError, "no figure"):
            self.dashboard.open_records(QUARTER, "indicators", "otra", "won")

    def test_every_indicator_has_parts(self):
        own = set(self.catalogue.search([]).mapped("code"))
        self.assertEqual(own - set(PARTS), {"clients_ose", "clients_gre"})
        self.assertEqual(set(PARTS) - own, set())
        names = self.dashboard._get_part_names()
        self.assertEqual({part for parts in PARTS.values() for part in parts}, set(names))


class TestFrozen(BehindCase):
    """Of a closed period the numbers are those it was closed with."""

    def test_as_it_was_closed(self):
        live = {row["code"]: row["counts"] for row in self.get_section("indicators")["rows"]}
        period = self.env["digiflow.indicator.period"].with_user(self.manager)
        period = period.create({"kind": "quarter", "date_from": FIRST})
        period.action_close()
        self.stamp(self.won, won_date=None)
        self.add_stay("Tarde", FIRST)
        frozen = {row["code"]: row["counts"] for row in self.get_section("indicators")["rows"]}
        self.assertEqual(frozen, live)
        values = period.value_ids.filtered(lambda one: one.indicator_id.code == "clients_total")
        # sudo: nobody may write values, and older ones had no inputs.
        values.sudo()._update({"inputs": False})
        # What was frozen before its parts were kept has none.
        self.assertEqual(self.get_row("indicators", "clients_total")["counts"], {})

    def test_numbers_that_are_kept(self):
        """Without data, 0 of 0 says nothing; without a whole, the part still does."""
        row = {"code": "conversion", "family": "results", "inputs": {}}
        for value, numerator, denominator, counts in (
            (50.0, 1.0, 2.0, {"won": 1, "first_called": 2}),
            (0.0, 0.0, 2.0, {"won": 0, "first_called": 2}),
            (None, 3.0, 0.0, {"won": 3, "first_called": 0}),
            (None, 0.0, 0.0, {}),
            (None, None, None, {}),
        ):
            numbers = {"value": value, "numerator": numerator, "denominator": denominator}
            with self.subTest(**numbers):
                self.assertEqual(count_parts({**row, **numbers}), counts)

    def test_stays_that_are_exceptions(self):
        """(client, service, id, there before, there at the end)"""
        for stays, expected in (
            ([(1, 1, 10, True, False), (1, 1, 11, False, True)], {"away": {10}, "back": {11}}),
            ([(1, 1, 10, True, False), (2, 1, 11, False, True)], {}),
            ([(1, 1, 10, True, False), (1, 2, 11, False, True)], {}),
            (
                [(1, 1, 10, True, False), (1, 1, 11, False, True), (1, 1, 12, True, True)],
                {"twice_before": {10}, "twice": {11}},
            ),
            (
                [(1, 1, 10, True, True), (1, 1, 11, True, True)],
                {"twice_before": {11}, "twice": {11}},
            ),
        ):
            with self.subTest(stays):
                found = {name: ids for name, ids in find_exceptions(stays).items() if ids}
                self.assertEqual(found, expected)
