"""A planned session stands in everybody's calendar, in step, and damages nobody else's."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .program_cases import TrainingCase, hours


class TestSessionCalendar(TrainingCase):
    """The appointment follows the session, and the session the appointment where it may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls.plan(cls.telemarketer, cls.executive, name="Objeciones, grupo A")
        cls.event = cls.session.event_id
        cls.people = (cls.trainer | cls.telemarketer | cls.executive).partner_id

    def in_calendar(self, user):
        """Whether the session stands in somebody's calendar."""
        found = self.event.search([("partner_ids", "in", user.partner_id.ids)])
        return self.event in found

    def test_appointment_says_what_the_session_says(self):
        event = self.event
        self.assertEqual((event.name, event.location), ("Objeciones, grupo A", "Sala 1"))
        self.assertEqual((event.start, event.stop), (self.session.start, self.session.stop))
        self.assertEqual((event.partner_ids, event.user_id), (self.people, self.trainer))

    def test_proposals_are_in_nobody_s_calendar(self):
        self.assertFalse(self.make_session([self.telemarketer]).event_id)

    def test_moved(self):
        self.session.write({"start": hours(48), "stop": hours(50), "location": "Sala 2"})
        self.assertEqual((self.event.start, self.event.stop), (hours(48), hours(50)))
        self.assertEqual(self.event.location, "Sala 2")
        self.assertEqual(self.event.partner_ids, self.people)

    def test_people_come_and_go(self):
        guest = self.env["res.partner"].create({"name": "Invitada", "email": "i@example.com"})
        self.event.with_user(self.trainer).partner_ids = [(4, guest.id)]
        presence = self.session.enrolment_ids
        presence.filtered(lambda one: one.user_id == self.executive).attendance = "excused"
        self.assertFalse(self.in_calendar(self.executive))
        presence.filtered(lambda one: one.user_id == self.telemarketer).unlink()
        self.assertFalse(self.in_calendar(self.telemarketer))
        self.session._enrol_in(self.users["implementation"], "gap")
        self.assertTrue(self.in_calendar(self.users["implementation"]))
        self.session.trainer_id = self.manager
        self.assertFalse(self.in_calendar(self.trainer))
        self.assertEqual(self.event.user_id, self.manager)
        expected = (self.manager | self.users["implementation"]).partner_id | guest
        self.assertEqual(self.event.partner_ids, expected, "the guest stays")

    def test_other_appointments_stay(self):
        other = self.event.create(
            {
                "name": "Otra",
                "start": hours(24),
                "stop": hours(26),
                "partner_ids": [(6, 0, self.people.ids)],
            }
        )
        before = (other.start, other.stop, other.active, other.partner_ids)
        self.session.write({"start": hours(48), "stop": hours(50)})
        self.session.enrolment_ids[:1].unlink()
        self.session._cancel("No room")
        self.assertEqual((other.start, other.stop, other.active, other.partner_ids), before)
        other.with_user(self.executive).write({"name": "Movida", "start": hours(25)})
        other.with_user(self.executive).unlink()

    def test_cancelled_is_off_the_calendars(self):
        self.session._cancel("No room")
        self.assertFalse(self.event.active)
        self.assertFalse(self.in_calendar(self.telemarketer))
        self.session.action_reopen()
        self.session.action_plan()
        self.assertNotEqual(self.session.event_id, self.event)

    def test_moved_in_the_calendar_by_who_leads(self):
        for user, begin in ((self.trainer, 72), (self.quality, 96)):
            self.event.with_user(user).write({"start": hours(begin), "stop": hours(begin + 2)})
            moved = (self.session.start, self.session.stop)
            self.assertEqual(moved, (hours(begin), hours(begin + 2)))
        vals = {"start": hours(48), "stop": hours(50)}
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.event.with_user(self.telemarketer).write(vals)

    def test_not_undone_in_the_calendar(self):
        """Whose appointment it is: they cancel, leave and delete in the session."""
        gone = [(3, self.telemarketer.partner_id.id)]
        for user in (self.trainer, self.telemarketer, self.manager):
            event = self.event.with_user(user)
            for change in (
                lambda event=event: event.write({"active": False}),
                lambda event=event: event.write({"partner_ids": gone}),
                lambda event=event: event.write({"user_id": self.manager.id}),
                lambda event=event: event.write({"allday": True}),
                lambda event=event: event.unlink(),
            ):
                with self.assertRaises(WorkflowError), self.env.cr.savepoint():
                    change()
        self.assertTrue(self.event.active)
        self.assertEqual(self.event.partner_ids, self.people)

    def test_held_does_not_move(self):
        self.begin(self.session).action_all_present()
        self.session.action_hold()
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            self.event.with_user(self.trainer).write({"start": hours(3), "stop": hours(4)})
