"""The quarterly report: signed off once its quarter is closed, then the same for good."""

import json
from collections import Counter
from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import spanish
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError
from odoo.addons.digiflow_crm.models.dashboard.digiflow_dashboard import SECTIONS
from odoo.addons.digiflow_crm.models.dashboard.quarterly_report_states import AREAS

from ..common import ROLES
from ..documents import DocumentMixin
from ..indicators.made_up_year import YEAR, moment
from .cases import QUARTER, DashboardCase

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 3, 31)
REPORT = "digiflow_crm.action_report_quarterly"
DRAFT = "BORRADOR"


class QuarterlyReportCase(DocumentMixin, DashboardCase):
    """A quarter in which something of everything happened, and its report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        offered = {"effective": moment(FIRST), "proposal": moment(FIRST)}
        cls.lead = cls.add_lead(moment(FIRST), won=moment(LAST), **offered)
        cls.add_offer(cls.lead, 1234567.89, moment(FIRST), moment(LAST), 2000000, 5)
        cls.add_lead(moment(FIRST), proposal=moment(FIRST), lost=moment(LAST))
        cls.call = cls.add_call(cls.lead, moment(LAST, 20), True)
        cls.add_call(cls.lead, moment(LAST, 21), False)
        cls.add_review(cls.call, 83)
        cls.add_meeting(cls.lead, moment(FIRST), moment(FIRST + timedelta(days=9)), "held")
        cls.add_attempt(moment(FIRST), 3, 1)
        cls.add_stay("Uno", FIRST)
        cls.add_campaign(1, 75, 100)
        cls.reports = cls.env["digiflow.quarterly.report"].with_user(cls.manager)
        cls.report = cls.reports.browse(cls.reports.open_for(QUARTER)["res_id"])
        cls.report.write({f"comment_{area}": f"Opinión sobre {area}" for area in AREAS})

    def sign(self):
        """Close the quarter and sign the report off."""
        self.report.action_close_period()
        self.report.action_sign()
        return self.report


class TestQuarterlyReport(QuarterlyReportCase):
    """Whose it is, how it begins, when it is signed off."""

    def test_each_quarter_has_one_report(self):
        again = self.reports.open_for(QUARTER)
        self.assertEqual(
            (again["res_model"], again["res_id"]), (self.reports._name, self.report.id)
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.reports.create({"period_id": self.report.period_id.id})

    def test_only_quarters_are_reported_on(self):
        for period in (str(YEAR), f"{YEAR}-02", "2999-Q1", "soon"):
            with self.subTest(period), self.assertRaises(ProcessError):
                self.reports.open_for(period)
        month = self.env["digiflow.indicator.period"].create({"kind": "month", "date_from": FIRST})
        with self.assertRaises(ProcessError), self.env.cr.savepoint():
            self.reports.create({"period_id": month.id})

    def test_it_begins_unsigned_whatever_is_said(self):
        period = self.env["digiflow.indicator.period"].create(
            {"kind": "quarter", "date_from": f"{YEAR}-04-01"}
        )
        given = {"state": "signed", "signed_by_id": self.manager.id, "data": {"rows": 1}}
        report = self.reports.with_context(default_state="signed").create(
            {"period_id": period.id, **given}
        )
        self.assertEqual(report.state, "draft")
        self.assertFalse(report.signed_by_id or report.signed_on or report.data)

    def test_an_open_quarter_is_not_signed_off(self):
        with self.assertRaises(WorkflowError) as refusal:
            self.report.action_sign()
        self.assertIn(self.report.display_name, str(refusal.exception))
        self.assertEqual(self.report.state, "draft")

    def test_who_reads_and_who_signs(self):
        self.report.action_close_period()
        for role in ROLES:
            own = self.report.with_user(self.users[role])
            with self.subTest(role):
                if role == "manager":
                    continue
                for refused in (own.action_sign, lambda own=own: own.write({"state": "signed"})):
                    with self.assertRaises(AccessError):
                        refused()
                if role == "quality":
                    self.assertTrue(own.read(["comment_sales"]))
                    with self.assertRaises(AccessError):
                        own.open_for(f"{YEAR}-Q4")
                else:
                    with self.assertRaises(AccessError):
                        own.open_for(QUARTER)


class TestSignedReport(QuarterlyReportCase):
    """Signed off a report stays as it is, whichever way somebody tries."""

    def test_nothing_of_it_changes(self):
        signed = self.sign()
        self.assertEqual((signed.state, signed.signed_by_id), ("signed", self.manager))
        self.assertTrue(signed.signed_on)
        columns = ["state", "signed_by_id", "signed_on", "data", "attachment_id", "comment_sales"]
        kept = signed.read(columns)
        for way, attempt in self.get_attempts(signed).items():
            with self.subTest(way), self.assertRaises(WorkflowError):
                attempt()
                self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(signed.read(columns), kept)
        rows = [[str(signed.id), "Otra"]]
        done = self.reports.load([".id", "comment_sales"], rows)
        self.assertTrue(any(one["type"] == "error" for one in done["messages"]))
        self.env.invalidate_all()
        self.assertEqual(signed.read(columns), kept)

    def get_attempts(self, signed):
        """How somebody may try: ``{way: what they call}``."""
        # sudo: not even the superuser changes what was signed.
        root, file = signed.sudo(), signed.attachment_id
        own_file = file.sudo()  # sudo: as above
        other = self.env["ir.attachment"].create({"name": "x.pdf", "raw": b"%PDF-x"})
        return {
            "comment": lambda: signed.write({"comment_sales": "Otra"}),
            "comment by the superuser": lambda: root.write({"comment_sales": "Otra"}),
            "figures": lambda: root.write({"data": {}}),
            "back to a draft": lambda: root.write({"state": "draft"}),
            "another quarter": lambda: root.write({"period_id": signed.period_id.id}),
            "another company": lambda: root.write({"company_id": self.company.id}),
            "another signer": lambda: root.write({"signed_by_id": self.env.uid}),
            "another file": lambda: root.write({"attachment_id": other.id}),
            "signed again": signed.action_sign,
            "copied": signed.copy,
            "deleted": root.unlink,
            "its quarter deleted": lambda: root.period_id.unlink(),
            "file changed": lambda: file.write({"raw": b"%PDF-x"}),
            "file changed by the superuser": lambda: own_file.write({"datas": b"JVBERi0="}),
            "file renamed": lambda: file.write({"name": "x.pdf"}),
            "file of something else": lambda: own_file.write({"res_id": 0}),
            "file deleted": lambda: own_file.unlink(),
        }

    def test_the_file_says_what_the_dashboard_said(self):
        """Signed, changed around and printed again it is the same file, with the same figures."""
        self.report.action_close_period()
        data = self.dashboard.with_context(lang="es_PE").get_data(QUARTER)
        self.report.action_sign()
        self.assertEqual(self.report.data, data)
        content = self.make_pdf(REPORT, self.report, self.manager)
        self.assertEqual(content, self.report.attachment_id.raw)
        self.change_records()
        self.assertEqual(self.make_pdf(REPORT, self.report, self.users["quality"]), content)
        pages = self.read_pages(content)
        self.assertEqual(len(pages), 1 + len(AREAS))
        self.assertIn(self.manager.name, pages[0])
        self.assertIn("31/03/2011", pages[0])
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"Página {number} de {len(pages)}", page)
            self.assertNotIn(DRAFT, page)
        for area, page in zip(AREAS, pages[1:], strict=True):
            self.assertIn(f"Opinión sobre {area}", page)
        self.check_figures(data, " ".join(pages))
        self.assertIn("1,234,567.89", "".join(pages))

    def change_records(self):
        """Reopen the quarter and change what it was reckoned from."""
        self.report.period_id.reopen("A call was late")
        self.add_call(self.lead, moment(FIRST), False)
        self.add_lead(moment(FIRST), won=moment(LAST))
        self.assertTrue(self.report.is_outdated)

    def check_figures(self, data, text):
        """Every figure of the data stands in the text of the file, and as often as in the data."""
        wanted = Counter(
            word
            for section in SECTIONS
            for figure in self.get_figures(data[section])
            for word in figure.split()
        )
        self.assertFalse(wanted - Counter(text.split()))

    def get_figures(self, section):
        """The figures of a section in words; a table of zeros is left out of the file."""
        rows = [*section["rows"], *([section["total"]] if section["total"] else [])]
        for row in [*rows, *section.get("trend", []), *section.get("actions", [])]:
            yield from (one for name, one in row.items() if one and name.endswith("text"))
            for other in ("before", "year_before"):
                yield row.get(other, {}).get("text", "")
            if "target_text" not in row or "code" not in row:
                yield from map(spanish.quantity, filter(None, row["counts"].values()))


class TestDraftReport(QuarterlyReportCase):
    """A draft shows the figures as they are now, and says that it is one."""

    def test_every_page_says_that_it_is_a_draft(self):
        pages = self.read_pages(self.make_pdf(REPORT, self.report, self.manager))
        self.assertEqual(len(pages), 1 + len(AREAS))
        for page in pages:
            self.assertIn(DRAFT, page)

    def test_what_is_missing_is_said(self):
        """A quarter without anything, and figures kept before the dashboard had its sections."""
        empty = self.reports.browse(self.reports.open_for(f"{YEAR}-Q3")["res_id"])
        data = self.dashboard.with_context(lang="es_PE").get_data(f"{YEAR}-Q3")
        text = self.read_html(REPORT, empty, self.manager)
        for section in ("funnel", "executives", "telemarketers", "training"):
            self.assertIn(" ".join(data[section]["empty"].split()), text)
        old = {name: data[name] for name in data if name not in SECTIONS[1:]}
        # sudo: as an older version would have left it; nobody may write it.
        self.stamp(empty.sudo(), state="signed", data=json.dumps(old))
        self.assertIn(data["period"]["label"], self.read_html(REPORT, empty, self.manager))

    def test_drafts_are_the_managers(self):
        with self.assertRaises(AccessError):
            self.make_html(REPORT, self.report, self.users["quality"])
