"""A recording is heard where the call stands; calls are logged from the lead and by number."""

from ..calls.cases import CallCase
from ..calls.sounds import encoded, wav
from .cases import BrowserCase

CALLS = "digiflow_crm.digiflow_call_action"
BY_NUMBER = "digiflow_crm.digiflow_call_number_action"
LEADS = "digiflow_crm.crm_lead_action"
# What the player knows of a sound of two seconds once it plays.
HEAR = """
    const known = await until("its length", () => audio.duration > 0 && audio);
    if (Math.abs(known.duration - 2) > 0.1) {
        throw new Error(`It lasts ${known.duration} seconds`);
    }
    await until("sound", () => audio.currentTime > 0);
"""


class TestRecording(CallCase, BrowserCase):
    """By mouse and by keyboard, on the form and in the list."""

    def make_call(self, **vals):
        lead = self.make_prospect(1)
        calls = self.env["digiflow.call"].with_user(self.caller)
        return calls.create({"lead_id": lead.id, "duration": 2 / 60, **vals})

    def test_it_is_played_on_the_form(self):
        """Nothing is read of it before somebody asks; then it has its length."""
        call = self.make_call(recording=encoded(wav(2)))
        self.act(
            "quality",
            CALLS,
            """
    const audio = await see(".o_digiflow_recording audio");
    await seeText("0:02", ".o_digiflow_recording");
    if (audio.preload !== "none" || audio.readyState || !audio.getAttribute("aria-label")) {
        throw new Error(audio.outerHTML);
    }
    audio.muted = true;
    audio.focus();
    if (document.activeElement !== audio) {
        throw new Error("The keyboard does not reach it");
    }
    await audio.play();
"""
            + HEAR,
            record=call,
        )

    def test_it_is_played_in_the_list(self):
        """The row stays closed; the button has the name of what it does."""
        self.make_call(recording=encoded(wav(2)))
        self.act(
            "telemarketer",
            CALLS,
            """
    HTMLMediaElement.prototype.play = ((play) => function () {
        this.muted = true;
        return play.call(this);
    })(HTMLMediaElement.prototype.play);
    const button = await see(".o_digiflow_recording button");
    if (!button.getAttribute("aria-label")) {
        throw new Error(button.outerHTML);
    }
    button.focus();
    button.click();
    const audio = await see(".o_digiflow_recording audio");
    if (document.activeElement !== audio) {
        throw new Error("The player does not have the focus");
    }
    audio.click();
    await see(".o_list_view");
"""
            + HEAR,
        )

    def test_who_may_not_hear_it_sees_no_player(self):
        call = self.make_call(recording=encoded(wav(2)))
        self.act(
            "executive",
            CALLS,
            """
    const lead = await see('.o_form_view [name="lead_id"]');
    await until("the call", () => {
        const input = lead.querySelector("input");
        return (input ? input.value : lead.textContent).includes("Empresa 1");
    });
    await gone("audio");
    await gone('button[name="action_add_recording"]');
""",
            record=call,
        )

    def test_the_caller_adds_it(self):
        call = self.make_call()
        self.act(
            "telemarketer",
            CALLS,
            f"""
    await click('button[name="action_add_recording"]');
    await see(".modal .o_form_view");
    await upload('.modal [name="audio"] input[type="file"]', "llamada.wav",
                 {self.js(encoded(wav(2)))});
    await see('.modal [name="audio"] .o_clear_file_button');
    await clickText(".modal-footer button", "Save");
    await gone(".modal");
    const audio = await see(".o_digiflow_recording audio");
    audio.muted = true;
    await audio.play();
"""
            + HEAR,
            record=call,
        )
        self.assertTrue(call.has_recording)

    def test_a_call_is_logged_from_the_lead(self):
        lead = self.make_prospect(1)
        self.act(
            "telemarketer",
            LEADS,
            """
    await click('button[name="action_log_call"]');
    await see(".modal .o_form_view");
    await choose("outcome", "No answer", ".modal .o_form_view");
    await type("note", "Nadie contesta", ".modal .o_form_view");
    await clickText(".modal-footer button", "Log the call");
    await gone(".modal");
    await seeText("1", '.o_field_widget[name="call_count"]');
""",
            record=lead,
        )
        self.assertEqual((lead.call_ids.note, lead.call_queue), ("Nadie contesta", "retry"))

    def test_somebody_calls_back(self):
        """The number is pasted, the company found, the call logged."""
        lead = self.make_prospect(1)
        self.act(
            "telemarketer",
            BY_NUMBER,
            """
    await type("number", "987-650 001", ".modal .o_form_view");
    await seeText("One opportunity has this number", ".modal");
    await seeText("Empresa 1", ".modal .o_data_row");
    await clickText(".modal-footer button", "Go on");
    await seeText("Log the call", ".modal-footer");
    await choose("outcome", "Busy", ".modal .o_form_view");
    await clickText(".modal-footer button", "Log the call");
    await gone(".modal");
""",
        )
        call = lead.call_ids
        self.assertEqual((call.outcome, call.direction, call.user_id), ("busy", "in", self.caller))
