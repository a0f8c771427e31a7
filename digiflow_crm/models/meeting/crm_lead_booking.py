from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import format_date

from ...compat import check_access
from ...core import slots
from ...core.periods import LIMA, parse_day, today
from ...exceptions import ProcessError, WorkflowError
from .states import (
    KIND_PRESENTATION,
    MODE_ON_SITE,
    MODE_SELECTION,
    MODE_VIRTUAL,
    STATE_BOOKED,
)

BOOKING_KEYS = {
    "start",
    "duration",
    "mode",
    "executive_id",
    "presales_id",
    "place",
    "video_link",
    "email",
    "contact_name",
    "note",
}
MINUTES = range(15, 8 * 60 + 1)
REMINDERS = ("digiflow_crm.alarm_day_before", "digiflow_crm.alarm_hour_before")


class CrmLead(models.Model):
    """Booking a presentation: whose free times there are, and taking one of them."""

    _inherit = "crm.lead"

    # Presentations
    presentation_ids = fields.One2many(
        "calendar.event",
        "opportunity_id",
        string="Presentations",
        domain=[("digiflow_kind", "!=", False)],
        context={"active_test": False},
        readonly=True,
    )
    next_meeting_id = fields.Many2one("calendar.event", compute="_compute_next_meeting")
    next_meeting_start = fields.Datetime(string="Presentation on", compute="_compute_next_meeting")
    next_meeting_mode = fields.Selection(MODE_SELECTION, compute="_compute_next_meeting")
    next_meeting_user_id = fields.Many2one(
        "res.users", string="Presented by", compute="_compute_next_meeting"
    )
    next_meeting_begun = fields.Boolean(compute="_compute_next_meeting")

    @api.depends(
        "calendar_event_ids.digiflow_state",
        "calendar_event_ids.digiflow_mode",
        "calendar_event_ids.start",
        "calendar_event_ids.user_id",
    )
    def _compute_next_meeting(self):
        """The presentation that is booked; also one that is over, until its outcome is told."""
        for lead in self:
            booked = lead.calendar_event_ids.filtered(
                lambda event: event.digiflow_state == STATE_BOOKED
            )
            event = booked.sorted("start")[:1]
            lead.next_meeting_id = event
            lead.next_meeting_start = event.start
            lead.next_meeting_mode = event.digiflow_mode
            lead.next_meeting_user_id = event.user_id
            lead.next_meeting_begun = event.can_hold

    def action_book_meeting(self):
        """Open the free times of the executive to book a presentation.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_meeting_booking_action"
        )
        return {**action, "context": {"default_lead_id": self.id}}

    def action_move_meeting(self):
        """Move the booked presentation."""
        return self._get_booked().action_open_move()

    def action_hold_meeting(self):
        """Tell that the booked presentation was held."""
        return self._get_booked().action_open_held()

    def action_no_show_meeting(self):
        """Tell that the client did not come."""
        return self._get_booked().action_open_no_show()

    def action_cancel_meeting(self):
        """Cancel the booked presentation."""
        return self._get_booked().action_open_cancel()

    def meeting_slots(self, values=None):
        """When a presentation to this company can begin, in the next working days.

        :param dict values: all optional: `executive_id` (default: the opportunity's),
            `presales_id` (free as well), `duration` (minutes), `first_day` (ISO text, a day in
            Lima), `event_id` (a presentation that is to be moved)
        :return: ``{"minutes": int, "days": [{"date": ISO text, "name": text, "slots": [{"start":
            UTC text for book_meeting(), "time": "HH:MM" in Lima}]}]}``
        :raise ProcessError: there is no such executive or engineer
        """
        self.ensure_one()
        values = values or {}
        check_access(self, "read")
        executive, engineer = self._get_people(values)
        minutes = self._get_minutes(values)
        found = self.env["digiflow.meeting.agenda"]._get_free_days(
            executive | engineer,
            self.company_id or self.env.company,
            parse_day(values["first_day"]) if values.get("first_day") else today(),
            self._get_meeting_company().digiflow_meeting_days,
            minutes,
            self.env["calendar.event"].browse(values.get("event_id") or []),
        )
        return {"minutes": minutes, "days": [self._prepare_day(*day) for day in found]}

    def book_meeting(self, values):
        """Book a presentation: invites the client, the executive and the presales engineer.

        :param dict values: `start` (naive UTC datetime, or its text); optional: `duration`
            (minutes), `mode` (`virtual` or `on_site`), `executive_id` (default: the
            opportunity's), `presales_id`, `place` (on site), `video_link` (Zoom or Teams; without
            it Odoo's own video call), `email` and `contact_name` (of whom to invite; default: the
            opportunity's), `note` (to the client, in the invitation)
        :return: id of the calendar.event
        :raise MeetingConflictError: somebody is not free then; names the next free times
        :raise WorkflowError: the opportunity is closed, or has a presentation booked
        :raise ProcessError: something is missing, or is not what it has to be
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_bookable(values)
        vals = self._prepare_meeting_vals(values)
        context = {
            "lang": self.env.lang,
            "tz": LIMA.zone,
            "allowed_company_ids": self.env.context.get("allowed_company_ids", []),
        }
        # sudo: a presentation is made by booking only, and stands in somebody else's calendar.
        events = self.env["calendar.event"].with_context(**context).sudo()
        names = ("user_id", "presales_id", "opportunity_id", "start", "stop")
        events.new({name: vals[name] for name in names})._check_time()
        event = events.create(vals)
        if vals["presales_id"] and self.presales_user_id.id != vals["presales_id"]:
            self.presales_user_id = vals["presales_id"]
        self._leave_queue()
        return event.id

    def _get_booked(self):
        """The presentation that is booked.

        :raise WorkflowError: there is none
        """
        self.ensure_one()
        if not self.next_meeting_id:
            raise WorkflowError(_("«%(lead)s» has no presentation booked.", lead=self.name))
        return self.next_meeting_id

    def _get_meeting_company(self):
        """The company whose settings hold for this opportunity, as the superuser."""
        # sudo: settings of the own company, which everybody works by.
        return (self.company_id or self.env.company).sudo()

    def _get_minutes(self, values):
        """The length that `values` ask for, in minutes."""
        minutes = values.get("duration") or self._get_meeting_company().digiflow_meeting_minutes
        if not isinstance(minutes, (int, float)) or int(minutes) not in MINUTES:
            raise ProcessError(
                _(
                    "A presentation takes from %(least)s to %(most)s minutes.",
                    least=MINUTES[0],
                    most=MINUTES[-1],
                )
            )
        return int(minutes)

    def _get_people(self, values):
        """Who presents, by `values`: (executive, presales engineer or none)."""
        users = self.env["res.users"]
        executive = users.browse(values.get("executive_id") or self.user_id.id or [])
        engineer = users.browse(values.get("presales_id") or [])
        self._check_people(executive, engineer)
        return executive, engineer

    @api.model
    def _check_people(self, executive, engineer):
        """Refuse people who cannot present.

        :raise ProcessError: says who and why
        """
        # sudo: the roles of others are checked by whoever books.
        people = (executive.exists() | engineer.exists()).sudo()
        for user, role in ((executive, "executive"), (engineer, "presales")):
            one = people.filtered(lambda known, user=user: known.id == user.id)
            if user and not (one.active and one.has_group(f"digiflow_crm.group_{role}")):
                raise ProcessError(
                    _(
                        "%(user)s cannot present: the role is missing, or the user is archived.",
                        user=one.name or user.id,
                    )
                )
        if not executive:
            raise ProcessError(_("Choose the sales executive who presents."))
        if executive == engineer:
            raise ProcessError(_("The presales engineer is somebody else than the executive."))

    def _check_bookable(self, values):
        """Refuse what cannot be booked, before anything is looked up."""
        unknown = set(values) - BOOKING_KEYS
        if unknown:
            raise ProcessError(
                _(
                    "A presentation has no «%(key)s». Give some of: %(keys)s.",
                    key=sorted(unknown)[0],
                    keys=", ".join(sorted(BOOKING_KEYS)),
                )
            )
        if not self.is_digiflow or not self.active or self.stage_id.is_won:
            raise WorkflowError(
                _(
                    "«%(lead)s» is closed or not in the Digiflow pipeline: no presentation can be "
                    "booked for it.",
                    lead=self.name,
                )
            )
        if self.next_meeting_id:
            event = self.next_meeting_id
            raise WorkflowError(
                _(
                    "«%(lead)s» has a presentation booked on %(time)s. Move that one, or tell how "
                    "it went.",
                    lead=self.name,
                    time=event._format_lima(self.env, event.start),
                )
            )

    def _prepare_meeting_vals(self, values):
        """Values of the appointment that `values` of book_meeting() ask for."""
        executive, engineer = self._get_people(values)
        mode = values.get("mode") or MODE_VIRTUAL
        start = self._read_start(values.get("start"))
        contact = self._get_meeting_contact(values)
        people = (executive | engineer).partner_id
        alarms = [self.env.ref(xml_id, raise_if_not_found=False) for xml_id in REMINDERS]
        return {
            "name": self.with_context(lang=contact.lang)._get_meeting_name(),
            "user_id": executive.id,
            "presales_id": engineer.id,
            "booked_by_id": self.env.uid,
            "opportunity_id": self.id,
            "digiflow_kind": KIND_PRESENTATION,
            "digiflow_state": STATE_BOOKED,
            "digiflow_mode": mode,
            "start": start,
            "stop": start + timedelta(minutes=self._get_minutes(values)),
            "partner_ids": [(6, 0, (contact | people).ids)],
            "alarm_ids": [(6, 0, [alarm.id for alarm in alarms if alarm])],
            "description": values.get("note") or False,
            "privacy": "public",
            "show_as": "busy",
            **self._prepare_where_vals(mode, values),
        }

    def _prepare_where_vals(self, mode, values):
        """Where the presentation is, by its mode."""
        if mode not in dict(MODE_SELECTION):
            raise ProcessError(_("A presentation is «virtual» or «on_site»."))
        if mode == MODE_ON_SITE:
            place = (values.get("place") or self._get_address()).strip()
            if not place:
                raise ProcessError(_("Write the address of the visit."))
            return {"location": place}
        link = (values.get("video_link") or "").strip()
        if link and not link.lower().startswith(("https://", "http://")):
            raise ProcessError(
                _(
                    "«%(link)s» is no link. Paste that of Zoom or Teams, which begins with "
                    "https://, or leave it empty for Odoo's own video call.",
                    link=link,
                )
            )
        link = link or self.env["calendar.event"].get_discuss_videocall_location()
        own = self.env["calendar.event"].DISCUSS_ROUTE in link
        token = {"access_token": link.rsplit("/", 1)[1]} if own else {}
        return {"videocall_location": link, **token}

    @api.model
    def _read_start(self, start):
        """`start` of a booking as a naive UTC datetime."""
        try:
            moment = fields.Datetime.to_datetime(start)
        except (TypeError, ValueError):
            moment = None
        if not moment:
            raise ProcessError(
                _("«%(start)s» is no time. Give it in UTC: 2026-03-31 20:00:00.", start=start)
            )
        return moment.replace(second=0, microsecond=0)

    def _get_address(self):
        """The address of the company in one line."""
        parts = (self.street, self.street2, self.city, self.state_id.name)
        return ", ".join(filter(None, parts))

    def _get_meeting_name(self):
        """What the client reads as the subject, in the language of the environment."""
        return _("Digiflow presentation: %(company)s", company=self.partner_name or self.name)

    @api.model
    def _prepare_day(self, day, moments):
        """One day of meeting_slots()."""
        name = format_date(self.env, day, date_format="EEE d MMM")
        return {
            "date": day.isoformat(),
            "name": name,
            "slots": [
                {
                    "start": fields.Datetime.to_string(moment),
                    "time": slots.to_lima(moment).strftime("%H:%M"),
                }
                for moment in moments
            ],
        }

    def _find_next_slots(self, users, start, minutes, skip):
        """The next free times from `start` on: naive UTC datetimes."""
        company = self._get_meeting_company()
        found = self.env["digiflow.meeting.agenda"]._get_free_days(
            users,
            company,
            max(slots.lima_day(start), today()),
            company.digiflow_meeting_days,
            minutes,
            skip,
        )
        return [moment for _day, moments in found for moment in moments if moment > start]

    def _merge_dependences_calendar_events(self, opportunities):
        """Presentations come with the merged leads, also those that were cancelled."""
        domain = [("opportunity_id", "in", opportunities.ids), ("digiflow_kind", "!=", False)]
        # sudo: whoever may merge the leads takes what is theirs along.
        events = self.env["calendar.event"].sudo().with_context(active_test=False)
        events.search(domain).write({"opportunity_id": self.id})
        return super()._merge_dependences_calendar_events(opportunities)
