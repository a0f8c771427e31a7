"""The workbook as a user asks for it, and the e-mail of the closed week."""

import base64
import io
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import RUCS, DigiflowCase

# A Monday, 7:00 in Lima.
MONDAY = "2026-04-06 12:00:00"
LAST_MOMENT = datetime(2026, 4, 6, 4, 59)
EARLIER = datetime(2026, 3, 30, 4, 59)


class ProgressCase(DigiflowCase):
    """A list in which somebody was reached last week, and another one that rests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        # Other managers of the database would get mails too.
        users = cls.env["res.users"].search([("id", "!=", cls.manager.id), ("email", "!=", False)])
        others = users.filtered(lambda user: user.has_group("digiflow_crm.group_manager"))
        others.write({"email": False})
        model = cls.env["digiflow.prospect.list"]
        model.search([("id", "!=", cls.prospects.id)]).write({"active": False})
        cls.quiet = model.create({"name": "En reposo"})
        cls.lead = cls.make_lead(ruc=RUCS[0], prospect_list_id=cls.prospects.id)
        cls.make_lead(ruc=RUCS[1], prospect_list_id=cls.quiet.id)
        cls.lead.effective_contact_date = LAST_MOMENT
        cls.make_lead(
            ruc=RUCS[2], prospect_list_id=cls.prospects.id, effective_contact_date=EARLIER
        )
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-01 12:00:00'")
        cls.env.invalidate_all()

    def open_workbook(self, content):
        """The workbook in a binary field's value."""
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)), data_only=True)


class TestWorkbook(ProgressCase):
    """The form that asks for days."""

    def open_form(self, role="manager", **context):
        model = self.env["digiflow.progress.workbook"].with_user(self.users[role])
        return Form(model.with_context(**context))

    @freeze_time(MONDAY)
    def test_days(self):
        form = self.open_form()
        for span, first, last in (
            ("week", date(2026, 3, 30), date(2026, 4, 5)),
            ("fortnight", date(2026, 3, 16), date(2026, 3, 31)),
            ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ):
            form.span = span
            self.assertEqual((form.date_from, form.date_to), (first, last))
        form.span = "other"
        form.date_from = date(2026, 1, 1)
        wizard = form.save()
        self.assertEqual(wizard.date_from, date(2026, 1, 1))

    @freeze_time(MONDAY)
    def test_download(self):
        action = self.prospects.with_user(self.manager).action_workbook()
        form = self.open_form(**action["context"])
        wizard = form.save()
        self.assertEqual(wizard.list_ids.ids, self.prospects.ids)
        action = wizard.action_download()
        wizard.invalidate_recordset()
        self.assertIn(f"/{wizard.id}/file/", action["url"])
        self.assertTrue(wizard.filename.endswith(".xlsx"))
        book = self.open_workbook(wizard.with_context(bin_size=False).file)
        _title, header, line, total = book["Lists"].iter_rows(values_only=True)
        self.assertEqual(line[0], self.prospects.name)
        self.assertEqual(dict(zip(header, total, strict=True))["Effective contacts"], 1)

    def test_all_lists_when_none_is_chosen(self):
        form = self.open_form("telemarketer")
        wizard = form.save()
        wizard.action_download()
        wizard.invalidate_recordset()
        sheet = self.open_workbook(wizard.with_context(bin_size=False).file)["Lists"]
        names = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
        self.assertEqual(names, [self.prospects.name, "Total"])

    def test_ones_own(self):
        wizard = self.open_form().save()
        with self.assertRaises(AccessError):
            wizard.with_user(self.users["quality"]).read(["file"])

    def test_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("es_PE")
        with patch.dict(
            "odoo.addons.digiflow_crm.models.prospecting.digiflow_prospect_list_mail.WORDS",
            {"lists": "Reason"},
        ):
            words = self.prospects.with_context(lang="es_PE")._get_progress_words()
        self.assertEqual(words["lists"], "Motivo")


class TestWeekly(ProgressCase):
    """Through Odoo's own queue."""

    def send(self):
        """Run the scheduled job on that Monday; the mails that it queued."""
        before = self.env["mail.mail"].search([])
        with freeze_time(MONDAY):
            self.env.ref("digiflow_crm.ir_cron_prospect_progress").ir_actions_server_id.run()
        return self.env["mail.mail"].search([]) - before

    def addressees(self, mail):
        """To whom a mail goes: an address on 16.0, a partner on 19.0."""
        return mail.email_to or ", ".join(mail.recipient_ids.mapped("email_formatted"))

    def test_the_closed_week(self):
        mail = self.send()
        self.assertEqual(len(mail), 1)
        self.assertEqual(self.addressees(mail), self.manager.email_formatted)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("03/30/2026", mail.subject)
        body = html.fromstring(mail.body_html)
        text = " ".join(body.text_content().split())
        self.assertIn(f"Good morning, {self.manager.name}", text)
        self.assertIn(f"{self.prospects.name} 2 prospects", text)
        self.assertIn("Open lists where nothing happened: 1", text)
        self.assertNotIn(self.quiet.name, text)
        figures = [cell.text for cell in body.xpath("//td[not(@colspan)]")]
        self.assertEqual(figures, ["1", "1", "0", "0", "0"])
        (workbook,) = mail.attachment_ids
        sheet = self.open_workbook(workbook.datas)["Lists"]
        self.assertEqual(sheet["A1"].value[-23:], "30/03/2026 - 05/04/2026")
        self.assertEqual(
            {sheet["A3"].value, sheet["A4"].value}, {"Agentes de retención", "En reposo"}
        )

    def test_sent_and_gone_with_its_workbook(self):
        """The queue sends it; the workbook does not stay behind."""
        mail = self.send()
        workbook = mail.attachment_ids
        sent = []
        server = type(self.env["ir.mail_server"])
        replaced = {
            "connect": lambda *args, **kwargs: None,
            "_connect__": lambda *args, **kwargs: None,
            # 19.0 sends nothing in a test.
            "_disable_send": lambda *args: False,
            "send_email": lambda self, message, *args, **kwargs: sent.append(message) or "id",
        }
        for name, replacement in replaced.items():
            if hasattr(server, name):
                self.patch(server, name, replacement)
        mail.send(raise_exception=True)
        (message,) = sent
        self.assertIn(self.manager.email, message["To"])
        (name,) = [part.get_filename() for part in message.walk() if part.get_filename()]
        self.assertTrue(name.endswith(".xlsx"))
        self.assertFalse(mail.exists())
        self.assertFalse(workbook.exists())

    def test_nothing_happened(self):
        self.env["crm.lead"].search([("prospect_list_id", "!=", False)]).write(
            {"effective_contact_date": False}
        )
        mail = self.send()
        self.assertIn("Nothing happened in these days", mail.body_html)
        self.assertIn(">2</span>", mail.body_html)

    def test_nothing_to_tell(self):
        (self.prospects | self.quiet).action_close()
        self.assertEqual(len(self.send()), 1, "something happened in a closed list")
        self.lead.effective_contact_date = False
        self.assertFalse(self.send())

    def test_a_manager_of_two_companies(self):
        """A mail for each, with that company's lists alone."""
        company = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, company.id)]
        self.env["digiflow.prospect.list"].create({"name": "La Paz", "company_id": company.id})
        self.assertEqual(len(self.send()), 2)

    def test_who_gets_none(self):
        self.manager.active = False
        self.assertFalse(self.send())

    def test_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("es_PE")
        template = self.env.ref("digiflow_crm.mail_template_prospect_progress")
        template.with_context(lang="es_PE").subject = "Avance: {{ ctx.get('digiflow_days') }}"
        self.manager.lang = "es_PE"
        mail = self.send()
        self.assertEqual(mail.subject, "Avance: 30/03/2026 - 05/04/2026")

    @freeze_time(MONDAY)
    def test_to_oneself_now(self):
        for role in ("manager", "telemarketer"):
            user = self.users[role]
            wizard = self.env["digiflow.progress.workbook"].with_user(user).create({})
            before = self.env["mail.mail"].search([])
            action = wizard.action_send()
            self.assertEqual(action["tag"], "display_notification")
            mail = self.env["mail.mail"].search([]) - before
            self.assertEqual(self.addressees(mail), user.email_formatted)
            self.assertTrue(mail.attachment_ids)
        user.email = False
        with self.assertRaises(UserError):
            wizard.action_send()

    def test_mondays_at_seven_in_lima(self):
        call = self.env.ref("digiflow_crm.ir_cron_prospect_progress").nextcall
        self.assertEqual((call.weekday(), call.hour, call.minute), (0, 12, 0))
