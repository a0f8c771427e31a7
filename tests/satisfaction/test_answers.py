"""What follows from an answer, who types one in, and who reads the comments."""

from datetime import date

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .cases import FeedbackCase


class TestAnswers(FeedbackCase):
    """Presented and answered on Tuesday 31 March 2026."""

    def setUp(self):
        super().setUp()
        self.event, self.feedback = self.hold()
        self.lead.activity_ids.unlink()

    def test_satisfied(self):
        self.answer(self.feedback, "5", "Muy claro")
        self.assertEqual((self.feedback.state, self.feedback.score), ("answered", "5"))
        self.assertEqual(self.feedback.comment, "Muy claro")
        self.assertEqual((self.event.feedback_state, self.event.feedback_score), ("answered", "5"))
        self.assertEqual(self.lead.presentation_score, "5")
        note = self.lead.message_ids[0].body
        self.assertIn("5 Very satisfied", note)
        self.assertIn("Muy claro", note)
        self.assertEqual(self.tasks(), [])

    def test_unsatisfied(self):
        for score in ("1", "2"):
            lead = self.make_meeting_lead(name=score, email_from=f"{score}@example.com")
            feedback = self.make_feedback(self.event.start, state="sent", lead=lead)
            with self.mock_mail_gateway():
                self.answer(feedback, score, "<b>Lento</b>")
            summary = "Call the client: not satisfied with the presentation"
            self.assertEqual(self.tasks(lead), [(summary, self.executive, date(2026, 4, 1))])
            self.assertIn(self.users["manager"].partner_id, self.told(lead))
            self.assertIn("&lt;b&gt;Lento", lead.activity_ids.note)

    def test_fairly_satisfied(self):
        self.answer(self.feedback, "3")
        ((_summary, user, deadline),) = self.tasks()
        self.assertEqual((user, deadline), (self.executive, date(2026, 4, 3)))
        self.assertFalse(self.told(self.lead))

    def test_nobody_owns_the_client(self):
        """The executive who presented gets the task; when gone too, the manager."""
        self.lead.user_id = False
        self.feedback.answer_by_phone("2")
        self.assertEqual(len(self.lead.activity_ids), 1)
        self.assertTrue(self.lead.activity_ids.user_id)

    def test_typed_in_is_marked(self):
        self.feedback.with_user(self.users["telemarketer"]).answer_by_phone("4", " Bien ")
        self.assertEqual(
            (self.feedback.origin, self.feedback.typed_by_id, self.feedback.comment),
            ("phone", self.users["telemarketer"], "Bien"),
        )
        self.assertEqual(self.feedback.user_input_id.state, "done")
        self.assertIn("by phone", self.lead.message_ids[0].body)

    def test_typing_form(self):
        action = self.feedback.with_user(self.executive).action_answer_by_phone()
        form = self.env[action["res_model"]].with_user(self.executive)
        form.with_context(**action["context"]).create({"score": "4"}).action_confirm()
        self.assertEqual((self.feedback.score, self.feedback.comment), ("4", False))

    def test_answered_before_it_was_sent(self):
        self.answer(self.feedback, "4")
        self.run_job(hours=5)
        self.assertEqual((self.feedback.state, self.addressees()), ("answered", []))

    def test_answered_after_its_end(self):
        self.run_job(hours=5)
        self.run_job(hours=31 * 24)
        self.assertEqual(self.feedback.state, "expired")
        self.answer(self.feedback, "4")
        self.assertEqual(self.feedback.state, "answered")

    def test_once(self):
        self.answer(self.feedback, "4")
        with self.assertRaisesRegex(WorkflowError, "already"):
            self.answer(self.feedback, "1")
        self.assertEqual(self.feedback.score, "4")

    def test_scores_are_five(self):
        for wrong in ("0", "6", 5, "", False):
            with self.assertRaises(ProcessError, msg=repr(wrong)):
                self.answer(self.feedback, wrong)
        self.assertEqual(self.feedback.state, "to_send")

    def test_who_types_in(self):
        strangers = [
            self.make_user("executive", login="executive_2"),
            self.make_user("telemarketer", login="telemarketer_2"),
            *(self.users[role] for role in ("presales", "quality", "implementation")),
        ]
        for user in strangers:
            with self.assertRaises(AccessError, msg=user.login):
                self.feedback.with_user(user).answer_by_phone("5")
            with self.assertRaises(AccessError, msg=user.login):
                self.feedback.with_user(user).write({"score": "5"})
        self.assertFalse(self.feedback.score)

    def test_comments_are_read_once(self):
        unread = [("comment", "not in", [False, ""]), ("read_date", "=", False)]
        self.answer(self.feedback, "5", "Quiero la propuesta")
        silent = self.make_feedback(self.event.start, score="4")
        self.assertEqual(self.feedbacks.search(unread), self.feedback)
        (self.feedback | silent).with_user(self.users["quality"]).action_mark_read()
        self.assertEqual(self.feedback.read_by_id, self.users["quality"])
        self.assertFalse(silent.read_date)
        self.assertFalse(self.feedbacks.search(unread))
        self.feedback.with_user(self.executive).action_mark_read()
        self.assertEqual(self.feedback.read_by_id, self.users["quality"])
        stranger = self.make_user("executive", login="executive_2")
        with self.assertRaises(AccessError):
            self.feedback.with_user(stranger).action_mark_read()

    def test_link_is_nobodys(self):
        """Who has the link answers as the client."""
        self.run_job(hours=5)
        for role in ("executive", "manager"):
            for name in ("link", "user_input_id", "mail_id"):
                with self.assertRaises(AccessError, msg=f"{role} {name}"):
                    self.feedback.with_user(self.users[role]).read([name])

    def test_appointments_show_only_what_one_may_read(self):
        self.answer(self.feedback, "5")
        stranger = self.make_user("executive", login="executive_2")
        self.assertFalse(self.event.with_user(stranger).feedback_score)
        self.assertEqual(self.event.with_user(self.executive).feedback_score, "5")
        self.assertEqual(self.lead.with_user(self.users["telemarketer"]).presentation_score, "5")
        action = self.lead.with_user(self.users["telemarketer"]).action_view_feedback()
        self.assertEqual(action["res_id"], self.feedback.id)
