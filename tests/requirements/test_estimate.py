"""Kind and hours of a survey: by the rules, adjusted by hand, confirmed by presales."""

from odoo.exceptions import AccessError

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


class TestByPass(EstimateCase):
    """Nobody writes what the rules and the signatures say, whichever way."""

    def test_hours_and_kind_are_not_written(self):
        vals = {
            "hours_implementation": 1,
            "hours_total": 1,
            "project_kind": "express",
            "estimated_kind": "express",
            "estimated_on": "2020-01-01 00:00:00",
            "estimate_note": "Trust me",
        }
        for role in ("executive", "presales", "manager"):
            for name, value in vals.items():
                text = self.assertRefused(self.by(role).write, {name: value})
                self.assertIn("come from the estimation rules", text)
        for name in ("hours_confirmed_by_id", "kind_user_id"):
            text = self.assertRefused(self.by("presales").write, {name: self.users["manager"].id})
            self.assertIn("signed by the system", text)

    def test_new_survey_brings_no_hours_of_its_own(self):
        """Not as values, nor as the defaults of a context."""
        forged = {
            "hours_implementation": 1,
            "estimated_kind": "express",
            "project_kind": "express",
            "hours_confirmed_by_id": self.users["presales"].id,
            "estimate_note": "Trust me",
        }
        lead = self.make_lead(name="Otro")
        surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])
        defaults = {f"default_{name}": value for name, value in forged.items()}
        vals = {"lead_id": lead.id, **self.answers()}
        for survey in (
            surveys.create({**vals, **forged}),
            surveys.with_context(**defaults).create(
                {**vals, "lead_id": self.make_lead(name="Tercero").id}
            ),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(survey.hours_implementation, 14.5)
            self.assertEqual(survey.project_kind, "standard")
            self.assertFalse(survey.hours_confirmed_by_id)
            self.assertIn("Each integration", survey.estimate_note)

    def test_lines_of_rules_are_not_touched(self):
        line = self.survey.rule_line_ids[0]
        for role in ("executive", "presales", "manager"):
            own = line.with_user(self.users[role])
            for action, *args in (
                (own.write, {"hours_implementation": 1}),
                (own.write, {"reason": "Because I say so"}),
                (own.unlink,),
                (self.by(role).write, {"rule_line_ids": [(1, line.id, {"hours_consulting": 9})]}),
                (self.by(role).write, {"estimate_line_ids": [(5,)]}),
                (self.by(role).write, {"estimate_line_ids": [(2, line.id)]}),
            ):
                self.assertRefused(action, *args)
            for name, value in (("quantity", 5), ("is_adjustment", True), ("unit_consulting", 3)):
                self.assertRefused(own.write, {name: value})
        self.assertEqual(self.hours(), (14.5, 2, 1.25))

    def test_line_that_claims_to_be_a_rule_is_an_adjustment(self):
        line = self.adjust(
            hours_consulting=1,
            is_adjustment=False,
            quantity=7,
            rule_id=self.rules["base"].id,
            name="Base",
            user_id=self.users["manager"].id,
            adjusted_on="2020-01-01 00:00:00",
        )
        self.assertTrue(line.is_adjustment)
        self.assertEqual(line.user_id, self.users["executive"])
        self.assertEqual((line.quantity, line.name), (1, "Adjustment by hand"))
        self.assertFalse(line.rule_id)
        self.assertGreater(str(line.adjusted_on), "2026")

    def test_line_does_not_move_to_another_survey(self):
        line = self.adjust(hours_consulting=1)
        other = self.make_survey(lead_id=self.make_lead(name="Otro").id)
        self.assertRefused(line.write, {"requirement_id": other.id})
        own = other.with_user(self.users["executive"])
        self.assertRefused(own.write, {"adjustment_ids": [(4, line.id)]})

    def test_import_obeys_as_well(self):
        names = ["requirement_id/.id", "reason", "hours_implementation", "is_adjustment"]
        row = [str(self.survey.id), REASON, "5", "False"]
        lines = self.env["digiflow.estimate.line"].with_user(self.users["executive"])
        self.assertTrue(lines.load(names, [row])["ids"])
        self.assertEqual(self.survey.adjustment_ids.hours_implementation, 5)
        done = self.by("executive").load([".id", "hours_consulting"], [[str(self.survey.id), "1"]])
        self.assertFalse(done["ids"])


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


class TestWord(EstimateCase):
    """The presales engineer's word on the hours of what is not standard."""

    def setUp(self):
        super().setUp()
        self.by("executive").write({"custom_development": "A portal of its own"})

    def test_non_standard_needs_the_word_before_it_is_validated(self):
        self.submit()
        for role in ("presales", "manager"):
            text = self.assertRefused(self.by(role).action_validate)
            self.assertIn("«Non-standard»: the presales engineer confirms its hours", text)
        self.assertTrue(self.survey.needs_hours_word)
        self.by("presales").action_confirm_hours()
        self.assertEqual(self.survey.hours_confirmed_by_id, self.users["presales"])
        self.assertTrue(self.survey.hours_confirmed_on)
        self.by("presales").action_validate()
        self.assertEqual(self.survey.state, "validated")
        self.assertRefused(self.by("presales").action_confirm_hours)

    def test_upgrade_needs_it_too_and_standard_does_not(self):
        self.by("executive").write({"custom_development": False, "is_upgrade": True})
        self.submit()
        self.assertRefused(self.by("presales").action_validate)
        self.by("executive").action_reset()
        self.by("executive").write({"is_upgrade": False})
        self.submit()
        self.by("presales").action_validate()

    def test_only_presales_and_the_manager_give_it(self):
        for role in ("executive", "quality", "implementation", "telemarketer"):
            self.assertRefused(self.by(role).action_confirm_hours, error=AccessError)
        self.by("manager").action_confirm_hours()
        self.assertEqual(self.survey.hours_confirmed_by_id, self.users["manager"])

    def test_word_is_withdrawn_by_answers_lines_kind_and_a_new_estimate(self):
        line = self.adjust("presales", hours_consulting=1)
        changes = [
            lambda: self.by("executive").write({"integration_count": 2}),
            lambda: self.by("executive").write({"need": "Something else"}),
            lambda: self.adjust("presales", hours_consulting=1),
            lambda: line.with_user(self.users["presales"]).write({"hours_consulting": 2}),
            lambda: line.with_user(self.users["presales"]).unlink(),
            lambda: self.by("executive").action_estimate(),
            lambda: self.by("presales").write(
                {"kind_override": "upgrade", "kind_reason": "They run our old platform"}
            ),
        ]
        for number, change in enumerate(changes):
            self.by("presales").action_confirm_hours()
            self.assertTrue(self.survey.hours_confirmed_by_id)
            change()
            self.assertFalse(self.survey.hours_confirmed_by_id, number)
        self.assertIn("has to be given again", self.survey.message_ids[:1].body)

    def test_word_is_kept_by_what_changes_nothing(self):
        self.by("presales").action_confirm_hours()
        self.submit()
        self.by("presales").write({"technical_notes": "Their server is ready"})
        self.by("presales").action_validate()
        self.assertEqual(self.survey.hours_confirmed_by_id, self.users["presales"])

    def test_hours_that_were_not_seen_are_not_agreed_with(self):
        """The screen sends the estimate that it shows."""
        seen = {"digiflow_seen_estimate": self.survey.estimate_seal}
        self.submit()
        self.adjust("manager", hours_consulting=5)
        looking = self.by("presales").with_context(**seen)
        text = self.assertRefused(looking.action_confirm_hours)
        self.assertIn("changed while you were looking", text)
        self.by("presales").action_confirm_hours()
        self.assertRefused(looking.action_validate)
        seen = {"digiflow_seen_estimate": self.survey.estimate_seal}
        self.by("presales").with_context(**seen).action_validate()

    def test_validation_does_not_bring_other_answers_along(self):
        self.submit()
        self.by("presales").action_confirm_hours()
        vals = {"state": "validated", "integration_count": 9}
        self.assertRefused(self.by("presales").write, vals)
        line = {"reason": REASON, "hours_consulting": 1}
        vals = {"state": "validated", "adjustment_ids": [(0, 0, line)]}
        self.assertRefused(self.by("presales").write, vals)
        self.assertEqual(self.survey.state, "submitted")


class TestKind(EstimateCase):
    """Another kind than the rules', set by presales."""

    def set_kind(self, role="presales", kind="non_standard", reason="Three data centres"):
        """Set another kind as somebody of that role."""
        self.by(role).write({"kind_override": kind, "kind_reason": reason})

    def test_presales_sets_another_kind_and_both_are_shown(self):
        self.set_kind()
        self.assertEqual(self.survey.project_kind, "non_standard")
        self.assertEqual(self.survey.estimated_kind, "standard")
        self.assertEqual(self.survey.kind_user_id, self.users["presales"])
        self.assertTrue(self.survey.kind_on)
        self.submit()
        self.assertRefused(self.by("presales").action_validate)
        self.set_kind(kind=False)
        self.assertEqual(self.survey.project_kind, "standard")
        self.assertFalse(self.survey.kind_reason or self.survey.kind_user_id)
        self.by("presales").action_validate()

    def test_executive_does_not_set_it(self):
        self.assertRefused(self.set_kind, "executive", error=AccessError)
        lead = self.make_lead(name="Otro")
        vals = {"kind_override": "express", "kind_reason": "It is a small one"}
        self.assertRefused(self.make_survey, lead_id=lead.id, error=AccessError, **vals)
        surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])
        forged = surveys.with_context(**{f"default_{name}": vals[name] for name in vals})
        self.assertFalse(forged.create({"lead_id": lead.id, **self.answers()}).kind_override)

    def test_it_needs_a_reason(self):
        self.assertIn("say why", self.assertRefused(self.set_kind, reason="  no  "))
        self.set_kind()
        self.assertRefused(self.by("presales").write, {"kind_reason": ""})

    def test_it_is_withdrawn_when_the_rules_see_something_else(self):
        self.set_kind(kind="express", reason="Their integration is our own product")
        self.by("executive").write({"integration_count": 2})
        self.assertEqual(self.survey.project_kind, "express")
        self.by("executive").write({"custom_development": "A portal"})
        self.assertEqual(self.survey.project_kind, "non_standard")
        self.assertFalse(self.survey.kind_override)

    def test_validated_kind_stays(self):
        self.submit()
        self.by("presales").action_validate()
        self.assertRefused(self.set_kind)
        self.assertRefused(self.set_kind, "manager")
