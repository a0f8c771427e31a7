"""What follows from each outcome of a call."""

from datetime import datetime, timedelta

import pytz
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core.call_times import part_of
from odoo.addons.digiflow_crm.exceptions import CallRefusedError, ProcessError
from odoo.addons.digiflow_crm.models.calls.outcomes import (
    QUEUE_CALLBACK,
    QUEUE_NEW,
    QUEUE_OUT,
    QUEUE_RETRY,
)

from .cases import ANSWERED, CallCase

LIMA = pytz.timezone("America/Lima")


def lima(*moment):
    """A moment in Lima as the naive UTC datetime that is stored."""
    return LIMA.localize(datetime(*moment)).astimezone(pytz.utc).replace(tzinfo=None)


class TestOutcomes(CallCase):
    """Each outcome does what the table says."""

    def outcome(self, code):
        return self.env.ref(f"digiflow_crm.call_outcome_{code}")

    def test_no_answer_is_tried_the_next_day_in_another_part_of_the_day(self):
        lead = self.make_prospect(1)
        start = lima(2026, 11, 18, 9, 30)  # a Wednesday
        self.log(lead, "no_answer", start=start)
        self.assertEqual((lead.call_queue, lead.call_attempts), (QUEUE_RETRY, 1))
        self.assertEqual(lead.call_due, lima(2026, 11, 19, 11, 0))

    def test_every_part_of_the_day_is_tried_before_one_is_tried_again(self):
        lead = self.make_prospect(1)
        self.outcome("no_answer").attempt_cap = 0
        start, parts = lima(2026, 11, 2, 9, 30), []
        for _turn in range(4):
            parts.append(part_of(start))
            self.log(lead, "no_answer", start=start)
            start = lead.call_due
        self.assertEqual(sorted(parts), [0, 1, 2, 3])

    def test_where_somebody_answered_before_is_the_best_hour(self):
        lead = self.make_prospect(1)
        at_four = lima(2026, 11, 16, 16, 0)
        self.log(lead, "callback", start=at_four, callback_at=lima(2026, 11, 18, 9, 0))
        self.log(lead, "no_answer", start=lima(2026, 11, 18, 9, 0))
        self.assertEqual(lead.call_due, lima(2026, 11, 19, 15, 0))

    def test_nobody_is_tried_on_a_holiday_or_at_the_weekend(self):
        lead = self.make_prospect(1)
        self.env.company.resource_calendar_id.global_leave_ids = [
            (
                0,
                0,
                {
                    "name": "Feriado",
                    "date_from": lima(2026, 11, 16, 0, 0),
                    "date_to": lima(2026, 11, 16, 23, 59),
                },
            )
        ]
        self.log(lead, "no_answer", start=lima(2026, 11, 13, 9, 30))  # a Friday
        self.assertEqual(lead.call_due, lima(2026, 11, 17, 11, 0))

    def test_busy_is_tried_again_soon(self):
        lead = self.make_prospect(1)
        self.log(lead, "busy", start=lima(2026, 11, 18, 10, 0))
        self.assertEqual(lead.call_due, lima(2026, 11, 18, 10, 30))

    def test_busy_in_the_evening_waits_for_the_morning(self):
        lead = self.make_prospect(1)
        self.log(lead, "busy", start=lima(2026, 11, 18, 18, 50))
        self.assertEqual(lead.call_due, lima(2026, 11, 19, 9, 0))

    def test_given_up_after_so_many_calls_in_a_row(self):
        lead = self.make_prospect(1)
        self.outcome("no_answer").attempt_cap = 2
        self.log(lead, "no_answer", start=self.ago(hours=2))
        self.assertTrue(lead.active)
        self.log(lead, "no_answer", start=self.ago(hours=1))
        self.assertFalse(lead.active)
        self.assertEqual(lead.lost_reason_id, self.env.ref("digiflow_crm.lost_reason_unreachable"))

    def test_speaking_to_somebody_begins_the_count_anew(self):
        lead = self.make_prospect(1)
        self.outcome("no_answer").attempt_cap = 2
        self.log(lead, "no_answer", start=self.ago(hours=3))
        later = fields.Datetime.now() + timedelta(days=1)
        self.log(lead, "callback", start=self.ago(hours=2), callback_at=later)
        self.log(lead, "no_answer", start=self.ago(hours=1))
        self.assertTrue(lead.active)

    def test_the_manager_decides_when_it_is_tried_again(self):
        lead = self.make_prospect(1)
        manager = self.users["manager"]
        row = self.outcome("busy").with_user(manager)
        row.write({"delay": 2, "delay_unit": "hours"})
        self.log(lead, "busy", start=lima(2026, 11, 18, 9, 0))
        self.assertEqual(lead.call_due, lima(2026, 11, 18, 11, 0))
        self.assertEqual(row.consequence, "Again in 2 hours; lost after 8 calls")

    def test_a_wrong_number_goes_to_the_next_number_at_once(self):
        lead = self.make_prospect(1)
        lead.other_contact_ids = [(0, 0, {"name": "Luis", "phone": "987 111 222"})]
        self.log(lead, "wrong_number", phone=lead.phone)
        self.assertEqual(lead.phone, "+51 987 111 222")
        self.assertEqual(self.next_lead(), lead)
        numbers = {phone["number"]: phone["wrong"] for phone in lead._get_phones()}
        self.assertEqual(numbers, {"+51987111222": False})

    def test_a_wrong_number_that_is_the_only_one_waits_until_somebody_finds_one(self):
        lead = self.make_prospect(1)
        self.log(lead, "wrong_number", phone=lead.phone)
        self.assertEqual(lead.call_queue, QUEUE_RETRY)
        self.assertGreater(lead.call_due, fields.Datetime.now())
        self.assertTrue(lead._get_phones()[0]["wrong"])

    def test_a_callback_comes_at_its_time_with_what_was_agreed(self):
        lead = self.make_prospect(1)
        when = fields.Datetime.now().replace(microsecond=0) + timedelta(days=3)
        self.log(lead, "callback", callback_at=when, note="Preguntar por el contador")
        self.assertEqual((lead.call_queue, lead.call_due), (QUEUE_CALLBACK, when))
        self.assertEqual(lead.call_reason, "Preguntar por el contador")

    def test_a_callback_needs_a_time_to_come(self):
        lead = self.make_prospect(1)
        for values in ({}, {"callback_at": self.ago(hours=1)}):
            with self.assertRaisesRegex(CallRefusedError, "when to call back"):
                self.log(lead, "callback", **values)

    def test_an_effective_contact_is_recorded_and_moves_the_stage(self):
        lead = self.make_prospect(1)
        call = self.log(lead, **ANSWERED)
        self.assertEqual(lead.effective_contact_date, call.start)
        self.assertEqual(lead.stage_id, self.stages["info_sent"])
        self.assertEqual(
            (lead.contact_name, lead.decision_maker_role, lead.current_system, lead.call_queue),
            ("Rosa Quispe", "accounting", "sunat", QUEUE_OUT),
        )

    def test_an_effective_contact_with_something_missing_is_recorded_and_says_what(self):
        lead = self.make_prospect(1)
        values = {**ANSWERED, "current_system": False}
        result = self.desk.log_call(lead.id, values)
        self.assertEqual(result["missing"], ["current system"])
        self.assertTrue(lead.effective_contact_date)
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])

    def test_an_effective_contact_is_with_somebody_who_decides(self):
        for number, name in enumerate(("contact_name", "decision_maker_role"), start=1):
            lead = self.make_prospect(number)
            with self.assertRaisesRegex(CallRefusedError, "who decides"):
                self.log(lead, **{**ANSWERED, name: False})

    def test_a_later_effective_contact_keeps_the_first_date(self):
        lead = self.make_prospect(1)
        first = self.log(lead, **ANSWERED, start=self.ago(hours=2))
        self.log(lead, **ANSWERED)
        self.assertEqual(lead.effective_contact_date, first.start)

    def test_not_interested_is_lost_with_a_reason(self):
        reason = self.env["crm.lost.reason"].create({"name": "Precio"})
        usual, other = self.make_prospect(1), self.make_prospect(2)
        self.log(usual, "refused")
        self.log(other, "refused", lost_reason_id=reason.id)
        self.assertFalse(usual.active or other.active)
        self.assertEqual(usual.lost_reason_id.name, "Not interested")
        self.assertEqual(other.lost_reason_id, reason)

    def test_who_asks_not_to_be_called_is_called_by_nobody(self):
        lead = self.make_prospect(1)
        same_phone = self.make_prospect(2, phone=lead.phone)
        self.log(lead, "do_not_call", phone=lead.phone)
        self.assertFalse(lead.active)
        self.assertTrue(same_phone.phone_blacklisted)
        self.assertFalse(self.next_lead())

    def test_without_a_number_nothing_can_be_blocked(self):
        lead = self.make_prospect(1, phone=False)
        with self.assertRaisesRegex(CallRefusedError, "no valid number"):
            self.log(lead, "do_not_call")
        self.assertTrue(lead.active)

    def test_an_earlier_call_logged_late_changes_nothing_that_came_after(self):
        lead = self.make_prospect(1)
        when = fields.Datetime.now().replace(microsecond=0) + timedelta(days=1)
        self.log(lead, "callback", callback_at=when)
        self.log(lead, "no_answer", start=self.ago(days=1))
        self.assertEqual((lead.call_queue, lead.call_due), (QUEUE_CALLBACK, when))
        self.assertEqual(lead.call_count, 2)


class TestTable(CallCase):
    """The manager adjusts the table; what an outcome is stays."""

    def test_only_the_manager_changes_it(self):
        row = self.env.ref("digiflow_crm.call_outcome_busy")
        for role in ("telemarketer", "executive", "quality", "presales", "implementation"):
            with self.assertRaises(AccessError):
                row.with_user(self.users[role]).delay = 5
        row.with_user(self.users["manager"]).delay = 5
        self.assertEqual(row.delay, 5)

    def test_an_outcome_is_neither_deleted_nor_another_nor_doubled(self):
        row = self.env.ref("digiflow_crm.call_outcome_busy")
        with self.assertRaises(ProcessError):
            row.unlink()
        with self.assertRaises(ProcessError):
            row.code = "effective"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            row.copy()

    def test_what_gives_up_says_why(self):
        for code, vals in (
            ("no_answer", {"lost_reason_id": False}),
            ("callback", {"attempt_cap": 3}),
        ):
            with self.assertRaisesRegex(ProcessError, "which reason"):
                self.env.ref(f"digiflow_crm.call_outcome_{code}").write(vals)


class TestDeskResult(CallCase):
    """What the desk is told when a call was saved."""

    def test_the_same_reference_is_logged_once(self):
        lead = self.make_prospect(1)
        values = {"outcome": "no_answer", "reference": "desk-1"}
        first = self.desk.log_call(lead.id, values)
        second = self.desk.log_call(lead.id, values)
        self.assertEqual(first["call_id"], second["call_id"])
        self.assertEqual((lead.call_count, lead.call_attempts), (1, 1))

    def test_the_desk_is_free_and_the_next_one_comes(self):
        first, second = self.make_prospect(1), self.make_prospect(2)
        self.assertEqual(self.next_lead(), first)
        self.log(first, "no_answer")
        self.assertFalse(first.call_taken_by_id)
        self.assertEqual(self.next_lead(), second)

    def test_a_refused_call_leaves_everything_as_it_was(self):
        lead = self.make_prospect(1)
        self.next_lead()
        with self.assertRaises(CallRefusedError), self.env.cr.savepoint():
            self.log(lead, "callback", contact_name="Nadie")
        self.env.invalidate_all()
        self.assertFalse(lead.contact_name or lead.call_ids)
        self.assertEqual(lead.call_taken_by_id, self.caller)
        self.assertEqual(lead.call_queue, QUEUE_NEW)

    def test_answers_are_kept_on_the_opportunity(self):
        lead = self.make_prospect(1)
        self.log(
            lead,
            "no_answer",
            invoice_issuer="provider",
            current_provider="Otro PSE",
            monthly_documents=1200,
            email_from="rosa@example.com",
        )
        self.assertEqual(
            (lead.invoice_issuer, lead.current_provider, lead.monthly_documents, lead.email_from),
            ("provider", "Otro PSE", 1200, "rosa@example.com"),
        )
