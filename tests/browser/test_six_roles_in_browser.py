"""One opportunity through the six stages, each role doing its part on its own screens."""

from .cases import BrowserCase
from .test_gate_in_browser import FILL_CONTACT, LEADS

HANDOVERS = "digiflow_crm.digiflow_handover_action"
SURVEYS = "digiflow_crm.digiflow_requirement_action"
HISTORY = "digiflow_crm.digiflow_stage_history_action"
BOARD = 'await see(".o_kanban_group");'


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
        """The executive writes what the client needs, the presales engineer validates it."""
        self.act(
            "executive",
            LEADS,
            """
    await see(".o_form_view");
    for (const more of all(".o_button_more")) {
        more.click(); // a narrow window keeps the last buttons there
    }
    await click('button[name="action_view_requirements"]');
    await type("need", "Cloud, 2 000 documents a month");
    await click('button[name="action_submit"]');
    await seeText("To validate", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead,
        )
        self.act(
            "presales",
            SURVEYS,
            """
    await click('button[name="action_validate"]');
    await seeText("Validated", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead.requirement_id,
        )
        self.assertEqual(lead.requirement_id.validated_by_id, self.users["presales"])

    def sell(self, lead):
        """The status bar takes it to Proposal; the confirmed offer opens Pre-kickoff."""
        move = """
    await clickText(".o_statusbar_status button", "%s");
    await seeText("%s", ".o_arrow_button.btn-primary, .o_arrow_button_current");
"""
        self.act("executive", LEADS, move % ("Proposal", "Proposal"), record=lead)
        self.confirm_order(lead)
        self.act("executive", LEADS, move % ("Pre-kickoff", "Pre-kickoff"), record=lead)
        self.assertEqual(lead.stage_id, self.stages["pre_kickoff"])

    def hand_over(self, lead):
        """The executive submits the handover, Implementation names the project manager."""
        self.users["implementation"].name = "Jefa de Proyectos"
        self.act(
            "executive",
            HANDOVERS,
            """
    await click('button[name="action_submit"]');
    await seeText("To accept", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead.handover_id,
        )
        self.act(
            "implementation",
            HANDOVERS,
            """
    await pick("project_manager_id", "Jefa de Proyectos");
    await click('button[name="action_accept"]');
    await seeText("Accepted", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead.handover_id,
        )
        self.assertEqual(lead.handover_id.project_manager_id, self.users["implementation"])

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
