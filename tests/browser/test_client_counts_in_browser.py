"""The screen of clients by service: the past years to the unit, and what is behind a figure."""

from odoo.addons.digiflow_crm.core import periods

from .cases import BrowserCase

SCREEN = "digiflow_crm.digiflow_client_counts_action"
# The past years as Digiflow wrote them down, and their growth.
YEARS_TO_THE_UNIT = """
    await see(".o_digiflow_counts svg[role=img]");
    const figures = (day) => all(`[data-date="${day}"] td`).map(
        (cell) => cell.lastElementChild.textContent.trim()
    );
    const history = {
        "2018-12-31": ["349", "198", "547"],
        "2019-12-31": ["533", "185", "718"],
        "2020-12-31": ["542", "153", "695"],
        "2021-12-31": ["524", "180", "704"],
        "2022-12-31": ["578", "159", "737"],
    };
    for (const [day, expected] of Object.entries(history)) {
        await see(`[data-date="${day}"]`);
        const shown = figures(day).slice(0, 3);
        if (String(shown) !== String(expected)) {
            throw new Error(`${day}: ${shown} is not ${expected}`);
        }
    }
    await seeText("+31.3 %", '[data-date="2019-12-31"] [data-direction=up]');
    await seeText("-3.2 %", '[data-date="2020-12-31"] [data-direction=down]');
    if (all('.o_digiflow_counts_chart [data-series="0"]').length < 5) {
        throw new Error("the chart lacks columns");
    }
"""


class TestClientCounts(BrowserCase):
    """What the manager sees, switches and opens."""

    def test_years_to_the_unit_then_quarters_and_the_clients_behind(self):
        today = periods.today()
        client = self.env["res.partner"].create({"name": "Andina contada", "is_company": True})
        ose = self.env.ref("digiflow_crm.service_ose")
        self.env["digiflow.client.service"].create(
            {"partner_id": client.id, "service_id": ose.id, "date_start": today.replace(day=1)}
        )
        self.act(
            "manager",
            SCREEN,
            f"""
{YEARS_TO_THE_UNIT}    await click("button[name=recount]");
    await see('[data-date="{today.year}-12-31"] button[data-service="{ose.id}"]');
    await click("button[name=quarter]");
    await see('.o_digiflow_counts[data-kind="quarter"] svg');
    await click('.o_digiflow_counts_row:last-child button[data-service="{ose.id}"]');
    await seeText("Andina contada", ".o_data_row");
""",
        )
