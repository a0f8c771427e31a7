"""What becomes of the e-mail: failed, bounced, opened; and the task that follows."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from ..common import DigiflowHttpCase
from .cases import ADDRESS, InfoPackCase

BOUNCE = """\
Return-Path: <>
To: bounce.test@test.com
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Message-Id: <bounce-{number}@mx.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

<{address}>: mailbox unavailable

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 mailbox unavailable

--cut
Content-Type: text/rfc822-headers

From: telemarketer@example.com
To: {address}
Message-Id: {message_id}
Subject: The information

--cut--
"""


class TestFailures(InfoPackCase):
    """What comes back, and what never leaves."""

    def bounce(self, pack, number=1):
        """The other mail server sends the e-mail of a pack back."""
        text = BOUNCE.format(
            address=pack.email_to, message_id=pack.message_id.message_id, number=number
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(False, text)
        self.env.invalidate_all()

    def test_bounced(self):
        pack = self.send()
        other = self.send(self.make_ready("Misma dirección S.A.", ADDRESS))
        self.bounce(pack)
        self.assertEqual(pack.state, "bounced")
        self.assertIn("mailbox unavailable", pack.failure)
        self.assertEqual(self.tasks(), [("Correct the e-mail address", self.caller)])
        self.assertIn(ADDRESS, self.lead.activity_ids.note)
        self.assertEqual(other.state, "sent", "it bounced for itself, or not at all")
        self.bounce(pack, number=2)
        self.assertEqual(len(self.tasks()), 1)

    def test_a_bounce_of_something_else(self):
        pack = self.send()
        message = self.lead.message_post(body="Otra cosa", message_type="comment")
        text = BOUNCE.format(address=ADDRESS, message_id=message.message_id, number=3)
        self.env["mail.thread"].message_process(False, text)
        self.assertEqual(pack.state, "sent")
        self.assertFalse(self.tasks())

    def test_nobody_called_yet(self):
        """The task goes to the executive of a lead without a telemarketer."""
        self.lead.telemarketer_id = False
        self.bounce(self.send(role="executive"))
        self.assertEqual(self.tasks(), [("Correct the e-mail address", self.users["executive"])])

    def test_the_mail_server_does_not_take_it(self):
        server = type(self.env["ir.mail_server"])
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            patch.object(server, "send_email", side_effect=ValueError("no route")),
            self.sending(),
        ):
            self.lead.with_user(self.caller).send_info_pack()
        self.env.invalidate_all()
        pack = self.lead.info_pack_ids
        self.assertEqual(pack.state, "failed")
        self.assertIn("no route", pack.failure)
        self.assertEqual(self.tasks(), [("Send the information again", self.caller)])
        self.assertFalse(self.lead.info_sent_date)
        pack.mail_id.mark_outgoing()
        self.run_jobs()
        self.assertEqual((pack.state, pack.failure), ("sent", False))
        self.assertTrue(self.lead.info_sent_date)

    def sending(self):
        """Mail that gets as far as the mail server, where the test takes over."""
        server = type(self.env["ir.mail_server"])
        name = "_connect__" if hasattr(server, "_connect__") else "connect"
        if hasattr(server, "_disable_send"):
            self.patch(server, "_disable_send", lambda *args: False)
        return patch.object(server, name, lambda *args, **kwargs: None)

    def test_cancelled_in_the_queue(self):
        leads = self.lead | self.make_ready("Dos S.A.", "dos@example.com")
        packs = self.send(leads)
        self.patch(self.env.cr, "commit", lambda: None)
        self.packs._cron_send()
        packs.mail_id.cancel()
        self.assertEqual(set(packs.mapped("state")), {"failed"})
        self.assertTrue(all(packs.mapped("failure")))

    @mute_logger("odoo.addons.digiflow_crm.models.info_pack.digiflow_info_pack_mail")
    def test_somebody_is_saving_the_lead_meanwhile(self):
        """The e-mail has gone: it is not sent again, and noted a little later."""
        model = type(self.packs)
        with patch.object(model, "_mark_sent", side_effect=ValueError("somebody is saving it")):
            pack = self.send()
        self.assertEqual((pack.state, pack.mail_id.state), ("queued", "sent"))
        self.run_jobs()
        self.assertFalse(self.left())
        self.assertEqual(pack.state, "sent")
        self.assertEqual(self.lead.stage_id, self.stages["meeting"])


class TestOpened(InfoPackCase, DigiflowHttpCase):
    """The picture in the e-mail."""

    def path(self, pack):
        """The picture's address without the server's name."""
        return "/digiflow" + pack._get_pixel_url().split("/digiflow")[1]

    def test_opened_once(self):
        pack = self.send()
        (mail,) = self.left()
        self.assertIn(pack._get_pixel_url(), mail["body"])
        self.assertNotIn(".gif", pack.message_id.body, "a colleague who reads it does not open it")
        self.assertNotIn(".gif", pack.body)
        answer = self.url_open(self.path(pack))
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "image/gif"))
        self.env.invalidate_all()
        self.assertEqual(pack.state, "opened")
        opened = pack.opened_date
        self.assertTrue(opened)
        pack.opened_date -= timedelta(hours=1)
        self.url_open(self.path(pack))
        self.env.invalidate_all()
        self.assertEqual(pack.opened_date, opened - timedelta(hours=1))

    def test_addresses_that_are_guessed(self):
        """Answered like any other, and nothing happens."""
        pack = self.send()
        token = self.packs._get_token(pack.id)
        almost = token[:-1] + ("1" if token[-1] == "0" else "0")
        for path in (
            f"/digiflow/info/{pack.id}/{almost}.gif",
            f"/digiflow/info/{pack.id}/{self.packs._get_token(pack.id + 1)}.gif",
            f"/digiflow/info/{pack.id + 1}/{token}.gif",
            f"/digiflow/info/{pack.id}/%C3%B1.gif",
        ):
            answer = self.url_open(path)
            self.assertEqual((answer.status_code, len(answer.content)), (200, 42), path)
        self.env.invalidate_all()
        self.assertEqual(pack.state, "sent")

    def test_a_colleague_looks_at_it(self):
        pack = self.send()
        self.authenticate(self.caller.login, self.caller.login)
        self.assertEqual(self.url_open(self.path(pack)).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(pack.state, "sent")

    def test_an_old_e_mail_tells_nothing(self):
        pack = self.send()
        pack.sent_date = fields.Datetime.now() - timedelta(days=181)
        token = self.packs._get_token(pack.id)
        self.assertFalse(self.packs._note_opened(pack.id, token))
        pack.sent_date = fields.Datetime.now() - timedelta(days=179)
        self.assertTrue(self.packs._note_opened(pack.id, token))

    def test_what_did_not_arrive_is_not_opened(self):
        pack = self.send()
        pack.state = "bounced"
        self.assertFalse(self.packs._note_opened(pack.id, self.packs._get_token(pack.id)))
