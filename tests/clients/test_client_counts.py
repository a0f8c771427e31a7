"""Clients by service: counted by the database as by hand, typed history first, none to forge."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import client_counts, periods
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..common import ROLES
from .test_client_services import ClientServiceCase

TODAY = date(2026, 11, 21)
FIRST = date(2024, 1, 1)
MOVES = ("count", "at_start", "kept", "new", "lost")
HISTORY = {2018: (349, 198), 2019: (533, 185), 2020: (542, 153), 2021: (524, 180), 2022: (578, 159)}
# Days of a year or two on both sides of what is counted, ends of periods more often than others.
ENDS = [date(2024, 3, 31), date(2024, 12, 31), date(2025, 6, 30), TODAY]
days = st.one_of(
    st.sampled_from([end + timedelta(step) for end in ENDS for step in (-1, 0, 1)]),
    st.dates(date(2023, 10, 1), date(2027, 1, 31)),
)
stays = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(("OSE", "GRE")), st.lists(days, max_size=6)),
    max_size=8,
)


class CountCase(ClientServiceCase):
    """A company of its own, so that what the database holds already does not count."""

    def setUp(self):
        super().setUp()
        self.company = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        for user in self.users.values():
            user.write({"company_ids": [(4, self.company.id)], "company_id": self.company.id})
        self.counts = self.env["digiflow.client.count"].with_company(self.company)
        self.stays = self.stays.with_company(self.company)

    def as_role(self, role):
        """The counts in the hands of a role user of the company."""
        return self.counts.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    def type_in(self, day, count, service=None, kind="year", role="manager"):
        """A historical row."""
        vals = {"kind": kind, "date": day, "service_id": (service or self.ose).id, "count": count}
        return self.as_role(role).create(vals)

    def recount(self, today=TODAY):
        """The rows of the company after a recount: {(kind, date, code): row}."""
        self.counts._recount(self.company, today)
        rows = self.counts.search([("company_id", "=", self.company.id)])
        return {(row.kind, row.date, row.service_id.code): row for row in rows}

    def moves(self, row):
        """The figures of a computed row."""
        return {name: row["new_clients" if name == "new" else name] for name in MOVES}


class TestRecount(CountCase):
    """The statement against the plain recount."""

    @given(stays)
    @settings(
        max_examples=50,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    def test_counts_are_those_of_a_plain_recount(self, drawn):
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            self.check(drawn)
        finally:
            self.env.flush_all()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def check(self, drawn):
        """Enter stays, count them in the database, and by hand."""
        entered = self.enter(drawn)
        found = self.recount()
        begun = {}
        for _client, code, first, _last in entered:
            begun[code] = min(begun.get(code, first), first)
        expected = {}
        for kind in client_counts.KINDS:
            spans = client_counts.split(date(2023, 1, 1), TODAY, kind)
            ends = [date(2022, 12, 31), *(min(span.last, TODAY) for span in spans)]
            lasts = {min(span.last, TODAY): span.last for span in spans}
            for (day, code), figures in client_counts.recount(entered, ends).items():
                if begun[code] <= day:
                    expected[kind, lasts[day], code] = figures
        self.assertEqual({key: self.moves(row) for key, row in found.items()}, expected)

    def enter(self, drawn):
        """Stays that do not overlap: (client, code, first day, last day or None) of each.

        A client's days in order begin and end its stays by turns; the last one may not end.
        """
        clients = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(4)])
        services = {"OSE": self.ose, "GRE": self.gre}
        by_client = {}
        for number, code, some in drawn:
            by_client.setdefault((number, code), set()).update(some)
        entered = []
        for (number, code), some in by_client.items():
            turns = sorted(some)
            for place in range(0, len(turns), 2):
                first, last = turns[place], next(iter(turns[place + 1 : place + 2]), None)
                self.begin(first, last, services[code], clients[number], company_id=self.company.id)
                entered.append((number, code, first, last))
        return entered

    def test_a_merged_client_counts_once(self):
        """A client whose company became another's branch is that one's."""
        branch = self.env["res.partner"].create({"name": "Sucursal", "is_company": True})
        for client in (self.client, branch):
            self.begin("2024-01-01", client=client, company_id=self.company.id)
        self.assertEqual(self.recount()["year", date(2025, 12, 31), "OSE"].count, 2)
        branch.write({"is_company": False, "parent_id": self.client.id})
        self.assertEqual(self.recount()["year", date(2025, 12, 31), "OSE"].count, 1)

    def test_only_counted_services_of_the_company(self):
        pse = self.env.ref("digiflow_crm.service_pse")
        self.begin("2024-05-01", service=pse, company_id=self.company.id)
        main = self.env.ref("base.main_company").id
        self.begin("2024-05-01", company_id=main)
        self.begin("2024-05-01", service=pse, company_id=main)
        self.assertFalse(self.recount())
        pse.counted = True
        self.assertEqual({code for _kind, _date, code in self.recount()}, {"PSE"})
        found = self.counts.search([("service_id", "=", pse.id)])
        self.assertEqual(found.company_id, self.company, "the other company was not asked for")

    def test_rows_follow_what_is_mended(self):
        stay = self.begin("2020-05-01", company_id=self.company.id)
        self.assertIn(("year", date(2020, 12, 31), "OSE"), self.recount())
        stay.date_start = "2024-05-01"
        rows = self.recount()
        self.assertNotIn(("year", date(2023, 12, 31), "OSE"), rows)
        self.assertEqual(rows["year", date(2024, 12, 31), "OSE"].new_clients, 1)
        stay.unlink()
        self.assertFalse(self.recount())

    def test_period_that_runs_is_counted_as_of_today_and_for_good_once_it_is_over(self):
        self.begin("2026-10-05", company_id=self.company.id)
        self.begin("2026-12-01", service=self.gre, company_id=self.company.id)
        running = self.recount()
        self.assertEqual({code for _kind, _date, code in running}, {"OSE"})
        row = running["quarter", date(2026, 12, 31), "OSE"]
        self.assertEqual((row.count, row.counted_on), (1, TODAY))
        self.recount(date(2027, 1, 1))
        self.assertEqual(row.counted_on, date(2026, 12, 31))

    def test_services_that_change_are_counted_soon_after_once(self):
        triggers = self.env["ir.cron.trigger"]
        job = self.env.ref("digiflow_crm.ir_cron_client_count")
        mine = [("cron_id", "=", job.id)]
        triggers.search(mine).unlink()
        stay = self.begin("2024-01-01")
        stay.monthly_amount = 5
        self.assertEqual(triggers.search_count(mine), 1)
        triggers.search(mine).unlink()
        stay.monthly_amount = 6
        self.assertEqual(triggers.search_count(mine), 0)
        stay.write({"date_end": "2024-06-30", "end_reason_id": self.reason.id})
        self.assertEqual(triggers.search_count(mine), 1)

    def test_the_job_counts_every_company(self):
        self.begin("2024-01-01", company_id=self.company.id)
        self.env.ref("digiflow_crm.ir_cron_client_count").ir_actions_server_id.run()
        self.assertTrue(self.counts.search([("company_id", "=", self.company.id)]))


class TestHistory(CountCase):
    """What is typed comes first, and computed rows are nobody's to write."""

    def test_typed_rows_are_never_overwritten_nor_doubled(self):
        self.begin("2024-01-01", company_id=self.company.id)
        self.recount()
        row = self.type_in("2024-12-31", 40)
        rows = self.recount()
        self.assertEqual(rows["year", date(2024, 12, 31), "OSE"], row)
        self.assertEqual((row.count, row.origin), (40, "historical"))
        # The quarter ends on the same day: it says the same, and there is no second figure.
        self.assertNotIn(("quarter", date(2024, 12, 31), "OSE"), rows)
        quarter = self.counts.get_table("quarter", "2024-12-31", "2024-12-31")["rows"][0]
        self.assertEqual(quarter["total"]["count"], 40)
        row.unlink()
        self.assertEqual(self.recount()["year", date(2024, 12, 31), "OSE"].count, 1)

    def test_a_typed_row_that_moves_takes_the_place_of_a_computed_one(self):
        self.begin("2024-01-01", company_id=self.company.id)
        row = self.type_in("2023-12-31", 40)
        self.recount()
        row.date = "2024-12-31"
        self.env.flush_all()
        self.assertEqual(self.recount()["year", date(2024, 12, 31), "OSE"], row)

    def test_computed_rows_are_nobodys(self):
        self.begin("2024-01-01", company_id=self.company.id)
        row = self.recount()["year", date(2024, 12, 31), "OSE"]
        manager = row.with_user(self.users["manager"])
        line = {"date": "2023-12-31", "service_id": self.ose.id, "count": 1}
        for forge in (
            lambda: row.write({"count": 99}),
            lambda: manager.write({"origin": "historical"}),
            lambda: manager.write({"date": "2023-12-31"}),
            lambda: manager.unlink(),
            lambda: manager.copy({"date": "2023-12-31"}),
            lambda: self.as_role("manager").create({**line, "origin": "computed"}),
            lambda: self.as_role("manager").create({**line, "kept": 1}),
            lambda: self.as_role("manager").with_context(default_origin="computed").create(line),
            lambda: self.as_role("manager").with_context(default_lost=1).create(line),
        ):
            with self.assertRaises(WorkflowError), self.env.cr.savepoint():
                forge()
            self.env.invalidate_all()
        self.assertEqual((row.count, row.origin), (1, "computed"))
        names = ["kind", "date", "service_id", "count", "origin"]
        lines = [["year", "2023-12-31", "OSE", "1", "computed"]]
        result = self.as_role("manager").load(names, lines)
        self.assertFalse(result["ids"])
        self.assertIn("come from the services", result["messages"][0]["message"])

    def test_history_is_imported(self):
        names = ["kind", "date", "service_id", "count"]
        lines = [["year", "2016-12-31", "OSE", "12"]]
        result = self.as_role("manager").load(names, lines)
        row = self.counts.browse(result["ids"])
        self.assertEqual((row.count, row.origin, row.company_id), (12, "historical", self.company))

    @mute_logger("odoo.sql_db")
    def test_dates_and_numbers_that_cannot_be(self):
        for day, kind in (
            ("2024-12-30", "year"),
            ("2024-06-30", "year"),
            ("2024-05-31", "quarter"),
        ):
            with self.assertRaises(ProcessError), self.env.cr.savepoint():
                self.type_in(day, 1, kind=kind)
        ahead = client_counts.period_of(periods.today() + timedelta(92), "quarter").last
        with self.assertRaises(ProcessError), self.env.cr.savepoint():
            self.type_in(ahead, 1, kind="quarter")
        self.type_in("2024-12-31", 1)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.type_in("2024-12-31", 1)

    def test_the_manager_types_in_the_form(self):
        with Form(self.as_role("manager")) as form:
            form.date = date(2017, 12, 31)
            form.service_id = self.ose
            form.count = 300
        self.assertEqual(form.save().origin, "historical")

    def test_who_reads_counts_again_and_types(self):
        self.type_in("2017-12-31", 300)
        for role in ROLES:
            counts = self.as_role(role)
            if role in ("telemarketer", "presales"):
                with self.assertRaises(AccessError):
                    counts.get_table("year", "2017-01-01", "2017-12-31")
                continue
            table = counts.get_table("year", "2017-01-01", "2017-12-31")
            self.assertEqual(table["rows"][0]["total"]["count"], 300, role)
            if role != "manager":
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.type_in("2016-12-31", 1, role=role)
                with self.assertRaises(AccessError):
                    counts.action_recount()
        self.begin(FIRST, company_id=self.company.id)
        self.as_role("manager").action_recount()
        self.assertTrue(self.counts.search([("origin", "=", "computed")]))

    def test_history_is_loaded_once(self):
        """Into a company without counts, and not again once the manager deleted it."""
        counts = self.env["digiflow.client.count"]
        main = self.env.ref("base.main_company")
        self.assertTrue(main.digiflow_history_loaded)
        counts.search([("origin", "=", "historical"), ("company_id", "=", main.id)]).unlink()
        self.env.cr.execute("DELETE FROM digiflow_client_count")
        self.assertFalse(counts._load_history({2018: {"OSE": 349}}))
        main.digiflow_history_loaded = False
        self.env.cr.execute("DELETE FROM digiflow_client_count")
        self.assertEqual(counts._load_history({2018: {"OSE": 349, "NONE": 5}}).count, 349)
        main.digiflow_history_loaded = False
        self.assertFalse(counts._load_history({2017: {"OSE": 5}}), "there are counts already")


class TestTable(CountCase):
    """The table of the past years to the unit, and what it refuses."""

    def figures(self, table, name):
        """One figure of every total; None where the table says False, which equals 0."""
        found = [row["total"][name] for row in table["rows"]]
        return [None if figure is False else figure for figure in found]

    def test_the_table_of_the_past_years_to_the_unit(self):
        """As it was loaded into Digiflow's company, to whoever may read it."""
        main = self.env.ref("base.main_company")
        self.users["quality"].company_id = main
        counts = self.env["digiflow.client.count"].with_user(self.users["quality"])
        counts = counts.with_context(allowed_company_ids=main.ids)
        for table in (
            counts.get_table("year", "2018-01-01", "2022-12-31"),
            counts.get_screen("year", 2018, 2022)["table"],
        ):
            codes = [service["code"] for service in table["services"]]
            found = {
                row["label"]: tuple(
                    row["cells"][codes.index(code)]["count"] for code in ("OSE", "GRE")
                )
                for row in table["rows"]
            }
            self.assertEqual(found, {str(year): pair for year, pair in HISTORY.items()})
            self.assertEqual(self.figures(table, "count"), [547, 718, 695, 704, 737])
            self.assertEqual(self.figures(table, "growth"), [None, 31.3, -3.2, 1.3, 4.7])
            for name in ("retention", "at_start", "lost"):
                self.assertEqual(self.figures(table, name), [None] * 5, name)

    def test_computed_years_with_who_came_and_went(self):
        self.begin("2024-03-01", company_id=self.company.id)
        other = self.env["res.partner"].create({"name": "Otra"})
        self.begin("2024-03-01", "2025-12-30", client=other, company_id=self.company.id)
        self.recount()
        table = self.as_role("quality").get_table("year", "2023-01-01", "2026-12-31")
        self.assertEqual(self.figures(table, "count"), [None, 2, 1, 1])
        self.assertEqual(self.figures(table, "growth"), [None, None, -50.0, 0.0])
        self.assertEqual(self.figures(table, "retention"), [None, None, 50.0, 100.0])
        self.assertEqual(self.figures(table, "lost"), [None, 0, 1, 0])
        self.assertEqual(table["rows"][1]["cells"][0]["origin"], "computed")

    def test_refusals(self):
        for args in (
            ("month", "2024-01-01", "2024-12-31"),
            (None, "2024-01-01", "2024-12-31"),
            ("year", "yesterday", "2024-12-31"),
            ("year", False, "2024-12-31"),
            ("year", "2024-12-31", "2024-01-01"),
            ("quarter", "1900-01-01", "2024-12-31"),
            ("year", "1800-01-01", "1800-12-31"),
        ):
            with self.assertRaises(ProcessError, msg=args):
                self.counts.get_table(*args)
        for years in (("x", 2024), (2024, 99999), (2025, 2024)):
            with self.assertRaises(ProcessError, msg=years):
                self.counts.get_screen("year", *years)
        with self.assertRaises(ProcessError):
            self.counts.get_clients_action("year", "2024-12-31")

    def test_as_many_queries_for_one_period_as_for_all(self):
        """And the table is plain values: what the external API can send."""
        self.begin("2016-03-01", company_id=self.company.id)
        self.recount()
        counts = self.as_role("executive")
        counts.get_table("quarter", "2024-01-01", "2024-12-31")
        for first in ("2026-10-01", "2016-01-01"):
            self.env.invalidate_all()
            with self.assertQueryCount(6):
                table = counts.get_table("quarter", first, "2026-12-31")
        self.assertEqual(len(table["rows"]), 44)
        self.assertNotIn(None, [value for row in table["rows"] for value in row["total"].values()])

    def test_behind_a_figure_are_as_many_services(self):
        self.begin("2024-03-01", company_id=self.company.id)
        self.begin("2024-03-01", service=self.gre, company_id=self.company.id)
        other = self.env["res.partner"].create({"name": "Otra"})
        self.begin("2024-03-01", "2024-12-31", client=other, company_id=self.company.id)
        self.recount()
        self.type_in("2023-12-31", 7)
        counts = self.as_role("quality")
        for row in counts.get_table("year", "2024-01-01", "2026-12-31")["rows"]:
            shown = [(False, row["total"]["count"])]
            shown += [
                (service.id, row["cells"][index]["count"])
                for index, service in enumerate(self.ose | self.gre)
            ]
            for service_id, count in shown:
                action = counts.get_clients_action("year", row["date"], service_id)
                self.assertEqual(action["res_model"], "digiflow.client.service")
                found = self.stays.with_user(self.users["quality"]).search_count(action["domain"])
                self.assertEqual(found, count, row["label"])
        action = counts.get_clients_action("year", "2023-12-31", self.ose.id)
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows.mapped("count"), [7])
