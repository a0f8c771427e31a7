"""A person takes the quiz on Odoo's survey pages, passes, and downloads the certificate."""

from ..training.written_cases import WrittenCase
from .cases import PAGE, SCRIPT, BrowserCase

MINE = "digiflow_crm.digiflow_training_evaluation_action_mine"
# The button leaves the page: what follows is on Odoo's pages of the survey.
START = """
await seeText("7 questions, 20 minutes, 3 attempts", ".o_digiflow_evaluation_card");
await seeText("To take", ".o_digiflow_evaluation_card");
const left = new Promise((done) => window.addEventListener("beforeunload", done));
await click(".o_digiflow_start");
await left;
"""
# In a frame, for the pages follow one another while the script goes on.
TAKE = """
const right = %s;
const frame = document.createElement("iframe");
frame.style.cssText = "position: fixed; inset: 0; width: 100%%; height: 100%%; border: 0";
frame.src = %s;
document.body.replaceChildren(frame);
const page = () => frame.contentDocument;
const on = (selector) => until(selector, () => page() && page().querySelector(selector));
const ready = (selector) => until(selector, () => {
    const found = page() && page().querySelector(selector);
    return visible(found) && !found.classList.contains("disabled") && found;
});
const text = (selector) => page().querySelector(selector).textContent;
(await ready("button[value=start]")).click();
const asked = [];
for (let number = 0; number < 7; number++) {
    const question = await until("the next question", () => {
        const input = page().querySelector("input[name=question_id]");
        return input && !asked.includes(input.value) && input.value;
    });
    asked.push(question);
    await until("how far one is", () => {
        const done = page().querySelector(".o_survey_progress_wrapper, .o_survey_footer");
        return done && done.textContent.replace(/\\s+/g, " ").includes(`${number} of 7`);
    });
    for (const choice of right[question]) {
        (await on(`input[value="${choice}"]`)).click();
    }
    await pause(100);
    (await ready("button[type=submit]")).click();
}
// 19.0 asks whether one is sure.
const end = await until("the end", () => {
    const sure = page().querySelector(".modal .modal-footer .btn-primary");
    if (visible(sure)) { sure.click(); }
    const found = page().querySelector(".o_survey_finished");
    return visible(found) && found;
});
for (const words of ["100", "Congratulations"]) {
    if (!end.textContent.includes(words)) { throw new Error(end.textContent); }
}
if (!page().querySelector('a[href*="get_certification"]')) { throw new Error("no certificate"); }
await ready("a.o_digiflow_my_evaluations");
// The picture of the result fetches its own script.
await until("the picture", () => frame.contentWindow.Chart);
"""
BACK = """
await seeText("Passed", ".o_digiflow_evaluation_card");
await seeText("100 %% ✓ Passed", ".o_digiflow_evaluation_card");
await see(".o_digiflow_certificate");
const certificate = await fetch(%s);
if (!certificate.ok || !certificate.headers.get("Content-Disposition").includes("pdf")) {
    throw new Error(`${certificate.status} ${await certificate.text()}`);
}
await clickText(".o_digiflow_evaluation_card strong", "Prueba escrita");
await seeText("100.00", ".o_data_row");
"""


class TestTheQuizInTheBrowser(WrittenCase, BrowserCase):
    """From My evaluations to the certificate, on a phone."""

    browser_size = "390x844"

    def test_a_person_takes_the_quiz_and_gets_the_certificate(self):
        self.act("telemarketer", MINE, START)
        attempt = self.open_attempt()
        self.assertEqual(attempt.evaluation_id, self.evaluation)
        right = {
            str(question.id): question.suggested_answer_ids.filtered("is_correct").ids
            for question in self.quiz.question_ids
        }
        path = attempt.user_input_id.get_start_url()
        steps = TAKE % (self.js(right), self.js(path))
        self.env.flush_all()
        login = self.telemarketer.login
        # Any page of the site holds the frame.
        self.browser_js(
            f"/survey/{self.quiz.access_token}/{attempt.user_input_id.access_token}",
            SCRIPT % (PAGE, steps),
            login=login,
            timeout=240,
        )
        self.env.invalidate_all()
        self.assertEqual((attempt.state, attempt.score, attempt.passed), ("done", 100.0, True))
        self.assertEqual(attempt.question_ids.mapped("correct"), [True] * 7)
        url = attempt.with_user(self.telemarketer).action_certificate()["url"]
        self.act("telemarketer", MINE, BACK % self.js(url))
