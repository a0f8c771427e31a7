"""Moving a presentation, whichever way: the same rule, and everything on record."""

from datetime import timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import (
    MeetingConflictError,
    ProcessError,
    WorkflowError,
)

from .cases import MeetingCase, lima


class TestMoving(MeetingCase):
    """From one free time to another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_meeting_lead(name="Otra empresa")

    def test_history(self):
        event = self.book()
        event.with_user(self.users["telemarketer"]).move_presentation(lima(15, day=31), "Viaja")
        event.with_user(self.executive).write({"start": lima(16, day=31), "stop": lima(17, day=31)})
        moves = event.move_ids.sorted("id")
        self.assertEqual(
            [(move.date_from, move.date_to, move.user_id, move.reason) for move in moves],
            [
                (lima(10, day=31), lima(15, day=31), self.users["telemarketer"], "Viaja"),
                (lima(15, day=31), lima(16, day=31), self.executive, False),
            ],
        )
        self.assertEqual((moves.lead_id, event.move_count), (self.lead, 2))
        self.assertEqual((event.stop - event.start, event.duration), (timedelta(hours=1), 1.0))
        self.assertIn("Viaja", " ".join(self.lead.message_ids.mapped("body")))

    def test_time_is_held_anew(self):
        event = self.book(presales_id=self.presales.id)
        event.move_presentation(lima(15, day=31))
        hours = (lima(15, day=31), lima(16, day=31))
        self.assertEqual(self.holds(event), {(self.executive, *hours), (self.presales, *hours)})
        self.assertTrue(self.book(lead=self.other), "the old time is free again")

    def test_conflict_whichever_way(self):
        event = self.book()
        self.book(lima(15, day=31), lead=self.other)
        taken = {"start": lima(15, 30, day=31), "stop": lima(16, 30, day=31)}
        own = event.with_user(self.executive)
        for way in (
            lambda: own.move_presentation(taken["start"]),
            lambda: own.write(taken),
            lambda: own.write({"duration": 6}),
            lambda: event.write(taken),
        ):
            with self.assertRaises(MeetingConflictError), self.env.cr.savepoint():
                way()
            self.env.invalidate_all()
        self.assertEqual(event.start, lima(10, day=31))
        self.assertFalse(event.move_ids)

    def test_own_old_time_is_no_conflict(self):
        event = self.book()
        event.with_user(self.users["telemarketer"]).move_presentation(lima(10, 30, day=31))
        self.assertEqual(event.start, lima(10, 30, day=31))

    def test_another_executive_and_engineer(self):
        colleague = self.make_user("executive", login="executive_2")
        event = self.book(presales_id=self.presales.id)
        event.with_user(self.users["telemarketer"]).move_presentation(
            lima(15, day=31), "De vacaciones", colleague.id, 0
        )
        self.assertEqual((event.user_id, event.presales_id.ids), (colleague, []))
        self.assertIn(colleague.partner_id, event.partner_ids)
        self.assertNotIn(self.executive.partner_id, event.partner_ids)
        self.assertNotIn(self.presales.partner_id, event.attendee_ids.partner_id)
        self.assertEqual({user for user, _start, _stop in self.holds(event)}, {colleague})
        self.assertEqual(event.move_ids.to_user_id, colleague)
        event.with_user(colleague).move_presentation(lima(16, day=31))

    def test_what_cannot_be_moved(self):
        event = self.book()
        with self.assertRaisesRegex(ProcessError, "is over"), self.env.cr.savepoint():
            event.move_presentation(lima(9, day=30))
        with self.assertRaises(MeetingConflictError), self.env.cr.savepoint():
            event.with_user(self.users["telemarketer"]).move_presentation(lima(20, day=31))
        event.cancel_presentation("Ya no")
        with self.assertRaises(WorkflowError):
            event.move_presentation(lima(15, day=31))
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            event.write({"start": lima(15, day=31), "stop": lima(16, day=31)})

    def test_stays_what_it_is(self):
        """No other opportunity, organiser, status or kind by hand; no archiving, no deleting."""
        event = self.book().with_user(self.executive)
        for vals in (
            {"opportunity_id": self.other.id},
            {"user_id": self.users["manager"].id},
            {"presales_id": self.presales.id},
            {"digiflow_state": "held"},
            {"digiflow_kind": False},
            {"active": False},
            {"allday": True, "start_date": "2026-04-01", "stop_date": "2026-04-01"},
            {"recurrency": True, "rrule_type": "daily", "count": 3, "end_type": "count"},
        ):
            with self.assertRaises(ProcessError, msg=vals), self.env.cr.savepoint():
                event.write(vals)
            self.env.invalidate_all()
        with self.assertRaisesRegex(ProcessError, "stays on record"):
            event.unlink()
        event.write({"user_id": self.executive.id, "description": "Nota"})
        self.assertIn("Nota", event.description)
        self.assertTrue(event.with_user(self.users["manager"]).unlink())

    def test_who_may_move(self):
        event = self.book()
        stranger = self.make_user("telemarketer", login="telemarketer_2")
        other_executive = self.make_user("executive", login="executive_2")
        for user in (stranger, other_executive, self.users["quality"]):
            for way in ("move", "write", "cancel"):
                own = event.with_user(user)
                with self.assertRaises(AccessError, msg=(user.login, way)):
                    self.try_way(own, way)
        for role, hour in (
            ("telemarketer", 13),
            ("executive", 14),
            ("presales", 15),
            ("manager", 16),
        ):
            event.with_user(self.users[role]).move_presentation(lima(hour, day=31))

    def try_way(self, event, way):
        """Do to the presentation what its people do."""
        if way == "move":
            event.move_presentation(lima(15, day=31))
        elif way == "write":
            event.write({"start": lima(15, day=31), "stop": lima(16, day=31)})
        else:
            event.cancel_presentation("Porque sí")

    def test_other_appointments_are_everybodys_as_before(self):
        event = self.make_event(lima(9, day=31))
        event.with_user(self.users["telemarketer"]).write({"location": "Sala 2"})
        event.with_user(self.users["telemarketer"]).write(
            {"start": lima(10, day=31), "stop": lima(11, day=31)}
        )
        event.with_user(self.users["telemarketer"]).unlink()


class TestAnswers(MeetingCase):
    """Whoever is invited says no, and yes again."""

    def answer(self, event, partner, state):
        attendee = event.attendee_ids.filtered(lambda one: one.partner_id == partner)
        getattr(attendee, {"declined": "do_decline", "accepted": "do_accept"}[state])()

    def test_declining_frees_the_time_and_asks_for_a_call(self):
        event = self.book(presales_id=self.presales.id)
        self.answer(event, self.executive.partner_id, "declined")
        self.assertEqual({user for user, *_rest in self.holds(event)}, {self.presales})
        self.assertEqual(self.lead.call_queue, "callback")
        self.assertIn("declined the presentation", self.lead.call_reason)
        self.assertTrue(self.book(lead=self.make_meeting_lead(name="Otra")))
        with self.assertRaises(MeetingConflictError):
            self.answer(event, self.executive.partner_id, "accepted")

    def test_client_declines(self):
        event = self.book()
        client = event.partner_ids - self.executive.partner_id
        self.answer(event, client, "declined")
        self.assertEqual(self.lead.call_queue, "callback")
        self.assertIn("Rosa Quispe", self.lead.call_reason)
        self.assertEqual(
            event.digiflow_state, "booked", "a link that a robot follows moves nothing"
        )
