"""The table of estimation rules: edited without code, refused when it makes no sense, read."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..common import DigiflowCase


class TestRule(DigiflowCase):
    """One rule: its sentence, its refusals, and who edits it."""

    def make(self, role="presales", **vals):
        """A rule written by somebody of that role."""
        rules = self.env["digiflow.estimation.rule"].with_user(self.users[role])
        return rules.create({"name": "Rule", "hours_consulting": 1, **vals})

    def test_conditions_read_as_a_sentence(self):
        gre = self.env.ref("digiflow_crm.document_type_gre")
        note = self.env.ref("digiflow_crm.document_type_nc")
        for vals, text in (
            ({}, "Always"),
            (
                {"modality_in_house": True, "integrations_from": 3},
                "In house, 3 or more integrations",
            ),
            (
                {"modality_cloud": True, "modality_web": True, "documents_to": 500},
                "Cloud or web platform, up to 500 documents a month",
            ),
            ({"branches_from": 2, "branches_to": 9}, "2 to 9 branches"),
            (
                {"layout_decentralized": True, "without_integrations": True},
                "Decentralized, without integrations",
            ),
            ({"document_type_ids": [(6, 0, [note.id, gre.id])]}, "NC or GRE"),
            ({"is_upgrade": True, "is_custom": True}, "An upgrade, with custom development"),
        ):
            self.assertEqual(self.make(**vals).condition_text, text)

    def test_wrong_ranges_are_refused(self):
        for vals in (
            {"documents_from": 10, "documents_to": 9},
            {"integrations_from": 3, "integrations_to": 2},
            {"branches_from": 2, "branches_to": 1},
            {"without_integrations": True, "integrations_from": 1},
            {"without_integrations": True, "integrations_to": 1},
            {"hours_consulting": -1},
            {"hours_consulting": 10_001},
            {"hours_consulting": 0},
        ):
            with self.assertRaises(ProcessError, msg=vals), self.env.cr.savepoint():
                self.make(**vals)
        rule = self.make(integrations_from=2, integrations_to=2)
        with self.assertRaises(ProcessError), self.env.cr.savepoint():
            rule.write({"integrations_to": 1})
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.make(documents_from=-1)

    def test_presales_edits_it_on_the_screen(self):
        rules = self.env["digiflow.estimation.rule"].with_user(self.users["presales"])
        with Form(rules) as form:
            form.name = "Two integrations at most"
            form.modality_hybrid = True
            form.integrations_to = 2
            form.kind = "standard"
            form.hours_implementation = 7.25
        rule = form.save()
        self.assertEqual(rule.condition_text, "Hybrid, up to 2 integrations")
        self.assertEqual((rule.per, rule.hours_implementation), ("once", 7.25))
        action = rule.action_edit_conditions()
        self.assertEqual((action["res_id"], action["target"]), (rule.id, "new"))

    def test_who_edits_rules_and_who_reads_them(self):
        rule = self.make("manager")
        rights = {}
        for role, user in self.users.items():
            own = rule.with_user(user)
            rights[role] = "".join(
                letter
                for letter, action in (
                    ("r", lambda own=own: own.read(["name"])),
                    ("c", lambda role=role: self.make(role)),
                    ("w", lambda own=own: own.write({"name": "Other"})),
                    ("d", lambda own=own: own.copy().with_user(own.env.user).unlink()),
                )
                if self.may(action)
            )
        self.assertEqual(
            rights,
            {
                "telemarketer": "",
                "executive": "r",
                "presales": "rcwd",
                "quality": "r",
                "implementation": "r",
                "manager": "rcwd",
            },
        )

    def may(self, action):
        """Whether `action` is allowed."""
        try:
            with self.env.cr.savepoint():
                action()
        except AccessError:
            return False
        return True


class TestShippedRules(DigiflowCase):
    """What the shipped table says of projects that Digiflow sells."""

    def estimate(self, **vals):
        """A survey with these answers."""
        lead = self.make_lead()
        answers = {"integration_count": 0, "monthly_documents": 300, **vals}
        return self.env["digiflow.requirement"].create(
            {"lead_id": lead.id, **self.answers(**answers)}
        )

    def test_kinds(self):
        for vals, kind in (
            ({"modality": "cloud"}, "express"),
            ({"modality": "web"}, "express"),
            ({"modality": "cloud", "monthly_documents": 501}, "standard"),
            ({"modality": "cloud", "integration_count": 1}, "standard"),
            ({"modality": "cloud", "integration_count": 4}, "standard"),
            ({"modality": "cloud", "integration_count": 5}, "non_standard"),
            ({"modality": "in_house"}, "standard"),
            ({"modality": "hybrid"}, "standard"),
            ({"modality": "in_house", "billing_layout": "decentralized"}, "non_standard"),
            ({"modality": "cloud", "is_upgrade": True}, "upgrade"),
            ({"modality": "cloud", "custom_development": "A portal"}, "non_standard"),
            (
                {"modality": "web", "billing_layout": "branches", "branch_count": 3},
                "standard",
            ),
        ):
            self.assertEqual(self.estimate(**vals).project_kind, kind, vals)

    def test_hours_of_a_standard_project_by_hand(self):
        """Cloud, 2 000 documents of four kinds, one integration."""
        survey = self.estimate(monthly_documents=2000, integration_count=1)
        self.assertEqual(survey.hours_implementation, 4 + 6 + 4 * 1 + 16)
        self.assertEqual(survey.hours_consulting, 1 + 1 + 4)
        self.assertEqual(survey.hours_management, 1 + 1 + 2)

    def test_every_kind_is_given_by_some_rule(self):
        kinds = self.env["digiflow.estimation.rule"].search([]).mapped("kind")
        self.assertLessEqual({"express", "standard", "upgrade", "non_standard"}, set(kinds))
