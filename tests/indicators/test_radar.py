"""The opportunity radar: what stands in it, for whom, and that it reaches who wants it."""

import base64
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.indicators import digiflow_radar

from ..common import DigiflowCase
from ..spreadsheets import recalculate

FIRST_ROW = 4


class RadarCase(DigiflowCase):
    """A few opportunities in several stages, with offers, presentations and calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.executive = cls.users["manager"], cls.users["executive"]
        cls.other = cls.make_user("executive", login="executive_radar")
        cls.leads = cls.env["crm.lead"]
        for number in range(6):
            lead = cls.make_lead(
                name=f"Radar {number}",
                user_id=(cls.executive if number % 2 else cls.other).id,
                expected_revenue=1000 * number,
                probability=10.0 * number,
            )
            step = ("survey", "proposal", "meeting")[number % 3]
            cls.complete(lead, step)
            lead.stage_id = cls.stages[step]
            cls.leads |= lead
        cls.leads[0].name = "=1+1"
        cls.never_called = cls.make_lead(name="Nadie llamó")
        cls.leads[1].activity_schedule(
            summary="Llamar a Sistemas", date_deadline=periods.today() + timedelta(days=2)
        )

    def make(self, user=None, first=None, last=None):
        """The workbook that a user gets, as sheet -> list of dicts by the titles of its columns."""
        today = periods.today()
        radar = self.env["digiflow.radar"].with_user(user or self.manager)
        _name, content = radar._make(first or today.replace(day=1), last or today)
        self.content = content
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return {sheet.title: self.read(sheet) for sheet in book}

    def read(self, sheet):
        head, *rows = sheet.iter_rows(min_row=FIRST_ROW - 1, values_only=True)
        return [
            dict(zip(head, row, strict=True))
            for row in rows
            if any(value is not None for value in row)
        ]

    def pick(self, rows, leads=None):
        """The rows of the pipeline of our leads, by name."""
        names = set((leads or self.leads).mapped("name"))
        return {row["Name"]: row for row in rows if row["Name"] in names}


class TestRadar(RadarCase):
    """Rows and summary against the records themselves."""

    def test_pipeline_is_what_the_screens_say(self):
        rows = self.pick(self.make()["Pipeline"])
        self.assertEqual(set(rows), set(self.leads.mapped("name")))
        for lead in self.leads:
            row = rows[lead.name]
            self.assertEqual(row["Stage"], lead.stage_id.name)
            self.assertEqual(row["RUC"], lead.ruc or None)
            self.assertEqual(row["Days in stage"], lead.days_in_stage)
            self.assertEqual(row["Days still"], lead.digiflow_days_still)
            self.assertEqual(row["Sales executive"], lead.user_id.name)
            self.assertEqual(row["Amount"], lead.expected_revenue)
            self.assertAlmostEqual(row["Probability"], lead.probability / 100)
            self.assertAlmostEqual(row["Weighted"], lead.expected_revenue * lead.probability / 100)
        planned = rows[self.leads[1].name]
        self.assertEqual(planned["Next step"], "Llamar a Sistemas")
        self.assertEqual(planned["On"].date(), periods.today() + timedelta(days=2))

    def test_who_was_never_called_is_only_in_a_list(self):
        made = self.make()
        self.assertFalse(self.pick(made["Pipeline"], self.never_called))
        (own,) = (row for row in made["Lists"] if row["Name"] == self.prospects.name)
        self.assertEqual(own["Prospects"], len(self.prospects.lead_ids))

    def test_summary_recounted(self):
        """LibreOffice's figures against the records, counted one by one."""
        self.make()
        counts, amounts = Counter(), defaultdict(float)
        reach = [("is_digiflow", "=", True), ("stage_id.is_won", "=", False)]
        for lead in self.env["crm.lead"].with_user(self.manager).search(reach):
            if lead.contacted_date or lead.stage_id.digiflow_step != "telemarketing":
                counts[lead.stage_id.name] += 1
                amounts[lead.stage_id.name] += lead.expected_revenue
        summary = recalculate(self.content)["Summary"]
        found = {row[0]: row[1:] for row in summary.iter_rows(max_col=4, values_only=True)}
        for stage in self.stages.values():
            if not stage.is_won:
                self.assertEqual(found[stage.name][0], counts[stage.name], stage.name)
                self.assertAlmostEqual(found[stage.name][1], amounts[stage.name])

    def test_in_many_batches(self):
        names = [row["Name"] for row in self.make()["Pipeline"]]
        with patch.object(digiflow_radar, "BATCH", 2):
            self.assertEqual([row["Name"] for row in self.make()["Pipeline"]], names)
        self.assertGreaterEqual(len(names), 6)

    def test_stays_come_together_when_a_stage_was_left_and_entered_again(self):
        """Only the last time in the stage counts, and a time as lost does not."""
        lead = self.leads[3]
        for step in ("meeting", "survey"):
            lead.stage_id = self.stages[step]
        self.env.flush_all()
        # sudo: the history is set up, not read as somebody.
        history = lead.sudo().stage_history_ids.sorted("id")
        moment = self.env.cr.now() - timedelta(days=40, hours=5)
        for stay in history:
            self.env.cr.execute(
                "UPDATE digiflow_stage_history SET date_from = %s, date_to = %s WHERE id = %s",
                [
                    moment,
                    moment + timedelta(days=10) if stay != history[-1:] else None,
                    stay.id,
                ],
            )
            moment += timedelta(days=10)
        self.env.invalidate_all()
        row = self.pick(self.make()["Pipeline"])[lead.name]
        self.assertGreater(lead.days_in_stage, 5)
        self.assertEqual(row["Days in stage"], lead.days_in_stage)

    def test_days_are_those_of_lima(self):
        """A presentation at 20:00 on the 31st in Lima is of March, though UTC has April by then."""
        lead = self.leads[1]
        self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "start": "2026-04-01 01:00:00",
                "stop": "2026-04-01 02:00:00",
                "digiflow_kind": "presentation",
                "digiflow_state": "held",
                "opportunity_id": lead.id,
                "user_id": self.executive.id,
            }
        )
        march = self.make(first=date(2026, 3, 1), last=date(2026, 3, 31))["Meetings"]
        self.assertEqual([(row["Date"].day, row["Time"]) for row in march], [(31, "20:00")])
        self.assertFalse(self.make(first=date(2026, 4, 1), last=date(2026, 4, 2))["Meetings"])

    def test_calls_by_period(self):
        calls = self.env["digiflow.call"].with_user(self.manager)
        for moment in ("2026-03-02 15:00:00", "2026-03-09 04:59:00", "2026-03-09 05:00:00"):
            calls.create({"lead_id": self.leads[0].id, "start": moment, "outcome": "no_answer"})
        made = self.make(first=date(2026, 3, 1), last=date(2026, 3, 31))
        weeks = {row["From"].date(): row["Calls"] for row in made["Calls by week"]}
        # 04:59 UTC on Monday is Sunday night in Lima.
        self.assertEqual((weeks[date(2026, 3, 2)], weeks[date(2026, 3, 9)]), (2, 1))
        self.assertEqual([row["Calls"] for row in made["Calls by month"]], [3])
        self.assertEqual([row["Calls"] for row in made["Calls by fortnight"]], [3, 0])

    def test_queries_do_not_grow(self):
        """As many for six opportunities as for one batch of thousands."""
        self.make()
        self.env.flush_all()
        with self.assertQueryCount(__system__=120):
            rows = (
                self.env["digiflow.radar"]
                .with_user(self.manager)
                ._get_rows(periods.today(), periods.today())
            )
            self.assertTrue(list(rows["pipeline"]))


class TestReach(RadarCase, HttpCase):
    """Everybody's radar holds what they may read, by every way to it."""

    def test_executive_gets_the_own(self):
        rows = self.make(self.executive)["Pipeline"]
        self.assertEqual({row["Sales executive"] for row in rows}, {self.executive.name})
        self.assertEqual(
            set(self.pick(rows)),
            set(self.leads.filtered(lambda lead: lead.user_id == self.executive).mapped("name")),
        )
        self.assertFalse(self.make(self.executive)["Calls by week"])

    def test_quality_reads_all(self):
        self.assertEqual(
            set(self.pick(self.make(self.users["quality"])["Pipeline"])),
            set(self.leads.mapped("name")),
        )

    def test_other_roles_get_none(self):
        for role in ("telemarketer", "presales", "implementation"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["digiflow.radar.workbook"].with_user(self.users[role]).create({})

    def test_another_company(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Ecuador"})
        self.manager.company_ids = [(4, abroad.id)]
        radar = self.env["digiflow.radar"].with_user(self.manager)
        at_work = radar.with_context(allowed_company_ids=abroad.ids)
        _name, content = at_work._make(periods.today(), periods.today())
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        self.assertFalse(self.pick(self.read(book["Pipeline"])))

    def test_wrong_days(self):
        with self.assertRaises(ProcessError):
            self.make(first=date(2026, 2, 1), last=date(2026, 1, 1))

    @mute_logger("odoo.http")
    def test_download(self):
        wizard = self.env["digiflow.radar.workbook"].with_user(self.executive).create({})
        url = wizard.action_download()["url"]
        for user, status in ((self.executive, 200), (self.other, 404)):
            user.password = "digiflow-test"
            self.env.flush_all()
            self.authenticate(user.login, "digiflow-test")
            response = self.url_open(url)
            self.assertEqual(response.status_code, status)
            if status == 200:
                book = openpyxl.load_workbook(io.BytesIO(response.content))
                self.assertIn("Pipeline", book.sheetnames)

    def test_every_monday_to_who_asked(self):
        mails = self.env["mail.mail"].search([])
        form = self.env["digiflow.radar.workbook"].with_user(self.executive)
        form.create({"weekly": True}).action_keep()
        # sudo: set past the form, which refuses this role.
        self.users["telemarketer"].sudo().digiflow_radar_weekly = True
        self.env["digiflow.radar"]._cron_send()
        sent = self.env["mail.mail"].search([]) - mails
        self.assertEqual(len(sent), 1)
        # 19.0 writes it to the person, 16.0 to the address.
        addressees = [sent.email_to or "", *sent.recipient_ids.mapped("email")]
        self.assertIn(self.executive.email, " ".join(addressees))
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(sent.attachment_ids.datas)))
        owners = {row["Sales executive"] for row in self.read(book["Pipeline"])}
        self.assertEqual(owners, {self.executive.name})
        form.create({"weekly": False}).action_keep()
        self.env["digiflow.radar"]._cron_send()
        self.assertEqual(self.env["mail.mail"].search([]) - mails, sent)
