"""Kind and hours of a survey: by the rules, and adjusted by hand."""

from odoo.exceptions import AccessError

from .estimate_case import REASON, EstimateCase


class TestEstimate(EstimateCase):
    """What the rules make of the answers."""

    def test_rules_that_apply_give_lines_and_kind(self):
        lines = self.survey.rule_line_ids
        self.assertEqual(lines.mapped("name"), ["Base", "Each integration"])
        self.assertEqual(lines.mapped("quantity"), [1, 1])
        self.assertEqual(lines.mapped("reason"), ["Always", "Always"])
        self.assertEqual(self.hours(), (14.5, 2, 1.25))
        self.assertEqual(self.survey.hours_total, 17.75)
        self.assertEqual(self.survey.project_kind, "standard")
        self.assertEqual(self.survey.estimate_note, "Standard, by: Each integration.")
        self.assertTrue(self.survey.estimated_on)

    def test_answers_that_change_are_estimated_again(self):
        self.by("executive").write({"integration_count": 3})
        self.assertEqual(self.hours(), (27.5, 2, 1.75))
        self.by("executive").write({"integration_count": 0, "custom_development": "A portal"})
        self.assertEqual(self.hours(), (48, 2, 10))
        self.assertEqual(self.survey.project_kind, "non_standard")
        self.assertEqual(self.survey.rule_line_ids.mapped("name"), ["Base", "Custom"])

    def test_without_modality_there_are_no_hours(self):
        survey = self.make_lead(name="Otro").id
        survey = self.make_survey(lead_id=survey, modality=False)
        self.assertEqual((survey.hours_total, survey.project_kind), (0, "standard"))
        self.assertIn("until the modality is answered", survey.estimate_note)
        survey.modality = "web"
        self.assertEqual(survey.hours_total, 17.75)

    def test_no_rule_gives_a_kind(self):
        self.env["digiflow.estimation.rule"].search([]).write({"kind": False})
        self.by("executive").action_estimate()
        self.assertEqual(self.survey.project_kind, "standard")
        self.assertEqual(
            self.survey.estimate_note, "No rule gives a kind to these answers: Standard."
        )

    def test_changed_rule_changes_no_estimate_made_before(self):
        self.rules["base"].write({"name": "New base", "hours_implementation": 100})
        self.rules["integration"].unlink()
        self.env.invalidate_all()
        self.assertEqual(self.survey.rule_line_ids.mapped("name"), ["Base", "Each integration"])
        self.assertEqual(self.hours(), (14.5, 2, 1.25))
        self.by("executive").write({"erp": "Another one", "need": "The same, said better"})
        self.assertEqual(self.hours(), (14.5, 2, 1.25))
        self.by("executive").action_estimate()
        self.assertEqual(self.survey.rule_line_ids.mapped("name"), ["New base"])
        self.assertEqual(self.hours(), (100, 2, 1))

    def test_estimating_again_keeps_adjustments(self):
        self.adjust(hours_implementation=-4)
        self.by("executive").action_estimate()
        self.by("executive").write({"integration_count": 2})
        self.assertEqual(self.hours(), (17, 2, 1.5))
        self.assertEqual(self.survey.adjustment_ids.reason, REASON)

    def test_validated_survey_is_not_estimated_again(self):
        self.submit()
        self.by("presales").action_validate()
        self.rules["base"].hours_implementation = 100
        for role in ("executive", "presales", "manager"):
            text = self.assertRefused(self.by(role).action_estimate)
            self.assertIn("stay as they were validated", text)
        self.assertEqual(self.hours(), (14.5, 2, 1.25))

    def test_rules_of_another_company_do_not_count(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.make_rule("Of Bolivia", company_id=abroad.id, hours=(99, 0, 0))
        own = self.make_rule("Own", company_id=self.lead.company_id.id, hours=(1, 0, 0))
        archived = self.make_rule("Archived", active=False, hours=(50, 0, 0))
        self.by("executive").action_estimate()
        self.assertIn(own.name, self.survey.rule_line_ids.mapped("name"))
        self.assertNotIn(archived.name, self.survey.rule_line_ids.mapped("name"))
        self.assertEqual(self.survey.hours_implementation, 15.5)

    def test_new_version_is_estimated_with_the_rules_of_its_day(self):
        self.submit()
        self.by("presales").action_validate()
        self.rules["base"].hours_implementation = 10
        newer = self.env["digiflow.requirement"].browse(
            self.by("executive").action_new_version()["res_id"]
        )
        self.assertEqual(newer.hours_implementation, 16.5)
        self.assertEqual(self.survey.hours_implementation, 14.5)

    def test_who_only_reads_does_not_estimate(self):
        for role in ("quality", "telemarketer", "implementation"):
            self.assertRefused(self.by(role).action_estimate, error=AccessError)


class TestAdjustments(EstimateCase):
    """Hours added or taken off by hand: whose they are, and why."""

    def test_adjustment_counts_and_says_who_and_when(self):
        line = self.adjust(hours_implementation=-4.25, hours_management=1)
        self.assertEqual(self.hours(), (10.25, 2, 2.25))
        self.assertEqual(line.user_id, self.users["executive"])
        self.assertTrue(line.adjusted_on)
        changed = line.with_user(self.users["presales"])
        changed.write({"hours_implementation": -1})
        self.assertEqual(self.hours(), (13.5, 2, 2.25))
        self.assertEqual(line.user_id, self.users["presales"])
        changed.unlink()
        self.assertEqual(self.hours(), (14.5, 2, 1.25))

    def test_adjustment_by_the_form_of_the_survey(self):
        self.by("executive").write(
            {"adjustment_ids": [(0, 0, {"reason": REASON, "hours_consulting": 3})]}
        )
        self.assertEqual(self.survey.adjustment_ids.user_id, self.users["executive"])
        self.assertEqual(self.hours(), (14.5, 5, 1.25))

    def test_reason_and_hours_are_asked_for(self):
        for reason in ("", "  short  ", False):
            self.assertIn(
                "Say why", self.assertRefused(self.adjust, reason=reason, hours_consulting=1)
            )
        self.assertIn("adds no hours", self.assertRefused(self.adjust))
        self.assertIn("adds no hours", self.assertRefused(self.adjust, hours_consulting=0.001))
        self.assertIn("10000", self.assertRefused(self.adjust, hours_consulting=10_001))
        line = self.adjust(hours_consulting=1)
        self.assertRefused(line.write, {"reason": ""})
        self.assertRefused(line.write, {"hours_consulting": 0})

    def test_executive_adjusts_express_and_standard_only(self):
        for answers in (
            {"integration_count": 0, "erp": False},
            {"integration_count": 1, "erp": "SAP"},
        ):
            self.by("executive").write(answers)
            self.adjust(hours_consulting=1)
        for answers in ({"is_upgrade": True}, {"custom_development": "A portal"}):
            self.by("executive").write(answers)
            text = self.assertRefused(self.adjust, hours_consulting=1, error=AccessError)
            self.assertIn("are the presales engineer's", text)
            line = self.survey.adjustment_ids[0].with_user(self.users["executive"])
            self.assertRefused(line.write, {"hours_consulting": 2}, error=AccessError)
            self.assertRefused(line.unlink, error=AccessError)
            for role in ("presales", "manager"):
                self.adjust(role, hours_consulting=1)

    def test_who_only_reads_does_not_adjust(self):
        for role in ("quality", "telemarketer", "implementation"):
            self.assertRefused(self.adjust, role, hours_consulting=1, error=AccessError)

    def test_other_peoples_survey_is_out_of_reach(self):
        stranger = self.make_user("executive", login="executive_2")
        lines = self.env["digiflow.estimate.line"].with_user(stranger)
        vals = {"requirement_id": self.survey.id, "reason": REASON, "hours_consulting": 1}
        self.assertRefused(lines.create, vals, error=AccessError)
        self.assertFalse(lines.search([("requirement_id", "=", self.survey.id)]))

    def test_validated_survey_is_not_adjusted(self):
        line = self.adjust(hours_consulting=1)
        self.submit()
        self.by("presales").action_validate()
        for role in ("executive", "presales", "manager"):
            own = line.with_user(self.users[role])
            for action, *args in (
                (self.adjust, role),
                (own.write, {"hours_consulting": 5}),
                (own.unlink,),
                (self.by(role).write, {"adjustment_ids": [(2, line.id)]}),
            ):
                kwargs = {"hours_consulting": 1} if action == self.adjust else {}
                self.assertRefused(action, *args, **kwargs)
        self.assertEqual(self.hours(), (14.5, 3, 1.25))

    def test_hours_below_zero_are_not_submitted(self):
        self.adjust(hours_management=-2)
        text = self.assertRefused(self.submit)
        self.assertIn("«Hours of management» is below zero", text)
        self.survey.adjustment_ids.with_user(self.users["executive"]).unlink()
        self.submit()
        self.adjust(hours_management=-2)
        self.assertRefused(self.by("presales").action_validate)
