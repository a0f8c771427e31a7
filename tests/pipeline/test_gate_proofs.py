"""What proves that a step is complete is the lead's own, and follows from what happened."""

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .stock import StockPipeline


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
