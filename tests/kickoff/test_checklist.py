"""The checklist: from the template of the kind of project, with documents, dates and reminders."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.digiflow_crm.core import periods

from .cases import HandoverCase

REMINDER = "digiflow_crm.mail_activity_type_checklist"


class TestChecklist(HandoverCase):
    """Items, their documents, and whose work they are."""

    def test_every_kind_of_project_has_its_checklist(self):
        templates = self.env["digiflow.handover.template"]
        for kind in ("express", "standard", "upgrade", "non_standard"):
            template = templates._get_for(kind)
            self.assertTrue(template.line_ids.filtered("required"), kind)
            self.assertTrue(template.line_ids.filtered("needs_document"), kind)

    def test_items_are_those_of_the_kind_of_project(self):
        kind = self.handover.requirement_id.project_kind
        template = self.env["digiflow.handover.template"]._get_for(kind)
        asked = template.line_ids.filtered(lambda one: one.document_type_id.code != "GRE")
        self.assertEqual(self.handover.item_ids.mapped("name"), asked.mapped("name"))
        line, item = template.line_ids[0], self.handover.item_ids[0]
        self.assertEqual(item.date_due, periods.today() + timedelta(days=line.days))
        self.assertEqual(item.user_id, self.users["executive"])
        own = self.handover.item_ids.filtered(lambda one: one.user_id == self.users["presales"])
        asked = asked.filtered(lambda one: one.responsible == "presales")
        self.assertEqual(own.mapped("name"), asked.mapped("name"))

    def test_formats_are_those_of_the_documents_that_are_issued(self):
        invoice = self.env.ref("digiflow_crm.document_type_f")
        template = self.env["digiflow.handover.template"]._get_for("standard")
        survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.lead.id, "document_type_ids": [(6, 0, invoice.ids)]}
        )
        asked = template.line_ids.filtered(lambda line: line._is_asked(survey))
        formats = [name for name in asked.mapped("name") if name.startswith("Formato de impresión")]
        self.assertEqual(formats, ["Formato de impresión: Factura (F)"])

    def test_changing_the_template_does_not_change_handovers(self):
        before = self.handover.item_ids.mapped("name")
        self.env["digiflow.handover.template"].search([]).line_ids.write({"name": "Otro"})
        self.assertEqual(self.handover.item_ids.mapped("name"), before)

    def test_a_kind_of_project_has_one_checklist_in_use(self):
        template = self.env["digiflow.handover.template"]._get_for("standard")
        copy = template.with_user(self.users["presales"]).copy()
        self.assertFalse(copy.active)
        self.assertEqual(len(copy.line_ids), len(template.line_ids))
        template.active = False
        # 19.0 would write both at once, and so have two in use for a moment.
        self.env.flush_all()
        copy.active = True
        self.assertEqual(template._get_for("standard"), copy)

    def test_progress_counts_what_is_done(self):
        self.handover.item_ids.unlink()
        self.add_item("Uno", state="received")
        self.add_item("Dos", state="validated")
        self.add_item("Tres", date_due=periods.today() - timedelta(days=1))
        self.assertEqual(self.handover.progress_text, "2 of 3")
        self.assertAlmostEqual(self.handover.progress, 66.67, 2)
        self.assertEqual(self.handover.overdue_count, 1)
        self.assertEqual(self.handover.next_due, periods.today() - timedelta(days=1))

    def test_overdue_items_are_found(self):
        late = self.add_item("Tarde", date_due=periods.today() - timedelta(days=1))
        self.add_item("A tiempo", date_due=periods.today())
        items = self.env["digiflow.handover.item"]
        own = [("handover_id", "=", self.handover.id)]
        self.assertEqual(items.search([("is_overdue", "=", True), *own]), late)
        self.assertNotIn(late, items.search([("is_overdue", "=", False), *own]))
        handovers = self.env["digiflow.handover"]
        found = handovers.search(
            [("item_ids.is_overdue", "=", True), ("id", "=", self.handover.id)]
        )
        self.assertEqual(found, self.handover)
        late.state = "received"
        self.assertFalse(late.is_overdue)
        self.assertFalse(items.search([("is_overdue", "=", True), *own]))

    def test_state_says_who_and_when(self):
        item = self.by("executive", self.add_item())
        item.action_receive()
        self.assertTrue(item.received_on)
        item.with_user(self.users["presales"]).action_validate()
        self.assertEqual(item.validated_by_id, self.users["presales"])
        item.action_reopen()
        self.assertFalse(item.received_on or item.validated_on or item.validated_by_id)
        self.assertRefused(item.write, {"validated_by_id": self.users["manager"].id})

    def test_only_presales_does_without_what_is_required(self):
        item = self.add_item()
        own = self.by("executive", item)
        self.assertRefused(own.write, {"required": False}, error=AccessError)
        self.assertRefused(own.unlink, error=AccessError)
        self.by("presales", item).required = False
        own.unlink()
        self.assertFalse(item.exists())

    def test_uploaded_file_is_kept_and_told(self):
        item = self.add_item(needs_document=True)
        attachment = self.upload(item, "C:\\temp\\Ficha <RUC>.PDF")
        self.assertEqual(attachment.name, "Ficha RUC.PDF")
        self.assertEqual(item.attachment_ids, attachment)
        self.assertEqual((item.state, item.document_count), ("received", 1))
        self.assertIn("Ficha RUC.PDF received", self.handover.message_ids[0].body)

    def test_files_that_are_not_taken(self):
        item = self.add_item()
        for name, content, part in (
            ("a.pdf", b"", "empty"),
            ("a.pdf", b"%PDF" + b"0" * (15 * 2**20), "more than 15 MB"),
            ("a.exe", b"MZ", "one of these: .pdf"),
            ("a.svg", b"<svg onload='alert(1)'/>", "one of these"),
            ("pdf", b"%PDF", "one of these"),
            ("a.pdf", b"<html>", "not what its name says"),
        ):
            text = self.assertRefused(item._receive_document, name, content)
            self.assertIn(part, text)
        item.state = "validated"
        self.assertIn("validated", self.assertRefused(item._receive_document, "a.pdf", b"%PDF"))
        self.assertFalse(item.attachment_ids)

    def test_number_of_files_is_bounded(self):
        item = self.add_item()
        for number in range(20):
            self.upload(item, f"{number}.txt", b"x")
        self.assertIn(".zip", self.assertRefused(item._receive_document, "21.txt", b"x"))

    def test_file_of_a_form_becomes_the_items(self):
        """The browser uploads a file of no record; whoever reads the item has to read it."""
        item = self.add_item()
        files = self.env["ir.attachment"].with_user(self.users["executive"])
        file = files.create({"name": "logo.png", "raw": b"png", "res_model": item._name})
        self.by("executive", item).write({"attachment_ids": [(4, file.id)]})
        self.assertEqual((file.res_model, file.res_id), (item._name, item.id))
        self.assertEqual(self.by("implementation", file).name, "logo.png")

    def test_file_of_another_record_is_not_taken(self):
        item = self.by("executive", self.add_item())
        secret = self.env["ir.attachment"].create({"name": "s.txt", "raw": b"s"})
        foreign = self.env["ir.attachment"].create(
            {"name": "f.txt", "raw": b"f", "res_model": "res.company", "res_id": 1}
        )
        for file in (secret, foreign):
            values = {"attachment_ids": [(4, file.id)]}
            self.assertRefused(item.write, values, error=UserError)

    def test_item_in_the_form(self):
        with Form(self.by("executive")) as form, form.item_ids.new() as item:
            item.name = "Contrato firmado"
        self.assertIn("Contrato firmado", self.handover.item_ids.mapped("name"))

    def reminders(self, user="executive"):
        """Open reminders of somebody on the handover."""
        kind = self.env.ref(REMINDER)
        return self.handover.activity_ids.filtered(
            lambda one: one.activity_type_id == kind and one.user_id == self.users[user]
        )

    def test_reminder_once_for_each_person(self):
        self.handover.item_ids.write({"date_due": False})
        today = periods.today()
        self.add_item("Tarde", date_due=today, user_id=self.users["executive"].id)
        self.add_item("Pronto", date_due=today + timedelta(2), user_id=self.users["executive"].id)
        self.add_item("Luego", date_due=today + timedelta(3), user_id=self.users["presales"].id)
        for _again in range(2):
            self.env["digiflow.handover"]._cron_remind_items()
            reminder = self.reminders()
            self.assertEqual(reminder.summary, "Checklist: 2 items are due")
            self.assertIn("Tarde; Pronto", reminder.note)
            self.assertFalse(self.reminders("presales"))

    def test_nobody_is_reminded_of_what_was_submitted(self):
        self.env["digiflow.handover"]._cron_remind_items()
        self.handover.item_ids.write({"date_due": periods.today()})
        self.env["digiflow.handover"]._cron_remind_items()
        self.assertTrue(self.reminders())
        self.submit()
        self.assertFalse(self.reminders())
        self.env["digiflow.handover"]._cron_remind_items()
        self.assertFalse(self.reminders())
