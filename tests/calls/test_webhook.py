"""What a telephone system tells of: over real HTTP, with a token, each call once."""

import contextlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import CallRefusedError

from ..common import ROLES, DigiflowHttpCase
from .cases import CallCase

PATH = "/digiflow/telephone/calls"
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "send_call.py"
LINK = "https://pbx.example.com/recordings/1.mp3"


class TelephoneCase(CallCase):
    """A telephone system, and what it tells of a call of extension 204."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caller.digiflow_extension = "204"
        cls.system = cls.env["digiflow.telephone.system"].create({"name": "Central"})
        cls.token = cls.system.action_make_token()["context"]["default_token"]
        cls.lead = cls.make_prospect(1)

    def told(self, **values):
        """A call as it is told."""
        return {
            "call_id": "A-1",
            "direction": "out",
            "extension": "204",
            "phone": "987 650 001",
            "start": f"{self.ago(minutes=5):%Y-%m-%dT%H:%M:%S}Z",
            **values,
        }

    def calls(self, **values):
        """The calls whose fields have these values."""
        return self.env["digiflow.call"].search([(name, "=", one) for name, one in values.items()])


@tagged("post_install", "-at_install")
class TestWebhook(DigiflowHttpCase, TelephoneCase):
    """The request and its answers."""

    test_tags = {"standard", "digiflow_crm", "post_install"}

    def post(self, body, token=None, **headers):
        """(status, answer) of a request."""
        token = self.token if token is None else token
        headers = {"Authorization": f"Bearer {token}", **headers}
        self.env.flush_all()
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.opener.post(self.base_url() + PATH, data=data, headers=headers, timeout=60)
        self.env.invalidate_all()
        return answer.status_code, answer.json()

    def test_a_call_is_logged_for_its_caller(self):
        told = self.told(duration_seconds=90, note="Pidió información", recording_url=LINK)
        status, answer = self.post(told)
        call = self.env["digiflow.call"].browse(answer["call_id"])
        self.assertEqual(
            (status, answer), (201, {"call_id": call.id, "lead_id": self.lead.id, "created": True})
        )
        self.assertEqual((call.user_id, call.create_uid), (self.caller, self.caller))
        self.assertEqual((call.lead_id, call.duration, call.outcome), (self.lead, 1.5, False))
        self.assertEqual(call.phone, "+51 987 650 001")
        self.assertEqual(call.with_user(self.users["quality"]).recording_source, LINK)
        self.assertFalse(call.with_user(self.users["executive"]).recording_source)
        self.assertEqual(self.system.last_used_on, periods.today())

    def test_told_again_it_adds_only_what_was_missing(self):
        first = self.post(self.told(duration_seconds=60))[1]
        status, again = self.post(self.told(duration_seconds=75, recording_url=LINK))
        self.assertEqual((status, again), (200, {**first, "created": False}))
        call = self.calls(lead_id=self.lead.id)
        self.assertEqual((len(call), call.duration, call.recording_url), (1, 1, LINK))
        self.assertEqual(self.post(self.told(recording_url=LINK + "?2"))[0], 200)
        self.assertEqual(call.recording_url, LINK)

    def test_a_withdrawn_recording_does_not_come_back(self):
        call_id = self.post(self.told(recording_url=LINK))[1]["call_id"]
        call = self.env["digiflow.call"].browse(call_id)
        call.recording_id.with_user(self.users["manager"]).withdraw("Privada")
        self.assertEqual(self.post(self.told(recording_url=LINK))[0], 200)
        self.assertFalse(call.has_recording)

    def test_an_outcome_has_its_consequences(self):
        self.post(self.told(outcome="no_answer"))
        self.assertEqual((self.lead.call_queue, self.lead.call_attempts), ("retry", 1))
        self.post(self.told(outcome="no_answer"))
        self.assertEqual(self.lead.call_attempts, 1)

    def test_a_number_nobody_knows_is_kept(self):
        status, answer = self.post(self.told(phone="+56 2 2345 6789", direction="in"))
        self.assertEqual((status, answer["lead_id"]), (201, False))
        call = self.env["digiflow.call"].browse(answer["call_id"])
        self.assertEqual((call.lead_id.id, call.direction), (False, "in"))
        hidden = self.told(call_id="A-2")
        del hidden["phone"]
        self.assertEqual(self.post(hidden)[0], 201)

    def test_the_opportunity_may_be_named(self):
        other = self.make_prospect(2)
        for number, named in enumerate(({"lead_id": other.id}, {"ruc": other.ruc})):
            answer = self.post(self.told(call_id=f"B-{number}", **named))[1]
            self.assertEqual(answer["lead_id"], other.id)

    def test_no_other_persons_opportunity_is_written(self):
        """The call is kept; what the caller may not write stays as it is."""
        colleague = self.make_user("telemarketer", login="colleague")
        other = self.make_lead(name="Ajena", telemarketer_id=colleague.id, phone="+51 987 650 777")
        for number, named in enumerate(({"lead_id": other.id}, {"phone": other.phone})):
            told = {"call_id": f"C-{number}", "phone": "1", **named}
            answer = self.post(self.told(outcome="no_answer", **told))[1]
            self.assertIs(answer["lead_id"], False)
        self.assertEqual((other.call_attempts, other.call_count), (0, 0))

    def test_a_call_of_the_desk_is_the_same_call(self):
        """Same caller and opportunity, about the same time: it gets what it lacks."""
        logged = self.log(self.lead, "no_answer", reference="desk-1", start=self.ago(minutes=1))
        told = self.told(duration_seconds=30, outcome="busy", recording_url=LINK)
        status, answer = self.post(told)
        self.assertEqual((status, answer["call_id"]), (200, logged.id))
        self.assertEqual((logged.duration, logged.outcome), (0.5, "no_answer"))
        self.assertEqual((logged.reference, logged.recording_url), ("desk-1", LINK))
        self.assertEqual(logged.telephone_reference, f"{self.system.id}:A-1")
        self.assertEqual(self.post(self.told(call_id="A-2"))[0], 201)

    def test_what_is_another_call(self):
        """Another hour, another company, another way, another person."""
        logged = self.log(self.lead, "no_answer", start=self.ago(minutes=1))
        other = self.make_prospect(2)
        self.users["manager"].digiflow_extension = "300"
        for number, values in enumerate(
            (
                {"start": f"{self.ago(minutes=20):%Y-%m-%dT%H:%M:%S}Z"},
                {"phone": other.phone},
                {"direction": "in"},
                {"extension": "300"},
            )
        ):
            status, answer = self.post(self.told(call_id=f"D-{number}", **values))
            self.assertEqual(status, 201, values)
            self.assertNotEqual(answer["call_id"], logged.id)

    def test_the_desk_completes_a_call_that_was_told_of(self):
        told_id = self.post(self.told(duration_seconds=95, recording_url=LINK))[1]["call_id"]
        logged = self.log(
            self.lead, "effective", reference="desk-2", duration=2, contact_name="Rosa Quispe",
            decision_maker_role="accounting", current_system="sunat", note="Le interesa",
        )  # fmt: skip
        self.assertEqual((logged.id, self.lead.call_count), (told_id, 1))
        self.assertEqual((logged.outcome, logged.contact_name), ("effective", "Rosa Quispe"))
        self.assertEqual((logged.reference, logged.note), ("desk-2", "Le interesa"))
        self.assertAlmostEqual(logged.duration, 95 / 60)
        self.assertEqual(self.lead.effective_contact_date, logged.start)
        again = self.log(self.lead, "effective", reference="desk-2")
        self.assertEqual(again, logged)
        self.assertNotEqual(self.log(self.lead, "busy", reference="desk-3"), logged)

    def test_without_a_valid_token_nobody_comes_in(self):
        manager = self.users["manager"]
        archived = self.env["digiflow.telephone.system"].create({"name": "Vieja"})
        of_archived = archived.action_make_token()["context"]["default_token"]
        archived.active = False
        expired = self.env["digiflow.telephone.system"].create({"name": "Vencida"})
        of_expired = expired.action_make_token()["context"]["default_token"]
        expired.expires_on = fields.Date.today() - timedelta(days=2)
        before = self.env["digiflow.call"].search_count([])
        answers = {
            json.dumps(self.post(self.told(), token=token))
            for token in ("", "x", self.system.token_hash, of_archived, of_expired, self.token[:-1])
        }
        self.assertEqual(len(answers), 1)
        self.assertIn("401", answers.pop())
        for header in (f"Basic {self.token}", self.token, "Bearer", f"Bearer {self.token} x", "ñ"):
            header = header.encode("latin-1")
            self.assertEqual(self.post(self.told(), Authorization=header)[0], 401)
        self.authenticate(manager.login, manager.login.ljust(8, "x"))
        self.assertEqual(self.post(self.told(), token="")[0], 401)
        self.assertEqual(self.env["digiflow.call"].search_count([]), before)
        self.assertEqual(self.post(self.told())[0], 201)

    def test_a_new_token_ends_the_one_before(self):
        manager = self.system.with_user(self.users["manager"])
        new = manager.action_make_token()["context"]["default_token"]
        self.assertEqual(self.post(self.told())[0], 401)
        self.assertEqual(self.post(self.told(), token=new)[0], 201)

    def test_only_post(self):
        for method in (self.opener.get, self.opener.put, self.opener.delete):
            self.assertEqual(method(self.base_url() + PATH).status_code, 405)

    def test_each_refusal_says_where(self):
        before = self.env["digiflow.call"].search_count([])
        for values, where in (
            ({"call_id": ""}, "call_id: is missing"),
            ({"call_id": 7}, "call_id: is no text"),
            ({"call_id": "x" * 101}, "call_id: is too long"),
            ({"call_id": "a\u0000b"}, "call_id: has signs"),
            ({"note": "\ud800"}, "note: has signs"),
            ({"direction": "up"}, "direction: is none of out, in"),
            ({"start": "2026-11-21 10:00"}, "start: is no ISO 8601"),
            ({"start": 5}, "start: is no ISO 8601"),
            ({"start": "0001-01-01T00:00:00+14:00"}, "start: is no ISO 8601"),
            ({"start": "2999-01-01T00:00:00Z"}, "cannot begin in the future"),
            ({"duration_seconds": -1}, "duration_seconds: is no whole number"),
            ({"duration_seconds": 1.5}, "duration_seconds: is no whole number"),
            ({"duration_seconds": True}, "duration_seconds: is no whole number"),
            ({"duration_seconds": 43201}, "duration_seconds: is no whole number"),
            ({"outcome": "great"}, "outcome: is none of"),
            ({"outcome": "callback"}, "Say when to call back"),
            ({"outcome": "effective"}, "An effective contact is a conversation"),
            ({"recording_url": "http://pbx/1"}, "recording_url: is no https address"),
            ({"recording_url": "https://a:b@pbx/1"}, "recording_url: has a user or password"),
            ({"lead_id": "7"}, "lead_id: is no whole number"),
            ({"lead_id": 2**31}, "lead_id: is no whole number"),
            ({"ruc": "20100070971"}, "ruc: is no RUC"),
            ({"extension": "999"}, "extension: 999 is nobody who logs calls"),
            ({"extension": None}, "extension: is missing, and so is user"),
            ({"extension": None, "user": "digiflow_quality"}, "user: digiflow_quality is nobody"),
            ({"colour": "red"}, "colour: is no field of a call"),
        ):
            status, answer = self.post(self.told(**values))
            self.assertEqual(status, 400, values)
            self.assertIn(where, answer["error"])
        self.assertEqual(self.env["digiflow.call"].search_count([]), before)

    def test_what_is_no_json_object(self):
        for body in (b"", b"{", b"[1]", b'"x"', b"NaN", b"\xff\xfe", b"[" * 60_000, b"a=1&b=2"):
            status, answer = self.post(body)
            self.assertEqual((status, answer["error"][:5]), (400, "body:"), body[:20])
        self.assertEqual(self.post(b"[" * 70_000)[0], 413)

    def run_script(self, token, *recording):
        """What the documentation's script says: the finished process."""
        command = [sys.executable, SCRIPT, self.base_url(), token, "S-1", "204", "987650001"]
        # Only 19.0 asks a test which requests it expects.
        expect = getattr(self, "allow_requests", lambda **_options: contextlib.nullcontext())
        with expect(all_requests=True):
            return subprocess.run(
                [*command, *recording], capture_output=True, text=True, check=False, timeout=120
            )

    def test_the_example_script(self):
        self.env.flush_all()
        for recording in ([], [LINK]):
            done = self.run_script(self.token, *recording)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_script("wrong")
        self.assertEqual(done.returncode, 1)
        self.assertIn("401", done.stderr)
        self.env.invalidate_all()
        call = self.calls(telephone_reference=f"{self.system.id}:S-1")
        self.assertEqual((call.lead_id, call.recording_url), (self.lead, LINK))


class TestExternalApi(TelephoneCase):
    """The same for a user of the external API."""

    def test_ones_own_call(self):
        calls = self.env["digiflow.call"].with_user(self.caller)
        told = self.told(extension=None)
        first = calls.log_from_telephone(told)
        self.assertEqual((first["lead_id"], first["created"]), (self.lead.id, True))
        self.assertEqual(calls.log_from_telephone(told), {**first, "created": False})
        self.assertEqual(calls.browse(first["call_id"]).user_id, self.caller)

    def test_only_the_manager_logs_for_others(self):
        for role in set(ROLES) - {"telemarketer", "manager"}:
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                self.env["digiflow.call"].with_user(self.users[role]).log_from_telephone(
                    self.told()
                )
        calls = self.env["digiflow.call"].with_user(self.users["manager"])
        logged = calls.browse(calls.log_from_telephone(self.told())["call_id"])
        self.assertEqual(logged.user_id, self.caller)

    def test_a_refusal_says_where(self):
        calls = self.env["digiflow.call"].with_user(self.caller)
        with self.assertRaisesRegex(CallRefusedError, "direction: is none of"):
            calls.log_from_telephone(self.told(direction="x"))


class TestSystem(TelephoneCase):
    """Who may have a token, and what is kept of it."""

    def test_the_token_is_stored_nowhere(self):
        self.assertGreaterEqual(len(self.token), 40)
        self.assertNotIn(self.token, str(self.system.sudo().read()))
        manager = self.system.with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            manager.read(["token_hash"])
        self.assertNotIn("token_hash", manager.read()[0])

    def test_only_the_manager(self):
        for role in set(ROLES) - {"manager"}:
            system = self.system.with_user(self.users[role])
            for action in (
                lambda one=system: one.read(["name"]),
                lambda one=system: one.create({"name": "Mía"}),
                system.action_make_token,
                lambda one=system: one.write({"expires_on": "2099-01-01"}),
            ):
                with self.assertRaises(AccessError, msg=role):
                    action()

    def test_of_another_company_it_is_none_of_ones_own(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        manager = self.users["manager"]
        manager.company_ids += abroad
        systems = self.env["digiflow.telephone.system"].with_user(manager)
        self.assertFalse(systems.with_context(allowed_company_ids=abroad.ids).search([]))

    def test_a_token_cannot_be_brought_along(self):
        manager = self.system.with_user(self.users["manager"])
        for vals in ({"token_hash": "0" * 64}, {"made_on": "2026-01-01 00:00:00"}):
            with self.assertRaises(CallRefusedError):
                manager.write(vals)
            with self.assertRaises(CallRefusedError):
                manager.create({"name": "Otra", **vals})

    def test_it_is_valid_for_a_year_and_a_new_one_again(self):
        left = self.system.expires_on - fields.Date.today()
        self.assertIn(left.days, range(363, 367))
        self.system.expires_on = "2026-01-01"
        self.system.action_make_token()
        self.assertGreater(self.system.expires_on, fields.Date.today())

    def test_a_copy_has_no_token(self):
        copy = self.system.copy()
        self.assertFalse(copy.has_token)
        self.assertFalse(copy.sudo().token_hash)

    def test_an_extension_is_one_persons(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.users["manager"].digiflow_extension = "204"
            self.env.flush_all()
        self.assertIn("digiflow_extension_uniq", str(caught.exception))
