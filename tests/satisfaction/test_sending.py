"""The form goes out once, when it is due, to who may get it; its link has an end."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..meeting.cases import NOW, lima
from .cases import ADDRESS, LINK, FeedbackCase


class TestSending(FeedbackCase):
    """From a presentation that was held to the e-mail."""

    def test_sent_after_two_hours(self):
        event, feedback = self.hold()
        self.assertEqual((feedback.state, feedback.date), ("to_send", event.start))
        self.assertEqual(feedback.due_date, fields.Datetime.now() + timedelta(hours=2))
        self.run_job()
        self.assertEqual((feedback.state, self.addressees()), ("to_send", []))
        self.run_job(hours=3)
        self.assertEqual((feedback.state, self.addressees()), ("to_send", []))
        self.run_job(hours=5)
        self.assertEqual((feedback.state, self.addressees()), ("sent", [ADDRESS]))
        self.assertEqual((feedback.email, feedback.lead_id), (ADDRESS, self.lead))
        self.run_job(hours=6)
        self.assertEqual(self.addressees(), [], "once")

    def test_letter(self):
        self.company.digiflow_feedback_hours = 0
        _event, feedback = self.hold()
        self.run_job()
        mail = self._mails[0]
        self.assertEqual(mail["subject"], "¿Qué le pareció la presentación de Digiflow?")
        self.assertIn("executive@example.com", mail["email_from"])
        self.assertIn("executive@example.com", mail["reply_to"])
        self.assertIn("Buen día, Rosa Quispe:", mail["body"])
        survey_token, token = LINK.search(mail["body"]).groups()
        form = self.env["survey.user_input"].search([("access_token", "=", token)])
        self.assertEqual(form, feedback.user_input_id)
        self.assertEqual(form.survey_id.access_token, survey_token)
        self.assertEqual(form.deadline, fields.Datetime.now() + timedelta(days=30))
        self.assertIn(ADDRESS, self.lead.message_ids[0].body, "it is in the history")

    def test_settings(self):
        settings = self.env["digiflow.settings"].with_user(self.users["manager"])
        settings.create({"digiflow_feedback_hours": 24, "digiflow_feedback_days": 5})
        _event, feedback = self.hold()
        self.assertEqual(feedback.due_date, fields.Datetime.now() + timedelta(hours=24))
        self.run_job(hours=27)
        deadline = feedback.user_input_id.deadline
        self.assertEqual(deadline, fields.Datetime.now() + timedelta(days=5))

    def test_no_address(self):
        event, feedback = self.hold()
        event.partner_ids.filtered(lambda one: not one.user_ids).email = False
        self.lead.email_from = False
        self.run_job(hours=5)
        self.assertEqual((feedback.state, self.addressees()), ("not_sent", []))
        self.assertIn("no e-mail address", feedback.failure)

    def test_blacklisted(self):
        _event, feedback = self.hold()
        self.env["mail.blacklist"].create({"email": ADDRESS})
        self.run_job(hours=5)
        self.assertEqual((feedback.state, self.addressees()), ("not_sent", []))
        self.assertIn("asked not to get", feedback.failure)
        with self.assertRaisesRegex(ProcessError, "asked not to get"):
            feedback.with_user(self.executive).action_send()

    def test_sent_by_hand_when_corrected(self):
        event, feedback = self.hold()
        guest = event.partner_ids.filtered(lambda one: not one.user_ids)
        guest.email = "nobody"
        self.run_job(hours=5)
        self.assertIn("«nobody»", feedback.failure)
        guest.email = "luis@andina.example.com"
        feedback.with_user(self.users["telemarketer"]).action_send()
        self.assertEqual((feedback.state, feedback.failure), ("sent", False))
        self.run_job()
        self.assertEqual(self.addressees(), ["luis@andina.example.com"])
        with self.assertRaisesRegex(WorkflowError, "already"):
            feedback.with_user(self.executive).action_send()

    def test_mail_server_refuses_it(self):
        _event, feedback = self.hold()
        self.run_job(hours=5)
        feedback.mail_id.write({"state": "exception", "failure_reason": "No such person"})
        self.run_job(hours=6)
        self.assertEqual((feedback.state, feedback.failure), ("not_sent", "No such person"))

    def test_expires(self):
        _event, feedback = self.hold()
        self.run_job(hours=5)
        self.run_job(hours=30 * 24 + 4)
        self.assertEqual(feedback.state, "sent")
        self.run_job(hours=30 * 24 + 6)
        self.assertEqual(feedback.state, "expired")

    def test_marked_held_twice(self):
        """The manager undoes the outcome; it is told again: one feedback, one e-mail."""
        event, feedback = self.hold()
        event.with_user(self.users["manager"]).action_reopen()
        self.run_job(hours=5)
        self.assertEqual((feedback.state, self.addressees()), ("not_sent", []))
        event.with_user(self.executive).mark_held("4")
        self.assertEqual((feedback.state, feedback.failure), ("to_send", False))
        self.assertEqual(self.feedbacks.search_count([("event_id", "=", event.id)]), 1)
        self.run_job(hours=8)
        self.assertEqual(self.addressees(), [ADDRESS])
        event.with_user(self.users["manager"]).action_reopen()
        event.with_user(self.executive).mark_held("4")
        self.run_job(hours=30)
        self.assertEqual((feedback.state, self.addressees()), ("sent", []))

    def test_one_in_the_database(self):
        event, _feedback = self.hold()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.feedbacks.create({"event_id": event.id, "date": NOW})

    def test_only_held_ones_are_asked_about(self):
        event = self.book_past()
        event.with_user(self.executive).mark_no_show()
        self.assertFalse(self.feedbacks.search([("event_id", "=", event.id)]))

    def test_merged_opportunities(self):
        _event, feedback = self.hold()
        other = self.make_meeting_lead(partner_name="Andina", name="Andina")
        self.complete(other, "survey")
        other.stage_id = self.stages["survey"]
        merged = (other | self.lead).merge_opportunity(auto_unlink=False)
        self.assertEqual(feedback.lead_id, merged)

    def test_stays_on_record(self):
        _event, feedback = self.hold()
        with self.assertRaises(WorkflowError):
            feedback.unlink()

    def test_presentation_of_a_past_day(self):
        """It counts in the day it was held, whenever that is told."""
        event = self.book(start=lima(16, day=31))
        self.pass_time(timedelta(days=20))
        event.with_user(self.executive).mark_held("3")
        feedback = self.feedbacks.search([("event_id", "=", event.id)])
        self.assertEqual(feedback.date, lima(16, day=31))
