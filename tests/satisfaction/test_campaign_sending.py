"""Invitations and reminders: each once, whatever happens meanwhile."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError
from odoo.addons.digiflow_crm.models.satisfaction import digiflow_satisfaction_campaign_send

from .campaign_cases import LINK, CampaignCase


class TestCampaignSending(CampaignCase):
    """Clients who are asked by e-mail."""

    def days_ago(self, answers, days):
        """As if these invitations had been sent so many days ago."""
        moment = fields.Datetime.now() - timedelta(days=days)
        answers.write({"sent_date": moment})

    def test_in_batches(self):
        """Two a run: the job goes on where it was, nobody gets it twice."""
        self.start("uno", "dos", "tres")
        sent = []
        with patch.object(digiflow_satisfaction_campaign_send, "BATCH", 2):
            for left in (1, 0, 0):
                self.run_job()
                sent += self.addressees()
                self.assertEqual(self.campaign.to_send_count, left)
        self.assertEqual(sorted(sent), ["dos@example.com", "tres@example.com", "uno@example.com"])
        self.assertEqual((self.campaign.send_progress, self.campaign.waiting_count), (100, 3))

    def test_invitation(self):
        answers = self.start("uno", "dos")
        self.run_job()
        tokens = {answer.user_input_id.access_token for answer in answers}
        found = {LINK.search(mail["body"]).group(2) for mail in self.invitations()}
        self.assertEqual((found, len(found)), (tokens, 2))
        body = self.invitations()[0]["body"]
        self.assertIn("hasta el 30/04/2001", body)
        self.assertIn("satisfecho", self.invitations()[0]["subject"])

    def test_link_is_nobodys(self):
        """Who has the link answers as the client: it is in no message that people read."""
        (answer,) = self.start("uno")
        self.run_job()
        for role in ("executive", "quality", "manager"):
            own = answer.with_user(self.users[role])
            for name in ("link", "user_input_id", "mail_id"):
                with self.assertRaises(AccessError, msg=f"{role} {name}"):
                    own.read([name])
            messages = own.env["mail.message"].search([("body", "like", "answer_token")])
            self.assertFalse(messages, role)

    def test_stopped_and_resumed(self):
        self.start("uno")
        manager = self.campaign.with_user(self.users["manager"])
        manager.action_pause()
        self.run_job()
        self.assertEqual((self.addressees(), self.campaign.to_send_count), ([], 1))
        manager.action_resume()
        self.run_job()
        self.assertEqual(self.addressees(), ["uno@example.com"])

    def test_one_that_fails(self):
        """The others go on."""
        answers = self.start("uno", "dos", "tres")
        answers[1].email = "roto"
        self.run_job()
        self.assertEqual(self.addressees(), ["tres@example.com", "uno@example.com"])
        self.assertIn("«roto»", answers[1].failure)

    def test_sent_when_corrected(self):
        client = self.make_client("malo", email="nobody")
        (answer,) = self.start()
        own = answer.with_user(self.executive)
        with self.assertRaisesRegex(ProcessError, "«nobody»"):
            own.action_send()
        client.email = "bueno@example.com"
        own.action_send()
        self.run_job()
        self.assertEqual((answer.state, self.addressees()), ("sent", ["bueno@example.com"]))
        with self.assertRaisesRegex(WorkflowError, "sent already"):
            own.action_send()

    def test_mail_server_refuses_it(self):
        (answer,) = self.start("uno")
        self.env["digiflow.satisfaction.campaign"]._cron_send()
        answer.mail_id.write({"state": "exception", "failure_reason": "No such person"})
        self.run_job()
        self.assertEqual((answer.state, answer.failure), ("not_sent", "No such person"))
        self.assertEqual(self.figure("sent"), (0,))

    def test_reminders(self):
        """Once on each day of reminders, and not to who answered."""
        answers = self.start("uno", "dos")
        self.run_job()
        answers[1].answer_by_phone("5")
        sent = {}
        for days in (6, 7, 8, 13, 14, 15, 40):
            self.days_ago(answers, days)
            answers.write({"reminded_date": False})
            self.run_job()
            sent[days] = self.addressees()
        both = {days: ["uno@example.com"] for days in (7, 14)}
        self.assertEqual(sent, {days: both.get(days, []) for days in sent})
        self.assertEqual(answers.mapped("reminder_count"), [2, 0])

    def test_days_nobody_worked_on(self):
        """Two days of reminders that went by come to one e-mail."""
        answers = self.start("uno")
        self.run_job()
        self.days_ago(answers, 30)
        for expected in (["uno@example.com"], []):
            self.run_job()
            self.assertEqual(self.addressees(), expected)

    def test_reminded_by_button(self):
        """Once a day, and not on the day of the invitation."""
        answers = self.start("uno")
        self.run_job()
        manager = self.campaign.with_user(self.users["manager"])
        manager.action_remind()
        self.run_job()
        self.assertEqual(self.addressees(), [])
        self.days_ago(answers, 2)
        for expected in (["uno@example.com"], []):
            manager.action_remind()
            self.run_job()
            self.assertEqual(self.addressees(), expected)

    def test_reminder_is_refused(self):
        """The client was asked all the same."""
        (answer,) = self.start("uno")
        self.run_job()
        self.days_ago(answer, 7)
        self.env["digiflow.satisfaction.campaign"]._cron_send()
        answer.mail_id.write({"state": "exception", "failure_reason": "Full"})
        self.run_job()
        self.assertEqual((answer.state, answer.failure), ("sent", "Full"))

    def test_answered_before_it_was_sent(self):
        (answer,) = self.start("uno")
        answer.answer_by_phone("4")
        self.run_job()
        self.assertEqual((self.addressees(), answer.state), ([], "answered"))
