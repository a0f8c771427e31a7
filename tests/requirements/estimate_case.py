"""What tests of the estimate start from: a survey, and rules of their own."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import DigiflowCase

REASON = "The client brings its own server team"
HOURS = ("hours_implementation", "hours_consulting", "hours_management")


class EstimateCase(DigiflowCase):
    """A survey, and rules of the test's own: none of those that are shipped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["digiflow.estimation.rule"].search([]).unlink()
        cls.rules = {
            "base": cls.make_rule("Base", kind="express", hours=(8, 2, 1)),
            "integration": cls.make_rule(
                "Each integration", per="integration", kind="standard", hours=(6.5, 0, 0.25)
            ),
            "upgrade": cls.make_rule("Upgrade", kind="upgrade", is_upgrade=True, hours=(0, 4, 0)),
            "custom": cls.make_rule(
                "Custom", kind="non_standard", is_custom=True, hours=(40, 0, 9)
            ),
        }
        cls.lead = cls.make_lead()

    @classmethod
    def make_rule(cls, name, hours=(0, 0, 0), **vals):
        """A rule that gives these hours of implementation, consulting and management."""
        return cls.env["digiflow.estimation.rule"].create(
            {"name": name, **dict(zip(HOURS, hours, strict=True)), **vals}
        )

    def setUp(self):
        super().setUp()
        self.survey = self.make_survey()

    def make_survey(self, role="executive", **vals):
        """A survey written by somebody of that role; its answers, or `vals` instead."""
        surveys = self.env["digiflow.requirement"].with_user(self.users[role])
        return surveys.create({"lead_id": self.lead.id, **self.answers(**vals)})

    def by(self, role):
        """The survey in the hands of somebody of that role."""
        return self.survey.with_user(self.users[role])

    def adjust(self, role="executive", reason=REASON, survey=None, **hours):
        """An adjustment by somebody of that role."""
        lines = self.env["digiflow.estimate.line"].with_user(self.users[role])
        survey = survey or self.survey
        return lines.create({"requirement_id": survey.id, "reason": reason, **hours})

    def hours(self):
        """The hours of the survey, in the order of their sorts."""
        return tuple(self.survey[name] for name in HOURS)

    def submit(self):
        """Hand the survey to presales."""
        self.by("executive").action_submit()

    def assertRefused(self, action, *args, error=WorkflowError, **kwargs):
        """`action` is refused; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args, **kwargs)
        self.env.invalidate_all()
        return str(refusal.exception)
