"""The results of a satisfaction campaign on the screen."""

from ..satisfaction.results_cases import ResultsCase
from .cases import BrowserCase

RESULTS = "digiflow_crm.digiflow_satisfaction_results_action"


class TestSatisfactionResults(BrowserCase, ResultsCase):
    """What the manager reads, opens and marks."""

    def test_read_open_and_mark(self):
        clients = [self.make_client(f"Cliente {number}") for number in range(4)]
        campaign = self.start()
        for client, score in zip(clients, ("5", "4", "1"), strict=False):
            self.answer(campaign, client, score, "Lento a fin de mes" if score == "1" else "")
        answer = self.find(campaign, clients[2])
        self.act(
            "manager",
            RESULTS,
            f"""
    const official = '.o_digiflow_figure[data-verdict="missed"]';
    await seeText("66.7 %", official);
    await seeText("Under the target of 80.0 %", official);
    await seeText("2 of 3 answers", official);
    await see(".o_digiflow_results_trend svg[role=img]");
    const comment = '[data-answer="{answer.id}"]';
    await seeText("Lento a fin de mes", comment);
    await click(`${{comment}} button[name=mark_read]`);
    await seeText("Every comment has been read", ".o_digiflow_results_comments");
    await gone(`${{comment}} button[name=mark_read]`);
    await click('[data-table="service"] button[data-part="satisfied"]');
    await until("two answers", () => all(".o_list_view .o_data_row").length === 2);
""",
        )
        self.assertEqual(answer.read_by_id, self.manager)

    def test_without_a_campaign_it_says_what_to_do(self):
        self.act("executive", RESULTS, 'await seeText("No campaign yet", ".o_digiflow_results");')
