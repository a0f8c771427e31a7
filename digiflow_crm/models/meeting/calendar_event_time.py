from markupsafe import escape

from odoo import _, api, fields, models
from odoo.tools import format_datetime

from ...compat import check_access
from ...core import slots
from ...core.periods import LIMA
from ...exceptions import MeetingConflictError, ProcessError, WorkflowError
from .states import STATE_BOOKED

# Free times that a refusal names.
NEXT_SHOWN = 3
REASON_KEY = "digiflow_move_reason"
MANAGER = "digiflow_crm.group_manager"


class CalendarEvent(models.Model):
    """The time of a presentation: that its people are free, and that moves stay on record."""

    _inherit = "calendar.event"

    def action_open_move(self):
        """Open the free times to move this presentation to one of them."""
        self.ensure_one()
        self._check_state((STATE_BOOKED,))
        action = self.opportunity_id.action_book_meeting()
        context = {"default_lead_id": self.opportunity_id.id, "default_event_id": self.id}
        return {**action, "name": _("Move the presentation"), "context": context}

    def move_presentation(self, start, reason="", executive_id=None, presales_id=None):
        """Move this booked presentation; everybody invited is told, with a new .ics.

        :param start: naive UTC datetime, or its text; the length stays
        :param str reason: kept in the history
        :param int executive_id: who presents it from now on; None leaves it
        :param int presales_id: the presales engineer from now on, 0 for none; None leaves it
        :return: True
        :raise MeetingConflictError: somebody is not free then; names the next free times
        :raise WorkflowError: it is not booked any more
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_state((STATE_BOOKED,))
        # sudo: the people of a presentation are written by its own actions only.
        event = self.sudo().with_context(**{"tz": LIMA.zone, REASON_KEY: reason})
        start = fields.Datetime.to_datetime(start)
        vals = {"start": start, "stop": start + (self.stop - self.start)}
        vals.update(event._prepare_people_vals(executive_id, presales_id))
        event.write(vals)
        # Whoever may move it gives the lead its engineer, also when the lead is another's.
        if presales_id:
            event.opportunity_id.presales_user_id = presales_id
        return True

    def _prepare_people_vals(self, executive_id, presales_id):
        """Values that give this presentation other people, and the invitations that follow."""
        executive = self.env["res.users"].browse(executive_id) if executive_id else self.user_id
        engineer = self.presales_id
        if presales_id is not None:
            engineer = self.env["res.users"].browse(presales_id or [])
        self.opportunity_id._check_people(executive, engineer)
        before = (self.user_id | self.presales_id).partner_id
        after = (executive | engineer).partner_id
        if before == after:
            return {}
        return {
            "user_id": executive.id,
            "presales_id": engineer.id,
            "partner_ids": [
                *((3, partner.id) for partner in before - after),
                *((4, partner.id) for partner in after - before),
            ],
        }

    def _check_time(self):
        """Refuse a time at which this presentation cannot be held.

        :raise ProcessError: it is over already
        :raise MeetingConflictError: somebody is not free then
        """
        self.ensure_one()
        if self.start <= fields.Datetime.now():
            raise ProcessError(
                _(
                    "%(time)s is over. Choose a time to come.",
                    time=self._format_lima(self.env, self.start),
                )
            )
        people = self.user_id | self.presales_id
        company = self.opportunity_id.company_id or self.env.company
        agenda = self.env["digiflow.meeting.agenda"]
        busy = agenda._get_busy(people, self.start, self.stop, self)
        if slots.intersect(busy, [(self.start, self.stop)]):
            raise self._prepare_conflict()
        work = agenda._get_common_work(people, company, self.start, self.stop)
        user = self.env.user
        own = user in people or user._is_superuser() or user.has_group(MANAGER)
        if not own and not slots.covers(work, self.start, self.stop):
            raise self._prepare_conflict()

    def _prepare_conflict(self):
        """The refusal of this presentation's time, with the next free ones."""
        self.ensure_one()
        people = self.user_id | self.presales_id
        lead = self.opportunity_id
        minutes = int((self.stop - self.start).total_seconds() // 60)
        found = lead._find_next_slots(people, self.start, minutes, self)
        # What somebody else has just taken is not to be seen in this transaction.
        free = [self._format_lima(self.env, moment) for moment in found if moment != self.start][
            :NEXT_SHOWN
        ]
        return MeetingConflictError(
            _(
                "%(people)s cannot at %(time)s: busy, on leave or out of hours. Next free times: "
                "%(free)s.",
                people=", ".join(people.mapped("name")),
                time=self._format_lima(self.env, self.start),
                free="; ".join(free) or _("none in the days shown"),
            )
        )

    @api.model
    def _format_lima(self, env, moment):
        """A naive UTC datetime as people read it, in Lima."""
        return format_datetime(env, moment, tz=LIMA.zone, dt_format="EEE d MMM y, HH:mm")

    def _record_move(self, start, _stop, user, _engineer):
        """Keep where this presentation was moved from."""
        self.ensure_one()
        reason = self.env.context.get(REASON_KEY) or False
        # sudo: the history is the presentations' own; nobody may write it, so nobody forges it.
        self.env["digiflow.meeting.move"].sudo().create(
            {
                "event_id": self.id,
                "date_from": start,
                "date_to": self.start,
                "from_user_id": user.id,
                "to_user_id": self.user_id.id,
                "user_id": self.env.uid,
                "reason": reason,
            }
        )
        text = _(
            "The presentation was moved from %(start)s to %(end)s (%(who)s). %(reason)s",
            start=self._format_lima(self.env, start),
            end=self._format_lima(self.env, self.start),
            who=self.user_id.name,
            reason=reason or "",
        )
        self._log_on_lead(text)

    def _log_on_lead(self, text):
        """A note in the history of the opportunity, if there still is one."""
        for lead in self.opportunity_id:
            lead._message_log(body=escape(text))

    def _check_state(self, states):
        """Refuse what only makes sense in some states.

        :param states: keys of states
        """
        for event in self:
            if event.digiflow_state not in states:
                label = dict(self._fields["digiflow_state"]._description_selection(self.env))
                raise WorkflowError(
                    _(
                        "«%(event)s» is not a presentation for that: its status is «%(state)s».",
                        event=event.name,
                        state=label.get(event.digiflow_state) or _("none"),
                    )
                )
