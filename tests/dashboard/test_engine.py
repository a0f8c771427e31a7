"""The dashboard as a whole: whose it is, what it compares, what closing freezes, what it asks."""

import json
import xmlrpc.client
from datetime import date, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import indicator_periods, periods
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.dashboard.digiflow_dashboard import SECTIONS
from odoo.addons.digiflow_crm.models.indicators.indicator_sql import CLIENTS_SQL

from ..common import ROLES
from ..indicators.made_up_year import YEAR, moment
from .cases import QUARTER, DashboardCase

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 3, 31)
BEFORE, YEAR_BEFORE = date(YEAR - 1, 11, 5), date(YEAR - 1, 2, 5)
CALLS, CYCLE = "effective_contact", "cycle_average"
ALWAYS = {"period", "company", "currency", "comparisons"}


class EngineCase(DashboardCase):
    """A quarter in which something of everything happened, and less of it a year before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_sale(FIRST, LAST)
        cls.lost = cls.add_lead(moment(FIRST), proposal=moment(FIRST), lost=moment(LAST))
        cls.call = cls.add_call(cls.lead, moment(LAST, 20), True)
        cls.add_call(cls.lead, moment(LAST, 21), False)
        cls.add_review(cls.call, 80)
        cls.add_meeting(cls.lead, moment(FIRST), moment(FIRST + timedelta(days=9)), "held")
        cls.add_attempt(moment(FIRST), 3, 1)
        cls.add_stay("Uno", FIRST)
        cls.campaign = cls.add_campaign(1, 3, 4)
        cls.campaign._on_closed()
        cls.make_sale(YEAR_BEFORE, YEAR_BEFORE + timedelta(days=4))
        cls.add_call(cls.lead, moment(YEAR_BEFORE), True)
        for effective in (True, False, False, False):
            cls.add_call(cls.lead, moment(BEFORE), effective)

    @classmethod
    def make_sale(cls, called, won):
        """An opportunity from its first call to its sale."""
        offered = {"effective": moment(called), "proposal": moment(called)}
        lead = cls.add_lead(moment(called), won=moment(won), **offered)
        cls.add_offer(lead, 1000, sent=moment(called), sold=moment(won), listed=1000, discount=5)
        return lead

    def close(self, day):
        """The quarter of a day, closed by the manager."""
        own = self.env["digiflow.indicator.period"].with_user(self.manager)
        period = own.create({"kind": "quarter", "date_from": day})
        period.action_close()
        return period

    def change_everything(self):
        """Make the quarter another one, but not what it is compared with."""
        self.stamp(self.lead, won_date=None, proposal_date=None)
        self.stamp(self.lost, lost_date=moment(LAST + timedelta(days=1)))
        self.stamp(self.call, start=moment(LAST + timedelta(days=1)))
        self.make_sale(LAST, LAST)
        self.add_meeting(self.lead, moment(FIRST), moment(LAST), "no_show")
        self.add_attempt(moment(LAST), 0, 5)
        self.add_stay("Dos", LAST)
        self.campaign._update({"closed_satisfied": 1})

    def get_sections(self, period=QUARTER):
        """The sections, in plain form."""
        data = self.dashboard.get_data(period)
        return {section: data[section] for section in SECTIONS}

    def count_queries(self, way):
        """How many statements something takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        way()
        return self.env.cr.sql_log_count - before


class TestWhose(EngineCase):
    """Who may see it, and of which company it is."""

    def test_managers_alone(self):
        users = {**self.users, "clerk": self.make_user("clerk", groups="base.group_user")}
        for role, user in users.items():
            own = self.env["digiflow.dashboard"].with_user(user)
            ways = {
                "data": lambda own=own: own.get_data(QUARTER),
                "screen": lambda own=own: own.get_screen(QUARTER),
                "records": lambda own=own: own.open_records(QUARTER, "indicators", "won", "won"),
            }
            for name, way in ways.items():
                with self.subTest(role=role, way=name):
                    if role == "manager":
                        self.assertTrue(way())
                        continue
                    with self.assertRaisesRegex(AccessError, "commercial manager"):
                        way()

    def test_frozen_figures_are_the_managers(self):
        period = self.close(LAST)
        period.reopen("A late call")
        for role in set(ROLES) - {"manager"}:
            for record in (period, period.reopening_ids):
                with self.subTest(role=role, model=record._name), self.assertRaises(AccessError):
                    record.with_user(self.users[role]).read(["dashboard"])

    def test_another_company(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, abroad.id)]
        self.close(LAST)
        # At work in one company, with the records of both at hand.
        companies = [abroad.id, self.company.id]
        own = self.dashboard.with_context(allowed_company_ids=companies)
        data = own.get_data(QUARTER)
        self.assertEqual(data["company"], {"id": abroad.id, "name": "Digiflow Bolivia"})
        self.assertFalse(data["period"]["is_closed"])
        rows = {row["code"]: row for row in data["indicators"]["rows"]}
        self.assertFalse(any(row["value"] for row in rows.values()), rows)
        self.assertFalse(rows[CALLS]["before"]["value"] or rows[CALLS]["year_before"]["value"])


class TestData(EngineCase):
    """What it tells, and in which form."""

    def test_each_kind_of_period(self):
        expected = {
            str(YEAR): {"before": str(YEAR - 1), "year_before": str(YEAR - 1)},
            QUARTER: {"before": f"{YEAR - 1}-Q4", "year_before": f"{YEAR - 1}-Q1"},
            f"{YEAR}-01": {"before": f"{YEAR - 1}-12", "year_before": f"{YEAR - 1}-01"},
        }
        for code, compared in expected.items():
            with self.subTest(code):
                screen = self.dashboard.get_screen(code)
                data = screen["data"]
                # False is not equal to None, nor a date to its text.
                self.assertEqual(json.loads(json.dumps(screen)), screen)
                self.assertTrue(xmlrpc.client.dumps((screen,)))
                self.assertEqual(list(data), [*sorted(ALWAYS, key=list(data).index), *SECTIONS])
                self.assertLess(ALWAYS, set(data))
                told = data["period"]["code"], data["company"]["id"], data["currency"]
                company = self.company
                self.assertEqual(told, (code, company.id, company.currency_id.name))
                codes = {name: one["code"] for name, one in data["comparisons"].items()}
                self.assertEqual(codes, compared)
                self.check_rows(data)

    def check_rows(self, data):
        """Rows of a section have the same parts, each named and counted."""
        for section in SECTIONS:
            own = data[section]
            self.assertTrue(isinstance(own["empty"], str) or own["empty"] is False, section)
            keys = [row["key"] for row in own["rows"]]
            self.assertEqual(len(set(keys)), len(keys), section)
            for row in [*own["rows"], *([own["total"]] if own["total"] else [])]:
                with self.subTest(section=section, row=row["key"]):
                    self.assertTrue(row["name"])
                    self.assertFalse({type(one) for one in row["counts"].values()} - {int})

    def test_every_number_opens_its_records(self):
        known = self.check_opens()
        # Stages are entered, and actions opened, today.
        sections = set(SECTIONS) - {"funnel", "improvements"}
        self.assertEqual({figure[0] for figure in known}, sections)

    def test_bad_questions(self):
        tomorrow = indicator_periods.after(
            indicator_periods.period_of(periods.today(), "quarter"), "quarter"
        )
        yet_to_come = indicator_periods.code_of(tomorrow, "quarter")
        for code in ("2026-Q5", "26", None, False, "", ["2026"], yet_to_come):
            for way in (self.dashboard.get_data, self.open_won):
                with self.subTest(code), self.assertRaises(ProcessError):
                    way(code)
        for section in ("nothing", None, "_check_manager", ["indicators"]):
            with self.subTest(section), self.assertRaisesRegex(ProcessError, "no section"):
                self.dashboard.open_records(QUARTER, section, "won", "won")

    def open_won(self, code):
        self.dashboard.open_records(code, "indicators", "won", "won")

    def test_compared_and_trend(self):
        row = self.get_row("indicators", CALLS)
        self.assertEqual(
            row["before"],
            {
                "value": 25.0,
                "text": "25.0 %",
                "change": "+25.0 points",
                "verdict": "improved",
                "is_better": True,
            },
        )
        told = row["year_before"]
        self.assertEqual((told["value"], told["verdict"]), (100.0, "worse"))
        self.assertEqual((told["change"], told["is_better"]), ("-50.0 points", False))
        trend = row["trend"]
        self.assertEqual([len(trend), trend[0]["code"], trend[-1]["code"]], [8, "2009-Q2", QUARTER])
        values = [one["value"] for one in trend]
        self.assertEqual(values, [False] * 3 + [100.0] + [False] * 2 + [25.0, 50.0])
        cycle = self.get_row("indicators", CYCLE)
        # A sale that takes longer is worse.
        self.assertEqual((cycle["value"], cycle["year_before"]["value"]), (89.0, 4.0))
        self.assertEqual(cycle["year_before"]["verdict"], "worse")
        unknown = cycle["before"]
        self.assertEqual((unknown["value"], unknown["verdict"], unknown["change"]), (False,) * 3)

    def test_other_periods_once_they_are_closed(self):
        self.close(BEFORE)
        self.close(YEAR_BEFORE)
        for day in (BEFORE, YEAR_BEFORE):
            self.add_call(self.lead, moment(day), False)
        # What was not frozen then is not known of then.
        self.catalogue.create({"code": "nuevo", "name": "Nuevo", "family": "results"})
        asked = []
        reckon = type(self.env["digiflow.indicator"])._reckon_all

        def count(indicators, company, first, last):
            asked.append((first, set(indicators.mapped("code"))))
            return reckon(indicators, company, first, last)

        with patch.object(type(self.env["digiflow.indicator"]), "_reckon_all", count):
            row = self.get_row("indicators", CALLS)
        told = row["before"]["value"], row["year_before"]["value"]
        self.assertEqual(told, (25.0, 100.0))
        own = [codes for first, codes in asked if first == FIRST]
        self.assertEqual([len(own), CALLS in own[0]], [1, True], "its own figures once")
        # Campaigns are closed when they are closed, whatever became of their quarter.
        others = {code for first, codes in asked if first != FIRST for code in codes}
        self.assertLessEqual(others, {"satisfaction"})

    def test_screen(self):
        screen = self.dashboard.get_screen()
        self.assertEqual(screen["data"]["period"]["kind"], "quarter")
        self.assertFalse(screen["data"]["period"]["is_over"] or screen["may_close"])
        month = self.dashboard.get_screen(False, "month")
        self.assertEqual(month["data"]["period"]["kind"], "month")
        screen = self.dashboard.get_screen(QUARTER)
        self.assertTrue(screen["may_close"])
        self.assertEqual([key for key, _name in screen["kinds"]], ["month", "quarter", "year"])
        self.assertIn(QUARTER, [one["code"] for one in screen["periods"]])
        for name, drawing in {**screen["charts"], **screen["sparks"]}.items():
            with self.subTest(name):
                # Empty is what there is nothing to draw of.
                self.assertTrue(not drawing or ElementTree.fromstring(drawing).tag.endswith("svg"))
        spark = ElementTree.fromstring(screen["sparks"][CALLS])
        self.assertEqual(spark[1].text.rsplit(", ", 2)[1:], ["Q4 2010: 25.0 %", "Q1 2011: 50.0 %"])
        self.assertNotIn("sales_target", screen["sparks"], "nothing was aimed at")
        self.close(LAST)
        self.assertFalse(self.dashboard.get_screen(QUARTER)["may_close"])


class TestClosed(EngineCase):
    """A closed period stays as it was, and costs as much whatever happened in it."""

    def test_unchanged(self):
        live = self.get_sections()
        self.close(LAST)
        frozen = self.get_sections()
        for section in SECTIONS:
            self.change_frozen(live[section])
            with self.subTest(section):
                self.assertEqual(self.change_frozen(frozen[section]), live[section])
        self.change_everything()
        self.add_call(self.lead, moment(BEFORE), True)
        again = self.get_sections()
        for section in SECTIONS:
            with self.subTest(section):
                self.assertEqual(self.change_frozen(again[section]), live[section])
        period = self.dashboard.get_data(QUARTER)["period"]
        self.assertEqual((period["is_closed"], period["live_sections"]), (True, False))

    def change_frozen(self, section):
        """A section without what says that its values are frozen."""
        for row in section["rows"]:
            row.pop("is_frozen", None)
            row.pop("value_id", None)
        return section

    def test_reopened(self):
        period = self.close(LAST)
        old = period.dashboard
        self.assertEqual(set(old), set(SECTIONS))
        self.change_everything()
        period.reopen("A sale was cancelled")
        self.assertEqual((period.reopening_ids.dashboard, period.dashboard), (old, False))
        live = self.get_sections()
        self.assertEqual(self.get_row("indicators", "no_show")["value"], 50.0)
        period.action_close()
        self.assertEqual(set(period.dashboard), set(SECTIONS))
        self.assertEqual(period.reopening_ids.dashboard, old)
        frozen = self.get_sections()
        for section in SECTIONS:
            with self.subTest(section):
                ways = self.change_frozen(frozen[section]), self.change_frozen(live[section])
                self.assertEqual(*ways)

    def test_closed_before_there_was_a_dashboard(self):
        period = self.close(LAST)
        period._update({"dashboard": False})
        told = self.dashboard.get_data(QUARTER)["period"]
        self.assertEqual((told["is_closed"], told["live_sections"]), (True, True))
        self.assertEqual(self.get_row("indicators", CALLS)["before"]["value"], 25.0)

    def test_nobody_writes_what_is_frozen(self):
        own = self.env["digiflow.indicator.period"].with_user(self.manager)
        values = {"kind": "quarter", "date_from": BEFORE, "dashboard": {"indicators": {}}}
        given = own.with_context(default_dashboard={"indicators": {}}).create(values)
        self.assertFalse(given.dashboard)
        with self.assertRaises(ProcessError):
            given.write({"dashboard": {}})

    def test_says_that_records_are_of_today(self):
        action = self.dashboard.open_records(QUARTER, "indicators", "won", "won")
        self.assertNotIn("today", action["name"])
        self.close(LAST)
        action = self.dashboard.open_records(QUARTER, "indicators", "won", "won")
        self.assertIn("as they are today", action["name"])

    def test_constant_queries(self):
        self.close(LAST)
        self.dashboard.get_screen(QUARTER)
        few = self.count_queries(lambda: self.dashboard.get_screen(QUARTER))
        self.make_many()
        asked = patch.object(type(self.catalogue), "_ask", side_effect=AssertionError("counted"))
        with asked:
            many = self.count_queries(lambda: self.dashboard.get_screen(QUARTER))
        self.assertEqual(many, few)
        self.assertLessEqual(many, 40)

    def test_campaign_that_is_closed_late(self):
        """Its period is closed without it, and comes to know its answers; nothing else changes."""
        campaign = self.add_campaign(2, 1, 4)
        campaign._update({"state": "running"})
        period = self.close(date(YEAR, 6, 30))
        old = period.dashboard
        self.make_sale(date(YEAR, 6, 1), date(YEAR, 6, 2))
        campaign._update({"state": "closed", "closed_target": 70})
        campaign._on_closed()
        new = period.dashboard
        targets = [one["satisfaction"]["figure"]["target"] for one in (old, new)]
        self.assertEqual(targets, [80.0, 70.0])
        self.assertEqual({**new, "satisfaction": 0}, {**old, "satisfaction": 0})

    def test_asks_for_clients_once(self):
        asked = []
        execute = type(self.env.cr).execute

        def count(cursor, query, params=None, **options):
            asked.append(str(query))
            return execute(cursor, query, params, **options)

        with patch.object(type(self.env.cr), "execute", count):
            self.dashboard.get_data(QUARTER)
        # Of the period and of the two it is compared with, which are open.
        self.assertEqual(sum(query == CLIENTS_SQL for query in asked), 3)
        self.add_stay("Tres", LAST)
        self.assertEqual(self.get_row("indicators", "clients_new")["value"], 2)

    def test_queries_while_it_is_open(self):
        self.dashboard.get_screen(QUARTER)
        few = self.count_queries(lambda: self.dashboard.get_screen(QUARTER))
        self.make_many()
        self.assertEqual(self.count_queries(lambda: self.dashboard.get_screen(QUARTER)), few)

    def make_many(self):
        """A thousand opportunities in ten lists, and as many calls of them."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH list AS (
                INSERT INTO digiflow_prospect_list (name, company_id, state, active, received_on)
                SELECT 'Lista ' || n, company_id, state, true, received_on
                FROM digiflow_prospect_list CROSS JOIN generate_series(1, 10) n
                WHERE id = %(list)s RETURNING id
            ), lead AS (
                INSERT INTO crm_lead (name, type, active, is_digiflow, team_id, stage_id, user_id,
                    telemarketer_id, company_id, prospect_list_id, create_date, contacted_date,
                    effective_contact_date, proposal_date, won_date)
                SELECT name, type, active, is_digiflow, team_id, stage_id, user_id,
                    telemarketer_id, company_id, list.id, create_date, contacted_date,
                    effective_contact_date, proposal_date, won_date
                FROM crm_lead CROSS JOIN list CROSS JOIN generate_series(1, 100) n
                WHERE crm_lead.id = %(lead)s RETURNING id
            )
            INSERT INTO digiflow_call (lead_id, company_id, user_id, direction, start, outcome,
                is_effective)
            SELECT lead.id, company_id, user_id, direction, start, outcome, is_effective
            FROM digiflow_call CROSS JOIN lead WHERE digiflow_call.id = %(call)s
            """,
            {"list": self.prospects.id, "lead": self.lead.id, "call": self.call.id},
        )
        self.env.invalidate_all()
