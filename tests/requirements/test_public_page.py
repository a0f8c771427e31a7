"""The client's page of the survey over real HTTP, without a user and without a script."""

import logging
import re
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.addons.digiflow_crm.controllers.requirement import MAX_BYTES
from odoo.addons.digiflow_crm.core.periods import today
from odoo.addons.digiflow_crm.models.requirements.digiflow_requirement_client import REPLIES_A_DAY

from ..common import DigiflowHttpCase

GOOD = {
    "sender": "Rosa Quispe",
    "modality": "cloud",
    "document_type_ids": ["F", "GRE"],
    "monthly_documents": "1,500",
    "monthly_gre": "200",
    "billing_layout": "branches",
    "branch_count": "3",
    "need": "<script>alert(1)</script>\n=HYPERLINK(1)",
    "contact_email": "rosa@andina.example.com",
}
GONE = "Este enlace no es válido o ya no está vigente"


class PageCase(DigiflowHttpCase):
    """A survey in draft whose client has a link."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(partner_name="Comercial Andina S.A.C.")
        self.survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.lead.id, "erp": "SAP <B1>"}
        )
        self.renew()
        page = html.fromstring(self.get().content)
        self.csrf = page.xpath("//input[@name='csrf_token']/@value")[0]

    def renew(self):
        """Make a new link; the page's address."""
        link = self.survey.with_user(self.users["executive"])._make_link()
        self.path = "/digiflow" + link.partition("/digiflow")[2]
        self.env.flush_all()
        return self.path

    def get(self, path=None):
        """The response to opening the page."""
        return self.url_open(path or self.path)

    def post(self, step="review", csrf=True, path=None, **changes):
        """The response to sending the form with GOOD and `changes`."""
        page = html.fromstring(self.get(self.path + "?edit=1").content)
        values = {**({"csrf_token": self.csrf} if csrf else {}), **GOOD, **changes, "step": step}
        values.setdefault("previous", (page.xpath("//input[@name='previous']/@value") or [""])[0])
        response = self.url_open(path or self.path, data=values)
        self.env.invalidate_all()
        return response

    def replies(self):
        return self.survey.reply_ids


class TestAnswering(PageCase):
    """Fill in, look over, send, correct."""

    def test_the_form_shows_what_is_known_and_nothing_runs_on_it(self):
        self.survey.write({"technical_notes": "Secret of ours", "monthly_documents": 800})
        response = self.get()
        page = html.fromstring(response.content)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(page.xpath("//input[@name='erp']/@value"), ["SAP <B1>"])
        self.assertEqual(page.xpath("//input[@name='monthly_documents']/@value"), ["800"])
        self.assertIn("Comercial Andina S.A.C.", response.text)
        self.assertNotIn("Secret of ours", response.text)
        self.assertEqual(page.xpath("//script"), [])
        self.assertEqual(page.get("lang"), "es")
        for name in ("Cache-Control", "Content-Security-Policy", "Referrer-Policy"):
            self.assertTrue(response.headers[name], name)
        for field in page.xpath("//input[not(@type='hidden')] | //textarea"):
            has_label = field.xpath("ancestor::label") or page.xpath(
                f"//label[@for='{field.get('id')}']"
            )
            self.assertTrue(has_label, field.get("name"))

    def test_shown_before_it_is_sent_and_only_then_kept(self):
        review = self.post()
        self.assertIn("Todavía no se han enviado", review.text)
        self.assertIn("1,500", review.text)
        self.assertIn("&lt;script&gt;alert(1)", review.text)
        self.assertNotIn("<script>", review.text)
        self.assertFalse(self.replies())
        hidden = html.fromstring(review.content).xpath("//input[@name='document_type_ids']/@value")
        self.assertEqual(hidden, ["F", "GRE"], "what was filled in goes along")
        back = self.post("edit")
        self.assertEqual(
            html.fromstring(back.content).xpath("//input[@name='branch_count']/@value"), ["3"]
        )
        done = self.post("send")
        self.assertIn("Recibimos sus respuestas", done.text)
        self.assertNotIn("<script>", done.text)
        reply = self.replies()
        self.assertEqual(
            (reply.sender, reply.state, reply.origin), ("Rosa Quispe", "waiting", "page")
        )
        self.assertEqual(reply._get_answers()["need"], GOOD["need"])
        self.assertFalse(self.survey.billing_layout, "the survey itself has not changed")
        self.assertEqual(self.survey.activity_ids.user_id, self.users["executive"])

    def test_corrected_until_the_survey_leaves_draft(self):
        self.post("send")
        self.assertIn("Corregir mis respuestas", self.get().text)
        form = html.fromstring(self.get(self.path + "?edit=1").content)
        self.assertEqual(form.xpath("//input[@name='branch_count']/@value"), ["3"])
        self.post("send", branch_count="4")
        self.assertEqual(sorted(self.replies().mapped("state")), ["discarded", "waiting"])
        self.survey.write(self.answers())
        self.survey.action_submit()
        page = self.get().text
        self.assertIn("cerró el levantamiento", page)
        self.assertNotIn("<form", page)
        self.assertNotIn("<form", self.get(self.path + "?edit=1").text)
        late = self.post("send", branch_count="99")
        self.assertIn("Estas respuestas no se enviaron", late.text)
        self.assertIn("99", late.text, "what was typed is not lost")
        self.assertEqual(len(self.replies()), 2)

    def test_sent_twice_by_a_double_click(self):
        previous = {"previous": ""}
        self.post("send", **previous)
        self.post("send", **previous)
        self.assertEqual(len(self.replies()), 1)

    def test_only_what_follows_is_asked(self):
        self.post("send", billing_layout="centralized", branch_count="7", document_type_ids=["F"])
        answers = self.replies()._get_answers()
        self.assertNotIn("branch_count", answers)
        self.assertNotIn("monthly_gre", answers)

    def test_too_many_in_a_day(self):
        for number in range(REPLIES_A_DAY):
            self.survey._receive({"need": str(number)}, "Rosa")
        self.env.flush_all()
        response = self.post("send")
        self.assertEqual(response.status_code, 429)
        self.assertIn("1,500", response.text)
        self.assertEqual(len(self.replies()), REPLIES_A_DAY)


class TestRefused(PageCase):
    """Bad values, bad links, bad requests."""

    def problem(self, step="review", **changes):
        """What is told beside the one field that is wrong; nothing is kept."""
        response = self.post(step, **changes)
        page = html.fromstring(response.content)
        told = page.xpath("//span[@class='df_problem']")
        self.assertEqual(len(told), 1, response.text[:3000])
        self.assertFalse(self.replies())
        name = told[0].get("id")[2:-8]
        self.assertEqual([name], list(changes), "beside its field")
        field = page.xpath(f"//*[@id='q_{name}']")[0]
        self.assertIn(told[0].get("id"), field.get("aria-describedby"))
        self.assertEqual(
            page.xpath("//input[@name='contact_email']/@value"), [GOOD["contact_email"]]
        )
        return told[0].text, field.get("value")

    def test_bad_values_are_told_beside_the_field_and_kept(self):
        self.assertEqual(
            self.problem(monthly_documents="mil"),
            ("Escriba un número entero, sin letras ni decimales; por ejemplo, 1500.", "mil"),
        )
        for changes in (
            {"sender": ""},
            {"monthly_documents": "0"},
            {"monthly_gre": "1501"},
            {"branch_count": ""},
            {"wanted_start": "2020-01-01"},
            {"contact_email": "rosa"},
            {"modality": "mainframe"},
            {"document_type_ids": ["F", "GRE", "' OR 1=1"]},
            {"need": "x" * 4001},
            {"erp": "x" * 121},
        ):
            with self.subTest(changes):
                if "contact_email" not in changes:
                    self.problem(**changes)
        self.problem("send", branch_count="many")

    def test_links_that_do_not_open(self):
        number, token = self.path.rsplit("/", 2)[1:]
        other = self.env["digiflow.requirement"].create({"lead_id": self.make_lead(name="Otra").id})
        forged = [
            f"/digiflow/survey/{number}/{token[:-1]}",
            f"/digiflow/survey/{number}/" + "A" * len(token),
            f"/digiflow/survey/{other.id}/{token}",
            f"/digiflow/survey/{other.id + 10_000}/{token}",
            f"/digiflow/survey/99999999999999999999/{token}",
            f"/digiflow/handover/{number}/{token}",
        ]
        answers = set()
        for path in forged:
            for response in (self.get(path), self.post("send", path=path)):
                self.assertEqual(response.status_code, 404, path)
                self.assertIn(GONE, response.text)
                answers.add(re.sub(r"\s+", " ", response.text))
        old = self.path
        self.renew()
        answers.add(re.sub(r"\s+", " ", self.get(old).text))
        self.survey.action_withdraw_link()
        self.env.flush_all()
        answers.add(re.sub(r"\s+", " ", self.get().text))
        self.assertEqual(len(answers), 1, "a guesser cannot tell one from the other")
        self.assertFalse(self.replies())

    def test_expired(self):
        self.survey.sudo().link_expires_on = today() - timedelta(days=1)
        self.env.flush_all()
        for response in (self.get(), self.post("send")):
            self.assertEqual(response.status_code, 410)
            self.assertIn("pida un nuevo enlace a su", response.text)
            self.assertIn(self.users["executive"].name, response.text)
        wrong = self.get(self.path[:-3] + "abc")
        self.assertEqual(wrong.status_code, 404, "only its holder is told that it expired")
        self.assertFalse(self.replies())

    def test_without_the_forms_own_token_nothing_is_kept(self):
        for values in ({"csrf": False}, {"csrf": False, "csrf_token": "x" * 40}):
            response = self.post("send", **values)
            self.assertEqual(response.status_code, 400)
        self.assertFalse(self.replies())

    def test_too_big(self):
        response = self.post("send", need="x" * MAX_BYTES)
        self.assertEqual(response.status_code, 413)
        self.assertIn("demasiado grande", response.text)
        self.assertFalse(self.replies())

    def test_unknown_steps_and_numbers_do_no_harm(self):
        for values in ({"previous": "-1; DROP"}, {"previous": "9" * 40}, {"previous": "²"}):
            self.assertEqual(self.post("send", **values).status_code, 200)
        self.assertEqual(len(self.replies()), 1)

    def test_the_log_does_not_tell_the_token(self):
        logger = logging.getLogger("werkzeug")
        for name in ("survey", "handover"):
            line = f'"GET /digiflow/{name}/5/S3cr-et_?a=1 HTTP/1.1" %s'
            record = logger.makeRecord("werkzeug", logging.INFO, "", 0, line, (200,), None)
            self.assertTrue(logger.filter(record))
            self.assertEqual(record.getMessage(), f'"GET /digiflow/{name}/5/***?a=1 HTTP/1.1" 200')

    def test_nothing_changes_when_it_fails(self):
        target = "odoo.addons.digiflow_crm.models.requirements.digiflow_requirement_reply"
        with patch(f"{target}.DigiflowRequirementReply._announce", side_effect=ValueError("x")):
            response = self.post("send")
        self.assertEqual(response.status_code, 500)
        self.assertNotIn("Recibimos", response.text)
