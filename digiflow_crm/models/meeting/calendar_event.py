from odoo import _, api, fields, models

from ...compat import implied_groups_field
from ...exceptions import ProcessError, WorkflowError
from .states import (
    INTEREST_SELECTION,
    KIND_PRESENTATION,
    MODE_SELECTION,
    STATE_BOOKED,
    STATE_SELECTION,
)

# What only the actions of a presentation write.
OWN_FIELDS = {
    "digiflow_kind",
    "digiflow_state",
    "booked_by_id",
    "presales_id",
    "user_id",
    "opportunity_id",
}
TIME_FIELDS = {"start", "stop", "duration", "allday", "start_date", "stop_date"}
HOLDING_FIELDS = {*TIME_FIELDS, "active", "digiflow_state", "user_id", "presales_id"}
# Whose calendars the agenda shows.
AGENDA_ROLES = ("digiflow_crm.group_executive", "digiflow_crm.group_presales")


class CalendarEvent(models.Model):
    """A presentation to a client is an appointment of Odoo's, with its own fields and rules."""

    _inherit = "calendar.event"

    # Presentation
    digiflow_kind = fields.Selection(
        [(KIND_PRESENTATION, "Presentation")], string="Kind", copy=False, index="btree_not_null"
    )
    digiflow_state = fields.Selection(
        STATE_SELECTION, string="Presentation status", copy=False, tracking=True
    )
    digiflow_mode = fields.Selection(MODE_SELECTION, string="How", copy=False)
    presales_id = fields.Many2one("res.users", string="Presales engineer", copy=False)
    booked_by_id = fields.Many2one("res.users", string="Booked by", copy=False, readonly=True)
    # Outcome
    digiflow_interest = fields.Selection(
        INTEREST_SELECTION, string="Client's interest", copy=False, tracking=True
    )
    digiflow_outcome = fields.Text(string="Notes of the presentation", copy=False)
    # History
    move_ids = fields.One2many("digiflow.meeting.move", "event_id", string="Moves", readonly=True)
    ics_sequence = fields.Integer(copy=False, help="How often its calendar file was replaced.")
    # sudo: whoever may read a presentation, with no role of ours too, may know how often it moved.
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    # Screens
    can_hold = fields.Boolean(compute="_compute_can_hold")
    in_agenda = fields.Boolean(compute="_compute_in_agenda", search="_search_in_agenda")

    @api.depends("move_ids")
    def _compute_move_count(self):
        for event in self:
            event.move_count = len(event.move_ids)

    @api.depends("digiflow_state", "start")
    def _compute_can_hold(self):
        """Whether the outcome can be told: it is booked and has begun."""
        now = fields.Datetime.now()
        for event in self:
            begun = bool(event.start) and event.start <= now
            event.can_hold = event.digiflow_state == STATE_BOOKED and begun

    def _compute_in_agenda(self):
        partners = self._get_agenda_users().partner_id
        for event in self:
            event.in_agenda = bool(event.partner_ids & partners)

    @api.model
    def _search_in_agenda(self, operator, value):
        """Appointments of executives and presales engineers, and all others when asked so."""
        wanted = (operator in ("=", "in")) == bool(value)
        partners = self._get_agenda_users().partner_id
        return [("partner_ids", "in" if wanted else "not in", partners.ids)]

    @api.constrains("digiflow_kind", "opportunity_id", "user_id", "allday", "recurrency")
    def _check_presentation(self):
        """A presentation is of one opportunity, has an executive, and happens once."""
        for event in self.filtered("digiflow_kind"):
            if event.allday or event.recurrency or not event.user_id or not event.opportunity_id:
                raise ProcessError(
                    _(
                        "«%(event)s» is a presentation: it has an opportunity and an executive, "
                        "begins at an hour and does not repeat. Cancel it and book another one.",
                        event=event.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Presentations are booked; what is written by hand is Odoo's own appointment."""
        events = super().create(vals_list)
        # sudo: what was created is looked at, also by who may not read it.
        own = events.sudo().filtered(lambda event: event.digiflow_kind or event.digiflow_state)
        if own and not self.env.su:
            raise ProcessError(
                _("Presentations are booked from their opportunity, with «Book a meeting».")
            )
        own._hold_time()
        return events

    def write(self, vals):
        # sudo: which of them are presentations is read, also by who may not read them.
        own = self.sudo().filtered("digiflow_kind")
        if not own:
            self._check_kind_written(vals)
            return super().write(vals)
        self._check_written(own, vals)
        before = {event.id: event._get_place() for event in own}
        if HOLDING_FIELDS.intersection(vals):
            # First: what is sent while it is written is the newest word already.
            for event in own:
                super(CalendarEvent, event).write({"ics_sequence": event.ics_sequence + 1})
        res = super().write(vals)
        if HOLDING_FIELDS.intersection(vals):
            own._after_change(before)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_presentations(self):
        """A presentation stays on record."""
        own = self.filtered("digiflow_kind")
        if own and not self.env.su and not self.env.user.has_group("digiflow_crm.group_manager"):
            raise ProcessError(
                _(
                    "«%(event)s» is a presentation and stays on record. Cancel it instead, with "
                    "the reason.",
                    event=own[0].name,
                )
            )

    @api.model
    def _get_agenda_users(self):
        """The people whose calendars the agenda shows."""
        group_ids = [self.env.ref(xml_id).id for xml_id in AGENDA_ROLES]
        # sudo: who has which role is needed to find them, by whoever looks at the agenda.
        users = self.env["res.users"].sudo()
        domain = [(implied_groups_field(self.env), "in", group_ids), ("share", "=", False)]
        return self.env["res.users"].browse(users.search(domain).ids)

    @api.model
    def _check_kind_written(self, vals):
        """No other appointment becomes a presentation."""
        if not self.env.su and (vals.get("digiflow_kind") or vals.get("digiflow_state")):
            raise ProcessError(
                _("Presentations are booked from their opportunity, with «Book a meeting».")
            )

    def _check_written(self, own, vals):
        """Refuse what only the actions of a presentation may write.

        :param own: those of self that are presentations, as the superuser
        """
        if self.env.su:
            return
        for event in own:
            changed = [
                name
                for name in OWN_FIELDS.intersection(vals)
                if event._fields[name].convert_to_write(event[name], event) != (vals[name] or False)
            ]
            if changed:
                raise ProcessError(
                    _(
                        "«%(field)s» of a presentation is not written by hand. Use the buttons of "
                        "the presentation.",
                        field=self._fields[changed[0]]._description_string(self.env),
                    )
                )
            if "active" in vals and bool(vals["active"]) != event.active:
                raise ProcessError(
                    _("A presentation is not archived or restored: cancel it, or book another.")
                )

    def _after_change(self, before):
        """Guard and record what a write did to time and people of these presentations.

        :param dict before: event id -> what `_get_place` gave
        """
        moved = self.filtered(lambda event: event._get_place() != before[event.id])
        for event in moved:
            if event.digiflow_state != STATE_BOOKED:
                raise WorkflowError(
                    _(
                        "«%(event)s» is over or cancelled and cannot be moved. Book another one.",
                        event=event.name,
                    )
                )
            event._check_time()
            event._record_move(*before[event.id])
        self._hold_time()

    def _get_place(self):
        """What a move changes: (start, stop, executive, presales engineer)."""
        self.ensure_one()
        return self.start, self.stop, self.user_id, self.presales_id

    def _get_held_people(self):
        """Whose time this presentation takes: nobody's unless it is booked."""
        self.ensure_one()
        if not self.digiflow_kind or not self.active or self.digiflow_state != STATE_BOOKED:
            return self.env["res.users"]
        gone = self.attendee_ids.filtered(lambda attendee: attendee.state == "declined")
        people = self.user_id | self.presales_id
        return people.filtered(lambda user: user.partner_id not in gone.partner_id)

    def _hold_time(self):
        """Take the time of these presentations, or free it.

        :raise MeetingConflictError: somebody else has it, perhaps since a moment ago
        """
        taken = self.env["digiflow.meeting.hold"]._sync(self)
        if taken:
            raise taken[0]._prepare_conflict()
