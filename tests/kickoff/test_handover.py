"""The handover: made when the deal is won, prepared by sales, accepted by Implementation."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .cases import HandoverCase


class TestHandover(HandoverCase):
    """Life of a handover, and each refusal."""

    def test_handover_is_there_when_the_deal_is_won(self):
        """With the confirmed order and what the client needs, taken from the survey."""
        self.assertEqual(self.handover.state, "draft")
        self.assertEqual(self.handover.order_id, self.lead.order_ids)
        self.assertIn(self.lead.requirement_id.need, self.handover.scope)
        self.assertIn("1 x Plan Cloud", self.handover.scope)
        self.assertEqual(self.handover.requirement_id, self.lead.requirement_id)
        self.assertEqual(self.handover.partner_id, self.lead.order_ids.partner_id)
        self.assertEqual(self.handover.presales_user_id, self.users["presales"])
        self.assertEqual(self.handover.name, "Handover: Comercial Andina S.A.C.")

    def test_leads_before_pre_kickoff_have_none(self):
        self.assertFalse(self.make_lead().handover_id)

    def test_going_back_and_forth_makes_no_second_one(self):
        self.lead.stage_id = self.stages["proposal"]
        self.lead.stage_id = self.stages["pre_kickoff"]
        self.assertEqual(self.lead.handover_ids, self.handover)

    def test_whoever_wins_the_deal_leaves_a_handover(self):
        """A telemarketer may not write handovers, yet the stage brings one."""
        lead = self.complete(self.make_lead(name="Otro"), "pre_kickoff")
        lead.with_user(self.users["telemarketer"]).stage_id = self.stages["pre_kickoff"]
        self.assertTrue(lead.handover_id)

    def test_manager_who_lets_it_pass_leaves_one_too(self):
        lead = self.make_lead(name="Sin pasos")
        lead.with_user(self.users["manager"]).action_pass_gate(
            "pre_kickoff", "Signed at the board meeting"
        )
        self.assertEqual(lead.handover_id.state, "draft")
        self.assertFalse(lead.handover_id.order_id)

    def test_handover_goes_from_sales_to_implementation(self):
        self.accept()
        self.assertEqual(self.handover.state, "accepted")
        self.assertEqual(self.handover.project_manager_id, self.users["implementation"])

    def test_returned_handover_is_submitted_again(self):
        self.submit()
        self.by("implementation").write({"return_reason": "The ERP version is missing."})
        self.by("implementation").action_return()
        self.assertEqual(self.handover.state, "returned")
        self.by("presales").write({"scope": "SAP S/4HANA, one integration."})
        self.by("presales").action_confirm_technical()
        self.by("presales").action_submit()
        self.assertEqual(self.handover.state, "submitted")

    def test_accepting_needs_the_project_manager(self):
        self.submit()
        text = self.assertRefused(self.by("implementation").action_accept)
        self.assertIn("the project manager", text)
        both = {"state": "accepted", "project_manager_id": self.users["implementation"].id}
        self.by("implementation").write(both)
        self.assertEqual(self.handover.state, "accepted")

    def test_returning_needs_the_reason(self):
        self.submit()
        for reason in (False, "  \n"):
            values = {"state": "returned", "return_reason": reason}
            text = self.assertRefused(self.by("implementation").write, values)
            self.assertIn("the reason", text)

    def test_each_state_is_brought_by_its_own_role(self):
        self.complete_handover(self.handover)
        for role in ("implementation", "quality"):
            self.assertRefused(self.by(role).action_submit, error=AccessError)
        self.by("executive").action_submit()
        named = {"project_manager_id": self.users["implementation"].id, "return_reason": "No"}
        for role in ("executive", "presales", "quality", "telemarketer"):
            self.assertRefused(self.by(role).write, named, error=AccessError)
        self.by("implementation").write(named)
        for role in ("executive", "presales", "quality", "telemarketer"):
            for state in ("accepted", "returned"):
                self.assertRefused(self.by(role).write, {"state": state}, error=AccessError)
        self.by("manager").action_accept()

    def test_no_state_is_skipped(self):
        named = {"project_manager_id": self.users["implementation"].id, "return_reason": "No"}
        self.assertRefused(self.by("implementation").write, named)
        self.assertRefused(self.by("implementation").action_accept)
        self.assertRefused(self.by("implementation").action_return)
        self.submit()
        self.assertRefused(self.by("executive").action_submit)
        self.assertRefused(self.by("manager").write, {"state": "draft"})

    def test_accepted_handover_is_left_alone(self):
        self.accept()
        for values in (
            {"scope": "More"},
            {"project_manager_id": self.users["manager"].id},
            {"order_id": False},
            {"return_reason": "Late"},
            {"state": "returned"},
            {"lead_id": self.make_lead(name="Otro").id},
        ):
            for role in ("executive", "implementation", "manager"):
                text = self.assertRefused(self.by(role).write, values)
                self.assertIn("cannot be changed", text)

    def test_submitted_handover_stays_on_record(self):
        self.submit()
        self.assertIn("stays on record", self.assertRefused(self.by("manager").unlink))

    @mute_logger("odoo.sql_db")
    def test_lead_with_a_handover_cannot_be_deleted(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.lead.with_user(self.users["manager"]).unlink()
            self.env.flush_all()
        self.assertTrue(self.handover.exists())

    def test_handover_begins_in_preparation(self):
        lead = self.make_lead(name="Otro")
        handovers = self.env["digiflow.handover"].with_user(self.users["manager"])
        for state in ("submitted", "accepted"):
            values = {"lead_id": lead.id, "state": state}
            self.assertRefused(handovers.create, values)
        forged = handovers.with_context(default_state="accepted")
        self.assertEqual(forged.create({"lead_id": lead.id}).state, "draft")

    def test_merged_lead_brings_its_accepted_handover(self):
        """A won deal found twice: the record of what was agreed goes with the one that remains."""
        self.accept()
        self.lead.stage_id = self.stages["telemarketing"]
        other = self.complete(self.make_lead(name="El mismo cliente"), "meeting")
        other.stage_id = self.stages["meeting"]
        merged = (self.lead | other).with_user(self.users["manager"]).merge_opportunity()
        self.assertEqual(merged, other)
        self.assertEqual(merged.handover_id, self.handover)

    def test_button_opens_the_handover(self):
        action = self.lead.with_user(self.users["executive"]).action_view_handover()
        self.assertEqual(action["res_id"], self.handover.id)
        self.assertEqual(action["res_model"], "digiflow.handover")

    def test_changes_are_told_in_the_chatter(self):
        self.end_transaction()
        self.accept()
        self.end_transaction()
        self.env.invalidate_all()
        tracked = self.handover.message_ids.sudo().tracking_value_ids
        names = {
            value.sudo()["field_id" if "field_id" in value._fields else "field"].name
            for value in tracked
        }
        self.assertEqual(names & {"state", "project_manager_id"}, {"state", "project_manager_id"})

    def test_of_two_handovers_only_one_in_preparation_is_dropped(self):
        """Two won leads become one with one handover; one that was submitted is never lost."""
        second = self.complete(self.make_lead(name="La segunda"), "pre_kickoff")
        second.action_set_won()
        both = (self.lead | second).with_user(self.users["manager"])
        submitted = both.handover_id
        for handover in submitted:
            self.complete_handover(handover).with_user(self.users["manager"]).action_submit()
        self.assertRefused(both.merge_opportunity)
        self.assertEqual(len(submitted.exists()), 2)

    def test_merging_two_just_won_keeps_one_handover(self):
        second = self.complete(self.make_lead(name="La segunda"), "pre_kickoff")
        second.action_set_won()
        merged = (self.lead | second).with_user(self.users["manager"]).merge_opportunity()
        self.assertEqual(len(merged.handover_ids), 1)
