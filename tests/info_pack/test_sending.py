"""The sending: one click, one e-mail, once; and many through Odoo's queue."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.digiflow_crm.exceptions import InfoPackError, WorkflowError

from .cases import ADDRESS, InfoPackCase


class TestOneClick(InfoPackCase):
    """One lead, from the dialog."""

    def press_send(self, form):
        with self.mock_mail_gateway():
            action = form.action_send()
        self.env.invalidate_all()
        return action

    def test_one_click(self):
        form = self.open_form()
        self.assertEqual((form.lead_id, form.email_to), (self.lead, ADDRESS))
        self.assertEqual((form.ready_count, form.refused), (1, False))
        self.assertIn("Rosa Quispe", form.body)
        action = self.press_send(form)
        self.assertIn(ADDRESS, action["params"]["message"])
        (mail,) = self.left()
        self.assertEqual(mail["email_to"], [f'"Rosa Quispe" <{ADDRESS}>'])
        self.assertEqual(mail["email_from"], self.caller.email_formatted)
        self.assertEqual(mail["reply_to"], self.caller.email_formatted)
        self.assertIn("Comercial Andina S.A.C.", mail["subject"])
        self.assertEqual(
            {name for name, _content, _kind in mail["attachments"]},
            {
                "Carta de presentación - Comercial Andina S.A.C..pdf",
                "Clientes satisfechos.pdf",
                "Información de la Suite.pdf",
            },
        )
        pack = self.lead.info_pack_ids
        self.assertEqual((pack.state, pack.email_to, pack.number), ("sent", ADDRESS, 1))
        self.assertEqual((pack.user_id, pack.contact_name), (self.caller, "Rosa Quispe"))
        self.assertEqual(len(pack.attachment_ids), 3)
        self.assertIn(pack.message_id, self.lead.message_ids)

    def test_the_step_is_done(self):
        """The date, the stage in the name of who pressed, and the next call."""
        with freeze_time("2026-11-21 18:00:00"):  # a Saturday
            self.press_send(self.open_form())
        self.assertEqual(str(self.lead.info_sent_date), "2026-11-21 18:00:00")
        self.assertEqual(self.lead.stage_id, self.stages["meeting"])
        stay = self.lead.stage_history_ids.sorted("id")[-1]
        self.assertEqual(stay.user_id, self.caller)
        # The second working day, Tuesday, at nine in Lima.
        self.assertEqual(str(self.lead.call_due), "2026-11-24 14:00:00")
        self.assertIn("arrange the presentation", self.lead.call_reason)

    def test_days_until_the_next_call(self):
        company = self.lead.company_id
        company.digiflow_info_followup_days = 0
        self.press_send(self.open_form())
        self.assertFalse(self.lead.call_reason)
        company.digiflow_info_followup_days = 5
        lead = self.make_ready("Otra S.A.", "otra@example.com")
        with freeze_time("2026-03-31 03:30:00"):  # Monday evening in Lima
            self.send(lead)
        self.assertEqual(str(lead.call_due), "2026-04-06 14:00:00")

    def test_a_lead_that_lacks_something_stays(self):
        self.lead.current_system = False
        self.press_send(self.open_form())
        self.assertTrue(self.lead.info_sent_date)
        self.assertEqual(self.lead.stage_id, self.stages["telemarketing"])

    def test_the_corrected_address_is_kept(self):
        self.lead.email_from = "rosa@nada"
        with Form(
            self.env["digiflow.info.pack.send"].with_user(self.caller).browse(self.open_form().id)
        ) as form:
            self.assertIn("is not an e-mail address", form.refused)
            form.email_to = "r.quispe@example.com"
            self.assertFalse(form.refused)
            self.assertEqual(form.ready_count, 1)
            wizard = form.save()
        self.press_send(wizard)
        self.assertEqual(self.lead.email_from, "r.quispe@example.com")
        self.assertEqual(self.lead.info_pack_ids.email_to, "r.quispe@example.com")

    def test_pressed_twice(self):
        form = self.open_form()
        other = self.open_form()
        self.press_send(form)
        with self.assertRaises(WorkflowError):
            self.press_send(form)
        with self.assertRaises(InfoPackError):
            self.press_send(other)
        self.assertEqual(len(self.lead.info_pack_ids), 1)

    def test_sent_again_when_the_client_asks(self):
        first = self.send()
        sent = self.lead.info_sent_date
        form = self.open_form()
        self.assertTrue(form.has_repeated)
        self.press_send(self.open_form(resend=True))
        second = self.lead.info_pack_ids - first
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual(self.lead.info_sent_date, sent)

    def test_the_modality(self):
        form = self.open_form(modality="cloud")
        self.assertIn("%22cloud%22", form.documents)
        self.press_send(form)
        self.assertEqual(self.lead.info_pack_ids.modality, "cloud")

    def test_without_satisfied_clients(self):
        self.client.digiflow_reference = False
        form = self.open_form()
        self.assertIn("left out", form.documents)
        self.press_send(form)
        names = [attachment.name for attachment in self.lead.info_pack_ids.attachment_ids]
        self.assertEqual(len(names), 2)
        self.assertNotIn("Clientes satisfechos.pdf", names)
        self.assertNotIn("Clients who are satisfied", self.lead.info_pack_ids.body)

    def test_who_it_comes_from(self):
        self.lead.telemarketer_id = False
        self.assertEqual(self.send(role="executive").user_id, self.users["executive"])
        self.caller.active = False
        lead = self.make_ready("Otra S.A.", "otra@example.com", telemarketer_id=self.caller.id)
        self.assertEqual(self.send(lead, "executive").user_id, self.users["executive"])


class TestKept(InfoPackCase):
    """What was sent stays as it was."""

    def test_nobody_changes_or_deletes_it(self):
        pack = self.send()
        for role in ("telemarketer", "executive", "manager"):
            own = pack.with_user(self.users[role])
            for change in (
                lambda own=own: own.write({"email_to": "x@example.com"}),
                own.unlink,
                lambda own=own: own.create({"lead_id": self.lead.id, "email_to": ADDRESS}),
                lambda own=own: own.attachment_ids[0].write({"name": "otro.pdf"}),
                lambda own=own: own.attachment_ids[0].unlink(),
            ):
                with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                    change()
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            pack.unlink()
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            self.lead.unlink()

    def test_merged_leads_keep_theirs(self):
        other = self.make_ready("Comercial Andina", "otra@example.com")
        packs = self.send(self.lead) | self.send(other)
        kept = (self.lead | other).merge_opportunity(auto_unlink=True)
        self.assertEqual(kept.info_pack_ids, packs)
        self.assertEqual(sorted(kept.info_pack_ids.mapped("number")), [1, 2])

    def test_the_list_of_a_lead(self):
        pack = self.send()
        action = self.lead.with_user(self.caller).action_view_info_packs()
        self.assertEqual(action["res_id"], pack.id)
        self.assertEqual(pack.with_user(self.caller).action_view_lead()["res_id"], self.lead.id)


class TestMany(InfoPackCase):
    """A selection, through the queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.lead | cls.make_ready("Dos S.A.", "dos@example.com")
        cls.many |= cls.make_ready("Tres S.A.", "tres@example.com")
        cls.refused = cls.make_ready("Sin correo S.A.", False)

    def test_through_the_queue(self):
        form = self.open_form(self.many | self.refused)
        self.assertFalse(form.lead_id)
        self.assertEqual((form.lead_count, form.ready_count), (4, 3))
        self.assertIn("Sin correo S.A.", form.refused)
        with self.mock_mail_gateway():
            form.action_send()
        self.assertFalse(self.left(), "many are not sent while the user waits")
        packs = self.many.info_pack_ids
        self.assertEqual(set(packs.mapped("state")), {"queued"})
        self.assertFalse(self.lead.info_sent_date)
        self.run_jobs()
        self.assertEqual(len(self.left()), 3)
        self.assertEqual(set(packs.mapped("state")), {"sent"})
        self.assertEqual(self.many.stage_id, self.stages["meeting"])
        stay = self.lead.stage_history_ids.sorted("id")[-1]
        self.assertEqual(stay.user_id, self.caller, "who pressed, not who runs the queue")
        self.assertFalse(self.refused.info_pack_ids)
        self.run_jobs()
        self.assertFalse(self.left(), "nobody gets it twice")

    def test_documents_that_are_the_same_are_made_once(self):
        self.send(self.many)
        made = []
        original = type(self.packs)._make_document
        with patch.object(
            type(self.packs),
            "_make_document",
            lambda pack, document: made.append(document) or original(pack, document),
        ):
            self.run_jobs()
        self.assertEqual(sorted(made), ["clients", "letter", "letter", "letter", "suite"])

    def test_queued_ones_are_not_sent_again(self):
        self.send(self.many)
        result = self.many.with_user(self.caller).send_info_pack()
        self.assertEqual({one["code"] for one in result["refused"]}, {"repeated"})
        self.assertFalse(result["pack_ids"])

    def test_blacklisted_while_it_waited(self):
        self.send(self.many)
        self.env["mail.blacklist"]._add(ADDRESS)
        self.run_jobs()
        self.assertEqual(self.lead.info_pack_ids.state, "failed")
        self.assertIn("asked not to get", self.lead.info_pack_ids.failure)
        self.assertEqual(self.tasks(), [("Send the information again", self.caller)])
        self.assertEqual(len(self.left()), 2)

    def test_a_document_that_cannot_be_made(self):
        """One company's trouble is its own."""
        self.send(self.many)
        original = type(self.packs)._make_document

        def make(pack, document):
            if pack.lead_id == self.lead:
                raise ValueError("no paper")
            return original(pack, document)

        with patch.object(type(self.packs), "_make_document", make):
            self.run_jobs()
        self.assertEqual(self.lead.info_pack_ids.failure, "no paper")
        self.assertEqual(len(self.left()), 2)
