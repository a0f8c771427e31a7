"""Hours are adjusted and validated at the same moment: nothing is validated that was not seen."""

from odoo.tests import new_test_user

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import ANSWERS, KINDS
from ..own_connections import OwnConnectionsCase


class TestEstimateAtOnce(OwnConnectionsCase):
    """Two people, two transactions; what is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            groups = "digiflow_crm.group_manager"
            self.user_id = new_test_user(env, login="estimate_at_once", groups=groups).id
            lead = env["crm.lead"].create(
                {
                    "name": "A la vez S.A.C.",
                    "type": "opportunity",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                }
            )
            kinds = [env.ref(f"digiflow_crm.document_type_{code}").id for code in KINDS]
            survey = env["digiflow.requirement"].create(
                {"lead_id": lead.id, "document_type_ids": [(6, 0, kinds)], **ANSWERS}
            )
            survey.action_submit()
            self.lead_id, self.survey_id = lead.id, survey.id
            self.seen = survey.estimate_seal

    def remove(self):
        with self.cursor() as cr:
            # A validated survey stays on record; a test's does not.
            cr.execute("DELETE FROM digiflow_requirement WHERE id = %s", [self.survey_id])
            env = self.make_env(cr)
            env["crm.lead"].browse(self.lead_id).unlink()
            user = env["res.users"].browse(self.user_id)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def survey(self, env, **context):
        """The survey in the hands of the presales engineer."""
        surveys = env["digiflow.requirement"].with_user(self.user_id)
        return surveys.with_context(**context).browse(self.survey_id)

    def adjust(self, env):
        """Add four hours."""
        survey = self.survey(env)
        survey.env["digiflow.estimate.line"].create(
            {
                "requirement_id": survey.id,
                "reason": "One more visit to the client",
                "hours_consulting": 4,
            }
        )
        return True

    def validate(self, env):
        """Validate what is on the screen."""
        return self.survey(env, digiflow_seen_estimate=self.seen).action_validate()

    def outcome(self):
        """State and estimate as everybody sees them now."""
        with self.cursor() as cr:
            survey = self.survey(self.make_env(cr))
            return survey.state, survey.estimate_seal, len(survey.adjustment_ids)

    def test_adjusting_while_it_is_validated(self):
        refusal = self.beside(self.validate, self.adjust)
        self.assertIs(type(refusal), WorkflowError)
        self.assertIn("stay as they were validated", str(refusal))
        self.assertEqual(self.outcome(), ("validated", self.seen, 0))

    def test_validating_while_it_is_adjusted(self):
        refusal = self.beside(self.adjust, self.validate)
        self.assertIs(type(refusal), WorkflowError)
        self.assertIn("changed while you were looking", str(refusal))
        state, seal, adjustments = self.outcome()
        self.assertEqual((state, adjustments), ("submitted", 1))
        self.assertNotEqual(seal, self.seen)

    def test_estimating_again_while_it_is_validated(self):
        refusal = self.beside(self.validate, lambda env: self.survey(env).action_estimate())
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.outcome(), ("validated", self.seen, 0))

    def test_hours_taken_off_and_put_back_do_not_slip_through(self):
        """Adjustments by two at once leave sums of both."""
        self.assertIs(self.beside(self.adjust, self.adjust), True)
        with self.cursor() as cr:
            survey = self.survey(self.make_env(cr))
            lines = survey.estimate_line_ids
            self.assertEqual(len(survey.adjustment_ids), 2)
            self.assertEqual(survey.hours_consulting, sum(lines.mapped("hours_consulting")))
