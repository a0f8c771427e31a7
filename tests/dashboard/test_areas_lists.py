"""Lists on the dashboard: counted again lead by lead, and as the lists' own report says."""

from datetime import date

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.core.progress import COUNTS
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.dashboard.lists_sql import PROGRESS_SQL
from odoo.addons.digiflow_crm.models.prospecting.digiflow_prospect_list_progress import DATES

from ..indicators.made_up_year import YEAR, lima_day, moment, share
from .cases import DashboardCase

QUARTER, LAST = f"{YEAR}-Q2", date(YEAR, 6, 30)
# The names of the form's counts that differ.
OF_FORM = {"meetings_held": "meetings"}


class TestLists(DashboardCase):
    """Two lists at work, whose companies came far and not so far."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.prospects.copy({"name": "Principales contribuyentes"})
        cls.other.state = "distributed"
        cls.lists = cls.prospects | cls.other

    def add_prospect(self, prospects, made, **reached):
        """A company of a list, with the moments of its milestones."""
        nobody = dict.fromkeys(("user_id", "telemarketer_id", "presales_user_id"), False)
        lead = self.make_lead(prospect_list_id=prospects.id, **nobody)
        dates = {DATES[name]: when for name, when in reached.items()}
        columns = {**dict.fromkeys(DATES.values()), **dates}
        return self.stamp(lead, create_date=made, active="lost" not in reached, **columns)

    def draw_prospects(self):
        """Companies that came as far as chance let them, in the order of the milestones."""
        for number in range(30):
            days = sorted(self.any_day() for _milestone in range(7))
            steps = list(DATES)[: self.chance.randrange(7)]
            if number % 7 == 0:
                steps = [*steps[:2], "lost"]
            reached = {
                name: self.any_moment(day) for name, day in zip(steps, days[1:], strict=False)
            }
            made = moment(days[0], 0)
            self.add_prospect(self.lists[number % 2], made, **reached)

    def recount_list(self, leads, last):
        """``{milestone: companies}`` by the end of a day in Lima, one by one."""
        there = [lead for lead in leads if lima_day(lead.create_date) <= last]
        found = {"total": len(there)}
        for name, column in DATES.items():
            days = [lima_day(lead[column]) for lead in leads if lead[column]]
            found[name] = sum(day <= last for day in days)
        return found

    def test_each_number_is_that_of_a_recount_and_of_the_report(self):
        self.draw_prospects()
        report = self.lists.progress_report("1990-01-01", LAST)["lists"]
        figures = {one["id"]: one["figures"] for one in report}
        section = self.get_section("lists", QUARTER)
        self.assertEqual({row["key"] for row in section["rows"]}, set(self.lists.ids))
        moved = 0
        for row in section["rows"]:
            own = self.lists.browse(row["key"])
            with self.subTest(own.name):
                leads = own.with_context(active_test=False).lead_ids
                expected = self.recount_list(leads, LAST)
                self.assertEqual(row["counts"], expected)
                self.assertEqual(row["counts"], {name: figures[own.id][name] for name in COUNTS})
                self.assertEqual(row["name"], own.name)
                self.assertAlmostEqual(
                    row["progress"], share(expected["contacted"], expected["total"])
                )
                rate = share(expected["effective"], expected["total"])
                self.assertAlmostEqual(row["effective_rate"], rate)
                self.assertEqual(row["effective_rate_text"], f"{rate:.1f} %")
                moved += sum(bool(expected[name]) for name in COUNTS)
        self.assertGreater(moved, 8, "too little happened to tell")
        whole = section["total"]["counts"]
        rows = [row["counts"] for row in section["rows"]]
        self.assertEqual(whole, {name: sum(one[name] for one in rows) for name in COUNTS})
        self.check_opens(QUARTER, ["lists"])

    def test_today_they_are_the_counts_of_the_lists_form(self):
        self.draw_prospects()
        period = str(periods.today().year)
        for row in self.get_section("lists", period)["rows"]:
            own = self.lists.browse(row["key"])
            shown = {name: own[OF_FORM.get(name, name)] for name in COUNTS}
            self.assertEqual(row["counts"], shown)
            self.assertAlmostEqual(row["effective_rate"], own.effective_rate)

    def test_the_period_ends_at_midnight_in_lima(self):
        made = moment(date(YEAR, 6, 1))
        for when in (moment(LAST, 23, 59), moment(date(YEAR, 7, 1), 0)):
            self.add_prospect(self.prospects, made, **dict.fromkeys(DATES, when))
        self.add_prospect(self.prospects, moment(date(YEAR, 7, 1), 0))
        counts = self.get_row("lists", self.prospects.id, QUARTER)["counts"]
        self.assertEqual(counts, {**dict.fromkeys(DATES, 1), "total": 2})
        # Before its first company came in there is nothing to tell of a list.
        self.assertEqual(self.get_section("lists", f"{YEAR}-Q1")["rows"], [])
        counts = self.get_row("lists", self.prospects.id, f"{YEAR}-Q3")["counts"]
        self.assertEqual(counts, {**dict.fromkeys(DATES, 2), "total": 3})
        self.check_opens(QUARTER, ["lists"])

    def test_only_lists_at_work_of_the_company(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.manager.company_ids |= company
        elsewhere = self.prospects.copy({"name": "Ajena", "company_id": company.id})
        elsewhere.write({"state": "distributed"})
        for one in (self.prospects, elsewhere):
            self.add_prospect(one, moment(LAST))
        self.other.state = "closed"
        section = self.get_section("lists", QUARTER)
        self.assertEqual([row["key"] for row in section["rows"]], self.prospects.ids)
        self.assertEqual(section["total"]["counts"]["total"], 1)
        found = self.check_opens(QUARTER, ["lists"])
        self.assertEqual(found["lists", "total", "total"], 1)
        with self.assertRaises(ProcessError):
            self.dashboard.open_records(QUARTER, "lists", elsewhere.id, "total")
        self.prospects.active = False
        self.assertIn("Import one", self.get_section("lists", QUARTER)["empty"])

    def test_the_indexes_alone_are_read(self):
        """A million companies are counted without reading them."""
        self.env.flush_all()
        # What is dear with a million of them costs nothing with none: it is taken away.
        self.env.cr.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'crm_lead' "
            "AND indexdef LIKE '%%(prospect_list_id)%%'"
        )
        for (name,) in self.env.cr.fetchall():
            self.env.cr.execute(f'DROP INDEX "{name}"')
        for way in ("seqscan", "bitmapscan"):
            self.env.cr.execute(f"SET LOCAL enable_{way} = off")
        params = {"company": self.company.id, "end": moment(LAST)}
        self.env.cr.execute(f"EXPLAIN {PROGRESS_SQL}", params)
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        for name in ("crm_lead_list_progress_index", "crm_lead_list_further_index"):
            self.assertIn(f"Index Only Scan using {name}", plan)

    def test_as_many_queries_for_many_lists_as_for_one(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.dashboard._reckon_lists(self.company, "quarter", periods.Period(LAST, LAST))
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(), 1)
        for number in range(4):
            self.add_prospect(self.prospects.copy({"name": f"Lista {number}"}), moment(LAST))
        self.assertEqual(queries(), 1)
