"""The requirements survey: written by the executive, validated by presales, then left alone."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import StageGateError, WorkflowError

from ..common import ANSWERS, DigiflowCase

NEED = ANSWERS["need"]


class TestRequirement(DigiflowCase):
    """Life of a survey, and each refusal."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.survey = self.make_survey()

    def make_survey(self, role="executive", **vals):
        """A survey written by somebody of that role."""
        surveys = self.env["digiflow.requirement"].with_user(self.users[role])
        return surveys.create({"lead_id": self.lead.id, **self.answers(), **vals})

    def by(self, role):
        """The survey in the hands of somebody of that role."""
        return self.survey.with_user(self.users[role])

    def assertRefused(self, action, *args, error=WorkflowError):
        """`action` is refused; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args)
        self.env.invalidate_all()
        return str(refusal.exception)

    def validate(self):
        """Submit and validate as those do whose work it is."""
        self.by("executive").action_submit()
        self.by("presales").action_validate()

    def test_survey_is_written_submitted_and_validated(self):
        self.assertEqual(self.survey.state, "draft")
        self.assertEqual(self.survey.name, "Survey: Comercial Andina S.A.C.")
        self.by("executive").action_submit()
        self.assertEqual(self.survey.state, "submitted")
        self.by("presales").action_validate()
        self.assertEqual(self.survey.state, "validated")
        self.assertEqual(self.survey.validated_by_id, self.users["presales"])
        self.assertTrue(self.survey.validated_on)

    def test_presales_engineer_is_asked_to_validate(self):
        self.by("executive").action_submit()
        self.assertEqual(self.survey.activity_ids.user_id, self.users["presales"])
        self.assertEqual(self.survey.activity_ids.summary, "Validate the survey")
        self.by("presales").action_validate()
        self.assertFalse(self.survey.activity_ids)

    def test_survey_sent_back_to_its_author(self):
        self.by("executive").action_submit()
        self.by("presales").action_reset()
        self.assertEqual(self.survey.state, "draft")
        self.assertFalse(self.survey.activity_ids)
        self.by("executive").write({"need": "On premise"})

    def test_survey_without_text_is_not_submitted(self):
        """Not by the button, nor by writing the state, nor by emptying it afterwards."""
        self.survey.need = "  "
        text = self.assertRefused(self.by("executive").action_submit)
        self.assertIn("«What the client needs»: write what the client needs", text)
        self.assertRefused(self.by("executive").write, {"state": "submitted"})
        self.survey.need = NEED
        self.by("executive").action_submit()
        self.assertRefused(self.by("executive").write, {"need": False})

    def test_only_presales_and_the_manager_validate(self):
        self.by("executive").action_submit()
        for action, *args in (
            (self.by("executive").action_validate,),
            (self.by("executive").write, {"state": "validated"}),
            (self.by("executive").write, {"validated_by_id": self.users["presales"].id}),
        ):
            text = self.assertRefused(action, *args, error=AccessError)
            self.assertIn("Only a presales engineer", text)
        self.by("manager").action_validate()
        self.assertEqual(self.survey.validated_by_id, self.users["manager"])

    def test_draft_is_not_validated(self):
        self.assertIn("Submit the survey", self.assertRefused(self.by("presales").action_validate))

    def test_signature_is_that_of_who_validates(self):
        """Writing the state signs it too, whatever name comes along."""
        self.by("executive").action_submit()
        forged = {"state": "validated", "validated_by_id": self.users["manager"].id}
        self.by("presales").write(forged)
        self.assertEqual(self.survey.validated_by_id, self.users["presales"])

    def test_survey_begins_as_a_draft_without_signature(self):
        for state in ("submitted", "validated"):
            self.assertRefused(lambda state=state: self.make_survey(state=state))
        self.by("manager").unlink()
        survey = self.make_survey(validated_by_id=self.users["presales"].id)
        self.assertFalse(survey.validated_by_id)

    def test_default_of_a_context_does_not_validate(self):
        """A call from outside may bring any context."""
        self.by("manager").unlink()
        surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])
        forged = surveys.with_context(default_state="validated", default_need=NEED)
        self.assertEqual(forged.create({"lead_id": self.lead.id}).state, "draft")

    def test_validated_survey_is_left_alone(self):
        self.validate()
        for role in ("executive", "presales", "manager"):
            own = self.by(role)
            for action, *args in (
                (own.write, {"need": "Something else"}),
                (own.write, {"state": "draft"}),
                (own.action_reset,),
                (own.action_submit,),
                (own.write, {"validated_on": "2020-01-01 00:00:00"}),
            ):
                self.assertIn("cannot be changed", self.assertRefused(action, *args), role)
        self.assertIn("stays on record", self.assertRefused(self.by("manager").unlink))

    def test_manager_deletes_a_draft(self):
        self.by("manager").unlink()
        self.assertFalse(self.lead.requirement_id)

    def test_newest_survey_is_the_one_in_force(self):
        """A new one is not yet validated: the gate asks again; without it the old one counts."""
        self.validate()
        codes = [item["code"] for item in self.lead.missing_for_stage("proposal")]
        self.assertNotIn("requirement", codes)
        newer = self.make_survey()
        self.assertEqual(self.lead.requirement_id, newer)
        self.assertEqual(self.lead.requirement_count, 2)
        codes = [item["code"] for item in self.lead.missing_for_stage("proposal")]
        self.assertIn("requirement", codes)
        newer.with_user(self.users["manager"]).unlink()
        self.assertEqual(self.lead.requirement_id, self.survey)

    def test_copy_of_a_validated_survey_is_a_draft(self):
        self.validate()
        copy = self.survey.copy()
        self.assertEqual((copy.state, copy.need), ("draft", NEED))
        self.assertFalse(copy.validated_by_id)

    def test_proposal_needs_the_validated_survey(self):
        self.complete(self.lead, "survey")
        target = {"stage_id": self.stages["proposal"].id}
        text = self.assertRefused(self.lead.write, target, error=StageGateError)
        self.assertIn("validated requirements survey", text)
        self.validate()
        self.lead.with_user(self.users["executive"]).write(target)

    def test_merged_leads_keep_their_surveys(self):
        self.validate()
        other = self.make_lead(name="El mismo cliente", stage_id=self.stages["telemarketing"].id)
        own = self.env["digiflow.requirement"].create({"lead_id": other.id, "need": NEED})
        merged = (self.lead | other).with_user(self.users["manager"]).merge_opportunity()
        self.assertEqual(merged.requirement_ids, self.survey | own)
        self.assertEqual(merged.requirement_id, max(self.survey | own, key=lambda one: one.id))

    def test_button_opens_the_survey_or_a_new_one(self):
        action = self.lead.with_user(self.users["executive"]).action_view_requirements()
        self.assertEqual(action["res_id"], self.survey.id)
        fresh = self.make_lead(name="Otro").with_user(self.users["executive"])
        action = fresh.action_view_requirements()
        self.assertFalse(action["res_id"])
        self.assertEqual(action["context"], {"default_lead_id": fresh.id})

    def test_two_surveys_are_submitted_together(self):
        self.lead = self.make_lead(name="Otro")
        both = self.survey | self.make_survey()
        both.with_user(self.users["executive"]).action_submit()
        self.assertEqual(set(both.mapped("state")), {"submitted"})
        self.assertEqual(len(both.activity_ids), 2)
