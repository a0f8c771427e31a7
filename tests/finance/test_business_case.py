"""Business cases: the document's tables, what may be entered, who may what, and the workbook."""

import io
from xml.etree import ElementTree

import openpyxl
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.modules.module import get_module_path
from odoo.tests import Form, HttpCase
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..common import DigiflowCase

WORKBOOK = "/digiflow/business_case/{}/workbook"


def read_demo():
    """The values of the case that the demonstration ships, straight from its file."""
    path = f"{get_module_path('digiflow_crm')}/demo/business_case.xml"
    values = {}
    for field in ElementTree.parse(path).getroot().find("record"):
        if field.get("eval"):
            values[field.get("name")] = safe_eval(field.get("eval"))
        elif not field.get("ref"):
            text = field.text
            is_number = text.replace(".", "", 1).isdigit() and field.get("name") != "year"
            values[field.get("name")] = float(text) if is_number else text
    return {**values, "years": int(values["years"]), "loan_years": int(values["loan_years"])}


class BusinessCaseCase(DigiflowCase):
    """The shipped case, and who looks at it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        cls.cases = cls.env["digiflow.business.case"].with_user(cls.manager)
        cls.case = cls.cases.create(read_demo())


class TestTables(BusinessCaseCase):
    """The document's tables come out to the cent, and a form says what follows at once."""

    def test_tables_of_the_document(self):
        case = self.case
        self.assertEqual((case.tangible, case.intangible), (89_600.00, 182_727.60))
        self.assertEqual(case.assets, 272_327.60)
        years = case.year_ids
        self.assertEqual(years.mapped("year"), ["0", "2025", "2026", "2027", "2028", "2029"])
        self.assertAmounts(years[1:].mapped("payment"), [69_107.42] * 5)
        for name, amounts in (
            ("flow", [225_119.33, 252_364.53, 282_354.76, 315_366.27, 351_703.08]),
            ("amortisation", [45_959.57, 49_866.14, 54_104.76, 58_703.66, 63_693.47]),
            ("interest", [23_147.85, 19_241.28, 15_002.66, 10_403.76, 5_413.95]),
        ):
            self.assertAmounts(years[1:].mapped(name), amounts)
        self.assertEqual(years[-1:].balance, 0)
        self.assertIn("73,209.49", self.read(case.loan))

    def test_both_ways_of_year_0(self):
        """Corrected by default; both stand side by side, whichever the case says."""
        case = self.case
        self.assertAmounts([case.year_0, case.npv], [-950_000, 226_892.04])
        self.assertEqual(round(case.wacc, 2), 6.28)
        self.assertEqual(round(case.benefit_cost, 2), 1.16)
        for text in ("-677,672.40", "499,219.64", "28.46 %", "226,892.04", "14.07 %"):
            self.assertIn(
                text, self.read(case.comparison).replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
            )
        case.basis = "printed"
        self.assertAmounts([case.year_0, case.npv], [-677_672.40, 499_219.64])
        self.assertEqual(round(case.irr), 28)
        self.assertAmounts(case.year_ids[:1].mapped("flow"), [-677_672.40])

    def test_report_for_other_programs(self):
        report = self.case.get_report()
        self.assertEqual(round(report["outcomes"]["printed"]["npv"], 2), 499_219.64)
        self.assertEqual(round(report["outcomes"]["corrected"]["npv"], 2), 226_892.04)
        self.assertEqual(len(report["loan"]), 5)
        self.assertEqual(round(report["sensitivity"][2][2], 2), 226_892.04)
        self.case.variable_cost = self.case.fixed_cost = 0
        self.assertIs(self.case.get_report()["benefit_cost"], False)

    def test_form_says_at_once_what_follows(self):
        with Form(self.cases) as form:
            form.name = "Central telefónica"
            self.assertFalse(form.npv)
            form.income, form.variable_cost, form.tax_rate = 1000, 400, 30
            form.working_capital, form.equity_rate, form.growth = 900, 10, 0
            form.years, form.loan_years = 3, 1
            npv = sum(420 / 1.1**year for year in (1, 2, 3)) - 900
            self.assertAlmostEqual(form.npv, npv, 2)
            self.assertEqual(form.payback, 2.5)
        self.assertEqual(len(form.save().year_ids), 4)

    def test_no_rate_and_several(self):
        """What there is none of, or more than one, is said."""
        self.case.income = 0
        self.assertFalse(self.case.has_irr)
        self.assertIn("no rate", self.case.irr_note)
        self.assertIn("not paid back", self.read(self.case.comparison))
        self.assertIn("does not pay", self.read(self.case.comparison))
        self.assertIs(self.case.get_report()["outcomes"]["corrected"]["irr"], False)

    def test_what_if(self):
        cells = html.fromstring(self.case.sensitivity).xpath("//tbody/tr/td")
        self.assertEqual(len(cells), 25)
        self.assertIn("226,892.04", cells[12].text_content())
        self.case.cost_step = 0
        rows = html.fromstring(self.case.sensitivity).xpath("//tbody/tr")
        for row in rows:
            self.assertEqual(len({cell.text_content() for cell in row.xpath("td")}), 1)

    def read(self, page):
        """The words of a page."""
        return " ".join(html.fromstring(page).text_content().split())

    def assertAmounts(self, found, expected):
        self.assertEqual([round(one, 2) for one in found], expected)


class TestRules(BusinessCaseCase):
    """What may be entered, what is fixed, and by which way nobody gets round it."""

    @mute_logger("odoo.sql_db")
    def test_impossible_inputs(self):
        for values in (
            {"income": -1},
            {"tax_rate": 100},
            {"growth": -100},
            {"loan_rate": -1},
            {"cost_step": -1},
            {"years": 0},
            {"years": 31},
            {"loan_years": 6},
            {"loan_years": 0},
            {"year": "25"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(Exception) as caught,
                self.env.cr.savepoint(),
            ):
                self.case.write(values)
                self.env.flush_all()
            self.assertIn(type(caught.exception).__name__, self.refusals)

    refusals = ("CheckViolation", "ValidationError", "ProcessError")

    def test_approved_is_fixed(self):
        """By form, line, API and deletion; taken up again it can be changed."""
        self.case.action_approve()
        self.assertEqual(self.case.approved_by_id, self.manager)
        line = self.case.line_ids[:1]
        for change in (
            lambda: self.case.write({"income": 1}),
            lambda: self.case.write({"line_ids": [(5,)]}),
            lambda: self.case.write({"state": "draft"}),
            lambda: line.write({"quantity": 99}),
            line.unlink,
            lambda: line.create({"case_id": self.case.id, "name": "x", "unit_value": 1}),
            self.case.unlink,
            self.case.action_approve,
            # sudo: the superuser is refused as well.
            lambda: self.case.sudo().write({"growth": 50}),
        ):
            with self.assertRaises(WorkflowError):
                change()
        self.case.message_post(body="Sigue conversable")
        self.assertAlmostEqual(self.case.npv, 226_892.04)
        self.case.action_take_up()
        self.case.income = 1
        with self.assertRaises(WorkflowError):
            self.case.action_take_up()

    def test_nothing_to_approve(self):
        empty = self.cases.create({"name": "Vacío"})
        self.assertFalse(empty.year_ids)
        with self.assertRaises(WorkflowError) as caught:
            empty.action_approve()
        self.assertIn("the income of the first year", str(caught.exception))
        with self.assertRaises(ProcessError):
            empty.get_report()

    def test_copy_begins_anew(self):
        self.case.action_approve()
        copy = self.case.copy()
        self.assertEqual((copy.state, copy.approved_by_id.id), ("draft", False))
        self.assertEqual(copy.assets, self.case.assets)
        self.assertEqual(len(copy.year_ids), 6)
        state = {"state": "approved", "name": "Directo"}
        self.assertEqual(self.cases.create(state).state, "draft")

    def test_for_the_manager_only(self):
        for role in ("executive", "quality", "telemarketer", "presales", "implementation"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.case.with_user(self.users[role]).read(["npv"])
            with self.assertRaises(AccessError):
                self.case.with_user(self.users[role]).get_report()
        with self.assertRaises(UserError):
            self.case.year_ids[:1].write({"flow": 1})

    def test_of_another_company(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Chile"})
        # sudo: the manager works in one company only.
        self.case.sudo().company_id = abroad
        self.assertFalse(self.cases.search([("id", "=", self.case.id)]))


class TestFile(BusinessCaseCase, HttpCase):
    """The workbook through the web."""

    def test_workbook(self):
        for role, status in (("manager", 200), ("executive", 403)):
            self.users[role].password = "digiflow-test"
            self.env.flush_all()
            self.authenticate(self.users[role].login, "digiflow-test")
            with mute_logger("odoo.http"):
                response = self.url_open(WORKBOOK.format(self.case.id))
            self.assertEqual(response.status_code, status)
            if status == 200:
                book = openpyxl.load_workbook(io.BytesIO(response.content), data_only=True)
                self.assertAlmostEqual(book["Results"]["B7"].value, 226_892.04, 2)
                self.assertAlmostEqual(book["Results"]["C7"].value, 499_219.64, 2)

    def test_no_such_case(self):
        self.users["manager"].password = "digiflow-test"
        self.env.flush_all()
        self.authenticate(self.users["manager"].login, "digiflow-test")
        self.assertEqual(self.url_open(WORKBOOK.format(0)).status_code, 404)
