"""A presentation is marked as held, and its form answered, by two at the same moment."""

from datetime import timedelta

from odoo import fields

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """One comes to be; what is made here is committed, and removed in the end."""

    context = {"no_mail_to_attendees": True}

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            lead = env["crm.lead"].create(
                {
                    "name": "Dos a la vez",
                    "type": "opportunity",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "user_id": env.ref("base.user_admin").id,
                    "email_from": "dos@a-la-vez.example.com",
                }
            )
            start = fields.Datetime.now() - timedelta(hours=3)
            event = env["calendar.event"].create(
                {
                    "name": "Presentación",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "user_id": lead.user_id.id,
                    "partner_ids": [(6, 0, lead.user_id.partner_id.ids)],
                    "opportunity_id": lead.id,
                    "digiflow_kind": "presentation",
                    "digiflow_state": "booked",
                }
            )
            self.lead_id, self.event_id = lead.id, event.id

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            feedbacks = env["digiflow.feedback"].search([("lead_id", "=", self.lead_id)])
            feedbacks.mail_id.unlink()
            feedbacks.user_input_id.unlink()
            lead = env["crm.lead"].browse(self.lead_id)
            lead.presentation_ids.unlink()
            lead.unlink()

    def twice(self, action):
        """Do `action` with the presentation twice, the second time while the first is open."""

        def run(env):
            action(env["calendar.event"].browse(self.event_id))

        return self.beside(run, run)

    def read(self):
        """(state, score) of the feedback on the presentation, as everybody sees it now."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            found = env["digiflow.feedback"].search([("event_id", "=", self.event_id)])
            return [(one.state, one.score) for one in found]

    def test_marked_held(self):
        refusal = self.twice(lambda event: event.mark_held("3"))
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.read(), [("to_send", False)])

    def test_asked_about(self):
        refusal = self.twice(lambda event: event.env["digiflow.feedback"]._ask_about(event))
        self.assertIsNone(refusal)
        self.assertEqual(self.read(), [("to_send", False)])

    def test_answered(self):
        self.as_request(lambda env: env["calendar.event"].browse(self.event_id).mark_held("3"))
        scores = iter("511111")

        def answer(event):
            feedback = event.env["digiflow.feedback"].search([("event_id", "=", event.id)])
            feedback.answer_by_phone(next(scores))

        refusal = self.twice(answer)
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.read(), [("answered", "5")])
