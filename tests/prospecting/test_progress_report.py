"""The report's figures, against a recount that goes through the leads one by one."""

import json
import random
from datetime import date, datetime

import pytz
from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core.progress import FIGURES
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.prospecting.digiflow_prospect_list import COUNT_DOMAINS

from ..core.samples import ruc_of
from .test_progress_milestones import MilestoneCase

LIMA = pytz.timezone("America/Lima")
FIRST, LAST = date(2026, 3, 9), date(2026, 4, 12)
# Around the end of the quarter in Lima, where the day ends at five in UTC, and some others.
MOMENTS = [
    datetime(2026, 3, 9, 4, 59, 59),
    datetime(2026, 3, 9, 5),
    datetime(2026, 3, 16, 4, 59, 59),
    datetime(2026, 3, 16, 5),
    datetime(2026, 3, 31, 20),
    datetime(2026, 4, 1, 1),
    datetime(2026, 4, 1, 4, 59, 59),
    datetime(2026, 4, 1, 5),
    datetime(2026, 4, 13, 4, 59, 59),
    datetime(2026, 4, 13, 5),
]
DATES = {
    "contacted": lambda lead: lead["contacted"],
    "effective": lambda lead: lead["effective"],
    "meetings_booked": lambda lead: lead["booked"],
    "meetings_held": lambda lead: lead["held"],
    "proposals": lambda lead: lead["offered"],
    "won": lambda lead: lead["won"],
    "lost": lambda lead: lead["lost"],
}


class ReportCase(MilestoneCase):
    """Some lists whose leads went some random way, and what is known of each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.unlink()
        cls.lists = cls.prospects | cls.prospects.copy({"name": "Dos"})
        cls.lists |= cls.prospects.copy({"name": "Vacía"})
        cls.dice = random.Random(20261121)
        cls.callers = [cls.users["telemarketer"], cls.users["manager"]]
        cls.sellers = [cls.users["executive"], cls.users["manager"], None]
        cls.known = [cls.make_known(number) for number in range(44)]
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def make_known(cls, number):
        """A lead, and what happened to it as a dict."""
        chosen = cls.dice.choice
        people = {"telemarketer_id": chosen(cls.callers), "user_id": chosen(cls.sellers)}
        lead = cls.make_lead(
            name=f"Empresa {number}",
            ruc=ruc_of(number),
            prospect_list_id=cls.lists[number % 2].id,
            **{name: user.id if user else False for name, user in people.items()},
        )
        known = {"lead": lead, "list": lead.prospect_list_id, **people, "amount": 0, "sold": 0}
        known.update(dict.fromkeys(("called", "effective", "booked", "held", "offered")))
        known.update(won=None, lost=None, created=chosen(MOMENTS))
        for step in (cls.work_on, cls.sell_to, cls.close):
            step(lead, known)
        cls.update(lead, create_date=known["created"])
        known["contacted"] = min(filter(None, (known["called"], known["effective"])), default=None)
        return known

    @classmethod
    def update(cls, record, **values):
        """Give a record the times of something that happened earlier."""
        cls.env.flush_all()
        columns = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(
            f"UPDATE {record._table} SET {columns} WHERE id = %s", [*values.values(), record.id]
        )
        cls.env.invalidate_all()

    @classmethod
    def work_on(cls, lead, known):
        """Perhaps call it, reach who decides, book a meeting and hold it."""
        dice = cls.dice
        if dice.random() < 0.5:
            known["called"] = dice.choice(MOMENTS)
            cls.call(cls, lead).date = known["called"]
            lead._on_called()
        for name, field in (("effective", "effective_contact_date"), ("held", "meeting_held_date")):
            if dice.random() < 0.4:
                known[name] = lead[field] = dice.choice(MOMENTS)
        if dice.random() < 0.4:
            known["booked"] = dice.choice(MOMENTS)
            cls.age(cls, cls.book(cls, lead), known["booked"])

    @classmethod
    def sell_to(cls, lead, known):
        """Perhaps make an offer, and another round of it."""
        if cls.dice.random() < 0.6:
            known["offered"] = cls.dice.choice(MOMENTS)
            known["amount"] = cls.dice.randrange(100, 5000)
            order = cls.offer(cls, lead, known["amount"])
            cls.age(cls, order, known["offered"])
            if cls.dice.random() < 0.5:
                known["amount"] -= 50
                order = cls.offer(cls, lead, known["amount"])
            if cls.dice.random() < 0.7:
                cls.review(order).action_confirm()
                known["sold"] = known["amount"]

    @classmethod
    def close(cls, lead, known):
        """Perhaps win or lose it; some of these are open again."""
        end, moment = cls.dice.random(), cls.dice.choice(MOMENTS)
        with freeze_time(moment):
            if end < 0.4:
                reason = "As the test says"
                lead.with_user(cls.users["manager"]).action_pass_gate("pre_kickoff", reason)
                known["won"] = moment
            elif end < 0.8:
                lead.action_set_lost()
                known["lost"] = moment
            cls.env.flush_all()
        if end < 0.1:
            lead.stage_id = cls.stages["proposal"]
            known["won"] = None
        elif 0.4 <= end < 0.5:
            lead.toggle_active()
            known["lost"] = None

    def recount(self, leads, first, last):
        """The figures of some leads between two days of Lima."""

        def within(moment):
            day = moment and pytz.utc.localize(moment).astimezone(LIMA).date()
            return bool(day) and first <= day <= last

        def by_the_end(moment):
            return pytz.utc.localize(moment).astimezone(LIMA).date() <= last

        figures = {"total": sum(by_the_end(lead["created"]) for lead in leads)}
        for name, when in DATES.items():
            figures[name] = sum(within(when(lead)) for lead in leads)
        for name, when, amount in (("proposals", "offered", "amount"), ("won", "won", "sold")):
            figures[f"{name}_amount"] = sum(lead[amount] for lead in leads if within(lead[when]))
        return figures

    def of_list(self, one):
        return [lead for lead in self.known if lead["list"] == one]


class TestReport(ReportCase):
    """Every number is that of the recount."""

    def test_by_list(self):
        report = self.lists.progress_report(FIRST, LAST)
        self.assertEqual([one["id"] for one in report["lists"]], self.lists.ids)
        self.maxDiff = None
        for one, shown in zip(self.lists, report["lists"], strict=True):
            self.assertEqual(shown["figures"], self.recount(self.of_list(one), FIRST, LAST))
            self.assertEqual(tuple(shown["figures"]), FIGURES)
            self.assertEqual(shown["periods"], [])
        seen = report["lists"][0]["figures"]
        self.assertTrue(all(seen.values()), seen)
        self.assertFalse(any(report["lists"][2]["figures"].values()))

    def test_by_person(self):
        report = self.lists.progress_report(FIRST, LAST)
        for one, shown in zip(self.lists, report["lists"], strict=True):
            for role, name in (("telemarketer", "telemarketer_id"), ("executive", "user_id")):
                people = {
                    person["id"]: person["figures"]
                    for person in shown["people"]
                    if person["role"] == role
                }
                leads = self.of_list(one)
                expected = {
                    user.id if user else False: self.recount(
                        [lead for lead in leads if lead[name] == user], FIRST, LAST
                    )
                    for user in {lead[name] for lead in leads}
                }
                self.assertEqual(people, expected, (one.name, role))
        names = {person["name"] for one in report["lists"] for person in one["people"]}
        self.assertIn("Nobody", names)
        self.assertIn(self.users["executive"].name, names)

    def test_by_period(self):
        expected = {
            "week": [(FIRST, date(2026, 3, 15)), 5],
            "fortnight": [(FIRST, date(2026, 3, 15)), 3],
            "month": [(FIRST, date(2026, 3, 31)), 2],
        }
        for kind, ((first, last), count) in expected.items():
            report = self.lists.progress_report(FIRST, LAST, kind)
            spans = [
                tuple(date.fromisoformat(span[name]) for name in ("date_from", "date_to"))
                for span in report["periods"]
            ]
            self.assertEqual((spans[0], len(spans)), ((first, last), count))
            for one, shown in zip(self.lists, report["lists"], strict=True):
                leads = self.of_list(one)
                self.assertEqual(shown["figures"], self.recount(leads, FIRST, LAST))
                for span, figures in zip(spans, shown["periods"], strict=True):
                    self.assertEqual(figures, self.recount(leads, *span), (one.name, span))

    def test_at_eight_in_the_evening_it_is_still_march(self):
        """20:00 of 31 March in Lima is April in UTC, and the first quarter."""
        mine = self.prospects.copy({"name": "Tres"})
        lead = self.make_lead(ruc=ruc_of(900), prospect_list_id=mine.id)
        lead.effective_contact_date = datetime(2026, 4, 1, 1)
        quarter = mine.progress_report("2026-01-01", "2026-03-31")["lists"][0]["figures"]
        after = mine.progress_report("2026-04-01", "2026-06-30")["lists"][0]["figures"]
        self.assertEqual((quarter["effective"], after["effective"]), (1, 0))

    def test_the_counts_of_the_form_are_those_of_all_days(self):
        report = self.lists.progress_report("2000-01-01", "2100-01-01")
        for one, shown in zip(self.lists, report["lists"], strict=True):
            counts = {name: one[name] for name in COUNT_DOMAINS}
            counts["meetings_held"] = counts.pop("meetings")
            figures = {name: shown["figures"][name] for name in counts}
            self.assertEqual(counts, figures)

    def test_json_and_texts(self):
        report = self.lists.progress_report("2026-03-09", "2026-04-12", "week")
        self.assertEqual(json.loads(json.dumps(report)), report)
        self.assertEqual((report["date_from"], report["date_to"]), ("2026-03-09", "2026-04-12"))

    def test_no_list(self):
        self.assertEqual(self.lists.browse().progress_report(FIRST, LAST)["lists"], [])

    def test_what_is_no_report(self):
        for arguments, words in (
            (("31/03/2026", LAST), "2026-03-31"),
            ((False, LAST), "2026-03-31"),
            ((LAST, FIRST), "after the last"),
            ((FIRST, LAST, "year"), "week, fortnight, month"),
            (("1900-01-01", LAST, "week"), "ten years"),
        ):
            with self.subTest(arguments), self.assertRaisesRegex(ProcessError, words):
                self.lists.progress_report(*arguments)

    def queries(self, lists):
        """How many queries a report takes."""
        lists.mapped("company_id.currency_id.name")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        lists.progress_report(FIRST, LAST, "week")
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_lists_and_people(self):
        self.queries(self.lists)
        few, many = self.queries(self.lists[2]), self.queries(self.lists)
        self.assertLessEqual(many - few, 1, "the names of people, at once")
        self.assertLessEqual(many, 3)

    # Everybody counts the leads that they may read.

    def figures(self, role, prospects=None):
        lists = (prospects or self.prospects).with_user(self.users[role])
        return lists.progress_report(FIRST, LAST)["lists"][0]["figures"]

    def test_manager_and_quality_count_all(self):
        expected = self.recount(self.of_list(self.prospects), FIRST, LAST)
        for role in ("manager", "quality", "telemarketer"):
            self.assertEqual(self.figures(role), expected, role)

    def test_executive_counts_own(self):
        own = self.users["executive"]
        leads = [lead for lead in self.of_list(self.prospects) if lead["user_id"] == own]
        self.assertEqual(self.figures("executive"), self.recount(leads, FIRST, LAST))

    def test_lists_of_others_are_refused(self):
        other = self.lists[1]
        other.telemarketer_ids = [(5,)]
        with self.assertRaises(AccessError):
            self.figures("telemarketer", other)
        with self.assertRaises(AccessError):
            self.figures("implementation")

    def test_another_companys_leads_do_not_count(self):
        """Should one ever have come into the list."""
        lead = self.of_list(self.prospects)[0]["lead"]
        before = self.figures("manager")["total"]
        company = self.env["res.company"].create({"name": "Otra"})
        self.update(lead, company_id=company.id)
        self.assertIn(self.figures("manager")["total"], (before - 1, before))
        self.assertEqual(
            self.figures("manager")["total"],
            before - (self.of_list(self.prospects)[0]["created"] < datetime(2026, 4, 13, 5)),
        )

    # What a count of the form opens.

    def test_every_count_opens_as_many_leads_as_it_says(self):
        for role in ("manager", "executive"):
            self.env.invalidate_all()
            one = self.prospects.with_user(self.users[role])
            for figure in COUNT_DOMAINS:
                action = one.with_context(digiflow_figure=figure).action_view_figure()
                leads = one.env[action["res_model"]].with_context(**action["context"])
                self.assertEqual(leads.search_count(action["domain"]), one[figure], figure)

    def test_no_such_count(self):
        with self.assertRaises(ProcessError):
            self.prospects.with_context(digiflow_figure="name").action_view_figure()
