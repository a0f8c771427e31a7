"""Right answers of a test, and other people's: who asks for them, and by which way."""

import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import SERIES, user_groups_field

from ..common import DigiflowHttpCase
from .written_cases import WrittenCase

ADMINS = ("quality", "manager")
PARTS = (
    "survey.survey",
    "survey.question",
    "survey.question.answer",
    "survey.user_input",
    "survey.user_input.line",
)
# What they say about pages that are refused.
LOGGERS = ("odoo.http", "odoo.addons.http_routing.models.ir_http")
# Domains that would tell by what they find.
PATHS = {
    "digiflow.training.evaluation": (
        "survey_id.access_token",
        "survey_id.question_and_page_ids.suggested_answer_ids.is_correct",
    ),
    "digiflow.training.attempt": (
        "user_input_id.access_token",
        "evaluation_id.survey_id.question_and_page_ids.suggested_answer_ids.is_correct",
        "question_ids.question_id.suggested_answer_ids.is_correct",
    ),
    "digiflow.training.attempt.question": ("question_id.suggested_answer_ids.is_correct",),
}


class TestHiddenFromTheApi(WrittenCase):
    """What the external API answers to people in the middle of a test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whoever administers surveys, in Odoo and in our process, but not training.
        cls.officer = cls.make_user(
            "executive",
            login="officer",
            groups="digiflow_crm.group_executive,survey.group_survey_manager,base.group_allow_export",
        )
        cls.people = [cls.users["telemarketer"], cls.users["implementation"], cls.officer]

    def test_no_part_of_a_test_is_read_by_any_method(self):
        answers = self.begin()
        self.answer(answers)
        self.begin(self.officer)
        for user in self.people:
            for name in PARTS:
                model = self.env[name].with_user(user)
                domain = self.domain_of(name)
                records = self.env[name].search(domain)
                self.assertTrue(records)
                own = records.with_user(user)
                asked = {
                    "read": own.read,
                    "export": lambda own=own: own.export_data(["create_date"]),
                    "write": lambda own=own: own.write({"id": 1}),
                    "copy": own[:1].copy,
                }
                for what, ask in asked.items():
                    with self.subTest(what, model=name, user=user.login):
                        # Who may export nothing is told so before anything is looked at.
                        self.env.invalidate_all()
                        with self.assertRaises(UserError), self.cr.savepoint():
                            ask()
                for what, found in {
                    "search": lambda m=model, d=domain: m.search(d).ids,
                    "search_read": lambda m=model, d=domain: m.search_read(d, ["id"]),
                    "name_search": lambda m=model, d=domain: m.name_search("", d),
                    "count": lambda m=model, d=domain: m.search_count(d),
                    "group": lambda m=model, d=domain: self.group(m, d),
                }.items():
                    with self.subTest(what, model=name, user=user.login):
                        self.assertFalse(self.ask(found))

    def domain_of(self, name):
        """A domain on the quiz's own records of a part of a survey."""
        path = {
            "survey.survey": "id",
            "survey.question.answer": "question_id.survey_id",
            "survey.user_input.line": "user_input_id.survey_id",
        }
        return [(path.get(name, "survey_id"), "=", self.quiz.id)]

    def ask(self, question):
        """What an administrator of surveys is told, or nothing where it is refused."""
        try:
            with self.cr.savepoint():
                return question()
        except AccessError:
            return None

    def group(self, model, domain):
        """Groups of records that say something about them."""
        if SERIES >= 18:
            rows = model.formatted_read_group(domain, ["create_uid"], ["__count"])
        else:
            rows = model.read_group(domain, ["id:count"], ["create_uid"])
        return rows

    def test_no_domain_leads_to_them(self):
        self.take()
        answers = self.begin(self.officer)
        self.answer(answers)
        for user in self.people:
            for name, paths in PATHS.items():
                for path in paths:
                    with self.subTest(path, model=name, user=user.login):
                        model = self.env[name].with_user(user)
                        found = self.ask(lambda m=model, path=path: m.search([(path, "!=", False)]))
                        self.assertFalse(found)

    def test_who_tries_a_test_out_writes_it(self):
        for user in (self.officer, self.telemarketer):
            with self.assertRaises(UserError):
                self.quiz._create_answer(user=user, test_entry=True)
        manager = self.users["manager"]
        groups = user_groups_field(self.env)
        manager.write({groups: [(4, self.env.ref("survey.group_survey_user").id)]})
        self.assertTrue(self.quiz._create_answer(user=manager, test_entry=True).test_entry)
        self.assertFalse(self.attempts.search([("user_id", "=", manager.id)]))

    def test_those_who_write_tests_read_them_and_nobody_elses_answers_leak(self):
        attempt = self.take(wrong=[1])
        for role in ADMINS:
            user = self.users[role]
            choices = self.quiz.with_user(user).question_ids.suggested_answer_ids
            self.assertTrue(any(choices.mapped("is_correct")))
            self.assertTrue(attempt.user_input_id.with_user(user).user_input_line_ids)
            self.assertEqual(len(attempt.with_user(user).question_ids), 7)
        colleague = new_test_user(
            self.env, login="colleague", groups="digiflow_crm.group_telemarketer"
        )
        for user in (colleague, self.users["executive"], self.officer):
            for name in ("digiflow.training.attempt", "digiflow.training.attempt.question"):
                self.assertFalse(self.env[name].with_user(user).search([]))
            with self.assertRaises(AccessError):
                attempt.with_user(user).read(["score"])
            with self.assertRaises(AccessError):
                attempt.question_ids.with_user(user).read(["correct"])
        own = attempt.with_user(self.telemarketer)
        self.assertEqual(len(own.question_ids), 7)
        with self.assertRaises(AccessError):
            own.read(["user_input_id"])

    def test_a_test_ends_before_any_row_of_it_is_there(self):
        answers = self.begin()
        self.answer(answers, wrong=[4])
        self.assertFalse(answers.digiflow_attempt_ids.question_ids)
        self.assertEqual(answers.digiflow_attempt_ids.score, 0)


class TestHiddenFromThePages(WrittenCase, DigiflowHttpCase):
    """What Odoo's own pages of a survey show."""

    def log_in(self, user):
        """Log a user in, whose password is the login."""
        user.password = user.login
        self.authenticate(user.login, user.login)

    def get(self, path):
        """The answer to a page, its redirects followed."""
        self.env.flush_all()
        return self.url_open(path, timeout=60)

    def test_the_pages_are_the_same_whatever_is_right(self):
        answers = self.begin()
        self.log_in(self.telemarketer)
        path = f"/survey/{self.quiz.access_token}/{answers.access_token}"
        pages = []
        choices = self.quiz.question_ids.suggested_answer_ids
        for _right in range(2):
            for question in self.quiz._get_pages_or_questions(answers):
                position = self.quiz._get_pages_or_questions(answers).ids.index(question.id)
                before = self.quiz._get_pages_or_questions(answers)[position - 1 : position]
                answers.last_displayed_page_id = before
                page = self.get(path)
                self.assertIn(question.suggested_answer_ids[0].value[:30], page.text)
                pages.append(self.plain(page.text))
            for choice in choices:
                choice.is_correct = not choice.is_correct
        self.assertEqual(pages[:7], pages[7:])

    def plain(self, text):
        """A page without what is other each time it is loaded."""
        text = re.sub(r"csrf_token[^,>]*[,>]", "", text)
        return re.sub(r'data-server-time="[^"]*"', "", text)

    def test_no_other_page_shows_the_questions(self):
        answers = self.begin()
        self.answer(answers)
        token, own = self.quiz.access_token, answers.access_token
        officer = self.make_user(
            "executive", login="officer", groups="base.group_user,survey.group_survey_manager"
        )
        words = self.quiz.question_ids[0].suggested_answer_ids[0].value[:30]
        for user in (self.telemarketer, officer, self.users["executive"]):
            self.log_in(user)
            for path in (
                f"/survey/print/{token}",
                f"/survey/print/{token}?answer_token={own}",
                f"/survey/print/{token}?answer_token={own}&review=True",
                f"/survey/results/{self.quiz.id}",
                f"/survey/test/{token}",
                f"/survey/{self.quiz.id}/certification_preview",
                f"/survey/{self.quiz.id}/get_certification_preview",
                f"/survey/session/manage/{token}",
            ):
                name = path.replace(token, "T").replace(own, "A")
                with self.subTest(name, user=user.login), mute_logger(*LOGGERS):
                    self.assertNotIn(words, self.get(path).text)
        self.log_in(self.users["executive"])
        self.assertNotIn(words, self.get(f"/survey/{token}/{own}").text)
        self.log_in(self.users["quality"])
        self.assertIn(words, self.get(f"/survey/print/{token}").text)

    def test_the_certificate_is_for_who_earned_it(self):
        attempt = self.take()
        path = f"/digiflow/training/certificate/{attempt.id}"
        odoos = f"/survey/{self.quiz.id}/get_certification"
        made = {}
        self.patch(
            type(self.env["ir.actions.report"]),
            "_render_qweb_pdf",
            lambda report, name, ids=None, **options: (made.update(ids=ids) or b"%PDF-", "pdf"),
        )
        for user, found in (
            (self.telemarketer, True),
            (self.users["quality"], True),
            (self.users["executive"], False),
        ):
            self.log_in(user)
            with self.subTest(user=user.login):
                self.assertEqual(self.get(path).content.startswith(b"%PDF"), found)
                own = user == self.telemarketer
                self.assertEqual(self.get(odoos).content.startswith(b"%PDF"), own)
        self.assertEqual(made["ids"], attempt.user_input_id.ids)
        failed = self.take(self.users["executive"], wrong=[1, 2, 3, 4])
        self.log_in(self.users["executive"])
        self.assertEqual(self.get(f"/digiflow/training/certificate/{failed.id}").status_code, 404)
