"""The form that opens when a lead may not enter a stage yet: fill in what is missing, it moves."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from odoo.addons.digiflow_crm.exceptions import ProcessError, StageGateError

from ..common import DigiflowCase

ASKED = {
    "contact_name",
    "decision_maker_role",
    "current_system",
    "effective_contact_date",
    "phone",
    "email_from",
    "info_sent_date",
    "meeting_held_date",
}


class TestGateForm(DigiflowCase):
    """One lead, one stage that it may not enter, and the people who try."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()

    def open_gate(self, step, role="executive", lead=None):
        """The form as the button opens it for somebody of that role."""
        lead = (lead or self.lead).with_user(self.users[role])
        action = lead.action_open_gate(step)
        gates = self.env[action["res_model"]].with_user(self.users[role])
        return Form(gates.with_context(**action["context"]))

    def shown(self, form):
        """Names of the questions that the form shows."""
        return {name for name in ASKED if not form._get_modifier(name, "invisible")}

    def test_form_asks_for_all_that_is_missing(self):
        self.assertEqual(
            self.shown(self.open_gate("info_sent")), ASKED - {"info_sent_date", "meeting_held_date"}
        )
        self.assertEqual(self.shown(self.open_gate("survey")), ASKED)

    def test_form_asks_for_nothing_that_is_there(self):
        self.complete(self.lead, "info_sent")
        self.assertEqual(
            self.shown(self.open_gate("survey")), {"info_sent_date", "meeting_held_date"}
        )
        self.lead.current_system = False
        self.assertEqual(self.shown(self.open_gate("info_sent")), {"current_system"})

    def test_form_names_what_is_cured_elsewhere(self):
        self.complete(self.lead, "survey")
        form = self.open_gate("pre_kickoff")
        self.assertEqual(self.shown(form), set())
        self.assertTrue(form.need_requirement)
        self.assertTrue(form.need_order)

    def test_filled_in_and_saved_the_lead_moves(self):
        form = self.open_gate("info_sent", "telemarketer")
        form.contact_name = "Rosa Quispe"
        form.decision_maker_role = "finance"
        form.current_system = "sap"
        form.effective_contact_date = "2026-01-15 15:00:00"
        form.phone = "+51 987 654 321"
        form.save().action_move()
        self.assertEqual(self.lead.stage_id, self.stages["info_sent"])
        self.assertEqual(self.lead.contact_name, "Rosa Quispe")
        self.assertEqual(self.lead.decision_maker_role, "finance")
        self.assertEqual(self.lead.stage_history_ids[0].user_id, self.users["telemarketer"])

    def test_still_missing_is_refused_and_what_was_typed_stays_in_the_form(self):
        """As an error of its own: the gate's would open the same form once more, on top."""
        form = self.open_gate("info_sent")
        form.contact_name = "Rosa Quispe"
        gate = form.save()
        with self.assertRaises(ValidationError) as refusal, self.env.cr.savepoint():
            gate.action_move()
        self.assertNotIsInstance(refusal.exception, StageGateError)
        self.assertIn("current system", str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual(gate.contact_name, "Rosa Quispe")
        self.assertFalse(self.lead.contact_name)
        self.assertEqual(self.lead.stage_id, self.stages["telemarketing"])

    def test_form_changes_nothing_that_it_did_not_ask_for(self):
        self.complete(self.lead, "info_sent")
        gate = self.open_gate("meeting").save()
        gate.write({"info_sent_date": "2026-01-16 15:00:00", "contact_name": "Somebody else"})
        gate.action_move()
        self.assertEqual(self.lead.contact_name, "Rosa Quispe")

    def test_date_in_the_future_is_refused(self):
        self.complete(self.lead, "info_sent")
        form = self.open_gate("meeting")
        form.info_sent_date = "2199-01-01 10:00:00"
        with self.assertRaises(ProcessError):
            form.save().action_move()

    def test_manager_lets_it_pass_with_a_reason(self):
        form = self.open_gate("meeting", "manager")
        self.assertTrue(form.can_pass)
        form.pass_reason = "Met at the chamber of commerce's fair"
        form.save().action_pass()
        self.assertEqual(self.lead.stage_id, self.stages["meeting"])
        self.assertEqual(
            self.lead.stage_history_ids[0].pass_reason, "Met at the chamber of commerce's fair"
        )

    def test_manager_without_a_reason_does_not(self):
        gate = self.open_gate("meeting", "manager").save()
        for reason in (False, "  because  "):
            gate.pass_reason = reason
            with self.assertRaises(ProcessError) as refusal, self.env.cr.savepoint():
                gate.action_pass()
            self.assertIn("10 characters", str(refusal.exception))

    def test_nobody_else_is_offered_the_pass(self):
        for role in ("telemarketer", "executive", "presales"):
            form = self.open_gate("meeting", role)
            self.assertFalse(form.can_pass, role)
            gate = form.save()
            gate.pass_reason = "Met at the chamber of commerce's fair"
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                gate.action_pass()

    def test_nothing_missing_nothing_to_pass(self):
        self.complete(self.lead, "meeting")
        self.assertFalse(self.open_gate("meeting", "manager").can_pass)

    def test_form_of_a_lead_out_of_reach_moves_nothing(self):
        other = self.make_user("executive", login="other_executive")
        gate = self.env["digiflow.stage.gate"].with_user(other)
        with self.assertRaises(AccessError):
            gate.create(
                {"lead_id": self.lead.id, "stage_id": self.stages["telemarketing"].id}
            ).action_move()

    def test_gate_is_opened_by_record_by_id_and_by_step(self):
        stage = self.stages["survey"]
        for key in (stage, stage.id, "survey"):
            context = self.lead.action_open_gate(key)["context"]
            self.assertEqual(context["default_stage_id"], stage.id)
            self.assertEqual(context["default_lead_id"], self.lead.id)
            self.assertEqual(self.lead.missing_for_stage(key), self.lead.missing_for_stage(stage))

    def test_unknown_step_is_an_error_and_not_an_open_gate(self):
        for key in ("reunion", 0, False, None):
            with self.assertRaises(ProcessError, msg=key):
                self.lead.missing_for_stage(key)

    def test_form_leads_to_the_survey_and_to_the_offer(self):
        self.complete(self.lead, "survey")
        self.lead.partner_id = self.env["res.partner"].create({"name": self.lead.name})
        gate = self.open_gate("pre_kickoff").save()
        self.assertEqual(gate.action_open_requirement()["res_model"], "digiflow.requirement")
        offer = gate.action_open_order()
        self.assertEqual(offer["context"]["default_opportunity_id"], self.lead.id)
        self.confirm_order(self.lead)
        self.assertEqual(gate.action_open_order()["res_model"], "sale.order")
