"""Two people take one slot at the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import MeetingConflictError, WorkflowError

from ..own_connections import OwnConnectionsCase

NAMES = ("Primera a la vez", "Segunda a la vez")


class TestAtOnce(OwnConnectionsCase):
    """One wins, the other is told; what is made here is committed, and removed in the end."""

    context = {"no_mail_to_attendees": True}

    def setUp(self):
        super().setUp()
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

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            leads = env["crm.lead"].with_context(active_test=False).browse(self.lead_ids)
            leads.presentation_ids.unlink()
            leads.unlink()
            partners = env["res.partner"]
            partners.search([("email", "like", "@a-la-vez.example.com")]).unlink()

    def book(self, number, start):
        """The booking of a presentation for the lead of that number."""
        return lambda env: (
            env["crm.lead"].browse(self.lead_ids[number]).book_meeting({"start": start})
        )

    def booked(self):
        """Who has a presentation, as everybody sees it now: {name: start}."""
        with self.cursor() as cr:
            leads = self.make_env(cr)["crm.lead"].browse(self.lead_ids)
            return {
                lead.name: str(lead.next_meeting_start) for lead in leads if lead.next_meeting_id
            }

    def test_one_slot_for_two_companies(self):
        refusal = self.beside(self.book(0, self.start), self.book(1, self.start))
        self.assertIs(type(refusal), MeetingConflictError)
        self.assertIn("Next free times:", str(refusal))
        self.assertEqual(self.booked(), {NAMES[0]: self.start})

    def test_moving_to_a_slot_that_is_being_booked(self):
        self.as_request(self.book(1, self.later))

        def move(env):
            lead = env["crm.lead"].browse(self.lead_ids[1])
            lead.next_meeting_id.move_presentation(self.start)

        refusal = self.beside(self.book(0, self.start), move)
        self.assertIs(type(refusal), MeetingConflictError)
        self.assertEqual(self.booked(), {NAMES[0]: self.start, NAMES[1]: self.later})

    def test_one_company_twice(self):
        """Two telemarketers, two slots, one company: the second finds it booked."""
        refusal = self.beside(self.book(0, self.start), self.book(0, self.later))
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.booked(), {NAMES[0]: self.start})
