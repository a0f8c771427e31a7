"""Whichever way a lead is brought into a stage, the gate before that stage is passed or refuses."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import PipelineMismatchError, ProcessError, StageGateError

from ..common import SECOND
from .stock import MISSING, StockPipeline


class TestGatePaths(StockPipeline):
    """The model's own ways: create, write, and all that Odoo's actions make of them."""

    def test_new_lead_cannot_begin_in_a_later_stage(self):
        text = self.assertRefused(lambda: self.make_lead(stage_id=self.stages["meeting"].id))
        self.assertIn(MISSING, text)
        self.assertIn("sending of the information", text)

    def test_new_lead_with_all_steps_done_may_begin_in_a_later_stage(self):
        lead = self.make_lead(
            **self.contact_vals(),
            info_sent_date="2026-01-16 15:00:00",
            stage_id=self.stages["meeting"].id,
        )
        self.assertEqual(lead.stage_id, self.stages["meeting"])

    def test_refusal_of_a_new_lead_names_no_record_to_open(self):
        """The browser opens the gate form for a lead that is there, not for one rolled back."""
        with self.assertRaises(StageGateError) as refusal:
            self.make_lead(stage_id=self.stages["meeting"].id)
        self.assertNotIn("lead_id", refusal.exception.context)

    def test_imported_file_cannot_bring_leads_into_a_later_stage(self):
        """A spreadsheet with a stage column is refused row by row, with the reason."""
        columns = ["name", "type", "team_id/id", "stage_id/id"]
        team = "digiflow_crm.team_digiflow"
        refused = ["Uno S.A.", "opportunity", team, "digiflow_crm.stage_survey"]
        result = self.env["crm.lead"].load(columns, [refused])
        self.assertFalse(result["ids"])
        self.assertIn(MISSING, result["messages"][0]["message"])
        taken = ["Dos S.A.", "opportunity", team, "digiflow_crm.stage_telemarketing"]
        result = self.env["crm.lead"].load(columns, [taken])
        self.assertEqual(
            self.env["crm.lead"].browse(result["ids"]).stage_id, self.stages["telemarketing"]
        )

    def test_import_cannot_move_leads_that_are_there(self):
        lead = self.make_lead()
        columns = [".id", "stage_id/id"]
        result = self.env["crm.lead"].load(columns, [[str(lead.id), "digiflow_crm.stage_meeting"]])
        self.assertFalse(result["ids"])
        self.assertIn(MISSING, result["messages"][0]["message"])

    def test_nobody_goes_round_the_gate_not_even_the_superuser(self):
        lead = self.make_lead()
        by_superuser = lead.with_user(SUPERUSER_ID)
        by_sudo = lead.with_user(self.users["executive"]).sudo()
        by_manager = lead.with_user(self.users["manager"])
        for mover in (by_superuser, by_sudo, by_manager):
            self.assertRefused(mover.write, {"stage_id": self.stages["survey"].id})
            self.assertEqual(lead.stage_id, self.stages["telemarketing"])

    def test_mass_change_lists_each_lead_that_may_not(self):
        leads = self.env["crm.lead"].concat(
            *(self.make_lead(name=f"Cliente {number:02}") for number in range(12))
        )
        text = self.assertRefused(leads.write, {"stage_id": self.stages["info_sent"].id})
        for number in range(10):
            self.assertIn(f"Cliente {number:02} cannot enter «Information sent»", text)
        self.assertNotIn("Cliente 10", text)
        self.assertIn("And 2 more.", text)

    def test_mass_change_is_all_or_nothing(self):
        ready, other = self.make_lead(), self.make_lead(name="Otro S.A.")
        self.complete(ready, "info_sent")
        text = self.assertRefused((ready | other).write, {"stage_id": self.stages["info_sent"].id})
        self.assertIn("Otro S.A.", text)
        self.assertNotIn("Comercial Andina", text)
        self.assertEqual((ready | other).stage_id, self.stages["telemarketing"])

    def test_won_button_is_refused_until_the_proposal_is_confirmed(self):
        lead = self.complete(self.make_lead(), "proposal")
        for action in (lead.action_set_won, lead.action_set_won_rainbowman):
            self.assertIn("confirmed proposal", self.assertRefused(action))
        self.confirm_order(lead)
        lead.action_set_won_rainbowman()
        self.assertEqual(lead.stage_id, self.stages["pre_kickoff"])

    def test_winning_a_mixed_selection_wins_each_in_its_own_pipeline(self):
        own = self.complete(self.make_lead(), "pre_kickoff")
        stock = self.make_stock_lead()
        (own | stock).action_set_won()
        self.assertEqual(own.stage_id, self.stages["pre_kickoff"])
        self.assertTrue(stock.stage_id.is_won)
        self.assertFalse(stock.stage_id.digiflow_step)

    def test_copy_starts_in_the_first_stage(self):
        lead = self.complete(self.make_lead(), "survey")
        lead.stage_id = self.stages["survey"]
        self.assertEqual(lead.copy().stage_id, self.stages["telemarketing"])
        self.assertRefused(lead.copy, {"stage_id": self.stages["survey"].id})

    def test_copy_in_a_column_of_the_board_is_refused(self):
        lead = self.make_lead()
        board = lead.with_context(default_stage_id=self.stages["proposal"].id)
        self.assertRefused(board.copy)

    def test_merge_keeps_the_stage_that_was_reached(self):
        far = self.complete(self.make_lead(name="Uno"), "meeting")
        far.stage_id = self.stages["meeting"]
        merged = (far | self.make_lead(name="Dos")).merge_opportunity()
        self.assertEqual(merged, far)
        self.assertEqual(merged.stage_id, self.stages["meeting"])

    def test_merge_does_not_carry_a_stock_stage_into_the_pipeline(self):
        """The deal that is further on decides the pipeline; a won stock deal opens no gate."""
        stock = self.make_stock_lead(stage_id=self.stock_stages.filtered("is_won")[0].id)
        own = self.make_lead()
        self.assertRefused(
            lambda: (stock | own).merge_opportunity(team_id=self.team.id),
            error=PipelineMismatchError,
        )
        merged = (stock | own).merge_opportunity()
        self.assertEqual(merged.is_digiflow, merged.team_id == self.team)
        self.assertEqual(bool(merged.stage_id.digiflow_step), merged.is_digiflow)

    def test_merge_of_a_company_noted_by_hand_and_in_a_list(self):
        """The usual double: the RUC came with a list and somebody also typed it in."""
        ruc = "20100070970"
        listed = self.make_lead(ruc=ruc, prospect_list_id=self.prospects.id)
        typed = self.complete(self.make_lead(ruc=ruc, **SECOND), "meeting")
        typed.stage_id = self.stages["meeting"]
        merged = (listed | typed).merge_opportunity()
        self.env.flush_all()
        self.assertEqual(merged, typed)
        self.assertEqual(merged.prospect_list_id, self.prospects)
        self.assertFalse(listed.exists())

    def test_lead_converted_to_an_opportunity_keeps_to_the_gates(self):
        lead = self.make_lead(type="lead")
        lead.convert_opportunity(False, team_id=self.team.id)
        self.assertEqual((lead.type, lead.stage_id), ("opportunity", self.stages["telemarketing"]))
        self.assertRefused(
            lead.write, {"type": "opportunity", "stage_id": self.stages["meeting"].id}
        )

    def test_convert_of_a_stock_lead_to_the_team_starts_in_the_first_stage(self):
        lead = self.make_stock_lead(type="lead", stage_id=self.stock_stages[1].id)
        lead.convert_opportunity(False, team_id=self.team.id)
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])

    def test_going_back_is_free_and_recorded(self):
        lead = self.complete(self.make_lead(), "survey")
        lead.stage_id = self.stages["survey"]
        lead.write({"meeting_held_date": False, "info_sent_date": False})
        lead.with_user(self.users["executive"]).stage_id = self.stages["telemarketing"]
        stay = lead.stage_history_ids.filtered(lambda stay: stay.move == "back")
        self.assertEqual(stay.user_id, self.users["executive"])
        self.assertEqual(stay.from_stage_id, self.stages["survey"])
        self.assertRefused(lead.write, {"stage_id": self.stages["survey"].id})

    def test_restored_lead_is_not_moved_past_a_gate_at_once(self):
        lead = self.make_lead()
        lead.action_set_lost()
        values = {"active": True, "stage_id": self.stages["meeting"].id}
        self.assertRefused(lead.write, values)
        self.assertFalse(lead.active)

    def test_lost_lead_passes_the_gate_like_any_other(self):
        lead = self.make_lead()
        lead.action_set_lost()
        self.assertRefused(lead.write, {"stage_id": self.stages["meeting"].id})

    def test_writing_through_the_prospect_list_is_guarded(self):
        lead = self.make_lead(prospect_list_id=self.prospects.id)
        change = [(1, lead.id, {"stage_id": self.stages["meeting"].id})]
        self.assertRefused(self.prospects.write, {"lead_ids": change})

    def test_malformed_or_foreign_grant_opens_nothing(self):
        lead, other = self.make_lead(), self.make_lead(name="Otro")
        stage = self.stages["meeting"].id
        reason = "The client asked for a meeting."
        manager = lead.with_user(self.users["manager"])
        for grant in (
            ([other.id], stage, reason),
            ([lead.id], self.stages["survey"].id, reason),
            False,
        ):
            forged = manager.with_context(digiflow_gate_grant=grant)
            self.assertRefused(forged.write, {"stage_id": stage})
        short = manager.with_context(digiflow_gate_grant=([lead.id], stage, "because"))
        self.assertRefused(short.write, {"stage_id": stage}, error=ProcessError)

    def test_grant_of_one_lead_does_not_carry_its_neighbours(self):
        lead, other = self.make_lead(), self.make_lead(name="Otro S.A.")
        stage = self.stages["meeting"].id
        grant = ([lead.id], stage, "The client asked for a meeting.")
        both = (lead | other).with_user(self.users["manager"])
        text = self.assertRefused(
            both.with_context(digiflow_gate_grant=grant).write, {"stage_id": stage}
        )
        self.assertIn("Otro S.A.", text)

    def test_superuser_mode_does_not_make_a_manager_of_the_user(self):
        lead = self.make_lead()
        by_sudo = lead.with_user(self.users["executive"]).sudo()
        reason = "The client asked for a meeting."
        self.assertRefused(by_sudo.action_pass_gate, "meeting", reason, error=AccessError)

    def test_reason_is_shown_as_it_was_written(self):
        lead = self.make_lead()
        reason = "The margin is <5 % & the client <b>asked</b> for it"
        lead.with_user(self.users["manager"]).action_pass_gate("meeting", reason)
        self.assertIn("&lt;b&gt;asked&lt;/b&gt;", lead.message_ids[0].body)
