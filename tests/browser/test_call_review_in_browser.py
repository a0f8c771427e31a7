"""An analyst reviews a call by keyboard while it plays; the telemarketer answers, on a phone."""

from ..calls.sounds import encoded, wav
from ..quality.review_cases import ReviewCase
from .cases import BrowserCase

REVIEWS = "digiflow_crm.digiflow_call_review_action"
MINE = "digiflow_crm.digiflow_call_review_action_mine"
CALIBRATIONS = "digiflow_crm.digiflow_call_calibration_action"
# Keys as a keyboard gives them: to what has the focus.
KEYS = """
    const press = async (key) => {
        const target = document.activeElement || document.body;
        const options = { key, bubbles: true, cancelable: true };
        target.dispatchEvent(new KeyboardEvent("keydown", options));
        await pause(50);
    };
    const idle = () => all('.o_digiflow_review[aria-busy="false"]')[0];
    const settled = () => until("the server", idle);
    const enter = (element, text, kind) => {
        Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(element, text);
        element.dispatchEvent(new InputEvent("input", { bubbles: true }));
        element.dispatchEvent(new Event("change", { bubbles: true }));
        element.blur();
    };
"""

# Listens, goes back, scores the three criteria without the mouse, and signs.
SCORE = """
    const audio = await see(".o_digiflow_review audio");
    audio.muted = true;
    await until("its length", () => Math.abs(audio.duration - 8) < 0.1);
    await until("the first criterion", () =>
        all(".o_digiflow_criterion_current")[0].textContent.includes("Guion"));
    document.activeElement.blur();
    await press("p");
    await until("sound", () => !audio.paused && audio.currentTime > 0);
    await press("p");
    await until("silence", () => audio.paused);
    audio.currentTime = 7;
    await press("ArrowLeft");
    await until("five seconds before", () => Math.abs(audio.currentTime - 2) < 0.5);
    await press("4");
    await seeText("Necesidades", ".o_digiflow_criterion_current");
    await press("c");
    if (document.activeElement.type !== "text") {
        throw new Error("The comment does not have the focus");
    }
    enter(document.activeElement, "En 0:03 no pregunta", HTMLInputElement);
    await press("n");
    await settled();
    await press("ArrowDown");
    await seeText("Etica", ".o_digiflow_criterion_current");
    enter((await see('.o_digiflow_criterion_current input[type="number"]')), "60",
          HTMLInputElement);
    await seeText("A critical criterion failed", ".o_digiflow_review_score");
    await settled();
    await press("ArrowUp");
    await press("ArrowUp");
    await press("5");
    await seeText("71.43", ".o_digiflow_review_score");
    enter(await see(".o_digiflow_review_talk textarea"), "Buen trato", HTMLTextAreaElement);
    await settled();
    await clickText(".o_digiflow_review button", "Sign");
    await seeText("nobody changes it", ".modal");
    await click(".modal-footer .btn-primary");
    await seeText("Signed by", ".o_digiflow_review_talk");
    await gone(".o_digiflow_review input");
    await seeText("It is closed when", ".o_digiflow_review_closing");
"""


class TestCallReview(ReviewCase, BrowserCase):
    """What is pressed on the page is what stands in the database."""

    def make_heard(self):
        """A call whose recording lasts eight seconds, long enough to go back five."""
        call = self.make_call(recorded=False)
        vals = {"call_id": call.id, "audio": encoded(wav(8))}
        self.env["digiflow.call.recording"].with_user(self.caller).create(vals)
        return call

    def test_an_analyst_reviews_a_call(self):
        review = self.begin(self.make_heard())
        self.act(
            "quality",
            REVIEWS,
            KEYS + SCORE,
            record=review,
        )
        self.assertEqual((review.state, review.comment), ("signed", "Buen trato"))
        self.assertEqual(
            review.line_ids.mapped(lambda one: (one.points, one.not_applicable, one.comment)),
            [(100, False, False), (0, True, "En 0:03 no pregunta"), (60, False, False)],
        )
        # (20*100 + 50*60) / 70
        self.assertEqual((review.score, review.critical_failed), (71.43, True))

    def test_the_telemarketer_answers_and_the_analyst_closes(self):
        review = self.sign(self.make_heard())
        self.browser_size = "390x844"
        self.act(
            "telemarketer",
            MINE,
            KEYS
            + """
    await click(".o_kanban_record:not(.o_kanban_ghost), .o_data_row .o_data_cell");
    await see(".o_digiflow_review audio");
    await seeText("81.00", ".o_digiflow_review_score");
    if (document.querySelector(".o_digiflow_criterion button")) {
        throw new Error("The points can be changed");
    }
    const page = document.querySelector(".o_digiflow_review");
    if (page.scrollWidth > page.clientWidth + 1) {
        throw new Error(`The page is wider than the phone: ${page.scrollWidth}`);
    }
    enter(await see(".o_digiflow_review_answer textarea"), "Gracias", HTMLTextAreaElement);
    await clickText(".o_digiflow_review_answer button:not([disabled])", "Send the answer");
    await seeText("Gracias", ".o_digiflow_review_answer .o_digiflow_review_said");
    await gone(".o_digiflow_review_answer textarea");
""",
        )
        self.assertEqual((review.state, review.answer), ("answered", "Gracias"))
        self.act(
            "quality",
            REVIEWS,
            KEYS
            + """
    const note = await see(".o_digiflow_review_closing textarea");
    enter(note, "De acuerdo", HTMLTextAreaElement);
    await clickText(".o_digiflow_review_closing button:not([disabled])", "Close the review");
    await seeText("Closed by", ".o_digiflow_review_closing");
""",
            record=review,
        )
        self.assertEqual((review.state, review.closing_note), ("closed", "De acuerdo"))

    def test_a_calibration_side_by_side(self):
        calibration = self.env["digiflow.call.calibration"].with_user(self.analyst)
        vals = {"call_id": self.make_heard().id, "scorecard_id": self.card.id}
        people = {"first_id": self.analyst.id, "second_id": self.analyst_2.id}
        calibration = calibration.create({**vals, **people})
        for analyst, points in ((self.analyst, 80), (self.analyst_2, 55)):
            half = calibration.with_user(analyst)._get_reviews()
            self.score(half, Guion=points).action_sign()
        self.act(
            "quality",
            CALIBRATIONS,
            """
    await seeText("-25", ".o_digiflow_calibration td");
    await seeText("-5.00", ".o_digiflow_calibration_total");
""",
            record=calibration,
        )
