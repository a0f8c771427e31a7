"""Whose word the estimate is: signatures, another kind, and every way past them."""

from odoo.exceptions import AccessError

from .estimate_case import REASON, EstimateCase


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
