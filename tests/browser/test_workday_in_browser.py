"""The own day in a browser: what it says, what opens, and one call to open it."""

from odoo.addons.digiflow_crm.core import periods

from .cases import BrowserCase

DAY = "digiflow_crm.digiflow_workday_action"
# The calls that the screen makes to the model of the day.
COUNTED = """
    const called = () => performance.getEntriesByType("resource")
        .filter((entry) => entry.name.includes("digiflow.workday/")).length;
"""
OPENED = """
    await until("{count} records", () => all(".o_list_view .o_data_row").length === {count});
    await click(".o_back_button, .breadcrumb-item a");
    await see(".o_digiflow_workday");
"""


class TestWorkdayInBrowser(BrowserCase):
    """A figure, a block and a button of the days of executives and telemarketers."""

    def test_an_executive_reads_and_opens(self):
        leads = [self.make_lead(name=f"Empresa {number}") for number in range(9)]
        leads[0].activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=periods.today(),
            summary="Preguntar por la demo",
            user_id=self.users["executive"].id,
        )
        self.act(
            "executive",
            DAY,
            f"""
    {COUNTED}
    await see('.o_digiflow_workday[data-role="executive"]');
    if (called() !== 1) {{
        throw new Error(`It took ${{called()}} calls to open`);
    }}
    await seeText("9 open opportunities", '[data-figure="pipeline"]');
    await click('[data-figure="pipeline"] button');
    {OPENED.format(count=9)}
    await click('[data-table="stages"] tbody button');
    {OPENED.format(count=9)}
    await seeText("Preguntar por la demo", '[data-block="calls"] li[data-level="today"]');
    await click('[data-block="calls"] .o_digiflow_workday_count');
    {OPENED.format(count=1)}
    await seeText("No client has to be asked", '[data-block="followups"]');
    await click('[data-block="calls"] li button');
    await seeText("Empresa 0", ".o_form_view");
""",
        )

    def test_a_telemarketer_starts_calling(self):
        for number in range(3):
            self.make_lead(
                name=f"Empresa {number}",
                **self.contact_vals(),
                prospect_list_id=self.prospects.id,
            )
        self.prospects.state = "distributed"
        self.act(
            "telemarketer",
            DAY,
            f"""
    {COUNTED}
    await see('.o_digiflow_workday[data-role="telemarketer"]');
    if (called() !== 1) {{
        throw new Error(`It took ${{called()}} calls to open`);
    }}
    await seeText("of a goal of", '[data-figure="calls"]');
    await click('[data-block="packs"] .o_digiflow_workday_count');
    {OPENED.format(count=3)}
    await click('[data-table="lists"] tbody button');
    {OPENED.format(count=3)}
    await click('button.btn-primary[name="call"]');
    await see(".o_digiflow_waiting, .o_digiflow_desk");
""",
        )

    def test_the_chosen_role_stays_chosen(self):
        groups = "digiflow_crm.group_telemarketer,digiflow_crm.group_executive"
        self.users["both"] = self.make_user("both", groups=groups)
        self.users["both"].password = self.users["both"].login
        self.act(
            "both",
            DAY,
            """
    await see('.o_digiflow_workday[data-role="telemarketer"]');
    await click('button[name="executive"]');
    await see('.o_digiflow_workday[data-role="executive"]');
    await see('button[name="executive"][aria-pressed="true"]');
    await click('[data-menu-xmlid="digiflow_crm.menu_digiflow_pipeline"]');
    await see(".o_kanban_view");
    await click('[data-menu-xmlid="digiflow_crm.menu_digiflow_workday"]');
    await see('.o_digiflow_workday[data-role="executive"]');
""",
        )
