"""The review as PDF and as workbook: what they say, that they are files, and for whom."""

import io

import openpyxl
from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from odoo.addons.digiflow_crm.core.price_workbook import FIRST_ROW

from .cases import COSTS, FinanceCase

DAY = "2026-11-21 15:00:00"
WORKBOOK = "/digiflow/price_review/{}/workbook"


class DocumentsCase(FinanceCase):
    """A review that is approved, with the targets of its year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(DAY):
            cls.sell(cls.plan, 12, "2026-06-01 15:00:00")
            cls.review = cls.make_ready()
            cls.env["digiflow.sales.target"]._spread(
                "2027", {cls.users["executive"].id: {"1": 1000, "3": 2500.5}}
            )

    def render(self, user=None):
        """The text of the printed review."""
        report = self.env["ir.actions.report"].with_user(user or self.manager)
        page, _kind = report._render_qweb_html("digiflow_crm.price_review", self.review.ids)
        (article,) = html.fromstring(page).xpath("//div[contains(@class, 'article')]")
        for style in article.xpath(".//style"):
            style.drop_tree()
        return " ".join(article.text_content().split())


class TestDocuments(DocumentsCase):
    """What stands in them."""

    def test_printed(self):
        text = self.render()
        for words in (
            "Price review 2027",
            f"Approved: {self.manager.name}, 11/21/2026",
            *(cost[1] for cost in COSTS),
            "660,000.50",  # all planned costs
            "78.57",  # of an hour
            "Plan 5000 144.00",
            "990.00",
            "10.0 %",
            "12,960.00",  # 12 plans a month, 90 dearer
            self.users["executive"].name,
            "2,500.50",
            "3,500.50",
        ):
            self.assertIn(words, text)

    def test_printed_without_anything(self):
        with freeze_time(DAY):
            self.review = self.make_review(year="2050", cost_ids=False, hours_plan=0)
        self.assertIn("Price review 2050", self.render())

    def test_printed_for_the_manager_only(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.render(self.users["executive"])

    def test_workbook_tells_the_figures_of_the_screen(self):
        name, content = self.review._make_workbook()
        self.assertEqual(name, "Price review 2027.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        summary = book["Summary"]
        self.assertAlmostEqual(summary["C4"].value, self.review.cost_plan)
        self.assertAlmostEqual(summary["C6"].value, 660000.5 / 8400)
        self.assertAlmostEqual(summary["C9"].value, self.review.income_new)
        self.assertAlmostEqual(summary["D9"].value, 12960)
        prices = {row[0].value: row for row in book["Prices"].iter_rows(min_row=FIRST_ROW + 1)}
        for line in self.review.line_ids:
            row = prices[line.product_id.display_name]
            self.assertAlmostEqual(row[3].value, line.price_current)
            self.assertAlmostEqual(row[6].value, line.price_new)
            self.assertAlmostEqual(row[11].value, line.effect)
        self.assertEqual(prices["Total"][11].value, 12960)
        self.assertEqual(book["Targets"]["F4"].value, 3500.5)

    def test_in_spanish(self):
        """Names of the sheets are translated where the language is."""
        words = self.review.with_context(lang="es_PE")._get_workbook_words()
        self.assertEqual(set(words), set(self.review._get_workbook_words()))


class TestFiles(DocumentsCase, HttpCase):
    """The files themselves, through the web."""

    def setUp(self):
        super().setUp()
        for role in ("manager", "executive"):
            self.users[role].password = "digiflow-test"
        self.env.flush_all()

    def download(self, role, path):
        """What a user gets at an address."""
        self.authenticate(self.users[role].login, "digiflow-test")
        return self.url_open(path)

    def test_workbook(self):
        answer = self.download("manager", WORKBOOK.format(self.review.id))
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(len(book.sheetnames), 4)
        self.assertEqual(self.download("manager", WORKBOOK.format(0)).status_code, 404)

    def test_workbook_is_the_managers(self):
        answer = self.download("executive", WORKBOOK.format(self.review.id))
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn(b"PK", answer.content[:2])

    def test_pdf(self):
        report = self.env["ir.actions.report"].with_user(self.manager)
        report = report.with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf("digiflow_crm.price_review", self.review.ids)
        self.assertEqual((content[:5], kind), (b"%PDF-", "pdf"))
