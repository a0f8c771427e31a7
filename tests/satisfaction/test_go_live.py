"""The client is asked how the start of its services went: once, some days later."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.mail.tests.common import MockEmail

from ..kickoff.cases import HandoverCase
from .cases import LINK

ADDRESS = "rosa@andina.example.com"


class TestGoLive(HandoverCase, MockEmail):
    """From an accepted handover to the answer and what follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.feedbacks = cls.env["digiflow.feedback"]
        cls.executive = cls.users["executive"]

    def go_live(self, email=ADDRESS, service="ose"):
        """The handover accepted, and the feedback on its start."""
        lines = self.handover.order_id.order_line
        plan = lines.product_id.product_tmpl_id.filtered(lambda one: one.digiflow_kind == "plan")
        plan.digiflow_service_id = service and self.env.ref(f"digiflow_crm.service_{service}")
        contact = {"handover_id": self.handover.id, "name": "Rosa", "email": email}
        self.env["digiflow.handover.contact"].create(contact)
        self.accept()
        # What the handover tells is not looked at here.
        self.env["mail.mail"].search([]).unlink()
        return self.feedbacks.search([("handover_id", "=", self.handover.id)])

    def run_job(self):
        """The scheduled job and the queue of mails."""
        with self.mock_mail_gateway():
            self.env.ref("digiflow_crm.ir_cron_feedback").ir_actions_server_id.run()
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def send_due(self, feedback):
        """Let the days pass, and send."""
        feedback.due_date = fields.Datetime.now() - timedelta(minutes=1)
        self.run_job()

    def test_asked_after_the_days_of_the_setting(self):
        self.env["digiflow.settings"].with_user(self.users["manager"]).create(
            {"digiflow_go_live_days": 20}
        )
        feedback = self.go_live()
        began = self.handover.accepted_on
        self.assertEqual((feedback.kind, feedback.state), ("go_live", "to_send"))
        self.assertEqual((feedback.date, feedback.due_date), (began, began + timedelta(days=20)))
        self.assertEqual((feedback.lead_id, feedback.user_id), (self.lead, self.executive))
        self.run_job()
        self.assertEqual((feedback.state, self._mails), ("to_send", []))
        self.send_due(feedback)
        self.assertEqual((feedback.state, feedback.email), ("sent", ADDRESS))
        mail = self._mails[0]
        self.assertEqual(mail["subject"], "¿Cómo le fue con la puesta en marcha de su servicio?")
        token = LINK.search(mail["body"]).group(2)
        form = feedback.user_input_id
        self.assertEqual((form.access_token, form.survey_id), (token, self.survey()))
        self.run_job()
        self.assertFalse(self._mails, "once")

    def survey(self):
        return self.env.ref("digiflow_crm.survey_feedback_go_live")

    def test_once_a_handover(self):
        feedback = self.go_live()
        self.feedbacks._ask_about_go_live(self.handover)
        self.assertEqual(self.feedbacks.search([("handover_id", "=", self.handover.id)]), feedback)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.feedbacks.create({"handover_id": self.handover.id, "date": "2026-01-01 15:00:00"})

    def test_nothing_began(self):
        self.assertFalse(self.go_live(service=False))

    def test_gone_meanwhile(self):
        feedback = self.go_live()
        stay = self.handover.client_service_ids
        stay.date_start = periods.today() - 3 * periods.ONE_DAY
        reason = self.env["digiflow.service.end.reason"].search([], limit=1)
        stay.write({"date_end": periods.today() - periods.ONE_DAY, "end_reason_id": reason.id})
        self.send_due(feedback)
        self.assertEqual((feedback.state, self._mails), ("not_sent", []))
        self.assertIn("have ended", feedback.failure)

    def test_whom(self):
        """People of the handover with an address, else the client's contact, else nobody."""
        feedback = self.feedbacks.create(
            {"kind": "go_live", "handover_id": self.handover.id, "date": "2026-01-01 15:00:00"}
        )
        people = self.env["digiflow.handover.contact"].create(
            [{"handover_id": self.handover.id, "name": name} for name in ("Rosa", "Luis")]
        )
        client = self.handover.partner_id.commercial_partner_id
        person = self.env["res.partner"].create(
            {"name": "Luis", "parent_id": client.id, "email": "luis@andina.example.com"}
        )
        self.lead.email_from = False
        for email, partner in (("luis@andina.example.com", person), (ADDRESS, False)):
            with self.subTest(email):
                people[-1:].write({"email": email})
                vals = feedback._prepare_contact_vals()
                self.assertEqual(vals, {"partner_id": partner and partner.id, "email": email})
        people.write({"email": "nobody"})
        self.assertEqual(feedback._prepare_contact_vals()["partner_id"], person.id)
        (person | client).email = False
        self.assertFalse(feedback._prepare_contact_vals()["email"])

    def test_consequences_have_its_words(self):
        feedback = self.go_live()
        self.send_due(feedback)
        feedback.with_user(self.executive).answer_by_phone("2", "Nobody called us.")
        self.assertEqual((feedback.state, feedback.origin), ("answered", "phone"))
        task = self.lead.activity_ids.filtered(lambda one: "start of services" in one.summary)
        self.assertEqual(task.user_id, self.executive)
        self.assertEqual(task.date_deadline, periods.today() + periods.ONE_DAY)
        self.assertIn("start of services (by phone): 2", self.lead.message_ids.mapped("body")[0])
        self.assertFalse(self.lead.presentation_score, "it is not about the presentation")

    def test_figure_of_its_own(self):
        feedback = self.go_live()
        self.send_due(feedback)
        feedback.with_user(self.executive).answer_by_phone("5")
        day = periods.today()
        own = self.feedbacks.with_user(self.users["quality"])
        self.assertEqual(own.get_figure(day, day, kind="go_live")["rate"], 100.0)
        self.assertIs(own.get_figure(day, day)["rate"], False)
        with self.assertRaises(ProcessError):
            own.get_figure(day, day, kind="birthday")
        report = Form(self.env["digiflow.feedback.report"].with_user(self.users["manager"]))
        self.assertEqual((report.answers, report.rate), (0, "no data"))
        report.kind = "go_live"
        self.assertEqual((report.answers, report.rate), (1, "100.0 %"))
        answers = report.save().action_view_answers()
        self.assertEqual(self.feedbacks.search(answers["domain"]), feedback)
