"""What a person does who books, moves and holds a presentation."""

from datetime import timedelta

from odoo import fields

from .cases import BrowserCase

LEADS = "digiflow_crm.crm_lead_action"
AGENDA = "digiflow_crm.calendar_event_action_agenda"
PANEL = """
    await see(".o_form_view");
    await clickText(".o_notebook .nav-link", "Commercial process");
"""
# Free times are buttons with a name of their own; the keyboard reaches them, and nothing is cut.
SLOTS = """
    const slots = () => all(".modal .o_digiflow_slot");
    await until("free times", () => slots().length > 3 && slots());
    for (const slot of slots()) {
        const box = slot.getBoundingClientRect();
        if (!slot.getAttribute("aria-label").includes(slot.textContent)) {
            throw new Error(`A slot is not named: ${slot.outerHTML}`);
        }
        if (box.right > innerWidth || box.left < 0 || slot.tabIndex < 0) {
            throw new Error(`A slot cannot be reached: ${slot.outerHTML}`);
        }
    }
"""


class TestMeetingInBrowser(BrowserCase):
    """The buttons of the opportunity's panel."""

    def make_ready(self):
        """An opportunity that lacks nothing before the meeting."""
        lead = self.complete(self.make_lead(email_from="rosa@andina.example.com"), "meeting")
        # Nobody is asked for the hours of this database: the company works all day.
        hours = self.env.company.resource_calendar_id
        hours.attendance_ids.filtered(lambda one: one.hour_from < 12).write({"hour_from": 8})
        return lead

    def test_book_and_move(self):
        lead = self.make_ready()
        self.act(
            "telemarketer",
            LEADS,
            f"""
{PANEL}
    await clickText("button", "Book a meeting");
{SLOTS}
    await click(".modal .o_digiflow_slots_after");
    const chosen = await until("later days", () => slots()[0]);
    chosen.focus();
    if (document.activeElement !== chosen) {{
        throw new Error("The keyboard does not reach the slot");
    }}
    chosen.click();
    await gone(".modal");
    await seeText("Presentation booked", ".o_digiflow_next_meeting");
""",
            record=lead,
        )
        event, before = lead.next_meeting_id, lead.next_meeting_start
        self.assertTrue(event)
        self.act(
            "executive",
            LEADS,
            f"""
{PANEL}
    await clickText(".o_digiflow_next_meeting button", "Reschedule");
{SLOTS}
    await type("reason", "Viaja", ".modal");
    slots()[1].click();
    await gone(".modal");
    await seeText("Presentation booked", ".o_digiflow_next_meeting");
""",
            record=lead,
        )
        self.assertNotEqual(lead.next_meeting_start, before)
        self.assertEqual(event.move_ids.mapped("reason"), ["Viaja"])

    def test_hold(self):
        lead = self.make_ready()
        event = self.make_begun(lead)
        self.act(
            "executive",
            LEADS,
            f"""
{PANEL}
    await clickText(".o_digiflow_next_meeting button", "Held");
    await see(".modal");
    await clickText('.modal .o_field_widget[name="interest"] label', "High");
    await type("note", "Quiere la nube", ".modal");
    await clickText(".modal footer button", "Save");
    await gone(".modal");
    await seeText("No presentation is booked", ".o_digiflow_next_meeting");
""",
            record=lead,
        )
        self.assertEqual((event.digiflow_state, event.digiflow_interest), ("held", "4"))
        self.assertEqual(event.digiflow_outcome, "Quiere la nube")
        self.assertEqual(lead.stage_id, self.stages["survey"])

    def make_begun(self, lead):
        """A presentation that began at the full hour, as booking leaves it.

        Of today, also where the browser's day has just begun.
        """
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        return self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "opportunity_id": lead.id,
                "user_id": self.users["executive"].id,
                "partner_ids": [(6, 0, self.users["executive"].partner_id.ids)],
                "digiflow_kind": "presentation",
                "digiflow_state": "booked",
                "digiflow_mode": "virtual",
                "start": start,
                "stop": start + timedelta(hours=1),
            }
        )

    def test_event_and_agenda(self):
        event = self.make_begun(self.make_ready())
        self.act(
            "executive",
            AGENDA,
            """
    await see(".o_form_view .o_digiflow_presentation_bar");
    await seeText("Client did not come", ".o_digiflow_presentation_bar button");
""",
            record=event,
        )
        self.act(
            "telemarketer",
            AGENDA,
            """
    await see(".o_calendar_view");
    await seeText("Presentación", ".fc-event");
""",
        )


class TestMeetingOnAPhone(TestMeetingInBrowser):
    """The same, 390 px wide."""

    browser_size = "390x844"
