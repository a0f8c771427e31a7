"""A trainer scores a simulation on the screen, alone and as a group, and looks at the results."""

from ..training.scoring_cases import ScoringCase
from .cases import BrowserCase

SCORING = "digiflow_crm.digiflow_training_scoring_action"
RESULTS = "digiflow_crm.digiflow_training_results_action"
# Points of a line of the sheet, as a person types them.
TYPE = """
async function points(line, criterion, text) {
    const input = await see(`[data-line="${line}"] input[data-criterion="${criterion}"]`);
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await pause(100);
}
async function select(selector, value) {
    const element = await see(selector);
    element.value = value;
    element.dispatchEvent(new Event("change", { bubbles: true }));
    await pause(100);
}
"""
QUEUE = """
    await seeText("4 of 4 people to score", "[data-list=to_score]");
"""
# A number that cannot be is said at once, and is not kept.
ALONE = """
    await points(line.alone, id.first, "120");
    await seeText("0 to 100", ".o_digiflow_score_table [role=alert]");
    await points(line.alone, id.first, "40");
    await gone(".o_digiflow_score_table [role=alert]");
    await points(line.alone, id.second, "50");
    await points(line.alone, id.third, "60,5");
    await seeText("47.10", `[data-line="${line.alone}"]`);
    await seeText("Under the mark", `[data-line="${line.alone}"]`);
    await seeText("Finish 1 of 4", "button[name=finish]");
"""
GROUP = """
    await select(`[data-line="${line.one}"] select`, "Group 1");
    await seeText("Group 1: 1 people", ".o_digiflow_score_group");
    await select(`[data-line="${line.two}"] select`, "Group 1");
    await seeText("Group 1: 2 people", ".o_digiflow_score_group");
    for (const criterion of Object.values(id)) {
        await points("group-Group 1", criterion, "80");
    }
    await seeText("80.00", `[data-line="${line.two}"]`);
    await points(line.one, id.first, "100");
    await seeText("group: 80", `[data-line="${line.one}"]`);
    await seeText("Finish 2 of 4", "button[name=finish]");
    const reason = await see("textarea[name=reason]");
    reason.value = "Condujo la negociación";
    reason.dispatchEvent(new Event("change", { bubbles: true }));
    await seeText("Finish 3 of 4", "button[name=finish]");
    await click("button[name=finish]");
    await clickText(".modal button", "Finish");
    await see(`[data-line="${line.one}"][data-state=done]`);
    await gone(`[data-line="${line.one}"] input`);
    await seeText("Finish 0 of 1", "button[name=finish]");
"""


class TestTrainingScoring(BrowserCase, ScoringCase):
    """From the queue to final scores, one of them cancelled and given again."""

    def test_score_a_simulation_alone_and_as_a_group(self):
        one, two, alone = self.telemarketer, self.executive, self.implementation
        lines = {"one": one, "two": two, "alone": alone}
        names = {name: f"user-{person.id}" for name, person in lines.items()}
        first, second, third = self.rubric.criterion_ids.ids
        criteria = {"first": first, "second": second, "third": third}
        words = f"const [line, id] = [{self.js(names)}, {self.js(criteria)}];{TYPE}"
        card = f"""await click('[data-session="{self.lesson.id}"]');"""
        self.act("presales", SCORING, f"{words}{QUEUE}{card}{ALONE}")
        self.assertEqual(self.attempt(alone, "open").score_ids.mapped("points"), [40, 50, 60.5])
        self.evaluation.by_group = True
        self.act("presales", SCORING, f"{words}{card}{GROUP}")
        scores = [self.attempt(person).score for person in (one, two, alone)]
        self.assertEqual(scores, [90.0, 80.0, 47.1])
        self.assertEqual(self.attempt(one).adjust_reason, "Condujo la negociación")
        self.cancel_and_look(alone)

    def cancel_and_look(self, person):
        """The manager cancels a score; then the results show the two that are left."""
        self.act(
            "manager",
            SCORING,
            f"""
    await click('[data-session="{self.lesson.id}"]');
    await click('[data-line="user-{person.id}"] button[name=cancel]');
    await type("reason", "Se confundió con otra persona", ".modal .o_form_view");
    await click('.modal button[name="action_cancel_score"]');
    await see('[data-line="user-{person.id}"][data-state=new]');
""",
        )
        attempt = self.attempt(person, "cancelled")
        self.assertEqual(attempt.cancel_reason, "Se confundió con otra persona")
        self.act(
            "manager",
            RESULTS,
            """
    await seeText("100.0 %", '[data-figure="passed"]');
    await seeText("2 of 2 evaluations", '[data-figure="passed"]');
    await seeText("85.00", '[data-figure="average"]');
    await see(".o_digiflow_page_scroll svg[role=img]");
    await click('[data-table="method"] button[data-part="passed"]');
    await until("two attempts", () => all(".o_list_view .o_data_row").length === 2);
""",
        )
