"""What the tests of feedback start from: presentations that were held, and mail that stays here."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tools import email_normalize

from ..meeting.cases import MeetingCase

ADDRESS = "rosa@andina.example.com"
LINK = re.compile(r"/survey/start/([\w-]+)\?answer_token=([\w-]+)")


class FeedbackCase(MeetingCase):
    """A presentation on Tuesday at 10:00 in Lima; it is two hours later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.feedbacks = cls.env["digiflow.feedback"]
        cls.company = cls.env.company

    def hold(self, **values):
        """A presentation that was held, and its feedback."""
        event = self.book_past(**values)
        event.with_user(self.executive).mark_held("3")
        # The invitations are not looked at here.
        self.env["mail.mail"].search([]).unlink()
        return event, self.feedbacks.search([("event_id", "=", event.id)])

    def run_job(self, hours=0):
        """The scheduled job and the queue of mails, so many hours after the presentation."""
        if hours:
            self.pass_time(timedelta(days=1, hours=hours))
        with self.mock_mail_gateway():
            self.env.ref("digiflow_crm.ir_cron_feedback").ir_actions_server_id.run()
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def addressees(self):
        """Addresses of the e-mails that left."""
        return sorted(email_normalize(one) for mail in self._mails for one in mail["email_to"])

    def answer(self, feedback, score, comment=""):
        """Type in an answer as the executive."""
        feedback.with_user(self.executive).answer_by_phone(score, comment)

    def tasks(self, lead=None):
        """(summary, who, deadline) of the planned activities of a lead."""
        activities = (lead or self.lead).activity_ids
        return [
            (activity.summary, activity.user_id, activity.date_deadline) for activity in activities
        ]

    def told(self, lead):
        """Who was told of something about a lead."""
        domain = [("model", "=", lead._name), ("res_id", "=", lead.id)]
        messages = self.env["mail.message"].search(
            [*domain, ("message_type", "=", "user_notification"), ("subject", "like", "satisfied")]
        )
        return messages.notified_partner_ids

    @classmethod
    def make_feedback(cls, moment, state="answered", score=False, lead=None, **vals):
        """A feedback about something at `moment` (naive UTC), as it stands in the end."""
        return cls.env["digiflow.feedback"].create(
            {
                "lead_id": (lead or cls.lead).id,
                "user_id": cls.users["executive"].id,
                "date": fields.Datetime.to_string(moment),
                "state": state,
                "score": score,
                **vals,
            }
        )
