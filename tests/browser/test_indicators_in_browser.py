"""The screen of the indicators: a quarter is chosen, closed, and what it misses acted upon."""

from odoo.addons.digiflow_crm.core import indicator_periods, periods

from ..indicators.made_up_year import MadeUpYear, moment
from .cases import BrowserCase

SCREEN = "digiflow_crm.digiflow_indicator_screen_action"


class TestIndicatorsOnTheScreen(BrowserCase, MadeUpYear):
    """What the manager reads and presses."""

    def test_choose_close_and_improve(self):
        kind = indicator_periods.QUARTER
        running = indicator_periods.period_of(periods.today(), kind)
        span = indicator_periods.before(running, kind)
        code = indicator_periods.code_of(span, kind)
        self.add_attempt(moment(span.last, 23, 59), 1, 3)
        lead = self.add_lead(moment(span.first))
        self.add_call(lead, moment(span.last), True)
        self.act(
            "manager",
            SCREEN,
            f"""
    await see('.o_digiflow_indicators[data-period="{indicator_periods.code_of(running, kind)}"]');
    const picker = await see("select[name=period]");
    picker.value = "{code}";
    picker.dispatchEvent(new Event("change", {{ bubbles: true }}));
    await see('.o_digiflow_indicators[data-period="{code}"]');
    const row = 'tr[data-code="training"][data-missed="true"]';
    await seeText("25.0 %", `${{row}} td[data-cell=figure]`);
    await seeText("1 of 4", `${{row}} td[data-cell=detail]`);
    await seeText("▼ under target", `${{row}} td[data-cell=sign]`);
    await seeText("100.0 %", 'tr[data-code="effective_contact"][data-missed="false"]');
    await click("button[name=close]");
    await seeText("Closed on", ".o_digiflow_page_note");
    await see("button[name=reopen]");
    await click("button[name=missed][aria-pressed=false]");
    await gone('tr[data-missed="false"]');
    await click(`${{row}} button[name=improve]`);
    await seeText("Right answers in training: 25.0 %", ".o_control_panel");
""",
        )
        period = self.env["digiflow.indicator.period"].search([("date_from", "=", span.first)])
        self.assertEqual((period.kind, period.state), (kind, "closed"))
        self.assertEqual(period.closed_by_id, self.users["manager"])
        action = self.env["digiflow.improvement"].search([("indicator_id.code", "=", "training")])
        self.assertEqual(action.value_before_id.period_id, period)
        self.assertEqual(action.value_before_id.value, 25)
