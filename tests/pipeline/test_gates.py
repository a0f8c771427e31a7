"""A lead enters a stage only with every step before it complete, whichever way it is moved."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, StageGateError
from odoo.addons.digiflow_crm.models.pipeline.steps import STEPS

from ..common import DigiflowCase


class TestGates(DigiflowCase):
    """Every way into a stage passes the gate."""

    def test_each_stage_needs_the_steps_before_it(self):
        """Complete, the lead goes from stage to stage to Pre-kickoff, and is won there."""
        lead = self.make_lead()
        for step in STEPS[1:]:
            self.assertTrue(lead.missing_for_stage(step), step)
            with self.assertRaises(StageGateError), self.env.cr.savepoint():
                lead.stage_id = self.stages[step]
            self.complete(lead, step)
            self.assertEqual(lead.missing_for_stage(step), [], step)
            lead.stage_id = self.stages[step]
        self.assertTrue(lead.stage_id.is_won)
        self.assertEqual(lead.probability, 100)

    def test_refusal_lists_all_that_is_missing(self):
        lead = self.make_lead(contact_name="Rosa Quispe")
        with self.assertRaises(StageGateError) as refusal:
            lead.stage_id = self.stages["meeting"]
        text = str(refusal.exception)
        for name in ("decision maker's role", "effective contact", "current system"):
            self.assertIn(name, text)
        self.assertIn("sending of the information", text)
        self.assertEqual(refusal.exception.context["lead_id"], lead.id)

    def test_manager_passes_with_a_reason(self):
        lead = self.make_lead()
        manager = lead.with_user(self.users["manager"])
        manager.action_pass_gate("meeting", "  The client asked for a meeting at the fair. ")
        self.assertEqual(lead.stage_id, self.stages["meeting"])
        passes = lead.stage_history_ids.filtered("pass_reason")
        self.assertEqual(passes.pass_reason, "The client asked for a meeting at the fair.")
        self.assertEqual(passes.user_id, self.users["manager"])
        self.assertIn("at the fair", lead.message_ids[0].body)

    def test_nobody_else_passes(self):
        lead = self.make_lead()
        executive = lead.with_user(self.users["executive"])
        with self.assertRaises(AccessError):
            executive.action_pass_gate("meeting", "The client asked for a meeting at the fair.")
        grant = ([lead.id], self.stages["meeting"].id, "The client asked for a meeting.")
        with self.assertRaises(AccessError):
            executive.with_context(digiflow_gate_grant=grant).stage_id = self.stages["meeting"]
        with self.assertRaises(ProcessError):
            lead.with_user(self.users["manager"]).action_pass_gate("meeting", "because")
