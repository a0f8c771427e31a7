"""The funnel of the made-up year, counted again stay by stay, and what the pipeline keeps."""

import statistics
from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.pipeline.digiflow_stage_history_reached import REACHED_SQL
from odoo.addons.digiflow_crm.models.pipeline.steps import STEPS

from ..indicators.made_up_year import YEAR, moment
from .sales_cases import CODES, FIRST, LAST, SECOND, SalesCase

LEADS = 45
FUNNEL = ("funnel",)


class FunnelCase(SalesCase):
    """Opportunities whose stays are written as the past would have left them."""

    @classmethod
    def add_stays(cls, stays, company=None):
        """An opportunity that was in some stages.

        :param stays: list of (step, when it came, when it left or None), oldest first
        :param company: res.company; of none when it is False
        """
        company = cls.company if company is None else company
        owners = cls.nobodys if company == cls.abroad else {}
        lead = cls.make_lead(company_id=company and company.id, **owners)
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM digiflow_stage_history WHERE lead_id = %s", [lead.id])
        for step, begin, until in stays:
            cls.insert(
                "digiflow.stage.history",
                lead_id=lead.id,
                company_id=(company and company.id) or None,
                stage_id=cls.stages[step].id,
                user_id=cls.executive.id,
                move="forward",
                date_from=begin,
                date_to=until,
                days=(until - begin).total_seconds() / 86400 if until else 0,
            )
        last = stays[-1]
        cls.stamp(lead, stage_id=cls.stages[last[0]].id, active=last[2] is None)
        cls.env["digiflow.stage.history"]._note_reached(lead)
        return lead

    @classmethod
    def make_stays(cls):
        """Some stays by chance: forward by one stage or two, or back; the last one may run."""
        chance = cls.chance
        day = FIRST + timedelta(days=chance.randrange(330))
        when = moment(day, chance.randrange(24), chance.randrange(60))
        rank, stays = 0, []
        for _number in range(chance.randrange(1, 8)):
            until = when + timedelta(days=chance.randrange(0, 60), minutes=chance.randrange(1440))
            stays.append([STEPS[rank], when, until])
            when = until + timedelta(hours=chance.choice([0, 0, 0, 240]))
            rank = min(max(rank + chance.choice([-1, 0, 1, 1, 1, 2]), 0), 5)
        if chance.random() < 0.5:
            stays[-1][2] = None
        return stays


class TestMadeUpFunnel(FunnelCase):
    """The year, stay by stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = [None] * 6 + [False, cls.abroad]
        for number in range(LEADS):
            company = companies[number % len(companies)]
            lead = cls.add_stays(cls.make_stays(), company)
            ended = lead.stage_history_ids.filtered("date_to")
            if number % 9 == 4 and ended:
                cls.stamp(ended[-1:], merged=True)
                ended._note_reached(lead)

    def recount(self, code):
        """``{step: {figure: number or None}}``, stay by stay."""
        self.env.flush_all()
        end = periods.boundaries([self.span(code)])[-1]
        stays = self.own("digiflow.stage.history").filtered(lambda one: not one.merged)
        stays = stays.sorted(lambda one: (one.date_from, one.id))
        found = {}
        for step in STEPS:
            mine = [one for one in stays if one.stage_id == self.stages[step]]
            first = {one.lead_id: one for one in reversed(mine)}.values()
            entered = [one for one in first if self.within(one.date_from, code)]
            ended = [one.days for one in mine if self.within(one.date_to, code)]
            there = [one for one in mine if one.date_from < end and (one.date_to or end) >= end]
            found[step] = {
                "entered": len(entered),
                "went_on": sum(self.went_on(one, stays) for one in entered),
                "ended": len(ended),
                "now": len(there),
                "days_average": statistics.fmean(ended) if ended else False,
                "days_median": statistics.median(ended) if ended else False,
            }
        return found

    def went_on(self, stay, stays):
        """Whether an opportunity was in a later stage after this stay began."""
        after = [one for one in stays if one.lead_id == stay.lead_id]
        after = after[after.index(stay) + 1 :]
        rank = STEPS.index(stay.stage_id.digiflow_step)
        return any(STEPS.index(one.stage_id.digiflow_step) > rank for one in after)

    def test_recount(self):
        seen = dict.fromkeys(("entered", "went_on", "ended", "now"), 0)
        for code in CODES:
            rows = self.read_rows("funnel", code)
            self.assertEqual(list(rows), STEPS)
            for step, one in self.recount(code).items():
                with self.subTest(period=code, step=step):
                    row, own = rows[step], dict(one)
                    for name in ("days_average", "days_median"):
                        self.assertAlmostEqual(row[name] or 0, own.pop(name) or 0, 2)
                        self.assertEqual(row[name] is False, not one["ended"])
                    if step == STEPS[-1]:
                        self.assertEqual((own.pop("went_on"), row["conversion"]), (0, False))
                    else:
                        self.check_rate(row["conversion"], own["went_on"], own["entered"])
                    self.assertEqual(row["counts"], own)
                    self.assertEqual(row["amount"], False)
                    for name in own:
                        seen[name] += own[name]
        self.assertTrue(all(number > 20 for number in seen.values()), seen)

    def test_opens(self):
        for code in (f"{YEAR}-Q2", str(YEAR)):
            known = self.check_opens(code, FUNNEL)
            parts = {part for *_row, part in known}
            self.assertEqual(parts, {"entered", "went_on", "ended", "now"})
        self.check_opens(self.get_running(), FUNNEL)

    def test_statements(self):
        few = self.count_queries("funnel")
        self.assertLessEqual(few, 12)
        for _number in range(10):
            self.add_stays(self.make_stays())
        self.assertEqual(self.count_queries("funnel"), few)

    def test_kept_by_the_statement(self):
        """Reckoned for all opportunities at once, it is what is kept."""
        self.env.cr.execute(REACHED_SQL, {"steps": STEPS, "leads": None})
        self.assertEqual(self.env.cr.rowcount, 0)
        self.env.cr.execute("UPDATE digiflow_stage_history SET first_time = NULL, went_on = NULL")
        self.env.cr.execute(REACHED_SQL, {"steps": STEPS, "leads": None})
        self.env["digiflow.stage.history"].invalidate_model()
        self.test_recount()


class TestFunnelEdges(FunnelCase):
    """Days of Lima, what runs, and what is nobody's."""

    def test_days_of_lima(self):
        evening, midnight = moment(LAST, 20), moment(SECOND, 0)
        self.add_stays([("survey", evening, midnight), ("proposal", midnight, None)])
        for code, survey, proposal in (
            (f"{YEAR}-Q1", {"entered": 1, "went_on": 1, "ended": 0, "now": 1}, (0, 0)),
            (f"{YEAR}-Q2", {"entered": 0, "went_on": 0, "ended": 1, "now": 0}, (1, 1)),
        ):
            with self.subTest(code):
                rows = self.read_rows("funnel", code)
                self.assertEqual(rows["survey"]["counts"], survey)
                counts = rows["proposal"]["counts"]
                self.assertEqual((counts["entered"], counts["now"]), proposal)
        self.check_opens(f"{YEAR}-Q1", FUNNEL)

    def test_there_at_the_end(self):
        """Who left a second after the quarter was there when it ended; what left before was not."""
        midnight = moment(SECOND, 0)
        second = timedelta(seconds=1)
        self.add_stays([("meeting", moment(FIRST), midnight)])
        self.add_stays([("meeting", moment(FIRST), midnight - second)])
        self.add_stays([("meeting", moment(FIRST), midnight + second)])
        self.add_stays([("meeting", midnight - second, None)])
        self.assertEqual(self.get_row("funnel", "meeting")["counts"]["now"], 3)
        self.assertEqual(len(self.find_records("funnel", "meeting", "now")), 3)

    def test_now(self):
        """In the quarter that runs it is who is there, with what they may bring."""
        code = self.get_running()
        before = self.read_rows("funnel", code)["telemarketing"]
        own = {"stage_id": self.stages["telemarketing"].id, "expected_revenue": 1000}
        self.make_lead(**own, company_id=self.company.id)
        self.make_lead(**own, company_id=False)
        self.make_lead(**own, company_id=self.abroad.id, **self.nobodys)
        self.make_lead(**own, active=False)
        self.make_lead(name="Of another pipeline", team_id=False, expected_revenue=1000)
        row = self.read_rows("funnel", code)["telemarketing"]
        self.assertEqual(row["counts"]["now"], before["counts"]["now"] + 2)
        self.assertEqual(row["amount"], before["amount"] + 2000)
        found = self.find_records("funnel", "telemarketing", "now", code)
        self.assertEqual(found._name, "crm.lead")
        self.assertEqual(len(found), row["counts"]["now"])

    def test_unknown_figures(self):
        for key, part in (
            ("nowhere", "entered"),
            ("survey", "nothing"),
            ("pre_kickoff", "went_on"),
            (False, "entered"),
            ("total", "entered"),
        ):
            with self.subTest(key=key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(f"{YEAR}-Q1", "funnel", key, part)

    def test_nothing(self):
        data = self.get_section("funnel")
        self.assertIn("Import a list", data["empty"])
        self.assertFalse(self.dashboard.get_screen(f"{YEAR}-Q1")["charts"]["funnel"])

    def test_drawing(self):
        stays = [("telemarketing", moment(FIRST), moment(LAST)), ("info_sent", moment(LAST), None)]
        self.add_stays(stays)
        self.add_stays(stays[:1])
        drawing = self.dashboard.get_screen(f"{YEAR}-Q1")["charts"]["funnel"]
        self.assertIn("50.0 % went on: 1", drawing)
        name = self.stages["telemarketing"].with_user(self.manager).name
        self.assertIn(f"{name} \N{MIDDLE DOT} 89.0 days: 2 (50.0 % went on: 1)", drawing)


class TestReached(FunnelCase):
    """What the pipeline itself keeps with each stay."""

    def read_reached(self, lead):
        """``[(step, first time, went on)]`` of the stays of an opportunity, oldest first."""
        stays = lead.stage_history_ids.sorted(lambda one: (one.date_from, one.id))
        return [(one.stage_id.digiflow_step, one.first_time, one.went_on) for one in stays]

    def move(self, lead, step):
        """The manager lets an opportunity pass, or takes it back."""
        lead.with_user(self.manager).action_pass_gate(step, "Agreed with the client by phone")

    def test_moves(self):
        lead = self.make_lead()
        self.assertEqual(self.read_reached(lead), [("telemarketing", True, False)])
        self.move(lead, "meeting")
        lead.stage_id = self.stages["info_sent"]
        self.move(lead, "meeting")
        self.assertEqual(
            self.read_reached(lead),
            [
                ("telemarketing", True, True),
                ("meeting", True, False),
                ("info_sent", True, True),
                ("meeting", False, False),
            ],
        )

    def test_lost_and_taken_up_again(self):
        lead = self.make_lead()
        lead.action_set_lost()
        lead.active = True
        self.move(lead, "info_sent")
        self.assertEqual(
            self.read_reached(lead),
            [
                ("telemarketing", True, True),
                ("telemarketing", False, True),
                ("info_sent", True, False),
            ],
        )

    def test_merged(self):
        """What was merged into an opportunity reached nothing by itself."""
        one, other = self.make_lead(), self.make_lead()
        self.move(other, "info_sent")
        kept = (one | other).merge_opportunity()
        merged = kept.stage_history_ids.filtered("merged")
        self.assertTrue(merged)
        self.assertFalse(any(merged.mapped("first_time") + merged.mapped("went_on")))
        rest = kept.stage_history_ids - merged
        self.assertEqual(rest.filtered("first_time").stage_id, rest.stage_id)
