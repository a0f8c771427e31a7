"""What became of a presentation, and what follows."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .cases import NOW, MeetingCase, lima


class TestOutcome(MeetingCase):
    """Held, no-show, cancelled."""

    def test_held(self):
        self.complete(self.lead, "meeting")
        event = self.book_past()
        event.with_user(self.executive).mark_held("3", "Quiere la nube")
        self.assertEqual(event.digiflow_state, "held")
        self.assertEqual((event.digiflow_interest, event.digiflow_outcome), ("3", "Quiere la nube"))
        self.assertEqual(self.lead.meeting_held_date, event.start)
        self.assertEqual(self.lead.stage_id, self.stages["survey"])
        self.assertFalse(self.lead.next_meeting_id)
        self.assertFalse(self.holds(event))

    def test_a_lost_opportunity_frees_the_time(self):
        event = self.book()
        other = self.book(lima(15, day=31), lead=self.make_meeting_lead())
        self.lead.with_user(self.users["telemarketer"]).action_set_lost()
        self.assertEqual(event.digiflow_state, "cancelled")
        self.assertFalse(self.holds(event))
        self.assertNotEqual(self.lead.call_queue, "callback")
        self.assertEqual(other.digiflow_state, "booked", "another opportunity's stays")

    def test_losing_leaves_what_has_begun_to_its_outcome(self):
        event = self.book_past(hours=0.5)
        self.lead.action_set_lost()
        self.assertEqual(event.digiflow_state, "booked")

    def test_held_with_steps_missing_stays_in_its_stage(self):
        event = self.book_past()
        event.with_user(self.executive).mark_held("3")
        self.assertEqual(self.lead.meeting_held_date, event.start)
        self.assertEqual(self.lead.stage_id, self.stages["telemarketing"])

    def test_first_presentation_is_the_date(self):
        self.lead.meeting_held_date = NOW - timedelta(days=9)
        self.book_past().mark_held("3")
        self.assertEqual(self.lead.meeting_held_date, NOW - timedelta(days=9))

    def test_not_before_it_begins(self):
        event = self.book()
        for way in ("mark_held", "mark_no_show"):
            with self.assertRaisesRegex(WorkflowError, "has not begun"):
                getattr(event.with_user(self.executive), way)()
        self.assertFalse(event.can_hold)
        self.pass_time(event.start - NOW)
        self.env.invalidate_all()
        self.assertTrue(event.can_hold)
        event.with_user(self.executive).mark_held("1")

    def test_interest_is_one_of_four(self):
        event = self.book_past()
        for wrong in ("5", "0", 3):
            with self.assertRaises(ProcessError):
                event.mark_held(wrong)

    def test_only_once(self):
        event = self.book_past()
        event.mark_held("4")
        for way, args in (("mark_held", ()), ("mark_no_show", ()), ("cancel_presentation", ("x",))):
            with self.assertRaises(WorkflowError, msg=way):
                getattr(event.with_user(self.executive), way)(*args)

    def test_no_show_is_called_again(self):
        self.env.company.digiflow_no_show_hours = 5
        event = self.book_past()
        self.assertEqual(self.lead.call_queue, "out")
        event.with_user(self.executive).mark_no_show("Nadie se conectó")
        self.assertEqual(event.digiflow_state, "no_show")
        self.assertEqual(self.lead.call_queue, "callback")
        self.assertEqual(self.lead.call_due, fields.Datetime.now() + timedelta(hours=5))
        self.assertIn("Did not come", self.lead.call_reason)
        self.assertFalse(self.lead.meeting_held_date)
        again = event.start + timedelta(days=1)
        self.assertTrue(self.book(again), "it can be booked again")

    def test_told_by_mistake(self):
        """The client came late; only the manager takes back that it was held."""
        event = self.book_past()
        event.mark_no_show()
        event.with_user(self.executive).mark_held("2")
        with self.assertRaises(AccessError):
            event.with_user(self.executive).action_reopen()
        event.with_user(self.users["manager"]).action_reopen()
        self.assertEqual(event.digiflow_state, "booked")
        self.assertFalse(self.lead.meeting_held_date)

    def test_cancelled(self):
        event = self.book(presales_id=self.presales.id)
        with self.assertRaisesRegex(ProcessError, "why"):
            event.with_user(self.users["telemarketer"]).cancel_presentation(" ")
        event.with_user(self.users["telemarketer"]).cancel_presentation("Compró otro sistema")
        self.assertEqual((event.digiflow_state, event.active), ("cancelled", False))
        self.assertEqual(event.digiflow_outcome, "Compró otro sistema")
        self.assertFalse(self.holds(event))
        self.assertIn("10:00", self.times()["2026-03-31"])
        self.assertIn(event, self.lead.presentation_ids, "it stays on record")
        self.assertEqual(
            (self.lead.call_queue, self.lead.meeting_booked_date), ("callback", event.create_date)
        )

    def test_cancelled_for_good(self):
        event = self.book()
        event.cancel_presentation("No quiere", call_again=False)
        self.assertEqual(self.lead.call_queue, "out")

    def test_cancelled_cannot_come_back(self):
        event = self.book()
        event.cancel_presentation("No quiere")
        with self.assertRaises(ProcessError):
            event.with_user(self.executive).write({"active": True})
        with self.assertRaises(WorkflowError):
            event.with_user(self.users["manager"]).action_reopen()

    def test_lost_company_is_not_called_again(self):
        event = self.book_past()
        self.lead.action_set_lost()
        self.lead._leave_queue()
        event.with_user(self.executive).mark_no_show()
        self.assertEqual(self.lead.call_queue, "out")

    def test_who_tells_it(self):
        stranger = self.make_user("executive", login="executive_2")
        event = self.book_past()
        for user in (stranger, self.users["quality"], self.users["implementation"]):
            with self.assertRaises(AccessError, msg=user.login):
                event.with_user(user).mark_held("4")

    def test_who_presents_another_executives_company(self):
        """The opportunity is not theirs; what follows from it happens all the same."""
        colleague = self.make_user("executive", login="executive_2")
        self.complete(self.lead, "meeting")
        event = self.book_past(executive_id=colleague.id)
        event.with_user(colleague).mark_held("4")
        self.assertEqual(self.lead.stage_id, self.stages["survey"])
        with self.assertRaises(AccessError):
            self.lead.with_user(colleague).write({"description": "Mía"})


class TestLeads(MeetingCase):
    """What happens to the opportunity does not lose its presentations."""

    def test_merged(self):
        """Two booked, one of them moved, and a cancelled one."""
        other = self.make_meeting_lead(name="Otra", email_from="otra@andina.example.com")
        cancelled = self.book(lead=other)
        cancelled.cancel_presentation("Otra hora")
        moved = self.book(lima(15, day=31), lead=other)
        moved.move_presentation(lima(16, day=31), "Viaja")
        first = self.book()
        merged = (self.lead | other).with_user(self.users["manager"]).merge_opportunity()
        self.assertEqual(merged.presentation_ids, first | cancelled | moved)
        self.assertEqual(moved.move_ids.lead_id, merged)
        self.assertEqual(merged.next_meeting_id, first)
        self.assertTrue(self.holds(moved))

    def test_deleted(self):
        """The appointment stays in the calendars and can be cancelled."""
        event = self.book()
        self.lead.unlink()
        self.assertFalse(event.opportunity_id)
        event.with_user(self.executive).cancel_presentation("Ya no hay empresa")
        self.assertFalse(self.holds(event))


class TestScreens(MeetingCase):
    """The forms behind the buttons."""

    def open(self, action, role="telemarketer"):
        """The form that an action opens, in the hands of a role."""
        model = self.env[action["res_model"]].with_user(self.users[role])
        return model.with_context(**action["context"])

    def test_booking_form(self):
        lead = self.lead.with_user(self.users["telemarketer"])
        booking = self.open(lead.action_book_meeting()).create({})
        self.assertEqual(
            (booking.executive_id, booking.email, booking.duration),
            (self.executive, "rosa@andina.example.com", 60),
        )
        action = booking.action_book(fields.Datetime.to_string(lima(10, day=31)))
        self.assertIn("Tue 31 Mar 2026, 10:00 (Lima)", action["params"]["message"])
        self.assertEqual(self.lead.next_meeting_start, lima(10, day=31))

    def test_executive_of_the_list(self):
        lead = self.make_meeting_lead(user_id=False, prospect_list_id=self.prospects.id)
        form = self.open(lead.with_user(self.users["telemarketer"]).action_book_meeting())
        booking = form.create({})
        self.assertEqual(booking.executive_id, self.executive)
        self.assertEqual(booking.executive_option_ids, self.executive)

    def test_moving_form(self):
        event = self.book(presales_id=self.presales.id)
        lead = self.lead.with_user(self.users["telemarketer"])
        moving = self.open(lead.action_move_meeting()).create({"reason": "Viaja"})
        self.assertEqual((moving.event_id, moving.presales_id), (event, self.presales))
        moving.action_book(lima(15, day=31))
        self.assertEqual((event.start, event.presales_id), (lima(15, day=31), self.presales))
        self.assertEqual(event.move_ids.reason, "Viaja")

    def test_another_time(self):
        lead = self.lead.with_user(self.executive)
        booking = self.open(lead.action_book_meeting(), "executive").create({})
        with self.assertRaises(ProcessError):
            booking.action_book_other()
        booking.other_start = lima(19, day=31)
        booking.action_book_other()
        self.assertEqual(self.lead.next_meeting_start, lima(19, day=31))

    def test_outcome_form(self):
        event = self.book_past()
        lead = self.lead.with_user(self.executive)
        vals = {"interest": "4", "note": "Bien"}
        self.open(lead.action_hold_meeting(), "executive").create(vals).action_confirm()
        self.assertEqual((event.digiflow_state, event.digiflow_interest), ("held", "4"))

    def test_nothing_booked(self):
        for name in ("move", "hold", "no_show", "cancel"):
            with self.assertRaisesRegex(WorkflowError, "no presentation booked"):
                getattr(self.lead, f"action_{name}_meeting")()

    def test_agenda_shows_who_presents(self):
        event = self.book()
        own = self.make_event(lima(9, day=31))
        others = self.make_event(lima(9, day=31), user=self.users["quality"])
        domain = self.env.ref("digiflow_crm.calendar_event_action_agenda").domain
        self.assertIn("in_agenda", domain)
        events = self.env["calendar.event"].with_user(self.users["telemarketer"])
        found = events.search([("in_agenda", "=", True)])
        self.assertLessEqual(event | own, found)
        self.assertNotIn(others, found)
        self.assertIn(others, events.search([("in_agenda", "!=", True)]))

    def test_settings(self):
        settings = self.env["digiflow.settings"].with_user(self.users["manager"])
        settings.create({"digiflow_meeting_minutes": 45, "digiflow_meeting_days": 3})
        company = self.env.company
        self.assertEqual((company.digiflow_meeting_minutes, company.digiflow_meeting_days), (45, 3))
        self.assertEqual(len(self.times()), 3)
