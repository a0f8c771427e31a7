"""The results of training: counted again by hand, by role, filtered, opened and as a workbook."""

import io
import json
import random
from collections import Counter
from urllib.parse import urlencode

import openpyxl

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..common import DigiflowHttpCase
from .scoring_cases import ScoringCase
from .written_cases import WrittenCase

KEYS = {"people": "user_id", "modules": "module_id", "sessions": "session_id", "methods": "method"}
TABLES = {"people": "person", "modules": "module", "sessions": "session", "methods": "method"}


class ResultsCase(ScoringCase, WrittenCase):
    """A quiz that four people took, and a simulation in which three were scored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.simulation = cls.evaluation
        cls.evaluation = cls.env.ref("digiflow_crm.training_evaluation_quiz")
        cls.others = [
            cls.make_user(role, login=f"resultados_{number}")
            for number, role in enumerate(("telemarketer", "executive"))
        ]

    def setUp(self):
        super().setUp()
        # The questions of one test may be about several modules.
        self.quiz.question_ids[0].digiflow_module_id = self.module
        for number, user in enumerate((*self.others, self.telemarketer)):
            self.take(user, wrong=[(), (2, 5), (5,)][number])
        self.take(self.telemarketer, wrong=(1,))
        dice = random.Random(7)
        self.evaluation, quiz = self.simulation, self.evaluation
        for person in self.people[:3]:
            self.score(person, *(dice.randint(30, 100) for _criterion in self.criteria))
        self.save(self.quality, 100)  # open: it does not count
        wrong = self.score(self.quality, 1, 1, 1)
        wrong.with_user(self.manager)._cancel_score("Puntos de otra persona")
        self.evaluation = quiz

    def take(self, user=None, wrong=()):
        """Take the whole test; sessions begin in their own way here."""
        answers = WrittenCase.begin(self, user)
        self.answer(answers, wrong)
        answers._mark_done()
        self.env.invalidate_all()

    def results(self, user=None, **filters):
        """The results as a user gets them."""
        model = self.env["digiflow.training.results"].with_user(user or self.manager)
        return model.get_results(filters)


class TestResults(ResultsCase):
    """Every number against a recount of the records, one by one."""

    def done(self):
        """All finished attempts, whoever asks."""
        return self.attempts.search([("state", "=", "done")])

    def key_of(self, record, field):
        """What a record is grouped under."""
        value = record[field]
        return value if isinstance(value, str) else value.id

    def recount(self, attempts, answers, field):
        """``{key: (attempts, people, passed, average, answers, right)}``, one by one."""
        found = {}
        for attempt in attempts:
            found.setdefault(self.key_of(attempt, field), [[], []])[0].append(attempt)
        for answer in answers:
            owner = answer if field == "module_id" else answer.attempt_id
            found.setdefault(self.key_of(owner, field), [[], []])[1].append(answer)
        return {key: self.count(*rows) for key, rows in found.items()}

    def count(self, attempts, answers):
        """The numbers of some attempts and answers."""
        scores = [attempt.score for attempt in attempts]
        return (
            len(attempts),
            len({attempt.user_id for attempt in attempts}),
            sum(attempt.passed for attempt in attempts),
            round(sum(scores) / len(scores), 6) if scores else False,
            len(answers),
            sum(answer.correct for answer in answers),
        )

    def numbers(self, row):
        """The same numbers of a row of the results; what follows from them is checked here."""
        passed, count, right = row["passed"], row["attempts"], row["right"]
        self.assertEqual(row["failed"], count - passed)
        self.assertEqual(row["wrong"], row["answers"] - right)
        self.assertAlmostEqual(row["pass_rate"] or 0, 100 * passed / count if count else 0)
        whole = row["answers"]
        self.assertAlmostEqual(row["percent"] or 0, 100 * right / whole if whole else 0)
        average = row["average"] if row["average"] is False else round(row["average"], 6)
        return (count, row["people"], passed, average, whole, right)

    def test_every_number_is_that_of_a_recount(self):
        done = self.done()
        answers = done.question_ids
        self.assertEqual((len(done), len(answers)), (7, 28))
        results = self.results()
        self.assertEqual(self.numbers(results["totals"]), self.count(done, answers))
        self.assertEqual((results["totals"]["right"], results["totals"]["wrong"]), (24, 4))
        for table, field in KEYS.items():
            with self.subTest(table):
                found = {row["key"]: self.numbers(row) for row in results[table]}
                self.assertEqual(found, self.recount(done, answers, field))
        questions = Counter(answer.question_id for answer in answers)
        right = Counter(answer.question_id for answer in answers if answer.correct)
        expected = [(one.title, right[one], questions[one]) for one in self.quiz.question_ids]
        found = [(row["name"], row["right"], row["answers"]) for row in results["questions"]]
        self.assertEqual(found, expected)
        # what was asked about a module counts for it, though the quiz is of the programme
        own = next(row for row in results["modules"] if row["key"] == self.module.id)
        self.assertEqual((own["answers"], own["right"], own["attempts"]), (4, 3, 3))
        lines = done.score_ids
        for row in results["criteria"]:
            points = lines.filtered(lambda line, row=row: line.criterion_id.id == row["key"])
            average = sum(points.mapped("points")) / len(points)
            self.assertEqual((row["scored"], len(results["criteria"])), (3, 3))
            self.assertAlmostEqual(row["average"], average, msg=row["name"])

    def test_each_number_opens_as_many_records(self):
        model = self.env["digiflow.training.results"].with_user(self.manager)
        results = self.results()
        parts = ("attempts", "passed", "failed", "answers", "right", "wrong")
        numbers = [("all", False, part, results["totals"][part]) for part in parts]
        for table, name in TABLES.items():
            rows = results[table]
            numbers += [(name, row["key"], part, row[part]) for row in rows for part in parts]
        for row in results["questions"]:
            numbers += [("question", row["key"], part, row[part]) for part in parts[3:]]
        numbers += [
            ("criterion", row["key"], "scored", row["scored"]) for row in results["criteria"]
        ]
        for table, key, part, number in numbers:
            with self.subTest(table, key=key, part=part):
                action = model.open_records({}, table, key, part)
                found = self.env[action["res_model"]].with_user(self.manager)
                self.assertEqual(found.search_count(action["domain"]), number)
        for wrong in (("all", False, "score"), ("question", 1, "passed"), ("weather", 1, "right")):
            with self.assertRaises(ProcessError):
                model.open_records({}, *wrong)

    def test_filters(self):
        day = periods.today()
        before, after = (str(day + step * periods.ONE_DAY) for step in (-1, 1))
        program = self.env.ref("digiflow_crm.training_program_acquisition")
        cases = {
            "method": ({"method": "simulation"}, (3, 0)),
            "session": ({"session_id": self.lesson.id}, (3, 0)),
            "module": ({"module_id": self.module.id}, (3, 4)),
            "evaluation": ({"evaluation_id": self.evaluation.id}, (4, 28)),
            "person": ({"user_id": self.telemarketer.id}, (3, 14)),
            "programme": ({"program_id": program.id}, (4, 28)),
            "today": ({"date_from": str(day), "date_to": str(day)}, (7, 28)),
            "until yesterday": ({"date_to": before}, (0, 0)),
            "from tomorrow": ({"date_from": after}, (0, 0)),
            "two at once": ({"method": "written", "user_id": self.executive.id}, (0, 0)),
        }
        for name, (filters, expected) in cases.items():
            with self.subTest(name):
                totals = self.results(**filters)["totals"]
                self.assertEqual((totals["attempts"], totals["answers"]), expected)
        nothing = self.results(date_to=before)
        self.assertEqual((nothing["totals"]["percent"], nothing["totals"]["average"]), (False,) * 2)
        self.assertEqual((nothing["questions"], nothing["people"]), ([], []))
        for wrong in ({"colour": 1}, {"method": "oral"}, {"date_from": "soon"}, {"user_id": "x"}):
            with self.subTest(wrong=wrong), self.assertRaises(ProcessError):
                self.results(**wrong)

    def test_the_day_is_that_of_lima(self):
        attempt = self.done()[0]
        # 20:00 on 31 March in Lima is 1 April in UTC
        attempt._update({"done_on": "2026-04-01 01:00:00"})
        march = self.results(date_from="2026-03-01", date_to="2026-03-31")
        self.assertEqual(march["totals"]["attempts"], 1)
        april = self.results(date_from="2026-04-01", date_to="2026-04-30")
        self.assertEqual(april["totals"]["attempts"], 0)

    def test_who_sees_whose_results(self):
        other = self.others[1]
        expected = {
            "manager": (self.manager, 7, "all"),
            "quality": (self.quality, 7, "all"),
            "trainer, whom he or she scored": (self.trainer, 3, "own"),
            "own test and score": (self.telemarketer, 3, "own"),
            "own score": (self.executive, 1, "own"),
            "own test": (other, 1, "own"),
        }
        for name, (user, number, scope) in expected.items():
            with self.subTest(name):
                results = self.results(user)
                self.assertEqual((results["totals"]["attempts"], results["scope"]), (number, scope))
                self.assertEqual(bool(results["trained"]), scope == "all")
        # a filter does not reach further
        self.assertFalse(self.results(other, user_id=self.telemarketer.id)["people"])
        company = self.env["res.company"].create({"name": "Otra"})
        elsewhere = self.env["digiflow.training.results"].with_company(company)
        elsewhere = elsewhere.with_context(allowed_company_ids=company.ids)
        self.assertFalse(elsewhere.get_results()["totals"]["attempts"])

    def test_the_number_of_queries_does_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.results()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        self.evaluation = self.env.ref("digiflow_crm.training_evaluation_quiz")
        for user in (*self.others, self.executive):
            self.take(user, wrong=(3,))
        self.assertLessEqual(queries(), few)

    def test_the_workbook_says_the_same(self):
        results = self.results()
        model = self.env["digiflow.training.results"].with_user(self.manager)
        name, content = model._make_workbook({})
        self.assertEqual(name, "Training results.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        rows = list(book["By question"].iter_rows(min_row=5, values_only=True))
        found = [(row[1], row[2], row[3], round(100 * row[5], 6)) for row in rows[:7]]
        expected = [
            (row["name"], row["right"], row["wrong"], round(row["percent"], 6))
            for row in results["questions"]
        ]
        self.assertEqual(found, expected)
        self.assertEqual(rows[8][2:5], (24, 4, 28))
        people = list(book["By person"].iter_rows(min_row=5, values_only=True))
        self.assertEqual(
            [row[:5] for row in people],
            [
                (row["name"], row["attempts"], row["people"], row["passed"], row["failed"])
                for row in results["people"]
            ],
        )
        self.assertEqual(len(book.sheetnames), 7)


class TestResultsDownload(DigiflowHttpCase):
    """The workbook over HTTP: of whoever asks, with the filters of the screen."""

    def test_the_workbook_is_handed_out_with_its_filters(self):
        manager = self.users["manager"]
        manager.password = manager.login
        self.authenticate(manager.login, manager.login)
        model = self.env["digiflow.training.results"].with_user(manager)
        url = model.action_workbook({"method": "case", "module_id": False})["url"]
        self.assertIn(urlencode({"filters": json.dumps({"method": "case"})}), url)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertIn("Real case study", book["Summary"]["A2"].value)
        self.assertEqual(self.url_open(url.split("?")[0] + "?filters=[").status_code, 404)
