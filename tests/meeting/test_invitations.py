"""What is sent about a presentation: to whom, in which language, with the hour of Lima."""

from datetime import timedelta

from freezegun import freeze_time

from .cases import MeetingCase, lima


class TestInvitations(MeetingCase):
    """The e-mails and their .ics."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_PE")
        # Whoever books and presents lives elsewhere, and so does the server.
        for user in cls.users.values():
            user.tz = "Europe/Madrid"
        cls.env.user.tz = "Asia/Tokyo"

    def sent(self, action):
        """What `action` has sent: {e-mail of the recipient: mail.mail}."""
        with self.mock_mail_gateway():
            action()
            self.env.flush_all()
            mails = self._new_mails.filtered("recipient_ids")
        return {mail.recipient_ids.email: mail for mail in mails if len(mail.recipient_ids) == 1}

    def ics(self, mail):
        """The text of the .ics of an e-mail."""
        (attachment,) = mail.attachment_ids.filtered(lambda one: one.name == "invitation.ics")
        return attachment.raw.decode()

    def test_everybody_is_told_in_lima_time(self):
        sent = self.sent(
            lambda: self.book(lima(20, day=31), role="manager", presales_id=self.presales.id)
        )
        self.assertLessEqual(
            {"rosa@andina.example.com", "executive@example.com", "presales@example.com"}, set(sent)
        )
        for email in ("rosa@andina.example.com", "executive@example.com"):
            body = sent[email].body_html
            self.assertIn("(America/Lima)", body.replace("\n", " "), email)
            self.assertNotIn("Madrid", body)
            self.assertRegex(body, r"(20:00|8:00)")
            self.assertIn("31", body)

    def test_in_the_clients_language(self):
        sent = self.sent(self.book)
        mail = sent["rosa@andina.example.com"]
        self.assertIn("martes", mail.body_html)
        self.assertIn("marzo", mail.body_html)
        self.assertIn("Tuesday", sent["executive@example.com"].body_html)

    def test_calendar_file(self):
        ics = self.ics(self.sent(self.book)["rosa@andina.example.com"])
        event = self.lead.next_meeting_id
        self.assertIn("DTSTART:20260331T150000Z", ics)
        self.assertIn("DTEND:20260331T160000Z", ics)
        self.assertIn(f"UID:presentation-{event.id}@", ics)
        self.assertIn("METHOD:REQUEST", ics)
        self.assertIn("SEQUENCE:0", ics)

    def test_moving_replaces_it(self):
        first = self.ics(self.sent(self.book)["rosa@andina.example.com"])
        event = self.lead.next_meeting_id.with_user(self.users["telemarketer"])
        sent = self.sent(lambda: event.move_presentation(lima(15, day=31), "Viaja"))
        self.assertLessEqual({"rosa@andina.example.com", "executive@example.com"}, set(sent))
        ics = self.ics(sent["rosa@andina.example.com"])
        uid = next(line for line in first.splitlines() if line.startswith("UID"))
        self.assertIn(uid, ics.splitlines())
        self.assertIn("SEQUENCE:1", ics)
        self.assertIn("DTSTART:20260331T200000Z", ics)
        self.assertRegex(sent["rosa@andina.example.com"].body_html, r"(15:00|3:00)")

    def test_drag_in_the_calendar_tells_the_client_too(self):
        event = self.book().with_user(self.executive)
        vals = {"start": lima(15, day=31), "stop": lima(16, day=31)}
        sent = self.sent(lambda: event.write(vals))
        self.assertIn("rosa@andina.example.com", sent)
        self.assertIn("SEQUENCE:1", self.ics(sent["rosa@andina.example.com"]))

    def test_cancelling(self):
        event = self.book(presales_id=self.presales.id).with_user(self.users["telemarketer"])
        sent = self.sent(lambda: event.cancel_presentation("Compró otro"))
        self.assertEqual(
            set(sent), {"rosa@andina.example.com", "executive@example.com", "presales@example.com"}
        )
        mail = sent["rosa@andina.example.com"]
        self.assertIn("martes", mail.body_html)
        self.assertIn("10:00", mail.body_html)
        self.assertNotIn("Compró otro", mail.body_html, "the reason is our own business")
        ics = self.ics(mail)
        self.assertIn("METHOD:CANCEL", ics)
        self.assertIn("STATUS:CANCELLED", ics)

    def test_losing_the_opportunity_tells_everybody_invited(self):
        self.book()
        sent = self.sent(self.lead.with_user(self.users["telemarketer"]).action_set_lost)
        self.assertLessEqual({"rosa@andina.example.com", "executive@example.com"}, set(sent))
        self.assertIn("METHOD:CANCEL", self.ics(sent["rosa@andina.example.com"]))

    def test_reminders(self):
        """A day and an hour before, as Odoo's scheduled job sends them; none once cancelled."""
        event = self.book(lima(10, day=3, month=4))
        other = self.book(
            lima(10, day=3, month=4) + timedelta(hours=3),
            lead=self.make_meeting_lead(name="Otra", email_from="x@x.example.com"),
        )
        other.cancel_presentation("Ya no")
        manager = self.env["calendar.alarm_manager"]
        for minutes in (24 * 60, 60):
            moment = event.start - timedelta(minutes=minutes)
            with freeze_time(moment + timedelta(minutes=1)):
                found = manager.with_context(lastcall=moment - timedelta(minutes=5))
                sent = self.sent(found._send_reminder)
            self.assertIn("rosa@andina.example.com", sent, minutes)
            self.assertIn("America/Lima", sent["rosa@andina.example.com"].body_html)
            self.assertNotIn("x@x.example.com", sent)
