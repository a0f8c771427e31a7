"""One opportunity from the first call to the services that begin, each role on its own screens."""

from .cases import BrowserCase
from .test_gate_in_browser import FILL_CONTACT, LEADS

HANDOVERS = "digiflow_crm.digiflow_handover_action"
SURVEYS = "digiflow_crm.digiflow_requirement_action"
OFFERS = "digiflow_crm.sale_order_action_rounds"
HISTORY = "digiflow_crm.digiflow_stage_history_action"
BOARD = 'await see(".o_kanban_group");'
CURRENT = ".o_arrow_button.btn-primary, .o_arrow_button_current"
# A narrow window keeps the last buttons there.
MORE = """
    await see(".o_form_view");
    for (const more of all(".o_button_more")) {
        more.click();
    }
"""
FILL_SURVEY = f"""
    await click('button[name="action_view_requirements"]');
    await clickText('.o_field_widget[name="modality"] label', "Cloud");
    await pick("service_ids", "OSE");
    await clickText('.o_field_widget[name="document_type_ids"] label', "Invoice");
    await type("monthly_documents", "2000");
    await clickText('.o_field_widget[name="billing_layout"] label', "Centralized");
    await type("integration_count", "1");
    await type("need", "Emitir desde su ERP sin volver a digitar");
    await click('button[name="action_submit"]');
    await seeText("To validate", "{CURRENT}");
"""
VALIDATE = f"""
    await click('button[name="action_validate"]');
    await seeText("Validated", "{CURRENT}");
"""
MAKE_OFFER = """
    await click('button[name="action_make_proposal"]');
    await seeText("Plan Cloud hasta 2 000", ".o_data_row");
    await seeText("No review needed", ".alert");
"""
ASK_REVIEW = """
    await seeText("Needs a review", ".alert");
    await click('button[name="action_submit_review"]');
    await seeText("the commercial manager looks at it", ".alert");
"""
APPROVE = """
    await click('button[name="action_approve_review"]');
    await seeText("Approved: it may go", ".alert");
"""
SEND = f"""
    await click('button[name="action_quotation_send"]');
    await click('.modal footer button[name="action_send_mail"]');
    await gone(".modal");
    await seeText("Sent", "{CURRENT}");
"""
NEW_ROUND = """
    await click('button[name="action_begin_round"]');
    await type("reason", "Menos alcance", ".modal");
    await click('.modal footer button[name="action_confirm"]');
    await gone(".modal");
    await seeText("-R2", ".o_form_view");
"""
CONFIRM = f"""
    await seeText("No review needed", ".alert");
    await click('button[name="action_confirm"]');
    await seeText("Sales Order", "{CURRENT}");
"""
CONFIRM_TECHNICAL = """
    await click('button[name="action_confirm_technical"]');
    await gone('button[name="action_confirm_technical"]');
"""
SUBMIT = f"""
    await click('button[name="action_submit"]');
    await seeText("To accept", "{CURRENT}");
"""
ACCEPT = f"""
    await click('button[name="action_open_accept"]');
    await pick("project_manager_id", "Jefa de Proyectos", ".modal");
    await clickText(".modal footer button", "Accept the project");
    await gone(".modal");
    await seeText("Accepted", "{CURRENT}");
"""


class TestSixRoles(BrowserCase):
    """From the first call to the handover that Implementation accepts."""

    def test_from_the_first_call_to_the_handover(self):
        lead = self.make_lead(prospect_list_id=self.prospects.id)
        self.call_and_send(lead)
        self.present(lead)
        self.survey(lead)
        self.sell(lead)
        self.hand_over(lead)
        self.follow_up(lead)

    def move(self, role, title, filling, lead):
        """Drag the card to the column `title` and fill in what the gate asks for."""
        self.act(
            role,
            LEADS,
            f"""
    await drag("Comercial Andina", "{title}");
    await see(".modal .o_digiflow_gate");
    {filling}
    await card("Comercial Andina", "{title}");
""",
        )
        self.assertEqual(lead.stage_id.name, title)

    def call_and_send(self, lead):
        """Telemarketer: the decision maker is found, the information goes out."""
        self.move("telemarketer", "Information sent", FILL_CONTACT, lead)
        self.move("telemarketer", "Meeting", self.fill_date("info_sent_date"), lead)

    def present(self, lead):
        """Sales executive: the presentation was held."""
        filling = self.fill_date("meeting_held_date")
        self.move("executive", "Requirements survey", filling, lead)

    def survey(self, lead):
        """The executive asks what the client needs, the presales engineer validates it."""
        self.act("executive", LEADS, MORE + FILL_SURVEY, record=lead)
        self.act("presales", SURVEYS, VALIDATE, record=lead.requirement_id)
        self.assertEqual(lead.requirement_id.validated_by_id, self.users["presales"])
        self.assertEqual(lead.stage_id, self.stages["proposal"])

    def sell(self, lead):
        """An offer beyond the executive's limit is reviewed, sent, changed, and accepted."""
        lead.email_from = "rosa.quispe@example.com"
        self.act("executive", LEADS, MAKE_OFFER, record=lead)
        offer = lead.order_ids
        self.assertEqual(offer.requirement_id, lead.requirement_id)
        offer.with_user(self.users["executive"]).order_line.filtered("product_id").discount = 40
        self.act("executive", OFFERS, ASK_REVIEW, record=offer)
        self.assertEqual(offer.digiflow_review, "manager")
        self.act("manager", OFFERS, APPROVE, record=offer)
        self.assertEqual(offer.digiflow_review_ids[:1].user_id, self.users["manager"])
        self.act("executive", OFFERS, SEND, record=offer)
        self.assertTrue(offer.offer_sent_on)
        self.act("executive", OFFERS, NEW_ROUND, record=offer)
        self.assertEqual(offer.state, "cancel")
        second = offer.next_round_ids
        self.assertEqual((second.round, second.round_reason), (2, "Menos alcance"))
        second.with_user(self.users["executive"]).order_line.filtered("product_id").discount = 0
        self.act("executive", OFFERS, CONFIRM, record=second)
        self.assertEqual(lead.stage_id, self.stages["pre_kickoff"])
        self.assertEqual(lead.handover_id.order_id, second)

    def hand_over(self, lead):
        """Sales submits what is complete, Implementation names the project manager."""
        self.users["implementation"].name = "Jefa de Proyectos"
        handover = lead.handover_id
        self.gather(handover.with_user(self.users["executive"]))
        self.act("presales", HANDOVERS, CONFIRM_TECHNICAL, record=handover)
        self.act("executive", HANDOVERS, SUBMIT, record=handover)
        self.act("implementation", HANDOVERS, ACCEPT, record=handover)
        self.assertEqual(handover.project_manager_id, self.users["implementation"])
        services = self.env["digiflow.client.service"].search(
            [("partner_id", "=", handover.partner_id.commercial_partner_id.id)]
        )
        self.assertEqual(services.service_id, lead.requirement_id.service_ids)

    def gather(self, handover):
        """What the executive has from the client by then: people, notes, documents."""
        handover.technical_notes = "ERP propio sobre PostgreSQL."
        if not handover.contact_ids:
            handover.contact_ids = [(0, 0, {"name": "Rosa Quispe", "phone": "+51 987 654 321"})]
        handover.item_ids.write({"needs_document": False, "state": "validated"})

    def follow_up(self, lead):
        """Quality and the manager read the way it went."""
        self.act("quality", LEADS, BOARD + 'await card("Comercial Andina", "Pre-kickoff");')
        self.act("manager", HISTORY, 'await seeText("Comercial Andina", ".o_data_row");')
        self.assertEqual(
            lead.stage_history_ids.sorted("id").stage_id.ids,
            [stage.id for stage in self.stages.values()],
        )

    @staticmethod
    def fill_date(name):
        """Steps on the gate form: the date of what happened, then save."""
        return f"""
    await type("{name}", "01/20/2026 10:00:00", ".modal");
    await click('.modal button[name="action_move"]');
    await gone(".modal");
"""
