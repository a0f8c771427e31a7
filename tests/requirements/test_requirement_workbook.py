"""The survey's workbook on the screen: downloaded, filled in, loaded, compared and taken in."""

import base64
import io

import openpyxl

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core.file_limits import MEGABYTE
from odoo.addons.digiflow_crm.core.requirement_workbook import FORM_SHEET
from odoo.addons.digiflow_crm.exceptions import ProcessError

from .reply_case import ReplyCase


class TestWorkbook(ReplyCase):
    """Out and back."""

    def open_form(self, role="executive", survey=None):
        survey = (survey or self.survey).with_user(self.users[role])
        context = survey.action_open_workbook()["context"]
        wizards = self.env["digiflow.requirement.workbook"].with_user(self.users[role])
        return wizards.with_context(**context).create({})

    def download(self, wizard):
        """The bytes that the browser gets."""
        url = wizard.action_download()["url"]
        self.assertIn(f"/web/content/{wizard._name}/{wizard.id}/blank/", url)
        return base64.b64decode(wizard.blank)

    def fill(self, content, **values):
        """Base64 of the workbook with answers written into its cells."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        for row in book[FORM_SHEET].iter_rows(max_col=3):
            key = str(row[0].value or "").replace(":", "__")
            if key in values:
                row[2].value = values[key]
        output = io.BytesIO()
        book.save(output)
        return base64.b64encode(output.getvalue())

    def load(self, wizard, content):
        """The reply that loading leaves."""
        wizard.write({"filled": content, "filled_name": "andina.xlsx"})
        action = wizard.action_load()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_what_was_filled_in_waits_and_is_taken_in(self):
        wizard = self.open_form()
        content = self.fill(
            self.download(wizard), sender="Rosa", monthly_documents=2500, document_type_ids__F="Sí"
        )
        reply = self.load(wizard, content)
        self.assertEqual((reply.origin, reply.sender, reply.state), ("workbook", "Rosa", "waiting"))
        self.assertEqual(self.survey.monthly_documents, 1500)
        self.assertEqual(base64.b64decode(reply.workbook), base64.b64decode(content))
        self.assertFalse(reply.problems)
        self.by("executive", reply).action_take_in()
        self.assertEqual(self.survey.monthly_documents, 2500)
        self.assertEqual(self.survey.document_type_ids.mapped("code"), ["F"])
        self.assertEqual(self.survey.modality, "web", "as it was written into the workbook")

    def test_bad_cells_are_listed_and_the_rest_waits(self):
        wizard = self.open_form()
        content = self.fill(self.download(wizard), monthly_documents="mil", erp="Odoo")
        reply = self.load(wizard, content)
        self.assertIn("Cuestionario!C", reply.problems)
        self.assertIn("número entero", reply.problems)
        self.assertEqual(reply._get_answers(), {"modality": "web", "erp": "Odoo"})

    def test_the_workbook_of_another_survey(self):
        content = base64.b64encode(self.download(self.open_form()))
        other = self.env["digiflow.requirement"].create({"lead_id": self.make_lead(name="Otra").id})
        with self.assertRaisesRegex(ProcessError, "another survey"):
            self.load(self.open_form(survey=other), content)
        self.assertFalse(other.reply_ids)

    def test_no_file_and_too_much_of_one(self):
        wizard = self.open_form()
        with self.assertRaisesRegex(ProcessError, "Choose the workbook"):
            wizard.action_load()
        with self.assertRaisesRegex(ProcessError, "larger than 2 MB"):
            self.load(wizard, base64.b64encode(b"x" * (2 * MEGABYTE + 1)))

    def test_for_those_who_write_the_survey(self):
        content = base64.b64encode(self.download(self.open_form()))
        for role in ("quality", "telemarketer", "implementation"):
            with self.assertRaises(AccessError):
                self.open_form(role)
        others = self.make_user("executive", login="executive_of_others")
        wizard = self.open_form().sudo().copy({"filled": content}).with_user(others)
        for action in (wizard.action_load, wizard.action_download):
            with self.assertRaises(AccessError):
                action()
