"""Scripts and objections: which one is shown, with what filled in, who edits them."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase

from odoo.addons.digiflow_crm.core.script_text import (
    PLACEHOLDERS,
    fill,
    greeting,
    unknown_placeholders,
)
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.calls.digiflow_call_desk import ANSWERS
from odoo.addons.digiflow_crm.models.calls.digiflow_call_question import QUESTION_SELECTION

from .cases import CallCase


class TestText(TransactionCase):
    """Placeholders, without a database."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def test_values_are_escaped_and_never_go_into_a_tag(self):
        html = '<p title="{empresa}">Hablo con {contacto}, de { empresa }?</p>'
        values = {"empresa": '"><script>alert(1)</script>', "contacto": "Núñez & Hijos"}
        filled = fill(html, values)
        self.assertIn('title="{empresa}"', filled)
        self.assertIn("Núñez &amp; Hijos", filled)
        self.assertNotIn("<script>", filled)
        self.assertIn("&lt;script&gt;", filled)

    def test_what_is_filled_in_is_not_filled_again(self):
        self.assertEqual(
            fill("{empresa}", {"empresa": "{contacto}", "contacto": "x"}), "{contacto}"
        )

    def test_nothing_stays_nothing(self):
        self.assertEqual(fill(False, {}), "")

    def test_unknown_names_are_told_once(self):
        self.assertEqual(
            unknown_placeholders("{saludo} {nombre} {nombre} {ruc}"), ["nombre", "ruc"]
        )

    def test_greetings_follow_the_hour(self):
        self.assertEqual(greeting(9), "Buenos días")
        self.assertEqual(greeting(11), "Buenos días")
        self.assertEqual(greeting(12), "Buenas tardes")
        self.assertEqual(greeting(19), "Buenas noches")


class TestScript(CallCase):
    """The script on the desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.default = cls.env.ref("digiflow_crm.call_script_prospecting")
        cls.own = cls.env["digiflow.call.script"].create(
            {
                "name": "Guías de remisión",
                "sequence": 99,
                "step_ids": [(0, 0, {"name": "Saludo", "body": "<p>{saludo}, {empresa}</p>"})],
            }
        )

    def script(self, lead):
        """The script that the telemarketer sees for `lead`."""
        return self.desk.read_sheet(lead.id)["script"]

    def test_the_list_names_its_script_else_it_is_the_first_one(self):
        lead = self.make_prospect(1)
        self.assertEqual(self.script(lead)["id"], self.default.id)
        self.prospects.script_id = self.own
        self.assertEqual(self.script(lead)["id"], self.own.id)
        self.own.active = False
        self.assertEqual(self.script(lead)["id"], self.default.id)

    def test_without_any_script_the_desk_works(self):
        (self.default | self.own).active = False
        self.assertEqual(self.script(self.make_prospect(1))["steps"], [])

    def test_names_are_filled_in(self):
        lead = self.make_prospect(1, partner_name="Aceros <b>Lima</b>", contact_name="Rosa Quispe")
        opening = self.script(lead)["steps"][0]["body"]
        self.assertIn("Rosa Quispe", opening)
        self.assertIn(self.caller.name, opening)
        self.assertIn("Aceros &lt;b&gt;Lima&lt;/b&gt;", opening)

    def test_the_shipped_script_is_whole(self):
        script = self.script(self.make_prospect(1, contact_name="Rosa Quispe"))
        self.assertEqual(len(script["steps"]), 6)
        asked = [code for step in script["steps"] for code in step["questions"]]
        self.assertEqual(sorted(asked), sorted(ANSWERS), "every strategic question is asked once")
        self.assertGreaterEqual(len(script["objections"]), 10)
        texts = [step["body"] for step in script["steps"]]
        texts += [one["answer"] for one in script["objections"]]
        for text in texts:
            self.assertTrue(text)
            self.assertFalse([name for name in PLACEHOLDERS if f"{{{name}}}" in text])

    def test_questions_are_answers_of_the_desk(self):
        self.assertEqual({code for code, _name in QUESTION_SELECTION}, set(ANSWERS))
        self.assertEqual(
            set(self.env["digiflow.call.question"].search([]).mapped("code")), set(ANSWERS)
        )

    def test_a_placeholder_that_is_none_is_refused(self):
        with self.assertRaisesRegex(ProcessError, r"Saludo.*\{nombre\}.*\{contacto\}"):
            self.own.step_ids.body = "<p>Buenos días, {nombre}</p>"
        with self.assertRaisesRegex(ProcessError, r"\{precio\}"):
            self.env["digiflow.call.objection"].create({"name": "Caro", "answer": "Son {precio}"})
        with self.assertRaisesRegex(ProcessError, r"\{hora\}"):
            self.own.body = "A las {hora}"

    def test_a_script_of_another_company_is_not_for_the_list(self):
        company = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.own.company_id = company
        with self.assertRaisesRegex(ProcessError, "Digiflow Bolivia"):
            self.prospects.script_id = self.own

    def test_the_first_script_is_one_of_the_own_company(self):
        company = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.default.company_id = company
        self.assertEqual(self.script(self.make_prospect(1))["id"], self.own.id)

    def test_only_the_manager_edits(self):
        records = (
            self.own,
            self.own.step_ids,
            self.env.ref("digiflow_crm.call_objection_email"),
            self.env.ref("digiflow_crm.call_question_email_from"),
        )
        for record in records:
            with self.subTest(record=record._name):
                record.with_user(self.users["manager"]).name = "Otro nombre"
                for role in ("telemarketer", "quality"):
                    self.assertTrue(record.with_user(self.users[role]).name)
                    with self.assertRaises(AccessError):
                        record.with_user(self.users[role]).name = "No"
                for role in ("presales", "implementation"):
                    with self.assertRaises(AccessError):
                        record.with_user(self.users[role]).read(["name"])
