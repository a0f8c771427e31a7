"""Calls stay on record as they were, whichever way somebody tries."""

import json

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import CallRefusedError

from .cases import ANSWERED, CallCase


class TestRecord(CallCase):
    """A call was made once; what it was is not rewritten."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_prospect(1)
        told = {"phone": self.lead.phone, "contact_name": "Recepción"}
        self.call = self.log(
            self.lead, "no_answer", start=self.ago(minutes=5), duration=0.5, **told
        )

    def test_nobody_deletes_a_call(self):
        for user in (self.caller, self.users["manager"]):
            with self.assertRaises(AccessError):
                self.call.with_user(user).unlink()
        with self.assertRaises(CallRefusedError):
            self.call.sudo().unlink()

    def test_a_lead_with_calls_is_not_deleted_with_them(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.lead.with_user(self.users["manager"]).unlink()
            self.env.flush_all()

    def test_nobody_changes_what_it_was(self):
        other = self.make_prospect(2)
        changes = {
            "outcome": "effective",
            "start": self.ago(days=3),
            "duration": 9.0,
            "lead_id": other.id,
            "user_id": self.users["manager"].id,
            "phone": "1",
            "contact_name": "Otro",
            "direction": "in",
        }
        for user in (self.caller, self.users["manager"]):
            for name, value in changes.items():
                with self.assertRaisesRegex(CallRefusedError, "on record"):
                    self.call.with_user(user).write({name: value})

    def test_an_import_does_not_change_it_either(self):
        calls = self.env["digiflow.call"].with_user(self.users["manager"])
        result = calls.load([".id", "outcome"], [[str(self.call.id), "effective"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.call.outcome, "no_answer")

    def test_its_note_can_be_written_better(self):
        self.call.with_user(self.caller).note = "Buzón de voz"
        self.assertEqual(self.call.note, "Buzón de voz")

    def test_it_cannot_be_copied(self):
        with self.assertRaises(CallRefusedError):
            self.call.copy()

    def test_nobody_calls_in_somebody_elses_name(self):
        vals = {"lead_id": self.lead.id, "outcome": "busy", "user_id": self.users["executive"].id}
        with self.assertRaises(AccessError):
            self.env["digiflow.call"].with_user(self.caller).create(vals)
        call = self.env["digiflow.call"].with_user(self.users["manager"]).create(vals)
        self.assertEqual(call.user_id, self.users["executive"])

    def test_a_call_cannot_be_of_the_future_nor_last_for_days(self):
        calls = self.env["digiflow.call"]
        future = fields.Datetime.add(fields.Datetime.now(), hours=1)
        with self.assertRaisesRegex(CallRefusedError, "future"):
            calls.create({"lead_id": self.lead.id, "outcome": "busy", "start": future})
        for duration in (-1, 60 * 24):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                calls.create({"lead_id": self.lead.id, "duration": duration})

    def test_it_is_on_the_lead_and_its_first_contact(self):
        self.assertEqual(self.lead.contacted_date, self.call.start)
        bodies = " ".join(self.lead.message_ids.mapped("body"))
        self.assertIn("Call: No answer (0 min 30 s)", bodies)

    def test_what_was_noted_is_text_not_html(self):
        call = self.log(self.lead, "busy", note="<script>alert(1)</script>")
        self.assertNotIn("<script>", " ".join(self.lead.message_ids.mapped("body")))
        self.assertEqual(call.note, "<script>alert(1)</script>")

    def test_a_call_without_outcome_gets_it_once(self):
        call = self.env["digiflow.call"].with_user(self.caller).create({"lead_id": self.lead.id})
        call.outcome = "busy"
        self.assertEqual(self.lead.call_attempts, 2)
        with self.assertRaises(CallRefusedError):
            call.outcome = "no_answer"

    def test_the_list_stays_that_of_the_call(self):
        self.assertEqual(self.call.prospect_list_id, self.prospects)

    def test_merged_leads_keep_their_calls(self):
        other = self.make_prospect(2)
        call = self.log(other, "no_answer")
        self.env.flush_all()
        remaining = (self.lead | other).merge_opportunity()
        self.assertEqual(remaining.call_ids, call | self.call)

    def test_the_external_api_logs_calls_the_same_way(self):
        """As XML-RPC gives it: dates as text, the answer as JSON can hold it."""
        result = self.desk.log_call(
            self.lead.id, {**ANSWERED, "start": fields.Datetime.to_string(self.ago(minutes=1))}
        )
        json.dumps(result, default=str)
        self.assertEqual(result["stage"], "Information sent")


class TestReach(CallCase):
    """Who reads and logs which calls."""

    def test_roles(self):
        lead = self.make_prospect(1)
        call = self.log(lead, "no_answer")
        stranger = self.make_user("telemarketer", login="stranger")
        found = {
            role: bool(self.env["digiflow.call"].with_user(user).search([("id", "=", call.id)]))
            for role, user in {**self.users, "stranger": stranger}.items()
            if role != "implementation"
        }
        expected = {
            "telemarketer": True,
            "executive": True,
            "presales": True,
            "quality": True,
            "manager": True,
            "stranger": False,
        }
        self.assertEqual(found, expected)
        with self.assertRaises(AccessError):
            self.env["digiflow.call"].with_user(self.users["implementation"]).search([])

    def test_who_may_not_write_the_lead_logs_no_call_of_it(self):
        lead = self.make_prospect(1)
        stranger = self.make_user("telemarketer", login="stranger")
        for user in (stranger, self.users["quality"], self.users["presales"]):
            with self.assertRaises(AccessError):
                self.env["digiflow.call"].with_user(user).create({"lead_id": lead.id})

    def test_quality_reads_and_changes_nothing(self):
        call = self.log(self.make_prospect(1), "no_answer")
        with self.assertRaises(AccessError):
            call.with_user(self.users["quality"]).note = "x"

    def test_a_colleague_does_not_rewrite_a_note(self):
        call = self.log(self.make_prospect(1), "no_answer")
        colleague = self.make_user("telemarketer", login="colleague")
        self.prospects.telemarketer_ids += colleague
        with self.assertRaises(AccessError):
            call.with_user(colleague).note = "x"
