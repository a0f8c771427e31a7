"""Booking a presentation: what it makes, and what is refused."""

from datetime import timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import (
    MeetingConflictError,
    ProcessError,
    WorkflowError,
)

from .cases import MeetingCase, lima


class TestBooking(MeetingCase):
    """From a free time to an appointment."""

    def test_what_is_booked(self):
        event = self.book(presales_id=self.presales.id, note="Traiga su laptop")
        self.assertEqual((event.start, event.stop), (lima(10, day=31), lima(11, day=31)))
        self.assertEqual(event.opportunity_id, self.lead)
        self.assertEqual((event.user_id, event.presales_id), (self.executive, self.presales))
        self.assertEqual(event.booked_by_id, self.users["telemarketer"])
        self.assertEqual((event.digiflow_kind, event.digiflow_state), ("presentation", "booked"))
        self.assertIn("Traiga su laptop", event.description)
        client = event.partner_ids - (self.executive | self.presales).partner_id
        self.assertEqual((client.name, client.email), ("Rosa Quispe", "rosa@andina.example.com"))
        minutes = sorted(event.alarm_ids.mapped("duration_minutes"))
        self.assertEqual(
            (minutes, set(event.alarm_ids.mapped("alarm_type"))), ([60, 24 * 60], {"email"})
        )
        self.assertEqual(
            self.holds(event),
            {(self.executive, event.start, event.stop), (self.presales, event.start, event.stop)},
        )

    def test_what_it_does_to_the_opportunity(self):
        self.lead.presales_user_id = False
        self.lead._queue_callback(lima(9), "Llamar")
        event = self.book(presales_id=self.presales.id)
        self.assertEqual(self.lead.presales_user_id, self.presales)
        self.assertEqual(self.lead.call_queue, "out")
        self.assertEqual(self.lead.meeting_booked_date, event.create_date)
        self.assertEqual(self.lead.next_meeting_id, event)
        self.assertEqual(self.lead.next_meeting_start, event.start)

    def test_own_video_call_or_a_link(self):
        event = self.book()
        self.assertTrue(event.access_token)
        self.assertTrue(event.videocall_location.endswith(event.access_token))
        event.with_user(self.executive).cancel_presentation("Otra vez")
        link = "https://zoom.example.com/j/123"
        self.assertEqual(self.book(video_link=link).videocall_location, link)

    def test_on_site(self):
        self.lead.write({"street": "Av. Arequipa 123", "city": "Lima"})
        event = self.book(mode="on_site")
        self.assertEqual(
            (event.location, event.videocall_location), ("Av. Arequipa 123, Lima", False)
        )
        other = self.make_meeting_lead(name="Sin dirección")
        with self.assertRaisesRegex(ProcessError, "address"):
            self.book(lima(15, day=31), lead=other, mode="on_site")
        event = self.book(lima(15, day=31), lead=other, mode="on_site", place="Jr. Puno 5")
        self.assertEqual(event.location, "Jr. Puno 5")

    def test_wrong_values(self):
        for values, message in (
            ({"start": "mañana"}, "is no time"),
            ({"start": False}, "is no time"),
            ({"start": lima(10, day=29)}, "is over"),
            ({"mode": "by phone"}, "on_site"),
            ({"video_link": "javascript:alert(1)"}, "is no link"),
            ({"duration": 3}, "from 15 to 480 minutes"),
            ({"executive": 5}, "has no «executive»"),
            ({"presales_id": self.users["quality"].id}, "cannot present"),
            ({"presales_id": 10**8}, "cannot present"),
        ):
            with self.assertRaisesRegex(ProcessError, message), self.env.cr.savepoint():
                values = {"start": lima(10, day=31), **values}
                self.lead.with_user(self.users["telemarketer"]).book_meeting(values)

    def test_conflict_names_the_next_free_times(self):
        self.make_event(lima(10, day=31), name="Secreto", privacy="private")
        with self.assertRaises(MeetingConflictError) as caught:
            self.book()
        self.assertIn("Tue 31 Mar 2026, 11:00; Tue 31 Mar 2026, 13:00;", str(caught.exception))
        self.assertNotIn("Secreto", str(caught.exception))
        with self.assertRaises(MeetingConflictError):
            self.book(lima(9, 30, day=31))
        self.assertTrue(self.book(lima(11, day=31)))

    def test_engineer_is_busy(self):
        self.make_event(lima(10, day=31), user=self.presales)
        with self.assertRaises(MeetingConflictError):
            self.book(presales_id=self.presales.id)
        self.assertTrue(self.book())

    def test_out_of_hours_is_the_executives_own_business(self):
        """The client can at eight in the evening only: the executive may, nobody for them."""
        evening = lima(20, day=31)
        for role in ("telemarketer", "presales"):
            with self.assertRaises(MeetingConflictError):
                self.book(evening, role=role)
        self.assertEqual(self.book(evening, role="executive").start, evening)
        other = self.make_meeting_lead(name="Otra")
        with self.assertRaises(MeetingConflictError):
            self.book(lima(20, 30, day=31), lead=other, role="manager")

    def test_two_presentations_touch_but_do_not_overlap(self):
        other = self.make_meeting_lead(name="Otra")
        self.book()
        with self.assertRaises(MeetingConflictError):
            self.book(lima(10, 30, day=31), lead=other)
        self.assertTrue(self.book(lima(11, day=31), lead=other))

    def test_database_refuses_what_calendars_do_not_show(self):
        """Shown as free, its presentation takes its time all the same."""
        self.book().show_as = "free"
        other = self.make_meeting_lead(name="Otra")
        with self.assertRaises(MeetingConflictError) as caught:
            self.book(lead=other)
        self.assertNotIn("31 Mar 2026, 10:00; ", str(caught.exception))

    def test_one_at_a_time_for_a_company(self):
        self.book()
        with self.assertRaisesRegex(WorkflowError, "Tue 31 Mar 2026, 10:00"):
            self.book(lima(15, day=31))

    def test_closed_or_foreign(self):
        lost = self.make_meeting_lead(name="Perdida")
        lost.action_set_lost()
        stock = self.env["crm.team"].create({"name": "Ventas"})
        foreign = self.env["crm.lead"].create({"name": "Ajena", "team_id": stock.id})
        won = self.complete(self.make_meeting_lead(name="Ganada"), "pre_kickoff")
        won.action_set_won()
        for lead in (lost, foreign, won):
            with self.assertRaisesRegex(WorkflowError, "closed or not in the Digiflow"):
                lead.book_meeting({"start": lima(10, day=31)})

    def test_roles(self):
        for role in ("telemarketer", "executive", "presales", "manager"):
            self.book(role=role).cancel_presentation("Prueba")
        for role in ("quality", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.book(role=role)

    def test_others_opportunities(self):
        self.lead.write({"telemarketer_id": False, "user_id": False})
        for role in ("telemarketer", "executive"):
            with self.assertRaises(AccessError, msg=role):
                self.book(role=role, executive_id=self.executive.id)

    def test_nobody_forges_a_presentation(self):
        """By hand, through the API, as a default, as a copy."""
        events = self.env["calendar.event"].with_user(self.users["telemarketer"])
        vals = {
            "name": "Falsa",
            "start": lima(10, day=31),
            "stop": lima(11, day=31),
            "opportunity_id": self.lead.id,
        }
        forged = {"digiflow_kind": "presentation", "digiflow_state": "held"}
        with self.assertRaisesRegex(ProcessError, "Book a meeting"), self.env.cr.savepoint():
            events.create({**vals, **forged})
        context = {f"default_{name}": value for name, value in forged.items()}
        with self.assertRaisesRegex(ProcessError, "Book a meeting"), self.env.cr.savepoint():
            events.with_context(**context).create(vals)
        plain = events.create(vals)
        with self.assertRaisesRegex(ProcessError, "Book a meeting"):
            plain.write(forged)
        copied = self.book(lima(15, day=31)).with_user(self.executive).copy()
        self.assertFalse(copied.digiflow_kind or copied.digiflow_state)


class TestContact(MeetingCase):
    """Who is invited."""

    def client(self, event):
        return event.partner_ids - (event.user_id | event.presales_id).partner_id

    def test_imported_contacts_get_language_and_time_zone(self):
        contact = self.env["res.partner"].create(
            {"name": "Rosa", "email": "rosa@andina.example.com", "lang": False, "tz": False}
        )
        self.assertEqual(self.client(self.book()), contact)
        self.assertEqual((contact.lang, contact.tz), ("es_PE", "America/Lima"))

    def test_what_a_contact_has_stays(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Rosa",
                "email": "rosa@andina.example.com",
                "lang": "en_US",
                "tz": "America/Bogota",
            }
        )
        self.book()
        self.assertEqual((contact.lang, contact.tz), ("en_US", "America/Bogota"))

    def test_somebody_of_the_customer(self):
        company = self.env["res.partner"].create(
            {"name": "Andina", "is_company": True, "email": "info@andina.example.com"}
        )
        stranger = self.env["res.partner"].create({"name": "X", "email": "rosa@andina.example.com"})
        self.lead.partner_id = company
        event = self.book(email="rosa@andina.example.com", contact_name="Rosa Quispe")
        client = self.client(event)
        self.assertEqual((client.parent_id, client.name), (company, "Rosa Quispe"))
        self.assertNotEqual(client, stranger)
        event.cancel_presentation("Otra")
        again = self.book(email="ROSA@andina.example.com ")
        self.assertEqual(self.client(again), client, "found again")

    def test_colleagues_are_no_clients(self):
        """The e-mail of a user is not taken for that of a client."""
        event = self.book(email=self.users["quality"].email)
        self.assertNotIn(self.users["quality"].partner_id, event.partner_ids)

    def test_no_address(self):
        self.lead.email_from = False
        with self.assertRaisesRegex(ProcessError, "no e-mail"):
            self.book()
        self.assertEqual(
            self.client(self.book(email="nueva@x.example.com")).email, "nueva@x.example.com"
        )


class TestMidnight(MeetingCase):
    """Hours of Lima that are of another day, month and quarter in UTC."""

    def test_last_evening_of_the_quarter(self):
        event = self.book(lima(20, day=31), role="executive")
        self.assertEqual(str(event.start), "2026-04-01 01:00:00")
        self.pass_time(event.start + timedelta(hours=1) - lima(9, 10))
        event.with_user(self.executive).mark_held("3")
        self.lead.prospect_list_id = self.prospects
        quarters = (("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"))
        held = [
            self.prospects.progress_report(*days)["lists"][0]["figures"]["meetings_held"]
            for days in quarters
        ]
        self.assertEqual(held, [1, 0])

    def test_day_is_offered_until_it_ends_in_lima(self):
        night = self.make_hours()
        night.attendance_ids.write({"hour_from": 18, "hour_to": 24})
        night.attendance_ids.filtered(lambda one: one.day_period == "afternoon").unlink()
        self.env.company.resource_calendar_id = night
        self.assertEqual(self.times()["2026-03-31"][-1], "23:00")
        self.assertNotIn("00:00", self.times()["2026-04-01"])
