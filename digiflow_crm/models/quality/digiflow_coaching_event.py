from datetime import timedelta

from odoo import _, api, models

from ...core import periods
from .coaching_states import PLANNED

# Working days that are looked at for a time when both are free.
DAYS_LOOKED_AT = 5


class DigiflowCoaching(models.Model):
    """The appointment of a coaching, in the calendars of both."""

    _inherit = "digiflow.coaching"

    @api.model
    def _find_start(self, people, company, minutes):
        """The first time from tomorrow on when these people are all free.

        :param people: res.users
        :param int minutes: how long it takes
        :return: naive UTC datetime; False when there is none in the next working days
        """
        tomorrow = periods.today() + periods.ONE_DAY
        agenda = self.env["digiflow.meeting.agenda"]
        days = agenda._get_free_days(people, company, tomorrow, DAYS_LOOKED_AT, minutes)
        return next((moment for _day, moments in days for moment in moments), False)

    def _keep_event(self):
        """Keep the appointment in step with who talks, and when."""
        for one in self.filtered(lambda one: one.state == PLANNED):
            # sudo: the appointment is in two people's calendars, whoever plans it.
            event = one.event_id.sudo().with_context(digiflow_coaching=True)
            if not (one.start and one.coach_id):
                one._drop_event()
            elif event:
                event.write(one._prepare_event_vals())
            else:
                event = event.with_context(mail_notify_author=False)
                one._update({"event_id": event.create(one._prepare_event_vals()).id})

    def _prepare_event_vals(self):
        """Values of the appointment."""
        self.ensure_one()
        people = self.user_id.partner_id | self.coach_id.partner_id
        return {
            "name": _("Coaching: %s", self.user_id.name),
            "start": self.start,
            "stop": self.start + timedelta(minutes=self.minutes),
            "user_id": self.coach_id.id,
            "partner_ids": [(6, 0, people.ids)],
            # What is talked about is between the two of them.
            "privacy": "private",
        }

    def _drop_event(self):
        """Take the appointment of a session that will not be held out of the calendars."""
        planned = self.filtered(lambda one: one.state == PLANNED)
        # sudo: see _keep_event.
        planned.sudo().event_id.unlink()

    def _follow_event(self):
        """Take the hour of the appointment, which somebody moved in the calendar."""
        for one in self:
            # sudo: whoever moves it, it stays the same appointment.
            event = one.sudo().event_id
            minutes = round((event.stop - event.start).total_seconds() / 60)
            one._update({"start": event.start, "minutes": min(max(minutes, 5), 480)})
