"""Versions: what is validated stays; what changes since is a new record, and says what changed."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import ANSWERS, DigiflowCase


class TestVersions(DigiflowCase):
    """A validated survey, and what comes after it."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.first = self.validate_requirement(self.lead, technical_notes="Oracle 19")
        self.surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])

    def renew(self, survey=None):
        """The next version, begun by the executive's button."""
        own = self.surveys.browse((survey or self.first).id)
        return self.surveys.browse(own.action_new_version()["res_id"])

    def assertRefused(self, action, text, error=WorkflowError):
        """`action` is refused with `text`."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action()
        self.env.invalidate_all()
        self.assertIn(text, str(refusal.exception))

    def test_new_version_is_a_draft_with_the_same_answers(self):
        second = self.renew()
        self.assertEqual((second.version, second.state), (2, "draft"))
        self.assertEqual(second.previous_id, self.first)
        self.assertEqual(second.name, "Survey: Comercial Andina S.A.C., version 2")
        self.assertEqual({name: second[name] for name in ANSWERS}, ANSWERS)
        self.assertEqual(second.document_type_ids, self.first.document_type_ids)
        self.assertEqual(second.technical_notes, "Oracle 19")
        self.assertFalse(second.validated_by_id)
        self.assertEqual(self.first.state, "validated")
        self.assertEqual(self.lead.requirement_id, second)

    def test_one_survey_at_a_time_is_at_work(self):
        """By the button, a new one and a copy alike; a draft has no new version either."""
        second = self.renew()
        for action in (
            self.renew,
            lambda: self.renew(second),
            lambda: self.surveys.create({"lead_id": self.lead.id}),
            lambda: self.surveys.with_context(default_lead_id=self.lead.id).create({}),
            lambda: self.surveys.browse(self.first.id).copy(),
        ):
            self.assertRefused(action, "version 2 is not validated yet")
        second.action_submit()
        self.assertRefused(self.renew, "version 2 is not validated yet")

    def test_import_does_not_make_a_second_one(self):
        self.renew()
        result = self.surveys.load(["lead_id/.id", "need"], [[str(self.lead.id), "Otra cosa"]])
        self.assertFalse(result["ids"])
        self.assertIn("not validated yet", result["messages"][0]["message"])

    def test_versions_count_on(self):
        second = self.renew()
        second.action_submit()
        second.with_user(self.users["presales"]).action_validate()
        third = self.renew(second)
        self.assertEqual((third.version, third.previous_id), (3, second))

    def test_new_version_of_an_old_one_follows_the_newest(self):
        second = self.renew()
        second.monthly_documents = 7000
        second.action_submit()
        second.with_user(self.users["presales"]).action_validate()
        third = self.renew(self.first)
        self.assertEqual((third.version, third.previous_id), (3, second))
        self.assertEqual(third.monthly_documents, 2000)

    def test_number_is_not_given_by_anybody(self):
        vals = {"lead_id": self.lead.id, "version": 9, "previous_id": False}
        second = self.surveys.create(vals)
        self.assertEqual((second.version, second.previous_id), (2, self.first))
        for role in ("executive", "presales", "manager"):
            own = second.with_user(self.users[role])
            for change in ({"version": 9}, {"previous_id": False}):
                self.assertRefused(lambda own=own, vals=change: own.write(vals), "by themselves")

    def test_copy_for_another_opportunity_is_its_first(self):
        other = self.make_lead(name="Otra")
        copy = self.surveys.browse(self.first.id).copy({"lead_id": other.id})
        self.assertEqual((copy.version, copy.state, copy.lead_id), (1, "draft", other))
        self.assertFalse(copy.previous_id)

    def test_survey_does_not_change_its_opportunity(self):
        draft = self.renew()
        other = self.make_lead(name="Otra")
        for survey in (self.first, draft):
            own = survey.with_user(self.users["manager"])
            self.assertRefused(
                lambda own=own: own.write({"lead_id": other.id}), "stays with its opportunity"
            )
        draft.write({"lead_id": self.lead.id})

    def test_changes_are_listed(self):
        second = self.renew()
        self.assertFalse(second.changes)
        second.write(
            {
                "modality": "hybrid",
                "monthly_documents": 12000,
                "is_upgrade": True,
                "wanted_start": "2027-03-01",
                "need": "<b>Más</b>",
                "document_type_ids": [(3, self.env.ref("digiflow_crm.document_type_nd").id)],
            }
        )
        changes = {one["name"]: (one["before"], one["after"]) for one in second._get_changes()}
        self.assertEqual(
            changes,
            {
                "modality": ("Cloud", "Hybrid"),
                "monthly_documents": ("2,000", "12,000"),
                "document_type_ids": (
                    "Invoice, Receipt, Credit note, Debit note",
                    "Invoice, Receipt, Credit note",
                ),
                "is_upgrade": ("No", "Yes"),
                "wanted_start": ("", "03/01/2027"),
                "need": (ANSWERS["need"], "<b>Más</b>"),
            },
        )
        self.assertIn("<td>2,000</td><td>12,000</td>", second.changes)
        self.assertIn("&lt;b&gt;Más", second.changes)
        second.action_submit()
        self.assertIn("12,000", second.message_ids[0].body + second.message_ids[1].body)

    def test_first_version_has_no_changes(self):
        self.assertFalse(self.first.changes)

    def test_validated_version_is_left_alone_by_every_answer(self):
        """Whatever the field, the role, and what comes with it."""
        for name, value in (
            ("monthly_documents", 1),
            ("document_type_ids", [(5, 0, 0)]),
            ("service_ids", [(6, 0, self.env.ref("digiflow_crm.service_ose").ids)]),
            ("technical_notes", "Otra cosa"),
            ("commitments", "Otra cosa"),
            ("state", "submitted"),
        ):
            for role in ("executive", "presales", "manager"):
                own = self.first.with_user(self.users[role])
                self.assertRefused(
                    lambda own=own, vals={name: value}: own.write(vals), "cannot be changed"
                )

    def test_kind_of_document_of_a_survey_is_not_deleted(self):
        kind = self.env["digiflow.document.type"].create({"code": "X", "name": "Otro"})
        kind.unlink()
        with self.assertRaisesRegex(Exception, "digiflow"), self.env.cr.savepoint():
            self.env.ref("digiflow_crm.document_type_f").unlink()

    def test_who_may_not_write_surveys_makes_no_version(self):
        own = self.first.with_user(self.users["quality"])
        self.assertRefused(own.action_new_version, "", error=AccessError)

    def test_merged_opportunities_number_their_surveys_anew(self):
        other = self.make_lead(name="El mismo", stage_id=self.stages["telemarketing"].id)
        theirs = self.validate_requirement(other)
        merged = (self.lead | other).with_user(self.users["manager"]).merge_opportunity()
        surveys = merged.requirement_ids.sorted("version")
        self.assertEqual(surveys, self.first | theirs)
        self.assertEqual(surveys.mapped("version"), [1, 2])
        newest = self.renew(merged.requirement_id)
        self.assertEqual(newest.version, 3)

    def test_draft_that_is_deleted_frees_its_number(self):
        self.renew().with_user(self.users["manager"]).unlink()
        self.assertEqual(self.renew().version, 2)

    def test_button_opens_every_version(self):
        second = self.renew()
        action = second.action_view_versions()
        self.assertEqual(self.surveys.search(action["domain"]), self.first | second)

    def test_executive_follows_the_opportunity(self):
        other = self.make_user("executive", login="executive_9")
        self.lead.user_id = other
        self.assertEqual(self.first.executive_id, other)
        found = self.surveys.with_user(other).search([("executive_id", "=", other.id)])
        self.assertEqual(found, self.first)
