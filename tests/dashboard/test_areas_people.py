"""What clients and the staff answered, and what is done about it, on the dashboard."""

from datetime import date, timedelta

from odoo.addons.digiflow_crm.core import indicator_periods, periods
from odoo.addons.digiflow_crm.core.satisfaction import quarter_of
from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..indicators.made_up_year import YEAR, moment
from ..satisfaction.results_cases import ResultsCase
from .cases import DashboardCase

PERIOD, LAST = f"{YEAR}-Q2", date(YEAR, 6, 30)
# Of the quiz after the training, in the order of its questions: right and wrong of 18 people.
QUIZ = [(18, 0), (17, 1), (17, 1), (17, 1), (16, 2), (16, 2), (18, 0)]


class TestSatisfaction(DashboardCase, ResultsCase):
    """A campaign that goes on, one that was closed before it, and one of another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reply = [cls.make_client(f"Cliente {number}") for number in range(9)]
        cls.today = periods.today()
        cls.before = quarter_of(cls.today).first - timedelta(days=1)
        cls.earlier = cls.start(cls.before)
        cls.give(cls.earlier, "1455")
        cls.earlier.action_close()
        cls.campaign = cls.start()
        cls.give(cls.campaign, "5534124")
        cls.period = cls.code_of(cls.today)

    @classmethod
    def give(cls, campaign, scores):
        """The first clients answer one score each."""
        for client, score in zip(cls.reply, scores, strict=False):
            cls.answer(campaign, client, score)

    @classmethod
    def code_of(cls, day, kind="quarter"):
        """The code of a period."""
        return indicator_periods.code_of(indicator_periods.period_of(day, kind), kind)

    def test_it_says_what_the_results_of_the_campaign_say(self):
        for campaign, period in (
            (self.campaign, self.period),
            (self.earlier, self.code_of(self.before)),
        ):
            with self.subTest(campaign.name):
                section = self.get_section("satisfaction", period)
                results = campaign.with_user(self.manager).get_results()
                found = [
                    (row["key"], row["name"], row["counts"]["answers"], row["share"])
                    for row in section["rows"]
                ]
                expected = [
                    (row["score"], row["name"], row["count"], row["share"])
                    for row in results["distribution"]
                ]
                self.assertEqual(found, expected)
                for name, number in results["figure"].items():
                    self.assertEqual(section["figure"][name], number, name)
                self.assertEqual(section["target"], 80)
                points = [(one["id"], one["official"]) for one in section["trend"]]
                expected = [(one["id"], one["official"]) for one in results["trend"]]
                self.assertEqual(points, expected)
                indicator = self.get_row("indicators", "satisfaction", period)
                self.assertEqual(indicator["value"], section["figure"]["official"])

    def test_scores_one_by_one(self):
        section = self.get_section("satisfaction", self.period)
        given = [row["counts"]["answers"] for row in section["rows"]]
        self.assertEqual(given, [1, 1, 1, 2, 2])
        self.assertEqual(section["rows"][4]["share_text"], "28.6 %")
        # who could not be sent anything was not asked
        asked = len(self.campaign.answer_ids.filtered(lambda one: one.state != "to_send"))
        counts = {"asked": asked, "answers": 7, "satisfied": 4}
        self.assertEqual(section["total"]["counts"], counts)
        self.assertAlmostEqual(section["figure"]["official"], 400 / 7)
        self.assertIs(section["figure"]["reached"], False)
        self.assertEqual(section["figure"]["official_text"], "57.1 %")
        self.assertIn("▼ 22.9 points under", section["figure"]["verdict_text"])
        self.assertFalse(section["empty"])

    def test_every_number_opens_its_answers(self):
        found = self.check_opens(self.period, ["satisfaction"])
        self.assertEqual(found["satisfaction", "5", "answers"], 2)
        points = self.get_section("satisfaction", self.period)["trend"]
        self.assertEqual(len(points), 2)
        for point in points:
            for part, count in point["counts"].items():
                records = self.find_records("satisfaction", point["key"], part, self.period)
                self.assertEqual(len(records), count, (point["name"], part))
                self.assertEqual(records.campaign_id.id, point["id"])
        wrong = [("6", "answers"), ("5", "asked"), ("campaign-0", "answers"), ("total", "all")]
        for key, part in wrong:
            with self.subTest(key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(self.period, "satisfaction", key, part)

    def test_a_year_adds_up_its_campaigns(self):
        year = self.code_of(self.campaign.date_from, "year")
        own = (self.earlier | self.campaign).filtered(lambda one: one.year == year)
        for base in ("answers", "clients"):
            with self.subTest(base):
                self.company.digiflow_satisfaction_base = base
                section = self.get_section("satisfaction", year)
                scores = [one.score for one in own.answer_ids if one.score]
                given = [scores.count(row["key"]) for row in section["rows"]]
                self.assertEqual([row["counts"]["answers"] for row in section["rows"]], given)
                indicator = self.get_row("indicators", "satisfaction", year)
                self.assertEqual(section["figure"]["official"], indicator["value"])
                self.assertEqual(len(section["campaigns"]), len(own))
        self.check_opens(year, ["satisfaction"])

    def test_another_companys_campaign_is_its_own(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.manager.company_ids |= company
        self.stamp(self.campaign, company_id=company.id)
        section = self.get_section("satisfaction", self.period)
        self.assertEqual((section["rows"], section["total"]), ([], False))
        self.assertEqual([one["id"] for one in section["trend"]], self.earlier.ids)
        with self.assertRaises(ProcessError):
            key = f"campaign-{self.campaign.id}"
            self.dashboard.open_records(self.period, "satisfaction", key, "answers")

    def test_what_to_do_while_there_is_nothing(self):
        self.stamp(self.campaign, state="draft")
        cures = {
            PERIOD: "Start one",
            f"{YEAR}-05": "once a quarter",
            self.period: "is a draft",
        }
        for period, cure in cures.items():
            with self.subTest(period):
                section = self.get_section("satisfaction", period)
                self.assertIn(cure, section["empty"])
                self.assertFalse(section["figure"])
        self.stamp(self.campaign, state="running")
        self.env.cr.execute(
            "UPDATE digiflow_satisfaction_answer SET score = NULL, state = 'sent' "
            "WHERE campaign_id = %s",
            [self.campaign.id],
        )
        self.env.invalidate_all()
        section = self.get_section("satisfaction", self.period)
        self.assertIn("Remind them", section["empty"])
        self.assertEqual(section["figure"]["official_text"], "no data")

    def test_as_many_queries_for_many_answers_as_for_few(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            span = quarter_of(self.today)
            self.dashboard._reckon_satisfaction(self.company, "quarter", span)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for client in self.reply[7:]:
            self.answer(self.campaign, client, "3")
        self.assertLessEqual(queries(), few)


class TestTraining(DashboardCase):
    """The quiz that eighteen people took, and who took it on another day or elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quiz = cls.env.ref("digiflow_crm.training_quiz_acquisition")

    @classmethod
    def add_quiz(cls, when, wrong=(), **columns):
        """One who took the quiz, with questions (numbers from 1) that were answered wrong."""
        attempt = cls.add_attempt(when, 0, 0)
        for number, question in enumerate(cls.quiz.question_ids, 1):
            cls.insert(
                "digiflow.training.attempt.question",
                attempt_id=attempt.id,
                question_id=question.id,
                sequence=number,
                title=question.title,
                correct=number not in wrong,
            )
        return cls.stamp(attempt, **columns) if columns else attempt

    def add_all(self):
        """Eighteen people in the last minutes of the quarter in Lima."""
        for person in range(18):
            wrong = [place for place, (right, _wrong) in enumerate(QUIZ, 1) if person >= right]
            self.add_quiz(moment(LAST, 23, person), wrong)

    def test_the_quiz_after_the_training_to_the_unit(self):
        self.add_all()
        section = self.get_section("training", PERIOD)
        found = [(row["counts"]["right"], row["counts"]["wrong"]) for row in section["rows"]]
        self.assertEqual(found, QUIZ)
        titles = [row["name"] for row in section["rows"]]
        self.assertEqual(titles, self.quiz.question_ids.mapped("title"))
        whole = section["total"]
        self.assertEqual(whole["counts"], {"answers": 126, "right": 119, "wrong": 7})
        self.assertEqual(whole["percent_text"], "94.4 %")
        under = [row["is_under"] for row in section["rows"]]
        self.assertEqual(under, [False] * 4 + [True] * 2 + [False])
        self.assertEqual(section["rows"][4]["sign"], "▼ under the mark of 90.0 %")
        self.assertEqual(len(self.check_opens(PERIOD, ["training"])), 7 * 2 + 5 + 3)

    def test_it_says_what_the_results_of_training_say(self):
        self.add_all()
        self.add_quiz(moment(date(YEAR, 7, 1), 0), wrong=(1, 2))
        self.add_quiz(moment(LAST), wrong=(3,), state="open")
        self.add_attempt(moment(LAST), 2, 3)  # a question that was deleted: known by its text
        results = self.env["digiflow.training.results"].with_user(self.manager)
        days = {"date_from": f"{YEAR}-04-01", "date_to": str(LAST)}
        expected = results.get_results(days)
        section = self.get_section("training", PERIOD)
        for row, other in zip(section["rows"], expected["questions"], strict=True):
            told = {**row["counts"], "percent": row["percent"], "key": row["key"]}
            self.assertEqual(told, {name: other[name] for name in told})
        whole = section["total"]
        self.assertEqual(whole["counts"]["right"], expected["totals"]["right"])
        indicator = self.get_row("indicators", "training", PERIOD)
        numbers = (indicator["numerator"], indicator["denominator"])
        self.assertEqual(numbers, (whole["counts"]["right"], whole["counts"]["answers"]))
        self.assertEqual(numbers, (121, 131))
        self.check_opens(PERIOD, ["training"])

    def test_another_companys_people_and_no_test_at_all(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.manager.company_ids |= company
        self.add_quiz(moment(LAST), company_id=company.id)
        both = self.dashboard.with_context(allowed_company_ids=[self.company.id, company.id])
        section = both.get_data(PERIOD)["training"]
        self.assertEqual((section["rows"], section["total"]), ([], False))
        self.assertIn("Enrol people", section["empty"])
        action = both.open_records(PERIOD, "training", "total", "answers")
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 0)
        with self.assertRaises(ProcessError):
            both.open_records(PERIOD, "training", "total", "passed")


class TestImprovements(DashboardCase):
    """Improvement actions that were open at the end of a quarter, and those of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env.ref("digiflow_crm.indicator_training")

    def add_action(self, made, phase="plan", deadline=None, closed=None, **columns):
        """An action as the past left it."""
        action = self.env["digiflow.improvement"].create(
            {
                "name": f"Mejora {made} {phase}",
                "indicator_id": self.indicator.id,
                "user_id": self.manager.id,
            }
        )
        return self.stamp(
            action,
            create_date=moment(made, 23, 30),
            phase=phase,
            date_deadline=deadline,
            closed_on=closed,
            **columns,
        )

    def draw_actions(self):
        """Actions before and after the end of the quarter, open, closed and closed later."""
        day = timedelta(days=1)
        self.add_action(LAST, deadline=LAST)
        self.late = self.add_action(LAST - 9 * day, "do", LAST - 2 * day)
        self.add_action(LAST - 3 * day, "check", LAST + day)
        self.add_action(LAST + day, deadline=LAST)
        self.add_action(LAST - 20 * day, "closed", LAST - 9 * day, LAST)
        self.later = self.add_action(LAST - 20 * day, "closed", LAST - 9 * day, LAST + day)
        self.add_action(LAST - day, "act")
        company = self.env["res.company"].create({"name": "Otra"})
        self.manager.company_ids |= company
        self.add_action(LAST, "do", LAST - day, company_id=company.id)

    def recount_phases(self, actions, last, today):
        """``{phase: (open, overdue)}`` on the last day of a period, one by one."""
        found = {}
        for action in actions:
            made = (action.create_date - timedelta(hours=5)).date()
            if action.company_id != self.company or made > last:
                continue
            if action.closed_on and action.closed_on <= last:
                continue
            late = action.date_deadline and action.date_deadline < min(last, today)
            count, overdue = found.get(action.phase, (0, 0))
            found[action.phase] = (count + 1, overdue + bool(late))
        return found

    def test_the_open_ones_by_phase_and_the_overdue_ones_first(self):
        self.draw_actions()
        section = self.get_section("improvements", PERIOD)
        found = {row["key"]: tuple(row["counts"].values()) for row in section["rows"]}
        actions = self.env["digiflow.improvement"].search([])
        expected = self.recount_phases(actions, LAST, periods.today())
        self.assertEqual(found, expected)
        self.assertEqual(found["closed"], (1, 1))
        self.assertEqual(section["rows"][-1]["name"], "Closed since then")
        self.assertEqual(section["total"]["counts"], {"open": 5, "overdue": 2})
        shown = [(one["key"], one["is_overdue"]) for one in section["actions"]]
        self.assertEqual(shown[:2], [(self.later.id, True), (self.late.id, True)])
        self.assertEqual([late for _key, late in shown[2:]], [False] * 3)
        first = section["actions"][0]
        self.assertEqual((first["sign"], first["days_late"]), ("▼ 9 days late", 9))
        self.assertEqual(first["indicator"], self.indicator.name)
        self.check_opens(PERIOD, ["improvements"])
        for one in section["actions"]:
            opened = self.find_records("improvements", one["key"], "action", PERIOD)
            self.assertEqual(opened.ids, [one["id"]])

    def test_today_they_are_those_that_are_not_closed(self):
        self.draw_actions()
        year = str(periods.today().year)
        section = self.get_section("improvements", year)
        own = self.env["digiflow.improvement"].with_user(self.manager)
        going = own.search([("phase", "!=", "closed"), ("company_id", "=", self.company.id)])
        counts = section["total"]["counts"]
        self.assertEqual(counts["open"], len(going))
        self.assertEqual(counts["overdue"], len(going.filtered("is_overdue")))
        shown = {one["key"]: one["days_late"] for one in section["actions"]}
        self.assertEqual(shown, {one.id: one.days_late for one in going if one.id in shown})
        self.check_opens(year, ["improvements"])

    def test_only_what_is_told_opens(self):
        self.draw_actions()
        elsewhere = self.env["digiflow.improvement"].search(
            [("company_id", "!=", self.company.id)], limit=1
        )
        for key, part in (("plan", "closed"), ("weather", "open"), (elsewhere.id, "action")):
            with self.subTest(key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(PERIOD, "improvements", key, part)
        section = self.get_section("improvements", f"{YEAR - 3}-Q1")
        self.assertEqual((section["rows"], section["actions"]), ([], []))
        self.assertIn("under its target", section["empty"])
