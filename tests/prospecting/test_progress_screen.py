"""The milestones on the screen: the same figures, the same reach, the leads behind them."""

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval

from odoo.addons.digiflow_crm.compat import grouped_counts
from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.models.prospecting.digiflow_prospect_progress import EVENTS

from ..common import RUCS
from .test_progress_milestones import LONG_AGO, MilestoneCase

# Figure of a report -> the measure of the screen.
MEASURES = {
    "contacted": "contacted_count",
    "effective": "effective_count",
    "meetings_booked": "meeting_booked_count",
    "meetings_held": "meeting_held_count",
    "proposals": "proposal_count",
    "won": "won_count",
    "lost": "lost_count",
    "total": "prospect_count",
    "proposals_amount": "proposal_amount",
    "won_amount": "won_amount",
}


class TestScreen(MilestoneCase):
    """A list with a lead that went all the way, one that was lost, and one of nobody here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.won = cls.complete(cls.lead, "pre_kickoff")
        cls.call(cls, cls.won, 400)
        cls.book(cls, cls.won)
        cls.won.action_set_won()
        cls.lost = cls.make_lead(ruc=RUCS[1], prospect_list_id=cls.prospects.id)
        cls.lost.action_set_lost()
        other = {"user_id": cls.users["manager"].id, "prospect_list_id": cls.prospects.copy().id}
        cls.other = cls.make_lead(ruc=RUCS[2], effective_contact_date=LONG_AGO, **other)
        cls.other.prospect_list_id.telemarketer_ids = [(5,)]
        cls.other.telemarketer_id = False
        cls.env.flush_all()
        cls.events = cls.env["digiflow.prospect.progress"]

    def sums(self, domain):
        """The measures of the events that a domain finds, as the pivot adds them up."""
        events = self.events.search(domain)
        return {name: sum(events.mapped(measure)) for name, measure in MEASURES.items()}

    def test_same_figures_as_the_report(self):
        lists = self.prospects | self.other.prospect_list_id
        for shown in lists.progress_report("2000-01-01", "2100-01-01")["lists"]:
            found = self.sums([("prospect_list_id", "=", shown["id"])])
            self.assertEqual(found, shown["figures"])
        self.assertEqual(found["effective"], 1)

    def test_same_days_as_the_report(self):
        """20:00 in Lima is the next day in UTC."""
        self.won.effective_contact_date = "2026-04-01 01:00:00"
        self.env.flush_all()
        event = self.events.search([("lead_id", "=", self.won.id), ("event", "=", "3_effective")])
        self.assertEqual(event.day, date(2026, 3, 31))
        self.assertEqual(event.fortnight, "2026-03 (16-31)")
        self.won.effective_contact_date = "2026-02-15 12:00:00"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(event.fortnight, "2026-02 (01-15)")

    def test_each_event_has_its_own_id_and_opens_its_lead(self):
        events = self.events.search([("lead_id", "=", self.won.id)])
        self.assertEqual(set(events.mapped("event")), set(EVENTS) - {"8_lost"})
        self.assertEqual(len(set(events.ids)), len(events))
        for event in events:
            action = event.action_open_lead()
            self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.won.id))
        self.assertEqual(sum(events.mapped("prospect_count")), 1)

    def test_reach_is_that_of_the_leads(self):
        mine = self.won | self.lost
        for role, expected in (
            ("manager", mine | self.other),
            ("quality", mine | self.other),
            ("executive", mine),
            ("telemarketer", mine),
        ):
            user = self.users[role]
            events = self.events.with_user(user).search([])
            leads = self.env["crm.lead"].with_user(user).with_context(active_test=False)
            readable = leads.search([("prospect_list_id", "!=", False)])
            self.assertEqual(events.lead_id.ids and set(events.lead_id.ids), set(readable.ids))
            self.assertEqual(set(expected.ids) & set(events.lead_id.ids), set(expected.ids), role)
        for role in ("presales", "implementation"):
            with self.assertRaises(AccessError):
                self.events.with_user(self.users[role]).search([])

    def test_leads_of_another_pipeline(self):
        """Whoever may not read them there finds no events of theirs either."""
        team = self.env["crm.team"].create({"name": "Otra"})
        self.lost.active = True
        self.lost.write({"team_id": team.id, "stage_id": self.env.ref("crm.stage_lead1").id})
        self.env.flush_all()
        domain = [("lead_id", "=", self.lost.id)]
        for role, there in (("manager", True), ("telemarketer", False)):
            events = self.events.with_user(self.users[role]).search(domain)
            self.assertEqual(bool(events), there, role)

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Otra"})
        manager = self.users["manager"]
        domain = [("lead_id", "=", self.other.id)]
        events = self.events.with_user(manager).with_context(
            allowed_company_ids=self.env.company.ids
        )
        self.assertTrue(events.search(domain))
        # As no write lets it: past the ORM.
        self.env.cr.execute(
            "UPDATE crm_lead SET company_id = %s WHERE id = %s", (company.id, self.other.id)
        )
        self.assertFalse(events.search(domain))

    def test_grouped_as_the_pivot_does(self):
        counts = grouped_counts(self.events, [("event", "=", "3_effective")], "prospect_list_id")
        self.assertEqual(counts[self.prospects.id], 1)
        for group in ("day:day", "day:week", "day:month", "fortnight", "telemarketer_id", "city"):
            rows = self.events.read_group([], ["contacted_count:sum"], [group])
            total = sum(row["contacted_count"] for row in rows)
            self.assertEqual(total, sum(self.events.search([]).mapped("contacted_count")), group)

    def test_a_cell_of_the_pivot_opens_as_many_as_it_says(self):
        view = self.env.ref("digiflow_crm.digiflow_prospect_progress_view_pivot")
        fields = {
            node.get("type"): node.get("name")
            for node in etree.fromstring(view.arch.encode()).iter("field")
        }
        self.assertEqual(fields, {"row": "prospect_list_id", "col": "event"}, "it counts events")
        rows = self.events.read_group([], [], ["event"])
        self.assertEqual([row["event"] for row in rows], list(EVENTS), "in the process's order")

    def filters(self):
        """The filters of days as the browser reads them: {name: domain}."""
        view = self.env.ref("digiflow_crm.digiflow_prospect_progress_view_search")
        names = {
            "context_today": lambda: periods.today(),
            "relativedelta": relativedelta,
        }
        return {
            node.get("name"): safe_eval(node.get("domain").strip(), names)
            for node in etree.fromstring(view.arch.encode()).iter("filter")
            if "context_today" in (node.get("domain") or "")
        }

    def test_filters_of_days(self):
        """At the ends of weeks, fortnights, months and the year."""
        for day in ("2026-01-01", "2026-03-01", "2026-03-15", "2026-03-16", "2026-11-22"):
            today = date.fromisoformat(day)
            with freeze_time(f"{day} 12:00:00"):
                found = self.filters()
            self.assertEqual(len(found), 6)
            for kind in periods.KINDS:
                this = periods.period_of(today, kind)
                begins = str(periods.starts_at(this.first))
                self.assertEqual(found[f"this_{kind}"], [("date", ">=", begins)], day)
                last = periods.closed(kind, today)
                self.assertEqual(
                    found[f"last_{kind}"],
                    [("date", ">=", str(periods.starts_at(last.first))), ("date", "<", begins)],
                )

    def test_buttons_of_the_list(self):
        action = self.prospects.action_progress()
        found = self.events.search(action["domain"])
        self.assertEqual(found.prospect_list_id, self.prospects)
        self.assertNotIn(
            "search_default_this_month", {k for k, v in action["context"].items() if v}
        )
