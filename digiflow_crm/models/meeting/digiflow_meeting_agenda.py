from datetime import timedelta

import pytz

from odoo import api, fields, models

from ...core import slots
from ...core.periods import LIMA, ONE_DAY, starts_at

# Calendar days that are looked at for some working days: weekends, and holidays in a row.
EXTRA_DAYS = 21
HALF_SECOND = timedelta(milliseconds=500)


class DigiflowMeetingAgenda(models.AbstractModel):
    """When people can be met: their working hours in Lima less leave and what they are busy with.

    The number of queries does not grow with the number of days, of people or of appointments.
    """

    _name = "digiflow.meeting.agenda"
    _description = "When people can be met"

    @api.model
    def _get_free_days(self, users, company, first_day, count, minutes, skip=None):
        """The times when all of `users` can be met, on their next working days.

        :param users: res.users, one or more
        :param company: whose working hours hold for who has none of their own
        :param first_day: a date in Lima
        :param int count: how many days
        :param int minutes: length of the meeting
        :param skip: a calendar.event that takes nobody's time
        :return: ``[(date, [naive UTC datetime])]``; a day with nothing free has an empty list
        """
        start = starts_at(first_day)
        stop = start + timedelta(days=count * 7 // 5 + EXTRA_DAYS)
        work = self._get_common_work(users, company, start, stop)
        days = sorted({slots.lima_day(begin) for begin, _end in work})[:count]
        busy = self._get_busy(users, start, stop, skip)
        busy.append((start, max(start, fields.Datetime.now())))
        found = {day: [] for day in days}
        for moment in slots.slot_starts(slots.subtract(work, busy), minutes):
            if slots.lima_day(moment) in found:
                found[slots.lima_day(moment)].append(moment)
        return list(found.items())

    @api.model
    def _get_common_work(self, users, company, start, stop):
        """When all of `users` work, leave and holidays left out: intervals in naive UTC."""
        common = [(start, stop)]
        for intervals in self._get_work(users, company, start, stop):
            common = slots.intersect(common, intervals)
        return common

    @api.model
    def _get_work(self, users, company, start, stop):
        """The working intervals of each of `users`, in naive UTC.

        Who has no resource of their own, as without the app of employees, works the company's
        hours.
        """
        begin, end = pytz.utc.localize(start), pytz.utc.localize(stop)
        domain = [("user_id", "in", users.ids), ("company_id", "in", [False, company.id])]
        # sudo: when somebody works is all that is read, not why they do not.
        resources = self.env["resource.resource"].sudo().search(domain)
        of_user = {resource.user_id.id: resource for resource in resources}
        # sudo: the same, of the company's hours.
        usual = company.sudo().resource_calendar_id
        for user in users:
            resource = of_user.get(user.id, resources.browse())
            hours = resource.calendar_id or usual
            # Working hours are those of Lima, whatever time zone somebody's calendar is in.
            work = hours._work_intervals_batch(begin, end, resource, tz=LIMA) if hours else {}
            yield [(_naive(one), _naive(other)) for one, other, _rows in work.get(resource.id, [])]

    @api.model
    def _get_busy(self, users, start, stop, skip=None):
        """When any of `users` is busy: attends, has not declined, and is not shown as free.

        :return: intervals in naive UTC
        """
        # An all-day appointment is kept as daytime hours of UTC; it takes the day in Lima.
        domain = [
            ("partner_id", "in", users.partner_id.ids),
            ("state", "!=", "declined"),
            ("event_id.active", "=", True),
            ("event_id.show_as", "=", "busy"),
            ("event_id.start", "<", stop + ONE_DAY),
            ("event_id.stop", ">", start - ONE_DAY),
        ]
        # sudo: private appointments take time as well; nothing but their time is read.
        events = self.env["calendar.attendee"].sudo().search(domain).event_id
        return [self._get_taken(event) for event in events if event != skip]

    @api.model
    def _get_taken(self, event):
        """The interval that a calendar.event takes, in naive UTC."""
        if event.allday:
            return starts_at(event.start.date()), starts_at(event.stop.date() + ONE_DAY)
        return event.start, event.stop


def _naive(moment):
    """An aware datetime as naive UTC; the last moment of a day, as Odoo has it, is midnight."""
    return (moment.astimezone(pytz.utc) + HALF_SECOND).replace(tzinfo=None, microsecond=0)
