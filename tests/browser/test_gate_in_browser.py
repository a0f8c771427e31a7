"""What a person sees when a card or the status bar may not move yet."""

from .cases import BrowserCase

LEADS = "digiflow_crm.crm_lead_action"
FILL_CONTACT = """
    await type("contact_name", "Rosa Quispe", ".modal");
    await choose("decision_maker_role", "General accountant", ".modal");
    await type("phone", "+51 987 654 321", ".modal");
    await choose("current_system", "SUNAT portal", ".modal");
    await type("effective_contact_date", "01/15/2026 10:00:00", ".modal");
    await click('.modal button[name="action_move"]');
    await gone(".modal");
"""


class TestGateInBrowser(BrowserCase):
    """The gate opens by itself, asks only for what is missing, and moves the lead."""

    def test_a_dropped_card_asks_for_what_is_missing(self):
        """Cancelled, the card stays; filled in, it stands in the column it was dropped on."""
        lead = self.make_lead()
        self.act(
            "telemarketer",
            LEADS,
            """
    await drag("Comercial Andina", "Information sent");
    await see(".modal .o_digiflow_gate");
    const dropped = await card("Comercial Andina");
    await click('.modal button[special="cancel"], .modal .o_form_button_cancel');
    await gone(".modal");
    await replaced(dropped);
    await card("Comercial Andina", "Telemarketing contact");
    await drag("Comercial Andina", "Information sent");
    await see(".modal .o_digiflow_gate");
    if (all('.modal .o_field_widget[name="info_sent_date"]').length) {
        throw new Error("It asks for more than is missing");
    }
"""
            + FILL_CONTACT
            + """
    await card("Comercial Andina", "Information sent");
""",
        )
        self.assertEqual(lead.stage_id, self.stages["info_sent"])
        self.assertEqual(lead.contact_name, "Rosa Quispe")
        # The hour is the browser's own zone's, which a test does not choose.
        self.assertEqual(lead.effective_contact_date.date().isoformat(), "2026-01-15")

    def test_the_status_bar_asks_too(self):
        """What was typed before is kept, and the bar shows the stage the lead is in."""
        lead = self.make_lead()
        self.act(
            "telemarketer",
            LEADS,
            """
    await type("ruc", "20-10007097 0");
    await clickText(".o_statusbar_status button", "Information sent");
    await see(".modal .o_digiflow_gate");
    await click('.modal button[special="cancel"], .modal .o_form_button_cancel');
    await gone(".modal");
    await seeText("Telemarketing contact", ".o_arrow_button.btn-primary, .o_arrow_button_current");
    await clickText(".o_statusbar_status button", "Information sent");
"""
            + FILL_CONTACT
            + """
    await seeText("Information sent", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead,
        )
        self.assertEqual(lead.stage_id, self.stages["info_sent"])
        self.assertEqual(lead.ruc, "20100070970")
