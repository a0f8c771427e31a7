"""What the tests of presentations start from: a Monday morning in Lima and an opportunity."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.addons.mail.tests.common import MockEmail

from ..common import DigiflowCase

# Monday 30 March 2026, 9:10 in Lima.
NOW = datetime(2026, 3, 30, 14, 10)


def lima(hour, minute=0, day=30, month=3):
    """That hour of a day of 2026 in Lima, as a naive UTC datetime."""
    return datetime(2026, month, day, hour, minute) + timedelta(hours=5)


class MeetingCase(DigiflowCase, MockEmail):
    """People who work from 8 to 12 and from 13 to 17, and nothing in their calendars."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.hours = cls.env.company.resource_calendar_id = cls.make_hours()
        cls.executive, cls.presales = cls.users["executive"], cls.users["presales"]
        cls.lead = cls.make_meeting_lead()

    @classmethod
    def make_hours(cls):
        """Working hours of Monday to Friday, in a calendar of another time zone."""
        halves = [("morning", 8, 12), ("afternoon", 13, 17)]
        return cls.env["resource.calendar"].create(
            {
                "name": "Lima",
                "tz": "Europe/Brussels",
                "attendance_ids": [
                    (5,),
                    *(
                        (
                            0,
                            0,
                            {
                                "name": f"{half} {day}",
                                "dayofweek": str(day),
                                "day_period": half,
                                "hour_from": begin,
                                "hour_to": end,
                            },
                        )
                        for day in range(5)
                        for half, begin, end in halves
                    ),
                ],
            }
        )

    @classmethod
    def make_meeting_lead(cls, **vals):
        """An opportunity that a presentation can be booked for."""
        known = {"contact_name": "Rosa Quispe", "email_from": "rosa@andina.example.com"}
        return cls.make_lead(**{"partner_name": "Comercial Andina S.A.C.", **known, **vals})

    @classmethod
    def make_event(cls, start, hours=1.0, user=None, **vals):
        """An appointment of the executive, or of `user`."""
        user = user or cls.executive
        return cls.env["calendar.event"].create(
            {
                "name": "Cita",
                "user_id": user.id,
                "partner_ids": [(6, 0, user.partner_id.ids)],
                "start": start,
                "stop": start + timedelta(hours=hours),
                **vals,
            }
        )

    def book(self, start=None, lead=None, role="telemarketer", **values):
        """A presentation booked by a role, at 10:00 on Tuesday unless said."""
        lead = (lead or self.lead).with_user(self.users[role])
        event_id = lead.book_meeting({"start": start or lima(10, day=31), **values})
        return self.env["calendar.event"].browse(event_id)

    def book_past(self, hours=2, **values):
        """A presentation that has begun by now: the clock goes on after booking."""
        event = self.book(**values)
        self.pass_time(event.start + timedelta(hours=hours) - NOW)
        return event

    def pass_time(self, delta):
        """From here on it is `delta` later, until the test ends."""
        clock = freeze_time(NOW + delta)
        clock.start()
        self.addCleanup(clock.stop)

    def holds(self, event):
        """Who is held by a presentation, and when: a set of (user, start, stop)."""
        holds = self.env["digiflow.meeting.hold"].search([("event_id", "=", event.id)])
        return {(hold.user_id, hold.start, hold.stop) for hold in holds}

    def times(self, role="telemarketer", lead=None, **values):
        """The free times as a role sees them: {ISO day: [HH:MM]}."""
        lead = (lead or self.lead).with_user(self.users[role])
        days = lead.meeting_slots(values)["days"]
        return {day["date"]: [slot["time"] for slot in day["slots"]] for day in days}
