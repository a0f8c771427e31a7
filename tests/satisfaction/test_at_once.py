"""A presentation is marked as held, and its form answered, by two at the same moment."""

import threading
import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

from odoo.addons.digiflow_crm.exceptions import WorkflowError

PATIENCE = 60  # seconds until the test gives up waiting for the other thread


class TestAtOnce(BaseCase):
    """One comes to be; what is made here is committed, and removed in the end."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)
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

    def cursor(self):
        """A connection of its own, that commits when its block ends well."""
        return db_connect(get_db_name()).cursor()

    def make_env(self, cr):
        """Everything as the superuser sees it, in the transaction of `cr`."""
        return api.Environment(cr, SUPERUSER_ID, {"lang": "en_US", "no_mail_to_attendees": True})

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

    def beside(self, action):
        """Do `action` twice, the second while the first is open; what refused the second."""
        errors = []

        def second():
            with self.cursor() as cr:
                env = self.make_env(cr)
                try:
                    service.retrying(lambda: self.run_in(env, action), env)
                except Exception as error:
                    errors.append(error)
                    cr.rollback()

        with self.cursor() as cr:
            self.run_in(self.make_env(cr), action)
            thread = threading.Thread(target=second)
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        return errors

    def run_in(self, env, action):
        """`action` with the presentation, written to the database."""
        action(env["calendar.event"].browse(self.event_id))
        env.flush_all()

    def wait_until_blocked(self):
        """Wait until a connection waits for a lock that another one holds."""
        end = time.monotonic() + PATIENCE
        with self.cursor() as cr:
            while time.monotonic() < end:
                cr.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.fetchone()[0]:
                    return
                cr.rollback()
                time.sleep(0.05)
        self.fail("the second one did not wait for the first")

    def read(self):
        """(state, score) of the feedback on the presentation, as everybody sees it now."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            found = env["digiflow.feedback"].search([("event_id", "=", self.event_id)])
            return [(one.state, one.score) for one in found]

    def test_marked_held(self):
        errors = self.beside(lambda event: event.mark_held("3"))
        self.assertEqual([type(error) for error in errors], [WorkflowError])
        self.assertEqual(self.read(), [("to_send", False)])

    def test_asked_about(self):
        errors = self.beside(lambda event: event.env["digiflow.feedback"]._ask_about(event))
        self.assertEqual(errors, [])
        self.assertEqual(self.read(), [("to_send", False)])

    def test_answered(self):
        with self.cursor() as cr:
            self.run_in(self.make_env(cr), lambda event: event.mark_held("3"))
        scores = iter("511111")

        def answer(event):
            feedback = event.env["digiflow.feedback"].search([("event_id", "=", event.id)])
            feedback.answer_by_phone(next(scores))

        errors = self.beside(answer)
        self.assertEqual([type(error) for error in errors], [WorkflowError])
        self.assertEqual(self.read(), [("answered", "5")])
