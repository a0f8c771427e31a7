"""The team at work on the supervisor's screen, while somebody works."""

from ..calls.cases import CallCase
from .cases import BrowserCase

TEAM = "digiflow_crm.digiflow_call_team_action"
ROW = '.o_digiflow_member[data-user="%s"]'
# A telemarketer's call from elsewhere, as the external API takes it.
REMOTE = """
    const remote = async (method, ...params) => {
        const args = [%s, %s, %s, "digiflow.call.desk", method, params];
        const response = await fetch("/jsonrpc", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({
                jsonrpc: "2.0",
                params: { service: "object", method: "execute_kw", args },
            }),
        });
        const { error, result } = await response.json();
        if (error) {
            throw new Error(error.data.message);
        }
        return result;
    };
"""


class TestCallTeam(BrowserCase, CallCase):
    """What the supervisor sees without doing anything, and by a click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = ROW % cls.caller.id
        cls.remote = REMOTE % tuple(
            map(cls.js, (cls.env.cr.dbname, cls.caller.id, cls.caller.login))
        )

    def test_a_call_shows_without_reloading(self):
        lead = self.make_prospect(1)
        self.act(
            "manager",
            TEAM,
            f"""
    {self.remote}
    const row = {self.js(self.row)};
    await seeText("Not started today", row);
    await remote("take", {lead.id});
    await seeText({self.js(lead.name)}, `${{row}} .o_digiflow_member_state`);
    await remote("log_call", {lead.id}, {{ outcome: "busy", duration: 1 }});
    await seeText("1 of 60", row);
    await seeText("Busy", `${{row}} .o_digiflow_member_last`);
    await seeText("1 of", ".o_digiflow_team_totals");
""",
        )
        self.assertEqual(self.env["digiflow.call"].search_count([("lead_id", "=", lead.id)]), 1)

    def test_a_hidden_tab_asks_nothing_and_is_told_when_it_is_seen(self):
        lead = self.make_prospect(1)
        self.act(
            "quality",
            TEAM,
            f"""
    {self.remote}
    const row = {self.js(self.row)};
    await seeText("Not started today", row);
    let hidden = true;
    Object.defineProperty(document, "hidden", {{ get: () => hidden }});
    document.dispatchEvent(new Event("visibilitychange"));
    await remote("log_call", {lead.id}, {{ outcome: "busy" }});
    await pause(18000);
    if (!all(row)[0].textContent.includes("Not started today")) {{
        throw new Error("A tab that nobody sees asks the server.");
    }}
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    await until("today's call", () => all(row)[0].textContent.includes("1 of 60"), 5);
""",
        )

    def test_a_row_opens_the_calls_it_counts(self):
        for number in (1, 2, 3):
            self.log(self.make_prospect(number), "busy")
        self.log(self.make_prospect(4), "busy", user=self.users["manager"])
        self.act(
            "manager",
            TEAM,
            f"""
    await click({self.js(self.row)} + " button");
    await until("three calls", () => all(".o_data_row").length === 3);
    await seeText("Calls today: digiflow_telemarketer", ".o_breadcrumb, .breadcrumb");
""",
        )

    def test_people_are_found_and_put_in_order(self):
        self.make_user("telemarketer", login="abel", name="Abel Ángeles")
        self.log(self.make_prospect(1), "busy")
        self.act(
            "manager",
            TEAM,
            """
    const first = () => all(".o_digiflow_member")[0].textContent;
    const fill = (name, value) => {
        const field = all(`[name="${name}"]`)[0];
        field.value = value;
        const kind = field.tagName === "SELECT" ? "change" : "input";
        field.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    await see(".o_digiflow_member");
    await until("the first by name", () => first().includes("Abel"));
    fill("order", "calls");
    await until("who called most", () => first().includes("digiflow_telemarketer"));
    fill("text", "angeles");
    await until("one person", () => all(".o_digiflow_member").length === 1);
    await until("Abel", () => first().includes("Abel"));
    fill("state", "calling");
    await seeText("Nobody is like that", ".o_digiflow_team_empty");
    await clickText(".o_digiflow_team_empty button", "Show everybody");
    await until("everybody", () => all(".o_digiflow_member").length > 1);
""",
        )
