"""The commercial manager's dashboard: one request, and what every figure and bar opens."""

from odoo.addons.digiflow_crm.core import indicator_periods, periods

from ..dashboard.cases import DashboardCase
from ..indicators.made_up_year import moment
from .cases import BrowserCase
from .desk import KEYS

SCREEN = "digiflow_crm.digiflow_dashboard_action"
QUARTER = indicator_periods.QUARTER
PRESS = KEYS.split("    // Text typed")[0]
HELPERS = """
    // The screen of a period, chosen in the picker.
    async function choosePeriod(code) {
        const picker = await see("select[name=period]");
        picker.value = code;
        picker.dispatchEvent(new Event("change", { bubbles: true }));
        await see(`.o_digiflow_dashboard[data-period="${code}"][aria-busy="false"]`);
    }
    const numberOf = (element) => Number(element.textContent.replace(/[^0-9]/g, ""));
    const rowsOf = () => all(".o_list_view .o_data_row").length;
    // What was pressed opened so many records; then back to the screen as it was left.
    async function opened(number, period, what) {
        await until(`${number} records behind ${what}`, () => rowsOf() === number);
        const name = all(".o_breadcrumb, .breadcrumb")[0].innerText;
        await click(".breadcrumb-item a, .o_back_button a, .o_back_button");
        await see(`.o_digiflow_dashboard[data-period="${period}"]`);
        return name;
    }
    // A figure opens as many records as it says.
    async function follow(selector, number, period) {
        const button = await see(selector);
        if (numberOf(button) !== number) {
            throw new Error(`${selector} says ${button.textContent} in place of ${number}`);
        }
        button.click();
        return opened(number, period, selector);
    }
    // Likewise a mark of a drawing.
    async function followMark(selector, number, period) {
        const mark = await see(selector);
        mark.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        return opened(number, period, selector);
    }
    const table = (name, key, part) =>
        `[data-table="${name}"] tr[data-key="${key}"] button[data-part="${part}"]`;
    const kpi = (code, part) => `.o_digiflow_kpi[data-code="${code}"] button[data-part="${part}"]`;
"""
# What the whole screen asked of our models, whichever way the series sends a request.
REQUESTS = """
    const asked = performance
        .getEntriesByType("resource")
        .map((entry) => entry.name)
        .filter((name) => name.includes("/call_kw/digiflow.") || name.includes("/call_button"));
    if (asked.length !== 1 || !asked[0].includes("digiflow.dashboard/get_screen")) {
        throw new Error(`The screen asked ${asked.length} times: ${asked}`);
    }
"""


class TestDashboard(BrowserCase, DashboardCase):
    """Two quarters: the one that runs, and a better one before it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = indicator_periods.period_of(periods.today(), QUARTER)
        cls.before = indicator_periods.before(cls.now, QUARTER)
        cls.codes = [indicator_periods.code_of(one, QUARTER) for one in (cls.now, cls.before)]
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Precio alto"})
        for span, won, calls in ((cls.now, 1, 2), (cls.before, 3, 5)):
            cls.make_quarter(span, won, calls)
        for name, service in (("Uno", "ose"), ("Dos", "ose"), ("Uno", "gre")):
            cls.add_stay(name, cls.before.first, service=service)

    @classmethod
    def make_quarter(cls, span, won, calls):
        """A quarter in which so many were won, one was lost, and so many calls were made."""
        when = moment(span.first, 0, 30)
        for _number in range(won):
            lead = cls.add_lead(when, effective=when, won=when)
        lost = cls.add_lead(when, proposal=when, lost=when)
        lost.lost_reason_id = cls.reason
        for number in range(calls):
            cls.add_call(lead, when, number > 0)

    def make_values(self):
        """Names of JavaScript for what the steps speak of."""
        ose = self.env.ref("digiflow_crm.service_ose").id
        caller = self.users["telemarketer"].id
        return f"""
    const [now, before] = {self.js(self.codes)};
    const ose = "service_{ose}", caller = "{caller}", reason = "{self.reason.id}";
    const lastDay = "{self.now.last}";
"""

    def look(self, steps):
        """Take steps on the dashboard as the manager."""
        self.act("manager", SCREEN, HELPERS + PRESS + self.make_values() + steps)

    def test_the_manager_lands_on_it_with_one_request(self):
        self.act(
            "manager",
            "base.action_partner_form",
            f"""
    await click(".o_navbar_apps_menu button");
    await click('[data-menu-xmlid="digiflow_crm.menu_digiflow"]');
    await see('.o_digiflow_dashboard[data-period="{self.codes[0]}"]');
    await see('.o_digiflow_kpi[data-code="win_rate"]');
    {REQUESTS}
    if (all(".o_digiflow_kpi").length !== 8) {{
        throw new Error("the headlines are not eight");
    }}
    await click("button[name=all]");
    await see('[data-family="telemarketing"] .o_digiflow_kpi[data-code="list_progress"]');
    if (all(".o_digiflow_kpi").length < 28) {{
        throw new Error("not all indicators are there");
    }}
""",
        )

    def test_every_figure_opens_as_many_records(self):
        self.look(
            """
    await seeText("25.0 points worse", '[data-code="win_rate"] [data-mood="worse"]');
    const funnel = await see(table("funnel", "telemarketing", "entered"));
    await follow(table("funnel", "telemarketing", "entered"), numberOf(funnel), now);
    await follow(table("clients", lastDay, ose), 2, now);
    const bars = all('[data-chart="clients"] [data-series="0"]');
    const last = bars[bars.length - 1].dataset.index;
    await followMark(`[data-chart="clients"] [data-index="${last}"][data-series="0"]`, 2, now);
    await choosePeriod(before);
    await seeText("75.0 %", '[data-code="win_rate"] .o_digiflow_kpi_value');
    await follow(kpi("win_rate", "ended"), 4, before);
    await follow(table("telemarketers", caller, "effective"), 4, before);
    await followMark('[data-chart="lost"] [data-index="0"]', 1, before);
    // By the keys: what has the focus is pressed by Enter.
    const button = await see(table("telemarketers", caller, "calls"));
    button.focus();
    await focusedOn(button);
    await press("Enter");
    await opened(5, before, "calls by the keyboard");
""".replace(
                "await focusedOn(button);",
                'await until("the focus", () => document.activeElement === button);',
            )
        )

    def test_every_bar_has_a_button_of_the_same_records(self):
        """What a mouse opens in a drawing, the keyboard opens in the table beside it."""
        self.look(
            """
    await see('[data-chart="clients"] [data-index]');
    const missing = [];
    for (const mark of all("[data-chart] [data-index]")) {
        const block = mark.closest(".o_digiflow_dashboard_block");
        const row = all("tbody tr", block)[Number(mark.dataset.index)];
        const isSmall = mark.getBoundingClientRect().width < 1;
        if (!isSmall && !all("button", row).some((one) => one.tabIndex === 0)) {
            missing.push(mark.outerHTML);
        }
    }
    if (missing.length) {
        throw new Error(`There is no button of ${missing}`);
    }
"""
        )

    def test_compare_with_the_year_before(self):
        self.look(
            """
    const picker = await see("select[name=comparison]");
    picker.value = "year_before";
    picker.dispatchEvent(new Event("change", { bubbles: true }));
    await seeText("no figure", '[data-code="win_rate"] .o_digiflow_kpi_trend');
    await click("button[name=month]");
    await see('.o_digiflow_dashboard[data-period*="-"]:not([data-period*="Q"])');
    await click("button[name=year]");
    await see('.o_digiflow_dashboard:not([data-period*="-"])');
"""
        )

    def test_a_closed_quarter_says_that_its_records_are_of_today(self):
        self.look(
            """
    await choosePeriod(before);
    await click("button[name=close]");
    await seeText("its figures are frozen", ".o_digiflow_dashboard_note");
    await gone("button[name=close]");
"""
        )
        calls = self.env["digiflow.call"].search([("is_effective", "=", False)])
        self.assertEqual(len(calls), 2)
        call = calls.sorted("start")[0]
        self.stamp(call, start=moment(self.now.first))
        self.look(
            """
    await choosePeriod(before);
    const calls = table("telemarketers", caller, "calls");
    if (numberOf(await see(calls)) !== 5) {
        throw new Error("the figure is not frozen");
    }
    await click(calls);
    const name = await opened(4, before, "calls");
    if (!name.includes("as they are today")) {
        throw new Error(`The list is called ${name}`);
    }
"""
        )

    def test_without_anything_it_says_what_to_do(self):
        """The oldest quarter that can be chosen: nothing happened in it."""
        self.look(
            """
    const codes = [...(await see("select[name=period]")).options].map((one) => one.value);
    await choosePeriod(codes[codes.length - 1]);
    await seeText("Nothing is on record", ".o_digiflow_dashboard_start");
    await seeText("no data", '[data-code="win_rate"]');
    await seeText("Import a list of prospects", '[data-block="funnel"]');
    await seeText("Start one to know", '[data-block="scores"]');
    await seeText("Open one from a figure", '[data-block="phases"]');
    await click("button[name=lists]");
    await see(".o_list_view, .o_kanban_view");
"""
        )
