"""A review from the call to its closing."""

from datetime import date, timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .review_cases import ReviewCase


class TestReview(ReviewCase):
    """What it begins with, what is scored, and who says what when."""

    def test_it_begins_with_copies(self):
        """Sunday at 20:00 in Lima is Monday where it is stored: the week is Lima's."""
        review = self.begin(self.make_call(start="2026-03-02 01:00:00"))
        self.assertEqual(review.week, date(2026, 2, 23))
        self.assertEqual((review.state, review.mark, review.origin), ("draft", 70, "picked"))
        self.assertEqual((review.user_id, review.analyst_id), (self.caller, self.analyst))
        ethics = self.line(review, "Etica")
        self.assertEqual((ethics.weight, ethics.critical), (50, True))
        self.assertEqual(ethics.module_id, self.module)
        self.assertFalse(any(review.line_ids.mapped("is_scored")))

    def test_one_for_each_analyst(self):
        """A second press opens the one there is."""
        call = self.make_call()
        self.assertEqual(self.begin(call), self.begin(call))

    def test_the_company_says_the_mark(self):
        self.card.mark = 0
        self.env.company.digiflow_quality_mark = 82
        review = self.score(self.begin())
        self.assertEqual((review.mark, review.score, review.failed), (82, 81, True))

    def test_score(self):
        """As core.call_review reckons it, from what is scored so far."""
        review = self.begin()
        self.line(review, "Guion").points = 80
        self.assertEqual(review.score, 80)
        self.score(review)
        self.assertEqual((review.score, review.failed), (81, False))
        self.score(review, Necesidades=None)
        self.assertEqual(review.score, 94.29)
        self.score(review, Etica=60)
        self.assertEqual((review.critical_failed, review.failed), (True, True))

    def test_points_and_not_applicable_exclude_each_other(self):
        line = self.line(self.begin(), "Guion")
        line.points = 0
        self.assertTrue(line.is_scored)
        line.not_applicable = True
        self.assertEqual((line.points, line.is_scored), (0, True))
        line.points = 25
        self.assertFalse(line.not_applicable)
        line.not_applicable = True
        line.not_applicable = False
        self.assertFalse(line.is_scored)

    def test_what_is_missing_is_named(self):
        review = self.begin()
        with self.assertRaisesRegex(WorkflowError, "Guion"):
            review.action_sign()
        self.score(review, Guion=None, Necesidades=None, Etica=None)
        with self.assertRaisesRegex(WorkflowError, "No criterion"):
            review.action_sign()

    def test_another_scorecard(self):
        """Until it is signed it can begin again with other criteria."""
        review = self.score(self.begin())
        card = self.env.ref("digiflow_crm.scorecard_telemarketing")
        review.scorecard_id = card
        self.assertEqual(review.line_ids.criterion_id, card.criterion_ids)
        self.assertFalse(any(review.line_ids.mapped("is_scored")))

    def test_signed_answered_closed(self):
        review = self.sign()
        self.assertEqual((review.state, review.signed_by_id), ("signed", self.analyst))
        self.assertEqual(review.answer_until, periods.today() + timedelta(days=5))
        # sudo: the caller's task is looked at from outside.
        self.assertEqual(review.sudo().activity_ids.user_id, self.caller)
        review.with_user(self.caller).answer_review("  Gracias  ")
        self.assertEqual((review.state, review.answer), ("answered", "Gracias"))
        self.assertEqual(review.sudo().activity_ids.user_id, self.analyst)
        with self.assertRaisesRegex(WorkflowError, "what you say"):
            review.close_review()
        review.close_review("De acuerdo")
        self.assertEqual((review.state, review.closed_by_id), ("closed", self.analyst))
        # sudo: the caller's task is looked at from outside.
        self.assertFalse(review.sudo().activity_ids)

    def test_each_step_once(self):
        review = self.sign()
        with self.assertRaises(WorkflowError):
            review.action_sign()
        own = review.with_user(self.caller)
        own.answer_review("Uno")
        with self.assertRaisesRegex(WorkflowError, "once"):
            own.answer_review("Dos")
        review.close_review("Ya")
        for step in (lambda: review.close_review("Otra"), lambda: own.answer_review("Tres")):
            with self.assertRaises(WorkflowError):
                step()
        self.assertEqual((review.answer, review.closing_note), ("Uno", "Ya"))

    def test_not_closed_over_anybodys_head(self):
        """Without an answer it is closed when the days to give one are over."""
        review = self.sign()
        with self.assertRaisesRegex(WorkflowError, "may answer until"):
            review.close_review("Nada")
        review._update({"answer_until": periods.today() - timedelta(days=1)})
        review.close_review()
        self.assertEqual(review.state, "closed")

    def test_no_empty_answer(self):
        with self.assertRaisesRegex(WorkflowError, "Write your answer"):
            self.sign().with_user(self.caller).answer_review("  ")

    def test_who_says_what(self):
        review = self.sign()
        for user in (self.analyst, self.manager, self.caller_2):
            with self.subTest(user.login), self.assertRaises(AccessError):
                review.with_user(user).answer_review("Yo")
        review.with_user(self.caller).answer_review("Yo")
        for user in (self.analyst_2, self.caller):
            with self.subTest(user.login), self.assertRaises(AccessError):
                review.with_user(user).close_review("Yo")
        review.with_user(self.manager).close_review("Yo")
        self.assertEqual(review.closed_by_id, self.manager)

    def test_what_cannot_be_reviewed(self):
        """Own calls, silent ones, those of others than telemarketers; each says why."""
        own = self.make_call(self.manager)
        for call, analyst, why in (
            (own, self.manager, "own calls"),
            (self.make_call(recorded=False), self.analyst, "no recording"),
            (self.make_call(self.users["executive"]), self.analyst, "telemarketers"),
        ):
            with self.subTest(why), self.assertRaisesRegex(WorkflowError, why):
                self.begin(call, analyst)
        with self.assertRaises(AccessError):
            self.begin(analyst=self.caller_2)

    def test_withdrawn_recording(self):
        """Nobody signs what nobody can hear; what was signed stays, and says so."""
        call, signed = self.make_call(), self.sign()
        draft = self.score(self.begin(call))
        for one in (call, signed.call_id):
            one.with_user(self.manager).recording_id.withdraw("De otra llamada")
        with self.assertRaisesRegex(WorkflowError, "withdrawn"):
            draft.action_sign()
        recording = signed.with_user(self.caller).get_sheet()["recording"]
        self.assertEqual(recording["source"], "")
        self.assertIn("withdrawn", recording["text"])
        self.env["digiflow.call.recording"].with_user(self.caller).create(
            {"call_id": call.id, "url": "https://pbx.example.com/2.mp3"}
        )
        draft.action_sign()
        self.assertEqual(draft.recording_id.url, "https://pbx.example.com/2.mp3")

    def test_discarded_draft(self):
        """Who began it may discard it; nobody else."""
        review = self.begin()
        with self.assertRaises(AccessError):
            review.with_user(self.manager).unlink()
        review.unlink()
        self.assertFalse(review.exists())

    def test_sheet(self):
        """Each reader sees what they may do; the words are those of the screen."""
        review = self.begin()
        sheet = review.get_sheet()
        self.assertTrue(sheet["can_score"])
        self.assertEqual(sheet["lines"][0]["weight_text"], "20 % of the score")
        self.assertTrue(sheet["recording"]["source"].endswith("/audio"))
        self.score(review)
        review.action_sign()
        rights = ("can_score", "can_answer", "can_close")
        for user, expected in (
            (self.analyst, [False, False, False]),
            (self.caller, [False, True, False]),
            (self.manager, [False, False, False]),
        ):
            sheet = review.with_user(user).get_sheet()
            self.assertEqual([sheet[name] for name in rights], expected, user.login)
        self.assertIn(("Call of", "02/03/2026 10:00"), sheet["facts"])
        self.assertEqual(sheet["score"], "81.00")
