"""Whichever way a lead is brought into a stage, the gate before that stage is passed or refuses."""

import json
import threading
from xmlrpc.client import Fault

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import (
    PipelineMismatchError,
    ProcessError,
    StageGateError,
    WorkflowError,
)

from ..common import DigiflowCase, DigiflowHttpCase

MISSING = "decision maker, decision maker's role, effective contact, current system"


class StockPipeline(DigiflowCase):
    """The Digiflow pipeline beside a sales team with Odoo's own stages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_stages = cls.env["crm.stage"].search([("digiflow_step", "=", False)])
        cls.stock_user = cls.make_user(
            "seller", login="stock_seller", groups="sales_team.group_sale_salesman"
        )
        cls.stock_team = cls.env["crm.team"].create(
            {"name": "Ventas", "use_opportunities": True, "member_ids": [(4, cls.stock_user.id)]}
        )

    @classmethod
    def make_stock_lead(cls, **vals):
        """A lead of the other team, in its first stage."""
        return cls.env["crm.lead"].create(
            {
                "name": "Bodega Central",
                "type": "opportunity",
                "team_id": cls.stock_team.id,
                "user_id": False,
                **vals,
            }
        )

    def assertRefused(self, action, *args, error=StageGateError):
        """`action` is refused, and nothing of it stays; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args)
        self.env.invalidate_all()
        return str(refusal.exception)


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
        typed = self.complete(self.make_lead(ruc=ruc), "meeting")
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


class TestForgedProofs(StockPipeline):
    """What proves that a step is complete cannot be borrowed from elsewhere or written by hand."""

    def setUp(self):
        super().setUp()
        self.lead = self.complete(self.make_lead(), "survey")
        self.lead.stage_id = self.stages["survey"]
        self.other = self.complete(self.make_lead(name="Otro S.A."), "proposal")
        self.executive = self.lead.with_user(self.users["executive"])

    def test_survey_of_another_lead_opens_no_gate(self):
        borrowed = {"requirement_id": self.other.requirement_id.id}
        self.assertRefused(self.executive.write, borrowed, error=ProcessError)
        self.assertRefused(self.executive.write, {"stage_id": self.stages["proposal"].id})

    def test_validated_survey_stays_with_its_lead(self):
        survey = self.other.requirement_id.with_user(self.users["executive"])
        self.assertRefused(survey.write, {"lead_id": self.lead.id}, error=WorkflowError)
        link = {"requirement_ids": [(4, survey.id)]}
        self.assertRefused(self.executive.write, link, error=WorkflowError)

    def test_membership_of_the_pipeline_follows_the_team_alone(self):
        """Nobody hides a lead from the pipeline, or draws one in, by writing the mark itself."""
        self.assertRefused(self.executive.write, {"is_digiflow": False}, error=ProcessError)
        self.assertTrue(self.lead.is_digiflow)
        self.assertRefused(self.make_stock_lead().write, {"is_digiflow": True}, error=ProcessError)

    def test_new_lead_ignores_proofs_that_come_with_it(self):
        lead = self.make_lead(
            requirement_id=self.other.requirement_id.id, handover_id=False, is_digiflow=False
        )
        self.assertFalse(lead.requirement_id)
        self.assertTrue(lead.is_digiflow)

    def test_copy_takes_no_proof_along(self):
        copy = self.other.copy()
        missing = {item["code"] for item in copy.missing_for_stage("pre_kickoff")}
        self.assertEqual(
            missing, {"effective_contact", "info_sent", "meeting_held", "requirement", "order"}
        )

    def test_what_happened_cannot_lie_in_the_future(self):
        for name in ("effective_contact_date", "info_sent_date", "meeting_held_date"):
            self.assertRefused(self.lead.write, {name: "2199-01-01 10:00:00"}, error=ProcessError)


class TestTeams(StockPipeline):
    """Stage and team belong to the same pipeline, whichever of them changes."""

    def test_stock_lead_given_to_the_team_starts_in_the_first_stage(self):
        lead = self.make_stock_lead(stage_id=self.stock_stages[2].id)
        lead.team_id = self.team
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])
        self.assertTrue(lead.is_digiflow)

    def test_stock_lead_cannot_arrive_in_a_later_stage(self):
        lead = self.make_stock_lead()
        self.assertRefused(
            lead.write, {"team_id": self.team.id, "stage_id": self.stages["meeting"].id}
        )

    def test_lead_given_to_a_stock_team_starts_in_its_first_stage(self):
        lead = self.complete(self.make_lead(), "survey")
        lead.stage_id = self.stages["survey"]
        lead.team_id = self.stock_team
        self.assertEqual(lead.stage_id, self.stock_stages[0])
        self.assertFalse(lead.is_digiflow)

    def test_leaving_and_coming_back_passes_the_gates_again(self):
        lead = self.complete(self.make_lead(), "survey")
        lead.stage_id = self.stages["survey"]
        lead.team_id = self.stock_team
        lead.meeting_held_date = False
        back = {"team_id": self.team.id, "stage_id": self.stages["survey"].id}
        self.assertIn("presentation held", self.assertRefused(lead.write, back))

    def test_lead_given_to_a_seller_of_another_team_stays(self):
        lead = self.make_lead()
        lead.user_id = self.stock_user
        self.assertEqual(lead.team_id, self.team)
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])

    def test_stock_lead_follows_its_seller_as_always(self):
        other = self.env["crm.team"].create({"name": "Otra", "use_opportunities": True})
        lead = self.make_stock_lead(team_id=other.id)
        lead.user_id = self.stock_user
        self.assertEqual(lead.team_id, self.stock_team)

    def test_digiflow_stage_on_a_stock_lead_is_refused(self):
        first = {"stage_id": self.stages["telemarketing"].id}
        text = self.assertRefused(self.make_stock_lead().write, first, error=PipelineMismatchError)
        self.assertIn("Ventas", text)
        self.assertRefused(lambda: self.make_stock_lead(**first), error=PipelineMismatchError)

    def test_stock_stage_on_a_digiflow_lead_is_refused(self):
        stock = {"stage_id": self.stock_stages[0].id}
        self.assertRefused(self.make_lead().write, stock, error=PipelineMismatchError)
        self.assertRefused(lambda: self.make_lead(**stock), error=PipelineMismatchError)

    def test_lead_without_a_stage_is_refused(self):
        self.assertRefused(self.make_lead().write, {"stage_id": False}, error=PipelineMismatchError)

    def test_lead_without_a_team_leaves_the_pipeline(self):
        lead = self.make_lead(user_id=False)
        lead.team_id = False
        self.assertFalse(lead.is_digiflow)
        self.assertFalse(lead.stage_id.digiflow_step)

    def test_second_team_may_follow_the_same_pipeline(self):
        """A company's second area works with the same six stages."""
        second = self.env["crm.team"].create({"name": "Provincias", "is_digiflow": True})
        lead = self.make_lead(team_id=second.id)
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])
        self.complete(lead, "pre_kickoff")
        lead.action_set_won()
        self.assertEqual(lead.stage_id, self.stages["pre_kickoff"])

    def test_team_with_opportunities_keeps_its_pipeline(self):
        """Switching the mark would leave its leads in stages of the other pipeline."""
        self.make_lead()
        self.assertRefused(self.team.write, {"is_digiflow": False}, error=PipelineMismatchError)
        self.make_stock_lead().action_set_lost()
        self.assertRefused(
            self.stock_team.write, {"is_digiflow": True}, error=PipelineMismatchError
        )

    def test_team_of_the_stages_cannot_be_deleted(self):
        self.assertRefused(self.team.unlink, error=ProcessError)


class TestGatesOverHttp(DigiflowHttpCase):
    """From outside: the browser's calls and the external API."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.login = self.users["executive"].login

    def call_browser(self, method, *args):
        """What the web client sends when a card is dropped; the answer's error, if any."""
        self.authenticate(self.login, self.login)
        params = {"model": "crm.lead", "method": method, "args": list(args), "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/crm.lead/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json().get("error")

    def call_api(self, method, *args):
        """The same through the external API, as the executive with a password."""
        database, uid = self.env.cr.dbname, self.users["executive"].id
        return self.xmlrpc_object.execute_kw(
            database, uid, self.login, "crm.lead", method, list(args)
        )

    @mute_logger("odoo.http")
    def test_dropped_card_is_refused_with_what_the_gate_form_needs(self):
        change = {"stage_id": self.stages["meeting"].id}
        error = self.call_browser("write", [self.lead.id], change)
        self.assertEqual(
            error["data"]["name"], "odoo.addons.digiflow_crm.exceptions.StageGateError"
        )
        self.assertEqual(error["data"]["context"]["lead_id"], self.lead.id)
        self.assertEqual(error["data"]["context"]["stage_id"], self.stages["meeting"].id)
        self.assertIn(MISSING, error["data"]["message"])
        self.assertEqual(self.lead.stage_id, self.stages["telemarketing"])

    def test_dropped_card_moves_when_the_steps_are_complete(self):
        self.complete(self.lead, "info_sent")
        self.env.flush_all()
        change = {"stage_id": self.stages["info_sent"].id}
        self.assertFalse(self.call_browser("write", [self.lead.id], change))
        self.env.invalidate_all()
        self.assertEqual(self.lead.stage_id, self.stages["info_sent"])

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_external_api_is_told_what_is_missing(self):
        change = {"stage_id": self.stages["meeting"].id}
        for method, *args in (
            ("write", [self.lead.id], change),
            ("action_set_won", [self.lead.id]),
            ("create", {"name": "Nuevo", "team_id": self.team.id, **change}),
        ):
            with self.assertRaises(Fault) as refusal:
                self.call_api(method, *args)
            self.assertIn(MISSING, refusal.exception.faultString, method)

    def test_external_api_asks_what_is_missing(self):
        items = self.call_api("missing_for_stage", [self.lead.id], self.stages["info_sent"].id)
        self.assertEqual(
            [item["code"] for item in items],
            ["contact_name", "decision_maker_role", "effective_contact", "current_system", "reach"],
        )
        self.assertEqual(items[-1]["fields"], ["phone", "email_from"])

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_external_api_cannot_forge_the_managers_pass(self):
        stage = self.stages["meeting"].id
        grant = [[self.lead.id], stage, "I am sure that it may pass"]
        database, uid = self.env.cr.dbname, self.users["executive"].id
        with self.assertRaises(Fault) as refusal:
            self.xmlrpc_object.execute_kw(
                database,
                uid,
                self.login,
                "crm.lead",
                "write",
                [[self.lead.id], {"stage_id": stage}],
                {"context": {"digiflow_gate_grant": grant}},
            )
        self.assertIn("Only the commercial manager", refusal.exception.faultString)


class TestTwoAtOnce(DigiflowCase):
    """Two people move the same lead at the same moment: in real transactions of their own."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            team = env.ref("digiflow_crm.team_digiflow")
            lead = env["crm.lead"].create(
                {
                    "name": "Dos a la vez S.A.",
                    "type": "opportunity",
                    "team_id": team.id,
                    "user_id": False,
                    **self.contact_vals(),
                    "info_sent_date": "2026-01-16 15:00:00",
                }
            )
            self.lead_id = lead.id
        self.addCleanup(self.delete_lead)

    def delete_lead(self):
        """Take away what the test committed."""
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["crm.lead"].browse(self.lead_id).unlink()

    def move(self, cr, step):
        """Move the lead in the transaction of `cr`, without ending it."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["crm.lead"].browse(self.lead_id).stage_id = env.ref(f"digiflow_crm.stage_{step}")
        env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_second_mover_is_run_again_and_adds_no_double_stay(self):
        """Odoo runs the one that came second again; it then finds the lead where it is."""
        failures = []

        def second(cr):
            try:
                self.move(cr, "meeting")
            except SerializationFailure as failure:
                failures.append(failure)

        with self.registry.cursor() as first_cr, self.registry.cursor() as second_cr:
            second_cr.execute("SELECT stage_id FROM crm_lead WHERE id = %s", (self.lead_id,))
            self.move(first_cr, "meeting")
            thread = threading.Thread(target=second, args=(second_cr,))
            thread.start()
            first_cr.commit()
            thread.join(timeout=30)
            self.assertFalse(thread.is_alive())
            self.assertEqual(len(failures), 1)
            second_cr.rollback()
            self.move(second_cr, "meeting")
        self.assertEqual(self.read_stays(), ["meeting", "telemarketing"])

    def read_stays(self):
        """Steps of the stays of the lead as committed, the newest first."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stays = env["digiflow.stage.history"].search([("lead_id", "=", self.lead_id)])
            running = stays.filtered(lambda stay: not stay.date_to)
            self.assertEqual(running.stage_id.digiflow_step, "meeting")
            return stays.mapped("stage_id.digiflow_step")
