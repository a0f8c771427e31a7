"""Which company the desk gives next."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.models.calls.outcomes import (
    QUEUE_CALLBACK,
    QUEUE_NEW,
    QUEUE_OUT,
    QUEUE_RETRY,
)

from .cases import CallCase


class TestOrder(CallCase):
    """Due callbacks, then new ones, then retries; by priority; then who waits longest."""

    def test_kinds_come_in_their_order(self):
        phoneless = self.make_prospect(1, phone=False)
        retry = self.make_prospect(2, call_queue=QUEUE_RETRY, priority="3")
        new = self.make_prospect(3)
        urgent = self.make_prospect(4, priority="2")
        callback = self.make_prospect(5)
        callback._queue_callback(self.ago(minutes=1), "Pidió que la llamen")
        expected = [callback, urgent, new, retry, phoneless]
        given = []
        for _turn in expected:
            given.append(self.next_lead())
            self.desk.release(given[-1].id)
            given[-1].call_due = fields.Datetime.now() + timedelta(days=1)
        self.assertEqual([lead.name for lead in given], [lead.name for lead in expected])
        self.assertFalse(self.next_lead())

    def test_who_waits_longest_comes_first(self):
        for number, hours in enumerate((1, 3, 2), start=1):
            self.make_prospect(number, call_queue=QUEUE_RETRY, call_due=self.ago(hours=hours))
        self.assertEqual(self.next_lead().name, "Empresa 2")

    def test_nobody_is_called_before_the_time(self):
        lead = self.make_prospect(1)
        when = fields.Datetime.now().replace(microsecond=0) + timedelta(minutes=30)
        lead._queue_callback(when, "En media hora")
        found = self.desk.next_call()
        self.assertEqual((found["lead"], found["next_at"]), (False, when))

    def test_nobodys_company_of_ones_lists_is_given_and_becomes_ones_own(self):
        lead = self.make_prospect(1, telemarketer_id=False)
        self.assertEqual(self.next_lead(), lead)
        self.log(lead, "no_answer")
        self.assertEqual(lead.telemarketer_id, self.caller)

    def test_what_is_not_given(self):
        """Others' companies, of lists that are not one's own, lost, blocked, further on."""
        other = self.make_user("telemarketer", login="other")
        elsewhere = self.env["digiflow.prospect.list"].create({"name": "De otros"})
        self.make_prospect(1, telemarketer_id=other.id)
        self.make_prospect(2, telemarketer_id=False, prospect_list_id=elsewhere.id)
        self.make_prospect(3).action_set_lost()
        blocked = self.make_prospect(4)
        self.env["phone.blacklist"]._add([blocked.phone_sanitized])
        self.complete(self.make_prospect(5), "info_sent").stage_id = self.stages["info_sent"]
        self.assertFalse(self.next_lead())
        self.assertTrue(self.next_lead(other))

    def test_a_company_of_another_company_of_odoo_is_not_given(self):
        company = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        lead = self.make_prospect(1, prospect_list_id=False, user_id=False)
        lead.company_id = company
        self.assertFalse(self.next_lead())

    def test_the_order_is_the_same_whatever_was_taken_before(self):
        """A company on somebody's desk is passed over, and comes when it is free again."""
        colleague = self.make_user("telemarketer", login="colleague")
        self.prospects.telemarketer_ids += colleague
        first, second = (self.make_prospect(n, telemarketer_id=False) for n in (1, 2))
        self.assertEqual(self.next_lead(), first)
        self.assertEqual(self.next_lead(colleague), second)
        self.env.invalidate_all()
        first.call_taken_until = self.ago(seconds=1)
        second.call_taken_until = self.ago(seconds=1)
        self.assertEqual(self.next_lead(colleague), first)

    def test_queries_do_not_grow_with_the_queue(self):
        def count(companies):
            for number in companies:
                self.make_prospect(number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lead = self.next_lead()
            spent = self.env.cr.sql_log_count - before
            lead._leave_queue()
            return spent

        count([1])
        self.assertEqual(count([2, 3]), count(range(4, 60)))


class TestDesk(CallCase):
    """What a telemarketer holds."""

    def test_a_company_on_the_desk_stays_there(self):
        lead, _other = self.make_prospect(1), self.make_prospect(2)
        self.assertEqual(self.next_lead(), lead)
        self.assertEqual(self.next_lead(), lead)
        self.assertEqual(self.desk.open_desk()["lead"]["id"], lead.id)

    def test_an_abandoned_company_frees_itself(self):
        lead = self.make_prospect(1, telemarketer_id=False)
        colleague = self.make_user("telemarketer", login="colleague")
        self.prospects.telemarketer_ids += colleague
        self.next_lead()
        self.env.invalidate_all()
        left = lead.call_taken_until - fields.Datetime.now()
        self.assertAlmostEqual(left.total_seconds() / 60, 10, delta=0.5)
        self.assertFalse(self.next_lead(colleague))
        lead.call_taken_until = self.ago(seconds=1)
        self.assertEqual(self.next_lead(colleague), lead)

    def test_keeping_it_prolongs_the_time(self):
        lead = self.make_prospect(1)
        self.next_lead()
        lead.call_taken_until = fields.Datetime.now() + timedelta(seconds=5)
        self.assertTrue(self.desk.keep(lead.id))
        self.env.invalidate_all()
        self.assertGreater(lead.call_taken_until, fields.Datetime.now() + timedelta(minutes=9))

    def test_what_a_colleague_has_cannot_be_kept_nor_taken(self):
        lead = self.make_prospect(1)
        self.next_lead()
        self.assertFalse(self.desk.with_user(self.users["manager"]).keep(lead.id))
        self.assertFalse(self.desk.with_user(self.users["manager"]).take(lead.id)["lead"])
        self.env.invalidate_all()
        self.assertEqual(lead.call_taken_by_id, self.caller)

    def test_taking_one_from_a_list_frees_the_one_before(self):
        first, second = self.make_prospect(1), self.make_prospect(2)
        self.next_lead()
        self.assertEqual(self.desk.take(second.id)["lead"]["id"], second.id)
        self.env.invalidate_all()
        self.assertFalse(first.call_taken_by_id)

    def test_releasing_puts_it_back_for_later(self):
        first, second = self.make_prospect(1), self.make_prospect(2)
        self.next_lead()
        self.assertTrue(self.desk.release(first.id))
        self.assertEqual(self.next_lead(), second)
        self.assertEqual(first.call_queue, QUEUE_NEW)

    def test_a_callback_that_is_released_comes_at_once(self):
        lead = self.make_prospect(1)
        lead._queue_callback(self.ago(minutes=1), "Ahora")
        self.next_lead()
        self.desk.release(lead.id)
        self.assertEqual(self.next_lead(), lead)

    def test_releasing_a_colleagues_changes_nothing(self):
        lead = self.make_prospect(1)
        self.next_lead()
        self.desk.with_user(self.users["manager"]).release(lead.id)
        self.env.invalidate_all()
        self.assertEqual(lead.call_taken_by_id, self.caller)

    def test_the_desk_is_for_telemarketers(self):
        lead = self.make_prospect(1)
        for role in ("executive", "presales", "quality", "implementation"):
            desk = self.desk.with_user(self.users[role])
            for call in (
                desk.open_desk,
                desk.next_call,
                lambda desk=desk: desk.keep(lead.id),
                lambda desk=desk: desk.take(lead.id),
                lambda desk=desk: desk.log_call(lead.id, {"outcome": "busy"}),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_a_company_out_of_reach_cannot_be_taken(self):
        other = self.make_user("telemarketer", login="other")
        lead = self.make_prospect(1)
        for call in ("take", "keep"):
            with self.assertRaises(AccessError):
                getattr(self.desk.with_user(other), call)(lead.id)


class TestPlace(CallCase):
    """Who is in the queue follows from what happens to the opportunity."""

    def test_a_new_lead_waits(self):
        self.assertEqual(self.make_prospect(1).call_queue, QUEUE_NEW)

    def test_a_lead_that_goes_on_leaves_the_queue(self):
        lead = self.complete(self.make_prospect(1), "info_sent")
        lead.stage_id = self.stages["info_sent"]
        self.assertEqual(lead.call_queue, QUEUE_OUT)
        lead.stage_id = self.stages["telemarketing"]
        self.assertEqual(lead.call_queue, QUEUE_RETRY)

    def test_an_agreed_callback_survives_the_next_stage(self):
        lead = self.complete(self.make_prospect(1), "info_sent")
        lead._queue_callback(self.ago(minutes=1), "Confirmar que llegó")
        lead.stage_id = self.stages["info_sent"]
        self.assertEqual(lead.call_queue, QUEUE_CALLBACK)
        self.assertEqual(self.next_lead(), lead)

    def test_a_lost_lead_that_is_restored_is_called_again(self):
        lead = self.make_prospect(1)
        self.log(lead, "refused")
        self.assertFalse(self.next_lead())
        lead.toggle_active()
        self.assertEqual(lead.call_queue, QUEUE_RETRY)
        self.assertEqual(self.next_lead(), lead)

    def test_taking_is_no_work_on_a_lead(self):
        lead = self.make_prospect(1)
        self.env.flush_all()
        written = lead.write_date
        self.next_lead()
        self.env.invalidate_all()
        self.assertEqual(lead.write_date, written)
        self.assertFalse(lead._get_worked_ids(lead.ids))

    def test_a_call_is_work_on_a_lead(self):
        lead = self.make_prospect(1)
        self.assertFalse(lead._is_worked_on())
        self.env["digiflow.call"].create({"lead_id": lead.id, "start": self.ago(days=2)})
        self.assertTrue(lead._is_worked_on())
        self.assertEqual(lead._get_worked_ids(lead.ids), {lead.id})
