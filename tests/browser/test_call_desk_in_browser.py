"""A telemarketer works at the call desk, by the keyboard alone."""

from datetime import timedelta

from odoo import fields

from odoo.addons.digiflow_crm.core.periods import LIMA

from .desk import DESK, KEYS, DeskCase

TEN_CALLS = """
    await press("Enter");
    await company("Textil Uno");
    await press("t"); // dials; the clock runs
    await see(".o_digiflow_timer_on");
    await press("1");

    await company("Textil Dos");
    await note("La central está saturada");
    await press("2");

    await company("Textil Tres");
    await press("n"); // the second number
    await press("3");

    await company("Textil Cuatro");
    await note("Después del cierre de mes");
    await press("4");
    await focused('.o_digiflow_times input[type="radio"]');
    await focusOn("#o_digiflow_callback_at");
    await write("TOMORROW");
    await press("Enter");

    await company("Textil Cinco");
    await press("ArrowDown");
    await seeText("Quién decide", '.o_digiflow_steps [aria-current="step"]');
    await focusOn("#o_digiflow_step_contact_name");
    await write("Rosa Quispe");
    await press("1"); // a digit in a field is a digit
    await press("Escape");
    await press("5");
    await focused("#o_digiflow_form_decision_maker_role");
    await write("accounting");
    await focusOn("#o_digiflow_form_current_system");
    await write("sunat");
    await press("Enter");
    await seeText("Information sent", ".o_digiflow_follow_up");
    await see('[data-follow="send"]');
    await see('[data-follow="book"]');
    await press("Enter");

    await company("Textil Seis");
    await press("6");
    await focused("#o_digiflow_lost_reason");
    await press("Enter");

    await company("Textil Siete");
    await press("7");
    await focused(".o_digiflow_outcome_form button");
    await press("Escape"); // not yet
    await company("Textil Siete");
    await press("7");
    await focused(".o_digiflow_outcome_form button");
    await press("Enter");

    await company("Textil Ocho");
    await press("/");
    await focused(".o_digiflow_objection_search");
    await write("caro presupuesto");
    await seeText("cuántos comprobantes", ".o_digiflow_objections .o_digiflow_say");
    await press("Escape");
    await press("1");

    await company("Textil Nueve");
    await press("2");

    await company("Textil Diez");
    await press("p"); // a break after this call
    await press("1");
    await see(".o_digiflow_waiting");
    await seeText("Textil Diez: No answer", '[role="status"]');
"""
LOST_ANSWERS = """
    // Answers to calls do not arrive.
    let cut = true;
    const listen = XMLHttpRequest.prototype.addEventListener;
    XMLHttpRequest.prototype.addEventListener = function (kind, listener, ...rest) {
        const hear = function (event) {
            if (cut && kind === "load" && this.responseURL.includes("log_call")) {
                this.dispatchEvent(new Event("error"));
            } else {
                listener.call(this, event);
            }
        };
        return listen.call(this, kind, hear, ...rest);
    };
"""


class TestCallDesk(DeskCase):
    """What is done at the desk is in the database."""

    def test_ten_calls_by_keyboard_only(self):
        leads = self.make_prospects(10)
        self.env["digiflow.lead.contact"].create(
            {"lead_id": leads[2].id, "name": "Central", "phone": "+51 1 444 5566"}
        )
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        local = f"{tomorrow:%Y-%m-%d}T15:30"
        self.work(TEN_CALLS.replace("TOMORROW", local))
        calls = self.env["digiflow.call"].search([("lead_id", "in", leads.ids)], order="id")
        self.assertEqual(
            calls.mapped("outcome"),
            [
                *("no_answer", "busy", "wrong_number", "callback", "effective"),
                *("refused", "do_not_call", "no_answer", "busy", "no_answer"),
            ],
        )
        self.assertEqual(calls.mapped("lead_id"), leads)
        self.assertEqual(calls.user_id, self.users["telemarketer"])
        self.assertEqual(len(set(calls.mapped("reference"))), 10)
        self.check_calls(leads, calls, local)
        self.assertEqual(leads[:4].mapped("call_queue"), ["retry", "retry", "retry", "callback"])
        self.assertEqual(leads.filtered(lambda lead: not lead.active), leads[5:7])
        self.assertFalse(leads.call_taken_by_id, "nothing stays on the desk")

    def check_calls(self, leads, calls, local):
        """What was typed and dialled is on record."""
        self.assertGreater(calls[0].duration, 0, "the clock ran")
        self.assertEqual(calls[1].note, "La central está saturada")
        self.assertEqual(calls[2].phone, "+5114445566", "the next number")
        moment = fields.Datetime.context_timestamp(
            self.env["crm.lead"].with_context(tz=LIMA.zone), calls[3].callback_at
        )
        self.assertEqual(f"{moment:%Y-%m-%dT%H:%M}", local, "the hour is Lima's")
        self.assertEqual(leads[3].call_reason, "Después del cierre de mes")
        effective = leads[4]
        self.assertEqual(effective.contact_name, "Rosa Quispe")
        self.assertEqual(effective.decision_maker_role, "accounting")
        self.assertEqual(effective.current_system, "sunat")
        self.assertEqual(effective.stage_id, self.stages["info_sent"])
        blocked = self.env["phone.blacklist"].search([])
        self.assertEqual(blocked.mapped("number"), [leads[6].phone_sanitized])

    def test_a_key_pressed_twice_logs_once(self):
        leads = self.make_prospects(3)
        self.work(
            """
    await press("Enter");
    await company("Textil Uno");
    press("1");
    press("1"); // nobody waited
    await seeText("Textil Dos", "#o_digiflow_company");
    press("1"); // a second press that comes late
    await company("Textil Dos");
    await press("6");
    await focused("#o_digiflow_lost_reason");
    press("Enter");
    press("Enter");
    await company("Textil Tres");
"""
        )
        calls = self.env["digiflow.call"].search([("lead_id", "in", leads.ids)], order="id")
        self.assertEqual(calls.mapped("lead_id"), leads[:2])
        self.assertEqual(calls.mapped("outcome"), ["no_answer", "refused"])

    def test_a_lost_answer_keeps_the_call_and_sends_it_again(self):
        """The call arrives, its answer does not: sent again it is one."""
        leads = self.make_prospects(2)
        self.work(
            LOST_ANSWERS
            + """
    await press("Enter");
    await company("Textil Uno");
    await note("Volver a llamar al contador");
    await press("1");
    await seeText("cannot be reached", '[role="alert"]');
    await seeText("Textil Uno", "#o_digiflow_company");
    if (document.querySelector(".o_digiflow_note").value !== "Volver a llamar al contador") {
        throw new Error("What was typed is lost");
    }
    const kept = JSON.parse(sessionStorage.getItem("digiflow_call_desk_unsent"));
    if (kept.args[1].note !== "Volver a llamar al contador") {
        throw new Error("The storage of the page has not kept it");
    }
    await press("2"); // nothing else is saved before it
    cut = false;
    await click('[data-tool="retry"]');
    await company("Textil Dos");
    if (sessionStorage.getItem("digiflow_call_desk_unsent")) {
        throw new Error("It is still kept after it was saved");
    }
"""
        )
        call = self.env["digiflow.call"].search([])
        self.assertEqual((call.lead_id, call.outcome), (leads[0], "no_answer"))
        self.assertEqual(call.note, "Volver a llamar al contador")

    def test_a_refusal_keeps_what_was_typed(self):
        """A callback in the past: the server says why, and the form stays as it is."""
        self.make_prospects(1)
        self.work(
            """
    await press("Enter");
    await company("Textil Uno");
    await note("Pidió que la llamen");
    await press("4");
    await focusOn("#o_digiflow_callback_at");
    await write("2020-01-01T10:00");
    await press("Enter");
    await seeText("a day and an hour after this call", '[role="alert"]');
    await see("#o_digiflow_callback_at");
    if (document.querySelector(".o_digiflow_note").value !== "Pidió que la llamen") {
        throw new Error("The note is lost");
    }
"""
        )
        self.assertFalse(self.env["digiflow.call"].search([]))

    def test_opening_makes_few_requests(self):
        self.make_prospects(1)
        self.act(
            "telemarketer",
            "digiflow_crm.digiflow_prospect_list_action",
            """
    await see(".o_list_view");
    await pause(1500);
    performance.clearResourceTimings();
    await click('[data-menu-xmlid="digiflow_crm.menu_digiflow_call_desk"]');
    await see(".o_digiflow_waiting");
    await pause(1500);
    const asked = performance
        .getEntriesByType("resource")
        .filter((one) => ["xmlhttprequest", "fetch"].includes(one.initiatorType))
        .map((one) => new URL(one.name).pathname)
        // what Odoo's own bar asks meanwhile is not the desk's
        .filter((path) => /^.web.(action|dataset)/.test(path) && !path.includes("systray"));
    if (asked.length > 3 || !asked.some((path) => path.includes("open_desk"))) {
        throw new Error(`Opening the desk made ${asked.length} requests: ${asked}`);
    }
""",
        )

    def test_a_phone_and_a_person_are_noted_during_the_call(self):
        lead = self.make_prospects(1)
        self.work(
            """
    await press("Enter");
    await company("Textil Uno");
    await clickText(".o_digiflow_people button", "Add a person");
    await focusOn(".o_digiflow_person input");
    await write("Luis Paredes");
    await focusOn('.o_digiflow_person input[type="tel"]');
    await write("999 111 222");
    await click(".o_digiflow_person button");
    await seeText("999 111 222", ".o_digiflow_phones");
    await clickText(".o_digiflow_phones button", "Correct the phone");
    await focusOn("#o_digiflow_phone");
    await write("01 444 5566");
    await click(".o_digiflow_inline button");
    await seeText("4445566", ".o_digiflow_phone_now");
"""
        )
        self.assertEqual(lead.other_contact_ids.name, "Luis Paredes")
        self.assertIn("444", lead.phone)

    def test_company_script_and_outcomes_fit_on_the_screen(self):
        self.make_prospects(1)
        self.work(
            """
    await press("Enter");
    await company("Textil Uno");
    const parts = ["#o_digiflow_company", ".o_digiflow_say", ".o_digiflow_outcome:last-child"];
    for (const selector of parts) {
        const box = (await see(selector)).getBoundingClientRect();
        if (box.bottom > innerHeight || box.right > innerWidth || box.top < 0) {
            const screen = `${innerWidth} x ${innerHeight}`;
            throw new Error(`${selector} is not on ${screen}: ${box.right}, ${box.bottom}`);
        }
    }
"""
        )

    def test_who_has_nobody_to_call_learns_why(self):
        lead = self.make_prospects(1)
        lead._queue_callback(fields.Datetime.now() + timedelta(hours=2), "Después de almuerzo")
        self.work(
            """
    await press("Enter");
    await seeText("Nobody to call now", ".o_digiflow_waiting");
    await seeText("Your next company is due at", ".o_digiflow_waiting");
"""
        )
        lead._leave_queue()
        self.prospects.telemarketer_ids = False
        self.work(
            """
    await press("Enter");
    await seeText("No prospect list has been given to you", ".o_digiflow_waiting");
    await seeText("digiflow_manager", ".o_digiflow_waiting");
"""
        )


class TestCallDeskOnAPhone(DeskCase):
    """The desk at the width of a phone."""

    browser_size = "390x844"

    def test_nothing_is_wider_than_the_screen_and_outcomes_are_reached(self):
        lead = self.make_lead(prospect_list_id=self.prospects.id, phone="+51 987 650 001")
        self.act(
            "telemarketer",
            DESK,
            KEYS
            + """
    await click(".o_digiflow_waiting button");
    await company("Comercial Andina");
    if (document.documentElement.scrollWidth > innerWidth) {
        throw new Error(`${document.documentElement.scrollWidth} px are wider than the screen`);
    }
    await clickText(".o_digiflow_thumb button", "What came of it?");
    const button = await see('[data-outcome="no_answer"]');
    if (button.getBoundingClientRect().height < 44) {
        throw new Error("The outcomes are too small for a thumb");
    }
    button.click();
    await see(".o_digiflow_waiting");
""",
        )
        self.assertEqual(lead.call_ids.outcome, "no_answer")
