"""Written tests on Odoo's survey: who begins them, what counts, and what stays."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .written_cases import WrittenCase

# (wrong answers to each question) among 18 people, as the quiz after the training came out.
WRONG = (0, 1, 1, 1, 2, 2, 0)


class TestTheQuiz(WrittenCase):
    """From the first question to the result."""

    def test_who_answers_all_right_passes_and_has_a_certificate(self):
        attempt = self.take()
        self.assertEqual((attempt.state, attempt.score, attempt.passed), ("done", 100.0, True))
        self.assertEqual(attempt.question_ids.mapped("correct"), [True] * 7)
        self.assertEqual(attempt.question_ids.mapped("question_id"), self.quiz.question_ids)
        own = attempt.with_user(self.telemarketer)
        self.assertTrue(own.has_certificate)
        self.assertIn(f"/certificate/{attempt.id}", own.action_certificate()["url"])
        mine = self.evaluation.with_user(self.telemarketer)
        self.assertEqual((mine.my_standing, mine.my_result), ("passed", "100 % ✓ Passed"))
        self.assertEqual(mine.my_certificate_id, attempt)

    def test_a_choice_too_many_is_wrong(self):
        answers = self.begin()
        self.answer(answers)
        question = self.quiz.question_ids[2]
        self.send(answers, question, question.suggested_answer_ids)
        answers._mark_done()
        attempt = answers.digiflow_attempt_ids
        self.assertEqual(attempt.question_ids.mapped("correct"), [True, True, False] + [True] * 4)
        self.assertAlmostEqual(attempt.score, 600 / 7, 1)

    def test_eighteen_people_come_out_as_they_did(self):
        people = [
            self.make_user("executive", login=f"person_{number}", company_id=self.env.company.id)
            for number in range(18)
        ]
        wrong = {person: [] for person in people}
        unlucky = iter(people)
        for number, count in enumerate(WRONG, 1):
            for _one in range(count):
                wrong[next(unlucky)].append(number)
        for person, numbers in wrong.items():
            self.take(person, numbers)
        rows = self.env["digiflow.training.attempt.question"].search([])
        right = [
            len(rows.filtered(lambda row, asked=asked: row.question_id == asked and row.correct))
            for asked in self.quiz.question_ids
        ]
        self.assertEqual(right, [18, 17, 17, 17, 16, 16, 18])
        self.assertEqual(
            (sum(right), len(rows), round(100 * sum(right) / len(rows))), (119, 126, 94)
        )

    def test_the_mark_is_the_one_that_held_at_the_beginning(self):
        answers = self.begin()
        self.evaluation.pass_mark = 100
        self.answer(answers, wrong=[1])
        answers._mark_done()
        attempt = answers.digiflow_attempt_ids
        self.assertEqual((attempt.pass_mark, attempt.passed), (70.0, True))
        self.assertTrue(answers.scoring_success)
        self.assertFalse(self.take(wrong=[1]).passed)

    def test_each_attempt_has_its_own_order_and_asks_everything(self):
        orders = set()
        for role in ("telemarketer", "executive", "presales", "implementation"):
            answers = self.begin(self.users[role])
            order = self.quiz._get_pages_or_questions(answers)
            self.assertEqual(order.sorted(), self.quiz.question_ids)
            seen, question = [], self.quiz._get_next_page_or_question(answers, 0)
            while question:
                seen.append(question.id)
                last = self.quiz._is_last_page_or_question(answers, question)
                self.assertEqual(last, len(seen) == 7)
                question = self.quiz._get_next_page_or_question(answers, question.id)
            self.assertEqual(seen, order.ids)
            orders.add(tuple(seen))
            choices = self.quiz.question_ids[0]
            self.assertEqual(choices._get_offered(answers).sorted(), choices.suggested_answer_ids)
        self.assertGreater(len(orders), 1)

    def test_time_that_is_over_ends_the_test_with_what_was_answered(self):
        answers = self.begin()
        question = self.quiz.question_ids[0]
        self.send(answers, question, question.suggested_answer_ids.filtered("is_correct"))
        cron = self.env.ref("digiflow_crm.training_tests_cron").ir_actions_server_id
        for minutes, state in ((20, "open"), (22, "done")):
            answers.start_datetime = fields.Datetime.now() - timedelta(minutes=minutes)
            self.env.flush_all()
            cron.run()
            self.env.invalidate_all()
            self.assertEqual(answers.digiflow_attempt_ids.state, state)
        attempt = answers.digiflow_attempt_ids
        self.assertAlmostEqual(attempt.score, 100 / 7, 1)
        self.assertEqual(sum(attempt.question_ids.mapped("correct")), 1)
        self.assertEqual(len(attempt.question_ids), 7)


class TestAttempts(WrittenCase):
    """How often, by whom, and that an end is an end."""

    def test_who_goes_on_goes_on_with_the_same_attempt(self):
        answers = self.begin()
        self.assertEqual(self.begin(), answers)
        again = self.quiz._create_answer(user=self.telemarketer)
        self.assertEqual(again, answers)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.evaluation._open_attempts(self.telemarketer)

    def test_three_times_and_then_only_after_learning_more(self):
        own = self.evaluation.with_user(self.telemarketer)
        for left in ("2 attempts left", "1 attempt left", "0 attempts left"):
            self.assertFalse(self.take(wrong=[1, 2, 3]).passed)
            self.assertEqual(own.my_attempts_left, left)
        self.assertFalse(own.can_start)
        with self.assertRaisesRegex(WorkflowError, "No attempts are left"):
            own.action_start()
        with self.assertRaises(WorkflowError):
            self.quiz._create_answer(user=self.telemarketer)
        old = self.attempts.search([("user_id", "=", self.telemarketer.id)])
        for attempt in old:
            attempt._update({"started_on": attempt.started_on - timedelta(hours=2)})
        self.attend(hours=1)
        self.env.invalidate_all()
        self.assertEqual(own.my_attempts_left, "3 attempts left")
        attempt = self.take()
        self.assertTrue(attempt.passed)
        self.assertNotIn(
            attempt.user_input_id.invite_token, old.user_input_id.mapped("invite_token")
        )

    def attend(self, hours):
        """The telemarketer was in a session on the first module that ended so many hours ago."""
        module = self.env.ref("digiflow_crm.training_module_1")
        stop = fields.Datetime.now() - timedelta(hours=hours)
        session = self.env["digiflow.training.session"].create(
            {
                "module_id": module.id,
                "trainer_id": self.users["quality"].id,
                "start": stop - timedelta(hours=1),
                "stop": stop,
                "enrolment_ids": [(0, 0, {"user_id": self.telemarketer.id})],
            }
        )
        session.action_plan()
        session.action_all_present()
        session.action_hold()

    def test_only_the_team_begins_and_only_what_is_a_test(self):
        outsider = self.make_user("telemarketer", login="out", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.evaluation.with_user(outsider).action_start()
        with self.assertRaises(WorkflowError):
            self.quiz._create_answer(user=outsider)
        self.evaluation.active = False
        with self.assertRaises(WorkflowError):
            self.begin()

    def test_what_is_sent_past_the_page_is_no_answer(self):
        first, other, several = self.quiz.question_ids[:3]
        right = first.suggested_answer_ids.filtered("is_correct")
        self.evaluation.with_user(self.telemarketer).action_start()
        answers = self.open_attempt().user_input_id
        tries = {
            "before the beginning": (first, right),
            "of another question": (other, right),
            "all at once": (first, first.suggested_answer_ids),
            "twice": (several, several.suggested_answer_ids[0] + several.suggested_answer_ids[0]),
        }
        for name, (question, choices) in tries.items():
            with self.subTest(name), self.assertRaises(WorkflowError), self.cr.savepoint():
                save = getattr(answers, "save_lines", None) or answers._save_lines
                save(question, [str(number) for number in choices._ids])
            if name == "before the beginning":
                answers._mark_in_progress()
        answers._mark_done()
        with self.assertRaises(WorkflowError), self.cr.savepoint():
            self.send(answers, first, right)
        self.assertEqual(answers.digiflow_attempt_ids.score, 0)

    def test_an_end_is_an_end_for_everybody(self):
        attempt = self.take(wrong=[2])
        before = attempt.read(["score", "passed", "evaluation_name", "pass_mark"])
        rows = attempt.question_ids.read(["title", "correct"])
        for user in (
            self.users["manager"],
            self.users["quality"],
            self.telemarketer,
            self.env.user,
        ):
            own = attempt.with_user(user)
            for what, change in {
                "score": lambda own=own: own.write({"score": 100}),
                "comment": lambda own=own: own.write({"comment": "x"}),
                "state": lambda own=own: own.write({"state": "open"}),
                "end again": lambda own=own: own._finish(100),
                "delete": lambda own=own: own.unlink(),
                "question": lambda own=own: own.question_ids.write({"correct": True}),
                "no question": lambda own=own: own.question_ids.unlink(),
                # sudo: the superuser is refused as well.
                "answers": lambda own=own: own.sudo().user_input_id.unlink(),
            }.items():
                with (
                    self.subTest(what, user=user.login),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    change()
        self.env.invalidate_all()
        self.assertEqual(attempt.read(["score", "passed", "evaluation_name", "pass_mark"]), before)
        self.assertEqual(attempt.question_ids.read(["title", "correct"]), rows)
        for user in self.users.values():
            with self.assertRaises(AccessError):
                self.attempts.with_user(user).create({"user_id": user.id, "score": 100})

    def test_a_result_survives_what_becomes_of_the_test(self):
        attempt = self.take(wrong=[2])
        before = (attempt.score, attempt.passed, attempt.pass_mark, attempt.evaluation_name)
        titles = attempt.question_ids.mapped("title")
        right = attempt.question_ids.mapped("correct")
        manager = self.users["manager"]
        quiz = self.quiz.with_user(manager)
        quiz.question_ids[0].title = "Another question"
        quiz.question_ids[1].suggested_answer_ids.write({"is_correct": True, "answer_score": 50})
        quiz.question_ids[6].unlink()
        self.evaluation.with_user(manager).write({"name": "Another name", "pass_mark": 100})
        quiz.write({"scoring_success_min": 100, "active": False})
        self.env.flush_all()
        self.env.invalidate_all()
        after = (attempt.score, attempt.passed, attempt.pass_mark, attempt.evaluation_name)
        self.assertEqual(after, before)
        self.assertEqual(attempt.question_ids.mapped("title"), titles)
        self.assertEqual(attempt.question_ids.mapped("correct"), right)
        for record, refusal in (
            (quiz, IntegrityError),
            (self.evaluation.with_user(manager), WorkflowError),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(refusal), self.cr.savepoint():
                record.unlink()

    def test_quality_writes_a_test_of_its_own(self):
        quality = self.users["quality"]
        form = Form(self.evaluation.with_user(quality).browse(), self.evaluations_view())
        form.name = "Test of module 2"
        form.module_id = self.env.ref("digiflow_crm.training_module_2")
        survey = (
            self.quiz.with_user(quality)
            .with_context(default_digiflow_training=True)
            .create({"title": "Module 2", "question_and_page_ids": [(0, 0, self.question())]})
        )
        self.assertEqual(
            (survey.scoring_type, survey.access_mode, survey.users_login_required),
            ("scoring_without_answers", "token", True),
        )
        form.survey_id = survey
        made = form.save()
        made.with_user(self.telemarketer).action_start()
        self.assertEqual(self.open_attempt().module_id, made.module_id)
        self.assertEqual(self.open_attempt().version_id, made.module_id.version_id)
        for vals in (
            {"scoring_type": "scoring_with_answers"},
            {"access_mode": "public"},
            {"users_login_required": False},
            {"digiflow_training": False},
            {"session_state": "ready"},
        ):
            with self.subTest(vals), self.assertRaises(WorkflowError), self.cr.savepoint():
                survey.write(vals)
        with self.assertRaises(WorkflowError):
            survey.action_start_session()

    def evaluations_view(self):
        """The form on which evaluations are written."""
        return "digiflow_crm.digiflow_training_evaluation_view_form"

    def question(self):
        """Values of a question with a right and a wrong choice."""
        choices = [(0, 0, {"value": "Yes", "is_correct": True, "answer_score": 1})]
        choices.append((0, 0, {"value": "No"}))
        return {"title": "?", "question_type": "simple_choice", "suggested_answer_ids": choices}
