"""The client's side: the public form over HTTP and in a browser, without a user."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.digiflow_crm.compat import SERIES

from ..browser.cases import SCRIPT
from ..common import DigiflowHttpCase

# What tells that the page's code has taken hold of the form: 16.0 measures the comment in a field
# beside it, 19.0 lets the button be pressed; and asks once more whether to send it.
if SERIES >= 19:
    READY = "!submit.matches('.disabled')"
    CONFIRM = (
        "(await wait(() => document.querySelector('.o_technical_modal .btn-primary'))).click();"
    )
else:
    READY, CONFIRM = "document.querySelectorAll('textarea').length > 1", ""


class PublicFormCase(DigiflowHttpCase):
    """A form that was sent to a client."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(email_from="rosa@andina.example.com", contact_name="Rosa")
        self.feedback = self.make_sent(self.lead)

    def make_sent(self, lead):
        """The feedback of a presentation that was held a day ago, sent."""
        start = fields.Datetime.now() - timedelta(days=1)
        event = self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": self.users["executive"].id,
                "opportunity_id": lead.id,
                "digiflow_kind": "presentation",
                "digiflow_state": "held",
                "partner_ids": [(6, 0, self.users["executive"].partner_id.ids)],
            }
        )
        self.env["digiflow.feedback"]._ask_about(event)
        feedback = self.env["digiflow.feedback"].search([("event_id", "=", event.id)])
        feedback.action_send()
        self.env.flush_all()
        return feedback

    def path(self, feedback=None):
        """The form's link without the host."""
        return "/survey" + (feedback or self.feedback).link.partition("/survey")[2]


class TestOverHttp(PublicFormCase):
    """Good, double, forged and expired answers."""

    def submit(self, choice, comment="", token=None):
        """Send the form as its page does; what the server says. No choice has 9 points."""
        form = self.feedback.user_input_id
        survey = form.survey_id
        score, text = survey._get_feedback_questions()
        answer = score.suggested_answer_ids.filtered(lambda one: one.answer_score == choice)
        params = {str(score.id): str(answer.id or ""), str(text.id): comment}
        response = self.url_open(
            f"/survey/submit/{survey.access_token}/{token or form.access_token}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return response.text

    def test_answered(self):
        page = self.url_open(self.path()).text
        for words in ("Su opinión sobre la presentación", "Muy satisfecho", "Insatisfecho"):
            self.assertIn(words, page)
        self.submit(2, "Faltó ver SAP")
        feedback = self.feedback
        self.assertEqual((feedback.state, feedback.score), ("answered", "2"))
        self.assertEqual((feedback.comment, feedback.origin), ("Faltó ver SAP", "form"))
        self.assertEqual(self.lead.activity_ids.user_id, self.users["executive"])
        root = self.env.ref("base.partner_root")
        self.assertIn(root, self.lead.message_ids.author_id, "not «Public user»")
        self.assertNotIn(self.env.ref("base.public_partner"), self.lead.message_ids.author_id)

    def test_once(self):
        self.submit(5)
        self.assertIn("unauthorized", self.submit(1))
        self.assertEqual(self.feedback.score, "5")
        page = self.url_open(self.path()).text
        self.assertIn("Su respuesta ya llegó", page)
        self.assertNotIn("Elija una", page)
        token = self.feedback.user_input_id
        self.url_open(f"/survey/retry/{token.survey_id.access_token}/{token.access_token}")
        retried = self.env["survey.user_input"].search([("survey_id", "=", token.survey_id.id)])
        for other in retried - token:
            self.submit(1, token=other.access_token)
        self.assertEqual(self.feedback.score, "5")

    def test_forged(self):
        self.assertIn("token_wrong", self.submit(1, token="x" * 36))
        self.assertEqual(self.feedback.state, "sent")

    def test_other_clients_answer(self):
        """A token answers the form of its client, no other."""
        other = self.make_sent(self.make_lead(name="Otra", email_from="o@example.com"))
        self.submit(4, token=other.user_input_id.access_token)
        self.assertEqual((self.feedback.score, other.score), (False, "4"))

    def test_expired(self):
        self.feedback.user_input_id.deadline = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()
        page = self.url_open(self.path()).text
        self.assertNotIn("Muy satisfecho", page)
        self.assertRegex(page, "now closed|se ha cerrado|cerrad")
        self.assertIn("answer_deadline", self.submit(5))
        self.assertEqual(self.feedback.state, "sent")

    def test_thanks_also_after_its_end(self):
        self.submit(5)
        self.assertFalse(self.feedback.user_input_id.deadline)

    def test_score_is_needed(self):
        self.assertIn("validation", self.submit(9))
        self.assertEqual(self.feedback.state, "sent")


@tagged("-at_install", "post_install")
class TestOnAPhone(PublicFormCase):
    """Answering by touch on a small screen."""

    browser_size = "390x844"

    def test_answered_by_click(self):
        steps = """
            const wait = (test) => new Promise((done, fail) => {
                const end = Date.now() + 30000;
                (function look() {
                    const found = test();
                    if (found) { done(found); }
                    else if (Date.now() > end) { fail(new Error(String(test))); }
                    else { setTimeout(look, 100); }
                })();
            });
            const choices = await wait(() => {
                const all = document.querySelectorAll(".o_survey_choice_btn");
                return all.length === 5 && all;
            });
            const submit = document.querySelector("button[type=submit]");
            await wait(() => READY);
            if (document.documentElement.scrollWidth > window.innerWidth) {
                throw new Error("wider than the screen");
            }
            choices[1].click();
            await wait(() => choices[1].matches(".o_survey_selected"));
            document.querySelector("textarea.o_survey_question_text_box").value = "Muy bien";
            submit.click();
            CONFIRM
            await wait(() => document.body.textContent.includes("Su respuesta ya llegó"));
        """.replace("READY", READY).replace("CONFIRM", CONFIRM)
        self.browser_js(self.path(), SCRIPT % ("", steps), timeout=120)
        self.env.invalidate_all()
        feedback = self.feedback
        self.assertEqual((feedback.state, feedback.score), ("answered", "4"))
        self.assertEqual(feedback.comment, "Muy bien")
