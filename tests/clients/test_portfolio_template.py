"""The template of a portfolio, through the web."""

import io

import openpyxl

from ..common import DigiflowHttpCase


class TestPortfolioTemplate(DigiflowHttpCase):
    """A manager downloads it; nobody else does."""

    def download(self, role):
        """What a user gets when they press the button."""
        user = self.users[role]
        user.password = "digiflow-test"
        self.env.flush_all()
        self.authenticate(user.login, "digiflow-test")
        return self.url_open(self.env["digiflow.client.import"].action_get_template()["url"])

    def test_the_template_is_the_managers(self):
        answer = self.download("manager")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book["Cartera"]["A1"].value, "RUC")
        refused = self.download("executive")
        self.assertNotEqual(refused.status_code, 200)
        self.assertNotIn(b"PK", refused.content[:2])
