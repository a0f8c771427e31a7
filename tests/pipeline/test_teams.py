"""Sales teams of both kinds of pipeline, and leads that go from one to the other."""

from odoo.addons.digiflow_crm.exceptions import PipelineMismatchError, ProcessError

from .stock import StockPipeline


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
