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


class TestTrainingScoring(BrowserCase, ScoringCase):
    """From the queue to final scores, one of them cancelled and given again."""

    def test_score_a_simulation_as_a_group_and_one_alone(self):
        one, two, alone = self.telemarketer, self.executive, self.implementation
        first, second, third = self.criteria.values()
        self.act(
            "presales",
            SCORING,
            f"""
{TYPE}
    await seeText("4 of 4 people to score", "[data-list=to_score]");
    await click('[data-session="{self.lesson.id}"]');
    const sheet = ".o_digiflow_score_table";
    // a number that cannot be is said at once, and is not kept
    await points("user-{alone.id}", {first.id}, "120");
    await seeText("0 to 100", `${{sheet}} [role=alert]`);
    await points("user-{alone.id}", {first.id}, "40");
    await gone(`${{sheet}} [role=alert]`);
    await points("user-{alone.id}", {second.id}, "50");
    await points("user-{alone.id}", {third.id}, "60,5");
    await seeText("47.10", '[data-line="user-{alone.id}"]');
    await seeText("Under the mark", '[data-line="user-{alone.id}"]');
    await seeText("Finish 1 of 4", "button[name=finish]");
""",
        )
        self.assertEqual(self.attempt(alone, "open").score_ids.mapped("points"), [40, 50, 60.5])
        self.evaluation.by_group = True
        self.act(
            "presales",
            SCORING,
            f"""
{TYPE}
    await click('[data-session="{self.lesson.id}"]');
    await select('[data-line="user-{one.id}"] select', "Group 1");
    await seeText("Group 1: 1 people", ".o_digiflow_score_group");
    await select('[data-line="user-{two.id}"] select', "Group 1");
    await seeText("Group 1: 2 people", ".o_digiflow_score_group");
    for (const criterion of [{first.id}, {second.id}, {third.id}]) {{
        await points("group-Group 1", criterion, "80");
    }}
    await seeText("80.00", '[data-line="user-{two.id}"]');
    await points("user-{one.id}", {first.id}, "100");
    await seeText("group: 80", '[data-line="user-{one.id}"]');
    await seeText("Finish 2 of 4", "button[name=finish]");
    const reason = await see("textarea[name=reason]");
    reason.value = "Condujo la negociación";
    reason.dispatchEvent(new Event("change", {{ bubbles: true }}));
    await seeText("Finish 3 of 4", "button[name=finish]");
    await click("button[name=finish]");
    await clickText(".modal button", "Finish");
    await see('[data-line="user-{one.id}"][data-state=done]');
    await gone('[data-line="user-{one.id}"] input');
    await seeText("Finish 0 of 1", "button[name=finish]");
""",
        )
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
