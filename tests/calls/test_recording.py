"""Who hears a recording, whichever way they look for it, and what may be one."""

import base64

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import user_groups_field
from odoo.addons.digiflow_crm.core.audio import MAX_BYTES
from odoo.addons.digiflow_crm.exceptions import CallRefusedError

from ..common import ROLES, DigiflowHttpCase
from .cases import CallCase
from .sounds import encoded, wav

SOUND = wav()
HEARERS = {"telemarketer", "quality", "manager"}


class RecordingCase(CallCase):
    """A recorded call of the telemarketer, which others of the process may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["colleague"] = cls.make_user("telemarketer", login="colleague")
        cls.prospects.telemarketer_ids += cls.users["colleague"]
        cls.lead = cls.make_prospect(1)
        calls = cls.env["digiflow.call"].with_user(cls.caller)
        cls.call = calls.create({"lead_id": cls.lead.id, "recording": encoded(SOUND)}).sudo()
        cls.found = cls.env["digiflow.call.recording"].search([("call_id", "=", cls.call.id)])
        cls.attachment = cls.env["ir.attachment"].search(
            [
                ("res_model", "=", cls.found._name),
                ("res_id", "=", cls.found.id),
                ("res_field", "=", "audio"),
            ]
        )

    def who(self, hears):
        """Those of whom `hears(role)` is true; a right that is missing is a no."""
        found = set()
        for role in (*ROLES, "colleague"):
            self.env.invalidate_all()
            try:
                if hears(role):
                    found.add(role)
            except (AccessError, MissingError):
                continue
        return found

    def using(self, records, role):
        return records.with_user(self.users[role])


class TestWhoHears(RecordingCase):
    """The caller, quality analysts and the manager: nobody else, whichever way they look."""

    def test_others_read_the_call(self):
        self.assertEqual(
            self.who(lambda role: self.using(self.call, role).read(["note"])),
            {*ROLES, "colleague"} - {"implementation"},
        )

    def test_reading_the_call(self):
        for name in ("recording", "recording_id", "has_recording", "recording_source"):
            heard = self.who(
                lambda role, name=name: self.using(self.call, role).read([name])[0][name]
            )
            self.assertEqual(heard, HEARERS, name)

    def test_a_role_finds_nothing_that_another_one_read_before(self):
        self.assertTrue(self.using(self.call, "quality").recording)
        self.assertFalse(self.using(self.call, "executive").recording)
        self.assertFalse(self.using(self.call, "executive").recording_source)

    def test_reading_the_recording(self):
        self.assertEqual(
            self.who(lambda role: self.using(self.found, role).read(["audio"])), HEARERS
        )

    def test_exports(self):
        export = [(4, self.env.ref("base.group_allow_export").id)]
        for user in self.users.values():
            user[user_groups_field(self.env)] = export
        paths = ["recording", "recording_ids/audio", "recording_id/filename", "recording_source"]

        def exported(role):
            rows = self.using(self.call, role).export_data(paths)["datas"]
            return any(value for row in rows for value in row)

        self.assertEqual(self.who(exported), HEARERS)
        exports = self.who(
            lambda role: self.using(self.found, role).export_data(["audio"])["datas"]
        )
        self.assertEqual(exports, HEARERS)

    def test_searching(self):
        def found(model, domain):
            return self.who(lambda role: self.using(self.env[model], role).search(domain))

        one = [("id", "=", self.call.id)]
        self.assertEqual(
            found("digiflow.call.recording", [("call_id", "=", self.call.id)]), HEARERS
        )
        self.assertEqual(found("digiflow.call", [("has_recording", "=", True), *one]), HEARERS)
        self.assertEqual(
            found("digiflow.call", [("has_recording", "=", False), *one]),
            {"executive", "presales", "colleague"},
        )
        named = [("recording_ids.filename", "ilike", "recording"), *one]
        self.assertEqual(found("digiflow.call", named), HEARERS)

    def test_searching_by_name(self):
        def named(role):
            names = self.using(self.env["digiflow.call.recording"], role).name_search("recording")
            return self.found.id in [found for found, _name in names]

        self.assertEqual(self.who(named), HEARERS)

    def test_attachments(self):
        domain = [("res_field", "=", "audio"), ("id", "=", self.attachment.id)]
        self.assertEqual(len(self.attachment), 1)
        for search in (
            lambda role: self.using(self.env["ir.attachment"], role).search(domain).read(["raw"]),
            lambda role: self.using(self.attachment, role).read(["datas"]),
            lambda role: self.using(self.attachment, role).read(["store_fname", "checksum"]),
        ):
            self.assertLessEqual(self.who(search), HEARERS)

    def test_an_attachment_cannot_be_changed_or_given_out(self):
        for role in (*ROLES, "colleague"):
            attachment = self.using(self.attachment, role)
            for change in (
                lambda one=attachment: one.write({"raw": b"RIFF other"}),
                lambda one=attachment: one.write({"public": True}),
                lambda one=attachment: one.write({"res_model": False, "res_id": False}),
                lambda one=attachment: one.generate_access_token(),
                lambda one=attachment: one.unlink(),
            ):
                with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                    change()
        self.assertEqual(self.attachment.raw, SOUND)
        # A copy of one's own is a download, for who hears it anyhow.
        free = {"res_model": False, "res_field": False}
        copied = self.who(lambda role: self.using(self.attachment, role).copy(free))
        self.assertLessEqual(copied, HEARERS)

    def test_of_another_company_nothing_is_heard(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.users["quality"].company_ids += abroad
        recordings = self.using(self.env["digiflow.call.recording"], "quality")
        there = recordings.with_context(allowed_company_ids=abroad.ids)
        self.assertFalse(there.search([("id", "=", self.found.id)]))
        self.assertTrue(recordings.search([("id", "=", self.found.id)]))


@tagged("post_install", "-at_install")
class TestOverTheWeb(DigiflowHttpCase, RecordingCase):
    """The addresses at which a recording could be asked for."""

    test_tags = {"standard", "digiflow_crm", "post_install"}

    def ask(self, role, url, **headers):
        user = self.users[role]
        self.authenticate(user.login, user.login.ljust(8, "x"))
        return self.url_open(url, headers=headers)

    def test_each_address(self):
        self.env.flush_all()
        for url in (
            f"/web/content/digiflow.call.recording/{self.found.id}/audio",
            f"/web/content?model=digiflow.call.recording&id={self.found.id}&field=audio",
            f"/web/content/digiflow.call/{self.call.id}/recording",
            f"/web/content/{self.attachment.id}",
            f"/web/content/{self.attachment.id}?download=true",
            f"/web/image/digiflow.call.recording/{self.found.id}/audio",
        ):
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                got = {
                    role for role in (*ROLES, "colleague") if self.ask(role, url).content == SOUND
                }
            self.assertLessEqual(got, HEARERS, url)
            if "attachment" not in url and "/audio" in url and "image" not in url:
                self.assertEqual(got, HEARERS, url)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(url).content, SOUND)

    def test_it_can_be_asked_for_in_parts(self):
        """So that a browser can jump in a long call."""
        url = self.using(self.call, "quality").recording_source
        answer = self.ask("quality", url, Range="bytes=100-199")
        self.assertEqual((answer.status_code, answer.content), (206, SOUND[100:200]))
        self.assertEqual(answer.headers["Content-Range"], f"bytes 100-199/{len(SOUND)}")
        self.assertIn("audio/", answer.headers["Content-Type"])


class TestGiving(RecordingCase):
    """A recording is given once, is what it says it is, and stays."""

    def setUp(self):
        super().setUp()
        calls = self.env["digiflow.call"].with_user(self.caller)
        self.fresh = calls.create({"lead_id": self.lead.id})

    def give(self, role="telemarketer", **vals):
        recordings = self.using(self.env["digiflow.call.recording"], role)
        return recordings.create({"call_id": self.fresh.id, **vals})

    def test_the_caller_gives_it_once(self):
        self.assertTrue(self.fresh.can_record)
        given = self.give(audio=encoded(SOUND), filename="../../mi llamada.html")
        self.assertEqual(given.filename, "mi llamada.wav")
        self.assertEqual((given.mimetype, given.size), ("audio/wav", len(SOUND)))
        self.assertFalse(self.fresh.can_record)
        for again in (
            lambda: self.give(audio=encoded(SOUND)),
            lambda: self.give("manager", url="https://pbx.example.com/1"),
            lambda: self.fresh.write({"recording": encoded(SOUND)}),
            lambda: self.fresh.write({"recording": False}),
            lambda: self.fresh.write({"recording_url": "https://pbx.example.com/1"}),
        ):
            with self.assertRaises(CallRefusedError), self.env.cr.savepoint():
                again()

    def test_two_at_once_are_one(self):
        """The database lets one in, whatever each of two requests saw before."""
        insert = "INSERT INTO digiflow_call_recording (call_id, url) VALUES (%s, 'https://x')"
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env.cr.execute(insert, [self.call.id])

    def test_others_may_not_give_it(self):
        for role in ("colleague", "executive", "presales", "quality", "implementation"):
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                self.give(role, audio=encoded(SOUND))
        self.assertFalse(self.using(self.fresh, "executive").can_record)
        self.assertTrue(self.give("manager", audio=encoded(SOUND)))

    def test_nobody_changes_copies_or_deletes_it(self):
        given = self.give(audio=encoded(SOUND))
        other = encoded(wav(tone=880))
        for role in (*ROLES, "colleague"):
            own = self.using(given, role)
            for change in (
                lambda own=own: own.write({"audio": other}),
                lambda own=own: own.write({"withdrawn_on": "2026-01-01 00:00:00"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.copy(),
            ):
                with self.assertRaises(UserError, msg=role):
                    change()
        for change in (lambda: given.sudo().write({"audio": other}), lambda: given.sudo().unlink()):
            with self.assertRaises(CallRefusedError):
                change()
        self.assertEqual(base64.b64decode(given.audio), SOUND)

    def test_what_is_no_recording_is_refused(self):
        for content in (
            b"<html><script>alert(1)</script></html>",
            b"%PDF-1.4",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\x00\x00\x00\x00AVI LIST",
            b"x",
        ):
            with self.assertRaisesRegex(CallRefusedError, r"Choose an \.mp3"):
                self.give(audio=encoded(content), filename="llamada.mp3")
        with self.assertRaisesRegex(CallRefusedError, "arrive whole"):
            self.give(audio="a")

    def test_a_big_one_is_refused(self):
        with self.assertRaisesRegex(CallRefusedError, "51 MB and the limit is 50 MB"):
            self.give(audio=encoded(SOUND + bytes(MAX_BYTES)))

    def test_a_link_is_a_clean_https_address(self):
        for link in (
            "javascript:alert(1)",
            "data:audio/wav;base64,AAAA",
            "http://pbx.example.com/1.wav",
            "https://ana:secret@pbx.example.com/1.wav",
            "https://pbx.example.com/a b",
            "https://pbx.example.com/" + "a" * 2000,
            "//pbx.example.com/1.wav",
            "https:///1.wav",
            "https://[::1/x",
        ):
            with self.assertRaises(CallRefusedError, msg=link), self.env.cr.savepoint():
                self.give(url=link)
        self.fresh.recording_url = "https://pbx.example.com/1.wav?t=9"
        self.assertEqual(self.fresh.recording_source, "https://pbx.example.com/1.wav?t=9")
        self.assertTrue(self.fresh.has_recording)

    def test_it_is_a_file_or_a_link(self):
        for vals in ({}, {"audio": encoded(SOUND), "url": "https://pbx.example.com/1"}):
            with self.assertRaises(CallRefusedError):
                self.give(**vals)

    def test_a_withdrawal_cannot_be_brought_along(self):
        given = self.give(url="https://pbx.example.com/1", withdrawn_on="2026-01-01 00:00:00")
        self.assertFalse(given.withdrawn_on)


class TestWithdrawal(RecordingCase):
    """The manager takes a recording back; it leaves a trace."""

    def withdraw(self, role="manager", reason="Es de otra llamada"):
        recording = self.using(self.found, role)
        forms = self.using(self.env["digiflow.recording.withdrawal"], role)
        return forms.create({"recording_id": recording.id, "reason": reason}).action_withdraw()

    def test_only_the_manager(self):
        for role in {*ROLES, "colleague"} - {"manager"}:
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                self.withdraw(role)
            with self.assertRaises(UserError, msg=role):
                self.using(self.found, role).withdraw("Porque sí")

    def test_there_is_a_reason(self):
        with self.assertRaisesRegex(CallRefusedError, "Say why"):
            self.using(self.found, "manager").withdraw("  ")

    def test_then_only_the_manager_hears_it_and_it_says_why(self):
        self.withdraw()
        self.assertEqual(
            self.who(lambda role: self.using(self.found, role).read(["audio"])), {"manager"}
        )
        self.assertFalse(self.using(self.call, "manager").has_recording)
        seen = self.using(self.found, "manager")
        self.assertEqual(seen.withdrawn_reason, "Es de otra llamada")
        self.assertEqual(seen.withdrawn_by_id, self.users["manager"])
        self.assertTrue(seen.withdrawn_on)
        with self.assertRaises(CallRefusedError):
            seen.withdraw("Otra vez")

    def test_the_right_one_takes_its_place(self):
        self.withdraw()
        right = wav(tone=880)
        own = self.using(self.call, "telemarketer")
        self.assertTrue(own.can_record)
        own.recording = encoded(right)
        self.env.invalidate_all()
        self.assertEqual(base64.b64decode(self.using(self.call, "quality").recording), right)
        self.assertEqual(len(self.using(self.call, "manager").recording_ids), 2)
