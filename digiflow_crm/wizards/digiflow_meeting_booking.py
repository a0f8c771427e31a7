from odoo import _, api, fields, models

from ..compat import implied_groups_field
from ..exceptions import ProcessError
from ..models.meeting.states import MODE_ON_SITE, MODE_SELECTION, MODE_VIRTUAL
from ..notices import notify


class DigiflowMeetingBooking(models.TransientModel):
    """What a presentation is to be like; one click on a free time books it, or moves it there."""

    _name = "digiflow.meeting.booking"
    _description = "Book or move a presentation"

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, readonly=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        "calendar.event", string="Presentation to move", readonly=True, ondelete="cascade"
    )
    # People
    executive_id = fields.Many2one(
        "res.users", string="Sales executive", required=True, ondelete="cascade"
    )
    executive_option_ids = fields.Many2many("res.users", compute="_compute_options")
    with_presales = fields.Boolean(string="With presales engineer")
    presales_id = fields.Many2one("res.users", string="Presales engineer", ondelete="cascade")
    presales_option_ids = fields.Many2many("res.users", compute="_compute_options")
    # Client
    contact_name = fields.Char(string="Contact")
    email = fields.Char(string="E-mail for the invitation")
    # How
    mode = fields.Selection(MODE_SELECTION, string="How", default=MODE_VIRTUAL, required=True)
    place = fields.Char(string="Address")
    video_link = fields.Char(
        string="Zoom or Teams link", help="Empty: Odoo's own video call is used."
    )
    duration = fields.Integer(string="Minutes", required=True)
    note = fields.Text(string="Message to the client", help="Stands in the invitation.")
    reason = fields.Char(string="Reason to move")
    # When
    slot = fields.Char(string="Free times")
    other_start = fields.Datetime(
        string="Another time",
        help="A time that is not offered: the executive's own business out of hours.",
    )

    @api.depends("lead_id")
    def _compute_options(self):
        """Executives and engineers; those of the opportunity's list alone when it has any."""
        executives = self._find_people("executive")
        engineers = self._find_people("presales")
        for booking in self:
            lead = booking.lead_id
            # sudo: names of the list's executives, whoever of it books.
            own = lead.prospect_list_id.sudo().executive_ids & executives
            booking.executive_option_ids = (own | lead.user_id) & executives or executives
            booking.presales_option_ids = engineers

    @api.model
    def default_get(self, fields_list):
        """What the opportunity, or the presentation to move, says already."""
        values = super().default_get(fields_list)
        lead = self.env["crm.lead"].browse(values.get("lead_id") or [])
        event = self.env["calendar.event"].browse(values.get("event_id") or [])
        known = self._prepare_moving(event) if event else self._prepare_booking(lead)
        return {**{name: known[name] for name in known if name in fields_list}, **values}

    def action_book(self, start):
        """Book or move to `start`, a naive UTC datetime or its text.

        :return: a client action that tells it and closes the form
        """
        self.ensure_one()
        event = self.event_id
        if event:
            engineer = self.presales_id.id if self.with_presales else 0
            event.move_presentation(start, self.reason, self.executive_id.id, engineer or 0)
        else:
            event = event.browse(self.lead_id.book_meeting(self._prepare_values(start)))
        time = event._format_lima(self.env, event.start)
        return notify(_("%(event)s: %(time)s (Lima)", event=event.name, time=time))

    def action_book_other(self):
        """Book or move to the time that was typed in."""
        if not self.other_start:
            raise ProcessError(_("Write the other time first."))
        return self.action_book(self.other_start)

    def _prepare_values(self, start):
        """What `crm.lead.book_meeting()` gets."""
        self.ensure_one()
        if self.with_presales and not self.presales_id:
            raise ProcessError(_("Choose the presales engineer."))
        names = ("duration", "mode", "contact_name", "email", "note")
        values = {name: self[name] for name in names}
        where = "place" if self.mode == MODE_ON_SITE else "video_link"
        return {
            **values,
            where: self[where],
            "start": start,
            "executive_id": self.executive_id.id,
            "presales_id": self.presales_id.id if self.with_presales else False,
        }

    @api.model
    def _prepare_booking(self, lead):
        """What is known of a presentation to `lead`, which may be none."""
        executives = self._find_people("executive")
        # sudo: names of the list's executives, whoever of it books.
        own = (lead.user_id | lead.prospect_list_id.sudo().executive_ids) & executives
        return {
            "executive_id": own[:1].id,
            "presales_id": (lead.presales_user_id & self._find_people("presales")).id,
            "contact_name": lead.contact_name,
            "email": lead.email_from or lead.partner_id.email,
            "place": lead._get_address() if lead else False,
            "duration": lead._get_meeting_company().digiflow_meeting_minutes,
        }

    @api.model
    def _prepare_moving(self, event):
        """What is known of a presentation that is to be moved."""
        return {
            "executive_id": event.user_id.id,
            "with_presales": bool(event.presales_id),
            "presales_id": event.presales_id.id,
            "mode": event.digiflow_mode,
            "duration": int((event.stop - event.start).total_seconds() // 60),
        }

    @api.model
    def _find_people(self, role):
        """The users with one of our roles."""
        group = self.env.ref(f"digiflow_crm.group_{role}")
        # sudo: who has which role is needed by whoever books.
        users = self.env["res.users"].sudo()
        domain = [(implied_groups_field(self.env), "in", group.ids), ("share", "=", False)]
        return self.env["res.users"].browse(users.search(domain).ids)
