"""Which times are offered: working hours in Lima, less leave and what people are busy with."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.addons.digiflow_crm.exceptions import ProcessError

from .cases import NOW, MeetingCase, lima

DAY = "2026-03-31"
WHOLE_DAY = [
    *("08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"),
    *("13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"),
]


class TestFreeTimes(MeetingCase):
    """What the executive's calendar leaves free."""

    def test_working_days_and_hours_of_lima(self):
        """Though the calendar of working hours is in Brussels."""
        times = self.times()
        self.assertEqual(len(times), self.env.company.digiflow_meeting_days)
        self.assertEqual(
            list(times)[:6],
            [f"2026-{day}" for day in ("03-30", "03-31", "04-01", "04-02", "04-03", "04-06")],
        )
        self.assertEqual(times[DAY], WHOLE_DAY)

    def test_what_is_over_today_is_not_offered(self):
        self.assertEqual(self.times()["2026-03-30"][0], "09:30")
        with freeze_time(lima(23, 30)):
            self.assertEqual(self.times()["2026-03-30"], [])
        with freeze_time(lima(0, 30, day=31)):
            self.assertEqual(next(iter(self.times())), DAY)

    def test_start_is_what_booking_takes(self):
        day = self.lead.meeting_slots({})["days"][1]
        self.assertEqual(day["slots"][0], {"start": "2026-03-31 13:00:00", "time": "08:00"})

    def test_whoever_looks_sees_the_same_hours(self):
        """The time zone of who looks, and of the executive, changes nothing."""
        expected = self.times()
        for user in (self.executive, self.users["telemarketer"]):
            user.tz = "Europe/Madrid"
            self.assertEqual(self.times(), expected, user.login)

    def test_length(self):
        self.assertEqual(
            self.times(duration=120)[DAY][:6],
            ["08:00", "08:30", "09:00", "09:30", "10:00", "13:00"],
        )
        self.env.company.digiflow_meeting_minutes = 240
        self.assertEqual(self.times()[DAY], ["08:00", "13:00"])
        for wrong in (5, 1000, "60", -60):
            with self.assertRaises(ProcessError, msg=wrong):
                self.times(duration=wrong)

    def test_busy(self):
        self.make_event(lima(9, day=31))
        self.assertNotIn("09:00", self.times()[DAY])
        self.assertNotIn("08:30", self.times()[DAY])
        self.assertIn("10:00", self.times()[DAY])

    def test_private_appointments_are_busy_and_stay_private(self):
        event = self.make_event(lima(9, day=31), privacy="private", name="Dentista")
        answer = self.lead.with_user(self.users["telemarketer"]).meeting_slots({})
        self.assertNotIn("09:00", [slot["time"] for slot in answer["days"][1]["slots"]])
        self.assertNotIn("Dentista", str(answer))
        seen = event.with_user(self.users["telemarketer"])
        self.env.invalidate_all()
        self.assertNotIn("Dentista", str(seen.read(["name", "display_name"])))

    def test_what_takes_no_time(self):
        partner = self.executive.partner_id
        self.make_event(lima(9, day=31), show_as="free")
        declined = self.make_event(lima(9, day=31))
        declined.attendee_ids.filtered(lambda one: one.partner_id == partner).state = "declined"
        self.make_event(lima(9, day=31), active=False)
        self.make_event(lima(9, day=31), user=self.users["quality"])
        self.assertEqual(self.times()[DAY], WHOLE_DAY)

    def test_invited_by_somebody_else(self):
        people = (self.executive | self.users["quality"]).partner_id
        self.make_event(
            lima(9, day=31), user=self.users["quality"], partner_ids=[(6, 0, people.ids)]
        )
        self.assertNotIn("09:00", self.times()[DAY])

    def test_whole_days_are_days_of_lima(self):
        self.make_event(
            lima(9, day=31), allday=True, start_date=date(2026, 3, 31), stop_date=date(2026, 4, 1)
        )
        times = self.times()
        self.assertEqual([times[day] for day in (DAY, "2026-04-01")], [[], []])
        self.assertEqual(times["2026-03-30"][-1], "16:00")
        self.assertEqual(times["2026-04-02"], WHOLE_DAY)

    def test_repeated_appointments(self):
        self.make_event(
            lima(9, day=31),
            recurrency=True,
            rrule_type="weekly",
            interval=1,
            tue=True,
            end_type="count",
            count=3,
            event_tz="America/Lima",
        )
        times = self.times()
        self.assertNotIn("09:00", times[DAY])
        self.assertNotIn("09:00", times["2026-04-07"])
        self.assertIn("09:00", times["2026-04-01"])

    def test_holidays_and_leave(self):
        """Of everybody, and of one person who has a resource (as with the app of employees)."""
        leaves = self.env["resource.calendar.leaves"]
        leaves.create(
            {
                "name": "Jueves Santo",
                "calendar_id": self.hours.id,
                "date_from": lima(0, day=2, month=4),
                "date_to": lima(23, 59, 2, 4),
            }
        )
        resource = self.env["resource.resource"].create(
            {"name": "Ejecutivo", "user_id": self.executive.id, "calendar_id": self.hours.id}
        )
        leaves.create(
            {
                "name": "Vacaciones",
                "resource_id": resource.id,
                "calendar_id": self.hours.id,
                "date_from": lima(0, day=31),
                "date_to": lima(23, 59, 31),
            }
        )
        days = self.times()
        self.assertNotIn(DAY, days)
        self.assertNotIn("2026-04-02", days)
        self.assertEqual(len(days), self.env.company.digiflow_meeting_days)

    def test_own_working_hours(self):
        mornings = self.make_hours()
        mornings.attendance_ids.filtered(lambda one: one.hour_from > 12).unlink()
        self.env["resource.resource"].create(
            {"name": "Ejecutivo", "user_id": self.executive.id, "calendar_id": mornings.id}
        )
        self.assertEqual(self.times()[DAY], WHOLE_DAY[:7])

    def test_together_with_the_presales_engineer(self):
        self.make_event(lima(9, day=31), user=self.presales)
        self.make_event(lima(14, day=31))
        times = self.times(presales_id=self.presales.id)[DAY]
        self.assertEqual(
            times, ["08:00", "10:00", "10:30", "11:00", "13:00", "15:00", "15:30", "16:00"]
        )

    def test_a_presentation_does_not_stand_in_its_own_way(self):
        event = self.book()
        self.assertNotIn("10:00", self.times()[DAY])
        self.assertEqual(self.times(event_id=event.id)[DAY], WHOLE_DAY)

    def test_who_cannot_present(self):
        gone = self.make_user("executive", login="gone")
        gone.active = False
        for user in (self.users["telemarketer"], gone):
            with self.assertRaisesRegex(ProcessError, "cannot present"):
                self.times(executive_id=user.id)
        with self.assertRaisesRegex(ProcessError, "cannot present"):
            self.times(presales_id=self.users["telemarketer"].id)
        with self.assertRaisesRegex(ProcessError, "Choose the sales executive"):
            self.times(lead=self.make_meeting_lead(user_id=False))

    def test_queries_do_not_grow_with_days_and_appointments(self):
        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.lead.meeting_slots({"presales_id": self.presales.id})
            return self.env.cr.sql_log_count - before

        self.make_event(lima(9, day=31))
        count_queries()
        few = count_queries()
        for number in range(40):
            for user in (self.executive, self.presales):
                self.make_event(NOW + timedelta(hours=7 * number), hours=0.5, user=user)
        self.env.company.digiflow_meeting_days = 40
        count_queries()
        self.assertLessEqual(count_queries(), few)
