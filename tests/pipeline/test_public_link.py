"""The link to a client's page: made, shown once, expired, renewed, withdrawn; and its e-mail."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core.periods import today
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..common import DigiflowCase

MODEL = "digiflow.public.link.share"


class LinkCase(DigiflowCase):
    """A survey in draft and its link."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(email_from="info@andina.example.com")
        survey = self.env["digiflow.requirement"].create({"lead_id": self.lead.id})
        self.survey = survey.with_user(self.users["executive"])

    def make(self):
        """(id, token) of a new link, as its address has them."""
        page, number, token = self.survey._make_link().rsplit("/", 3)[1:]
        self.assertEqual(page, "survey")
        return int(number), token

    def assertForbidden(self, action):
        """`action` is refused; how, differs between the series."""
        try:
            with mute_logger("odoo.models", "odoo.addons.base.models.ir_model"):
                action()
        except (UserError, ValueError):
            return
        self.fail("it was not refused")

    def find(self, *address):
        """What a stranger finds at an address."""
        stranger = self.env.ref("base.public_user")
        return self.env["digiflow.requirement"].with_user(stranger)._find_by_link(*address)


class TestLink(LinkCase):
    """One link at a time, and nothing of it to be read."""

    def test_the_last_link_opens_and_no_other(self):
        self.assertEqual(
            (self.survey.link_state, self.survey.link_status), ("never", "never shared")
        )
        number, token = self.make()
        self.assertEqual(self.find(number, token), self.survey)
        self.assertTrue(self.find(number, token).env.su)
        for wrong in ("", token[:-1], token + "x", token.swapcase(), "ñ"):
            self.assertFalse(self.find(number, wrong), wrong)
        for unknown in (0, -1, number + 10_000, 2**31, 2**63):
            self.assertFalse(self.find(unknown, token), unknown)
        renewed = self.make()
        self.assertFalse(self.find(number, token))
        self.assertTrue(self.find(*renewed))
        self.survey.action_withdraw_link()
        self.assertFalse(self.find(*renewed))
        self.assertFalse(self.find(number, ""), "no token is not the token of no link")
        self.assertEqual(self.survey.link_status, "withdrawn")

    def test_it_expires_after_the_days_of_the_settings(self):
        self.env.company.digiflow_link_days = 7
        number, token = self.make()
        self.assertEqual(self.survey.link_expires_on, today() + timedelta(days=7))
        self.assertEqual(self.survey.link_state, "valid")
        self.assertIn("valid until", self.survey.link_status)
        moment = "odoo.addons.digiflow_crm.models.pipeline.digiflow_public_link.today"
        for days, state in ((7, "valid"), (8, "expired")):
            later = today() + timedelta(days=days)
            self.survey.invalidate_recordset(["link_state", "link_status"])
            with patch(moment, return_value=later):
                self.assertEqual(self.survey.link_state, state)
                self.assertTrue(self.find(number, token), "its holder is told, not a guesser")
        self.assertIn("expired on", self.survey.link_status)

    def test_nobody_reads_or_brings_a_digest(self):
        _number, token = self.make()
        digest = self.survey.sudo().link_digest
        self.assertNotIn(token, digest)
        self.env.invalidate_all()
        admin = self.env.ref("base.user_admin")
        for user in (self.users["executive"], self.users["manager"], admin):
            survey = self.survey.with_user(user)
            self.assertNotIn("link_digest", survey.fields_get())
            for action in (
                lambda survey=survey: survey.read(["link_digest"]),
                lambda survey=survey: survey.export_data(["link_digest"]),
            ):
                self.assertForbidden(action)
        self.assertForbidden(lambda: self.survey.write({"link_digest": digest}))
        for vals in ({"link_expires_on": "2099-01-01"}, {"link_made_on": False}):
            with self.assertRaises(WorkflowError):
                self.survey.write(vals)
        texts = " ".join(self.survey.sudo().message_ids.mapped("body"))
        self.assertNotIn(token, texts)
        copied = self.survey.sudo().copy({"lead_id": self.make_lead(name="Otra").id})
        self.assertEqual((copied.link_state, copied.link_digest), ("never", False))

    def test_who_may_not_write_the_record_makes_no_link(self):
        for role in ("telemarketer", "quality", "implementation"):
            with self.assertRaises(AccessError):
                self.survey.with_user(self.users[role])._make_link()
        other = self.make_user("executive", login="executive_of_others")
        with self.assertRaises(AccessError):
            self.survey.with_user(other)._make_link()

    def test_a_survey_that_is_no_draft_is_not_shared(self):
        self.survey.write(self.answers())
        self.survey.action_submit()
        for action in (self.survey._make_link, self.survey.action_share_link):
            with self.assertRaisesRegex(WorkflowError, "Send it back to draft"):
                action()


class TestSharing(LinkCase):
    """The form that sends the link or shows it."""

    def open_form(self):
        action = self.survey.action_share_link()
        form = Form(
            self.env[MODEL].with_user(self.users["executive"]).with_context(**action["context"])
        )
        self.assertEqual(form.email_to, "info@andina.example.com")
        return form

    def test_sent_by_mail_and_kept_nowhere(self):
        form = self.open_form()
        form.email_to = "Rosa <rosa@andina.example.com>"
        form.note = "Como <b>conversamos</b>"
        sent = []
        share = form.save()
        with patch(
            "odoo.addons.digiflow_crm.wizards.digiflow_public_link_share.send_after_commit",
            side_effect=sent.append,
        ):
            share.action_send()
        mail = sent[0]
        self.assertEqual(mail.email_to, "rosa@andina.example.com")
        self.assertEqual((mail.model, mail.res_id, mail.auto_delete), (False, 0, True))
        self.assertIn("Responder las preguntas", mail.body_html)
        self.assertIn("Como &lt;b&gt;conversamos", mail.body_html)
        self.assertIn(self.survey.link_expires_on.strftime("%d/%m/%Y"), mail.body_html)
        address = mail.body_html.partition("/digiflow/survey/")[2].partition('"')[0]
        number, token = address.split("/")
        self.assertEqual(self.find(int(number), token), self.survey)
        notes = " ".join(self.survey.sudo().message_ids.mapped("body"))
        self.assertIn("rosa@andina.example.com", notes)
        self.assertNotIn(token, notes)

    def test_no_mail_to_what_is_no_address(self):
        form = self.open_form()
        form.email_to = "rosa en andina"
        with self.assertRaisesRegex(ProcessError, "Correct it"):
            form.save().action_send()
        self.assertEqual(self.survey.link_state, "never")

    def test_shown_once_to_be_copied(self):
        action = self.open_form().save().action_copy()
        link = action["context"]["default_link"]
        number, token = link.rsplit("/", 2)[1:]
        self.assertEqual(self.find(int(number), token), self.survey)
        shown = self.env[action["res_model"]].with_user(self.users["executive"])
        view = Form(shown.with_context(**action["context"]))
        self.assertEqual(view.link, link)

    def test_only_pages_of_ones_own_records_are_shared(self):
        other = self.make_user("executive", login="executive_of_others")
        forms = self.env[MODEL].with_user(other)
        foreign = {"res_model": "digiflow.requirement", "res_id": self.survey.id}
        share = forms.sudo().create(foreign).with_user(other)
        with self.assertRaises(AccessError):
            share.action_copy()
        partner = {"res_model": "res.partner", "res_id": other.partner_id.id}
        with self.assertRaises(AccessError):
            self.env[MODEL].sudo().create(partner).with_user(other).action_copy()
