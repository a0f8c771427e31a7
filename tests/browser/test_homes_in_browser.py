"""What each role finds when it opens the app, and how a day's work begins there."""

from ..common import ROLES
from .cases import BrowserCase
from .test_gate_in_browser import LEADS
from .test_import_in_browser import LISTS

OPEN_APP = """
    await click(".o_navbar_apps_menu button");
    await click('[data-menu-xmlid="digiflow_crm.menu_digiflow"]');
"""
DAY = "await see('.o_digiflow_workday[data-role=\"{role}\"]');"
# What the first screen shows, and the menus that a role must not have.
HOMES = {
    "telemarketer": (
        DAY.format(role="telemarketer")
        + "await click('button.btn-primary[name=\"call\"]');"
        + 'await seeText("Ready for the next call?", ".o_digiflow_waiting");',
        ("Surveys", "Handovers", "Reports", "Configuration"),
    ),
    "executive": (DAY.format(role="executive"), ("Configuration",)),
    "presales": (DAY.format(role="presales"), ("Prospect lists", "Reports", "Configuration")),
    "quality": (DAY.format(role="quality"), ("Surveys", "Handovers", "Configuration")),
    "implementation": (
        DAY.format(role="implementation")
        + 'await seeText("Comercial Andina", ".o_digiflow_workday_block li");',
        ("Opportunities", "Prospect lists", "Surveys", "Configuration"),
    ),
    "manager": ('await see(".o_digiflow_dashboard");', ("Call desk", "My day")),
}


class TestHomes(BrowserCase):
    """The first screen is the role's own work, and nothing on it fails."""

    def test_every_role_opens_the_app_on_its_work(self):
        lead = self.make_lead(prospect_list_id=self.prospects.id)
        self.complete(lead, "pre_kickoff").stage_id = self.stages["pre_kickoff"]
        self.complete_handover(lead.handover_id)
        lead.handover_id.with_user(self.users["executive"]).action_submit()
        for role in ROLES:
            with self.subTest(role=role):
                self.open_app(role)

    def open_app(self, role):
        """Open the app from the menu of apps and look at the first screen."""
        content, forbidden = HOMES[role]
        steps = f"""
    {OPEN_APP}
    {content}
    const menus = all(".o_menu_sections").map((menu) => menu.innerText).join();
    const wrong = {self.js(forbidden)}.filter((name) => menus.includes(name));
    if (wrong.length) {{
        throw new Error(`It has a menu that is not its own: ${{wrong}}`);
    }}
    if (all(".modal").length) {{
        throw new Error(`A dialog is open: ${{all(".modal")[0].innerText}}`);
    }}
"""
        self.act(role, "base.action_partner_form", steps)

    def test_the_manager_makes_a_list_and_gives_it_to_people(self):
        self.act(
            "manager",
            LISTS,
            """
    await click(".o_list_button_add");
    await type("name", "Cámara de Comercio de Lima");
    await pick("telemarketer_ids", "digiflow_telemarketer");
    await pick("executive_ids", "digiflow_executive");
    await click(".o_form_button_save");
    await see('button[name="action_import"]');
""",
        )
        made = self.env["digiflow.prospect.list"].search([("name", "ilike", "Comercio de Lima")])
        self.assertEqual(made.telemarketer_ids, self.users["telemarketer"])
        self.assertEqual(made.executive_ids, self.users["executive"])
        self.assertEqual(made.state, "draft")

    def test_the_gate_needs_no_mouse(self):
        """Open, the cursor stands in its first question; Alt+Q saves and moves."""
        lead = self.make_lead(**self.contact_vals(), prospect_list_id=self.prospects.id)
        lead.contact_name = False
        self.act(
            "telemarketer",
            LEADS,
            """
    await clickText(".o_statusbar_status button", "Information sent");
    await see(".modal .o_digiflow_gate");
    await until("the cursor in the first question", () =>
        document.activeElement.closest('.modal .o_field_widget[name="contact_name"]'));
    await type("contact_name", "Rosa Quispe", ".modal");
    const key = { key: "q", code: "KeyQ", altKey: true, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
    await gone(".modal");
    await seeText("Information sent", ".o_arrow_button.btn-primary, .o_arrow_button_current");
""",
            record=lead,
        )
        self.assertEqual(lead.stage_id, self.stages["info_sent"])
        self.assertEqual(lead.contact_name, "Rosa Quispe")
