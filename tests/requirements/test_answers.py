"""Answers of a survey: contradictions are refused at once, what is missing on submission."""

from odoo import Command
from odoo.tests import Form

from odoo.addons.digiflow_crm.exceptions import SurveyError, WorkflowError

from ..common import DigiflowCase


class AnswersCase(DigiflowCase):
    """A draft of the executive's, with every answer."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(**self.contact_vals())
        surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])
        self.survey = surveys.create({"lead_id": self.lead.id, **self.answers()})

    def kinds(self, *codes):
        """What chooses these kinds of document."""
        ids = [self.env.ref(f"digiflow_crm.document_type_{code}").id for code in codes]
        return {"document_type_ids": [Command.set(ids)]}

    def assertRefused(self, vals, field_name, text):
        """Neither written nor created: the refusal names the field and says `text`."""
        other = self.make_lead(name="Otra")
        full = {**self.answers(), **vals, "lead_id": other.id}
        for attempt in (lambda: self.survey.write(vals), lambda: self.survey.create(full)):
            with self.assertRaises(SurveyError) as refusal, self.env.cr.savepoint():
                attempt()
            self.env.invalidate_all()
            self.assertIn(text, str(refusal.exception))
            self.assertIn(field_name, refusal.exception.context["fields"])


class TestContradictions(AnswersCase):
    """Refused in a draft too."""

    def test_branches_need_their_layout(self):
        text = "a centralized layout has no branches"
        self.assertRefused({"branch_count": 3}, "branch_count", text)

    def test_layout_by_branches_needs_branches(self):
        self.assertRefused(
            {"billing_layout": "branches"}, "branch_count", "«Branches»: the billing layout is by"
        )
        self.survey.write({"billing_layout": "branches", "branch_count": 1})

    def test_decentralized_places_may_be_counted_or_not(self):
        self.survey.write({"billing_layout": "decentralized", "branch_count": 4})
        self.survey.branch_count = 0
        self.survey.action_submit()

    def test_negative_numbers(self):
        self.survey.write({"billing_layout": "decentralized"})
        for name in ("monthly_documents", "monthly_gre", "branch_count", "integration_count"):
            with self.subTest(name):
                vals = {name: -1, "billing_layout": "decentralized"}
                self.assertRefused(vals, name, "cannot be negative")

    def test_numbers_beyond_reason(self):
        self.assertRefused({"integration_count": 101}, "integration_count", "more than 100.")
        vals = {"monthly_documents": 100_000_001}
        self.assertRefused(vals, "monthly_documents", "more than 100,000,000.")

    def test_guides_need_their_kind_of_document(self):
        self.assertRefused({"monthly_gre": 10}, "monthly_gre", "GRE is not among the kinds")
        self.survey.write({"monthly_gre": 10, **self.kinds("f", "gre")})
        with self.assertRaises(SurveyError), self.env.cr.savepoint():
            self.survey.write(self.kinds("f"))

    def test_guides_are_part_of_all_documents(self):
        vals = {"monthly_documents": 100, "monthly_gre": 101, **self.kinds("gre")}
        self.assertRefused(vals, "monthly_gre", "more than all the documents a month")
        self.survey.write({**vals, "monthly_gre": 100})

    def test_modules_are_modules(self):
        plan = self.env["product.product"].create({"name": "Plan", "digiflow_kind": "plan"})
        vals = {"module_ids": [Command.set(plan.ids)]}
        self.assertRefused(vals, "module_ids", "Plan: not a module of the catalogue")
        plan.digiflow_kind = "module"
        self.survey.write(vals)

    def test_all_problems_are_told_at_once(self):
        with self.assertRaises(SurveyError) as refusal:
            self.survey.write({"monthly_gre": 5, "branch_count": 2})
        self.assertEqual(refusal.exception.context["fields"], ["branch_count", "monthly_gre"])
        self.assertEqual(len(str(refusal.exception).splitlines()), 3)

    def test_import_is_refused_like_the_screen(self):
        """An import of a file tells the row's refusal and writes nothing."""
        result = (
            self.env["digiflow.requirement"]
            .with_user(self.users["executive"])
            .load(["lead_id/.id", "branch_count"], [[str(self.make_lead(name="Otra").id), "-2"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("cannot be negative", result["messages"][0]["message"])


class TestCompleteness(AnswersCase):
    """A draft may be incomplete; what is submitted may not."""

    GAPS = {
        "modality": ({"modality": False}, "choose where"),
        "monthly_documents": ({"monthly_documents": 0}, "more than 0"),
        "document_type_ids": ({"document_type_ids": [Command.clear()]}, "at least one kind"),
        "billing_layout": ({"billing_layout": False}, "choose from where"),
        "erp": ({"erp": " "}, "name what is to be connected"),
        "need": ({"need": "\n "}, "write what the client needs"),
    }

    def test_each_gap_is_refused_on_submission_only(self):
        for name, (vals, text) in self.GAPS.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.survey.write(vals)
                for attempt in (
                    self.survey.action_submit,
                    lambda: self.survey.write({"state": "submitted"}),
                ):
                    with self.assertRaises(SurveyError) as refusal, self.env.cr.savepoint():
                        attempt()
                    self.env.invalidate_all()
                    self.assertIn(text, str(refusal.exception))
                    self.assertEqual(refusal.exception.context["fields"], [name])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_guides_without_their_volume(self):
        self.survey.write(self.kinds("f", "gre"))
        with self.assertRaises(SurveyError) as refusal, self.env.cr.savepoint():
            self.survey.action_submit()
        self.assertIn("Enter how many a month", str(refusal.exception))
        self.env.invalidate_all()
        self.survey.monthly_gre = 1
        self.survey.action_submit()

    def test_empty_draft_tells_what_is_to_be_asked(self):
        draft = self.env["digiflow.requirement"].create({"lead_id": self.make_lead(name="O").id})
        self.assertEqual(
            draft.missing_answers,
            "Modality, Documents a month, Kinds of document, Billing layout, What the client needs",
        )
        self.assertFalse(self.survey.missing_answers)

    def test_submitted_answers_stay_as_presales_reads_them(self):
        self.survey.action_submit()
        for role in ("executive", "presales", "manager"):
            with self.assertRaises(WorkflowError) as refusal, self.env.cr.savepoint():
                self.survey.with_user(self.users[role]).write({"monthly_documents": 9})
            self.assertIn("Set the survey back to draft", str(refusal.exception))
        self.survey.with_user(self.users["presales"]).technical_notes = "Oracle 19"
        self.survey.write({"state": "draft", "monthly_documents": 9})

    def test_submission_keeps_the_notes_in_the_chatter(self):
        self.survey.write({"technical_notes": "Oracle <19>", "commitments": "Antes de marzo"})
        self.survey.action_submit()
        note = self.survey.message_ids.filtered(lambda one: "Version 1 submitted" in one.body)
        self.assertIn("Oracle &lt;19&gt;", note.body)
        self.assertIn("Antes de marzo", note.body)


class TestForm(AnswersCase):
    """What the form fills in by itself."""

    def make_form(self, **vals):
        """The form of a new survey of a lead with these values."""
        lead = self.make_lead(name="Otra", **{**self.contact_vals(), **vals})
        surveys = self.env["digiflow.requirement"].with_user(self.users["executive"])
        return Form(surveys.with_context(default_lead_id=lead.id))

    def test_what_the_opportunity_knows_is_filled_in(self):
        form = self.make_form(current_system="sap", email_from="rosa@example.com")
        self.assertEqual(form.erp, "SAP")
        self.assertEqual(form.contact_name, "Rosa Quispe")
        self.assertEqual(form.contact_phone, "+51 987 654 321")
        self.assertEqual(form.contact_email, "rosa@example.com")

    def test_a_system_without_a_name_is_asked_for(self):
        self.assertFalse(self.make_form(current_system="erp").erp)

    def test_another_layout_takes_its_branches_along(self):
        form = self.make_form()
        form.billing_layout = "branches"
        self.assertEqual(form.branch_count, 1)
        form.branch_count = 7
        form.billing_layout = "decentralized"
        self.assertEqual(form.branch_count, 7)
        form.billing_layout = "centralized"
        self.assertEqual(form.branch_count, 0)
        form.save()

    def test_without_gre_there_is_no_volume_of_it(self):
        form = self.make_form()
        gre = self.env.ref("digiflow_crm.document_type_gre")
        form.document_type_ids.add(gre)
        form.monthly_documents = 900
        form.monthly_gre = 300
        form.document_type_ids.remove(gre.id)
        self.assertEqual(form.monthly_gre, 0)
        form.save()


class TestDocumentTypes(AnswersCase):
    """Kinds of document: a table of presales and the manager."""

    def test_presales_keeps_them(self):
        kinds = self.env["digiflow.document.type"].with_user(self.users["presales"])
        kinds.create({"code": "RH", "name": "Recibo por honorarios"}).active = False

    def test_code_stays(self):
        kind = self.env.ref("digiflow_crm.document_type_gre")
        with self.assertRaises(WorkflowError):
            kind.code = "GR"
        kind.write({"code": "GRE", "name": "Guía"})

    def test_archived_kind_stays_on_its_surveys(self):
        self.env.ref("digiflow_crm.document_type_nd").active = False
        self.env.invalidate_all()
        self.assertEqual(self.survey.document_type_ids.mapped("code"), ["F", "B", "NC", "ND"])
