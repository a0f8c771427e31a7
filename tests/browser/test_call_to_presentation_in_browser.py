"""One company from the first call to the presentation that was held, each on their own screen."""

from datetime import timedelta

from odoo import fields

from odoo.addons.mail.tests.common import MockEmail

from .desk import DeskCase

LEADS = "digiflow_crm.crm_lead_action"
PANEL = """
    await see(".o_form_view");
    await clickText(".o_notebook .nav-link", "Commercial process");
"""
FREE = 'await until("free times", () => all(".modal .o_digiflow_slot").length > 3);'
CALL = """
    await press("Enter");
    await company("Textil Uno");
    await press("t");
    await press("5");
    await focused("#o_digiflow_form_contact_name");
    await write("Rosa Quispe");
    await focusOn("#o_digiflow_form_decision_maker_role");
    await write("accounting");
    await focusOn("#o_digiflow_form_current_system");
    await write("sunat");
    await press("Enter");
    await see('[data-follow="send"]');
    await press("s");
    await seeText("Carta de presentación", ".modal");
    (await see('.modal footer button[name="action_send"]')).focus();
    await press("Enter");
    await gone(".modal");
"""
BOOK = f"""
    await seeText("Textil Uno: información sobre"); // in the history, which was read again
    await pause(800);
    await press("m");
    {FREE}
    all(".modal .o_digiflow_slot")[2].focus();
    await press("Enter");
    await gone(".modal");
    await see('[data-follow="next"]');
"""
MOVE = f"""
    {PANEL}
    await clickText(".o_digiflow_next_meeting button", "Reschedule");
    {FREE}
    await type("reason", "El cliente viaja", ".modal");
    all(".modal .o_digiflow_slot")[0].click();
    await gone(".modal");
"""
HOLD = f"""
    {PANEL}
    await clickText(".o_digiflow_next_meeting button", "Held");
    await see(".modal");
    await clickText('.modal .o_field_widget[name="interest"] label', "High");
    await type("note", "Pidió propuesta con dos integraciones", ".modal");
    await clickText(".modal footer button", "Save");
    await gone(".modal");
"""


class TestCallToPresentation(DeskCase, MockEmail):
    """The telemarketer calls, informs and books; the executive moves it and presents."""

    def test_from_the_call_to_the_presentation(self):
        lead = self.make_prospects(1)
        lead.email_from = "rosa.quispe@example.com"
        self.work(CALL + BOOK)
        self.check_called(lead)
        self.send_mails()
        self.assertTrue(lead.info_sent_date)
        self.assertEqual(lead.stage_id, self.stages["meeting"])
        event, booked = lead.next_meeting_id, lead.next_meeting_start
        self.assertEqual(event.user_id, self.users["executive"])
        self.act("executive", LEADS, MOVE, record=lead)
        self.assertNotEqual(lead.next_meeting_start, booked)
        self.assertEqual(event.move_ids.mapped("reason"), ["El cliente viaja"])
        self.let_it_begin(event)
        self.act("executive", LEADS, HOLD, record=lead)
        self.assertEqual(event.digiflow_state, "held")
        self.assertEqual(lead.meeting_held_date, event.start)
        self.assertEqual(lead.stage_id, self.stages["survey"])

    def check_called(self, lead):
        """The call is on record, and the e-mail with its documents on its way."""
        self.assertEqual(lead.call_ids.mapped("outcome"), ["effective"])
        self.assertGreater(lead.call_ids.duration, 0)
        self.assertEqual(lead.info_pack_ids.email_to, "rosa.quispe@example.com")

    def send_mails(self):
        """What a commit and the queue of mails do, which a test has not."""
        self.patch(self.env.cr, "commit", lambda: None)
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def let_it_begin(self, event):
        """The time of the presentation has come."""
        start = fields.Datetime.now().replace(second=0, microsecond=0) - timedelta(minutes=30)
        self.env.cr.execute(
            "UPDATE calendar_event SET start = %s, stop = %s WHERE id = %s",
            (start, start + timedelta(hours=1), event.id),
        )
        self.env.invalidate_all()
