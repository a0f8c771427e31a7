"""Two people take one slot at the same moment, each in a transaction of their own."""

import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

from odoo.addons.digiflow_crm.exceptions import MeetingConflictError, WorkflowError

PATIENCE = 60  # seconds until the test gives up waiting for the other thread
NAMES = ("Primera a la vez", "Segunda a la vez")


class TestAtOnce(BaseCase):
    """One wins, the other is told; what is made here is committed, and removed in the end."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)
        with self.cursor() as cr:
            env = self.make_env(cr)
            team = env.ref("digiflow_crm.team_digiflow")
            leads = env["crm.lead"].create(
                [
                    {
                        "name": name,
                        "type": "opportunity",
                        "team_id": team.id,
                        "user_id": env.ref("base.user_admin").id,
                        "email_from": f"{number}@a-la-vez.example.com",
                    }
                    for number, name in enumerate(NAMES)
                ]
            )
            self.lead_ids = leads.ids
            day = next(day for day in leads[0].meeting_slots({})["days"] if len(day["slots"]) > 4)
            self.start, self.later = day["slots"][0]["start"], day["slots"][-1]["start"]

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
            leads = env["crm.lead"].with_context(active_test=False).browse(self.lead_ids)
            leads.presentation_ids.unlink()
            leads.unlink()
            partners = env["res.partner"]
            partners.search([("email", "like", "@a-la-vez.example.com")]).unlink()

    def book(self, cr, number, start):
        """Book a presentation for the lead of that number."""
        lead = self.make_env(cr)["crm.lead"].browse(self.lead_ids[number])
        lead.book_meeting({"start": start})
        lead.env.flush_all()

    def as_request(self, action, errors):
        """Run `action` with a connection, as Odoo runs a request; what refuses it is kept."""
        with self.cursor() as cr:
            try:
                service.retrying(lambda: action(cr), self.make_env(cr))
            except Exception as error:
                errors.append(error)
                cr.rollback()

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

    def beside(self, first, second):
        """Begin `second` while `first` is not committed; the errors of the second."""
        errors = []
        with self.cursor() as cr:
            first(cr)
            thread = threading.Thread(target=self.as_request, args=(second, errors))
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        return errors

    def booked(self):
        """Who has a presentation, as everybody sees it now: {name: start}."""
        with self.cursor() as cr:
            leads = self.make_env(cr)["crm.lead"].browse(self.lead_ids)
            return {
                lead.name: str(lead.next_meeting_start) for lead in leads if lead.next_meeting_id
            }

    def test_one_slot_for_two_companies(self):
        errors = self.beside(
            lambda cr: self.book(cr, 0, self.start), lambda cr: self.book(cr, 1, self.start)
        )
        self.assertEqual([type(error) for error in errors], [MeetingConflictError])
        self.assertIn("Next free times:", str(errors[0]))
        self.assertEqual(self.booked(), {NAMES[0]: self.start})

    def test_moving_to_a_slot_that_is_being_booked(self):
        with self.cursor() as cr:
            self.book(cr, 1, self.later)

        def move(cr):
            lead = self.make_env(cr)["crm.lead"].browse(self.lead_ids[1])
            lead.next_meeting_id.move_presentation(self.start)

        errors = self.beside(lambda cr: self.book(cr, 0, self.start), move)
        self.assertEqual([type(error) for error in errors], [MeetingConflictError])
        self.assertEqual(self.booked(), {NAMES[0]: self.start, NAMES[1]: self.later})

    def test_one_company_twice(self):
        """Two telemarketers, two slots, one company: the second finds it booked."""
        errors = self.beside(
            lambda cr: self.book(cr, 0, self.start), lambda cr: self.book(cr, 0, self.later)
        )
        self.assertEqual([type(error) for error in errors], [WorkflowError])
        self.assertEqual(self.booked(), {NAMES[0]: self.start})
