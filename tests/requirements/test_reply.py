"""A client's answers beside the survey's: compared, taken in, discarded; nothing is lost."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError
from odoo.addons.digiflow_crm.models.requirements.digiflow_requirement_client import REPLIES_A_DAY

from .reply_case import ANSWERS, ReplyCase


class TestReceiving(ReplyCase):
    """What comes waits, and is told."""

    def test_the_survey_does_not_change_and_the_executive_is_told(self):
        reply = self.receive()
        self.assertEqual(
            (reply.state, reply.sender, reply.origin), ("waiting", "Rosa Quispe", "page")
        )
        self.assertEqual((self.survey.modality, self.survey.billing_layout), ("web", False))
        self.assertEqual(reply._get_answers(), ANSWERS)
        activity = self.survey.activity_ids
        self.assertEqual(activity.user_id, self.users["executive"])
        self.assertIn("Compare", activity.summary)
        self.assertIn("Rosa Quispe", " ".join(self.survey.message_ids.mapped("body")))
        self.assertEqual(self.survey.message_ids[0].author_id, self.env.ref("base.partner_root"))
        self.receive({"erp": "Own"})
        self.assertEqual(len(self.survey.activity_ids), 1, "one is enough")

    def test_side_by_side(self):
        lines = {line.field_name: line for line in self.receive().line_ids}
        told = {
            name: (line.now, line.answer, line.difference, line.chosen)
            for name, line in lines.items()
        }
        self.assertEqual(told["modality"], ("Web platform", "Cloud", "other", True))
        self.assertEqual(told["monthly_documents"], ("1,500", "1,500", "same", False))
        self.assertEqual(told["branch_count"], ("", "3", "new", True))
        self.assertEqual(lines["modality"].question, "Modality")

    def test_what_makes_no_sense_any_more_is_shown_as_such(self):
        self.survey.write({"billing_layout": "branches", "branch_count": 5})
        answers = {**ANSWERS, "billing_layout": "centralized"}
        del answers["branch_count"]
        reply = self.survey._receive(answers, "Rosa")
        line = reply.line_ids.filtered(lambda one: one.field_name == "branch_count")
        self.assertEqual((line.difference, line.now, line.answer), ("blank", "5", ""))
        self.by("executive", reply).action_take_in()
        self.assertEqual((self.survey.billing_layout, self.survey.branch_count), ("centralized", 0))

    def test_sent_twice_is_kept_once(self):
        self.assertEqual(self.receive(), self.receive())

    def test_corrected_answers_replace_those_they_correct_and_no_others(self):
        first = self.receive()
        second = self.receive({"erp": "Own"}, previous_id=first.id)
        self.assertEqual((first.state, second.state), ("discarded", "waiting"))
        self.assertIn("corrected", first.reason)
        # Somebody else of the client began before the second one came.
        third = self.receive({"erp": "Other"}, previous_id=first.id)
        self.assertEqual((second.state, third.state), ("waiting", "waiting"))

    def test_a_taken_reply_is_not_replaced(self):
        first = self.receive()
        self.by("executive", first).action_take_in()
        self.receive({"erp": "Own"}, previous_id=first.id)
        self.assertEqual(first.state, "taken")

    def test_no_more_than_a_person_sends(self):
        for number in range(REPLIES_A_DAY):
            self.receive({"need": f"Version {number}"})
        with self.assertRaises(WorkflowError):
            self.receive({"need": "One more"})
        self.receive({"need": "By workbook"}, origin="workbook")


class TestTakingIn(ReplyCase):
    """By the survey's own rules, as the user."""

    def test_all_that_is_chosen(self):
        reply = self.by("executive", self.receive())
        action = reply.action_take_in()
        self.assertEqual(action["res_id"], self.survey.id)
        survey = self.survey
        self.assertEqual((survey.modality, survey.branch_count), ("cloud", 3))
        self.assertEqual(survey.document_type_ids.mapped("code"), ["F", "GRE"])
        self.assertEqual(survey.erp, "SAP", "what the client did not answer stays")
        self.assertEqual((reply.state, reply.handled_by_id), ("taken", self.users["executive"]))
        self.assertFalse(survey.activity_ids)

    def test_some_of_them(self):
        reply = self.by("executive", self.receive())
        reply.line_ids.filtered(lambda one: one.field_name != "modality").write({"chosen": False})
        reply.action_take_in()
        self.assertEqual((self.survey.modality, self.survey.branch_count), ("cloud", 0))

    def test_none_of_them(self):
        reply = self.by("executive", self.receive())
        reply.line_ids.write({"chosen": False})
        with self.assertRaisesRegex(WorkflowError, "Choose the answers"):
            reply.action_take_in()
        self.assertEqual(reply.state, "waiting")

    def test_a_contradiction_is_refused_by_the_surveys_own_rule(self):
        reply = self.by("executive", self.receive())
        keep = ("monthly_gre",)
        reply.line_ids.filtered(lambda one: one.field_name not in keep).write({"chosen": False})
        with self.assertRaisesRegex(ProcessError, "GRE"), self.env.cr.savepoint():
            reply.action_take_in()
        self.env.invalidate_all()
        self.assertEqual((reply.state, self.survey.monthly_gre), ("waiting", 0))

    def test_not_into_a_submitted_survey(self):
        self.survey.write(self.answers())
        reply = self.by("executive", self.receive())
        self.by("executive", self.survey).action_submit()
        with self.assertRaisesRegex(WorkflowError, "send it back to draft first"):
            reply.action_take_in()
        self.by("executive", self.survey).action_reset()
        reply.action_take_in()
        self.assertEqual(self.survey.branch_count, 3)

    def test_not_into_a_validated_survey_but_into_its_new_version(self):
        self.survey.write(self.answers())
        reply = self.by("executive", self.receive())
        self.survey.action_submit()
        self.by("manager", self.survey).action_validate()
        with self.assertRaisesRegex(WorkflowError, "make a new version"):
            reply.action_take_in()
        self.assertEqual(reply.state, "waiting")
        self.by("executive", self.survey).action_new_version()
        newer = self.lead.requirement_id
        self.assertEqual(newer.waiting_reply_id, reply)
        self.assertNotEqual(newer, self.survey)
        reply.action_take_in()
        self.assertEqual((newer.branch_count, self.survey.branch_count), (3, 0))

    def test_once(self):
        reply = self.by("executive", self.receive())
        reply.action_take_in()
        for action in (reply.action_take_in, lambda: reply.action_discard("Late")):
            with self.assertRaisesRegex(WorkflowError, "settled"):
                action()
        with self.assertRaisesRegex(WorkflowError, "settled"):
            reply.line_ids.write({"chosen": True})

    def test_discarded_with_a_reason_and_let_wait_again(self):
        reply = self.by("executive", self.receive())
        for reason in ("", "  ", False):
            with self.assertRaisesRegex(WorkflowError, "Write why"):
                reply.action_discard(reason)
        context = reply.action_ask_reason()["context"]
        wizard = self.env["digiflow.requirement.reply.discard"].with_user(self.users["executive"])
        wizard.with_context(**context).create({"reason": "Another company"}).action_discard()
        self.assertEqual((reply.state, reply.reason), ("discarded", "Another company"))
        self.assertEqual(self.survey.modality, "web")
        reply.action_restore()
        reply.action_take_in()
        self.assertEqual(self.survey.modality, "cloud")

    def test_nobody_writes_what_the_client_said(self):
        reply = self.receive()
        line = reply.line_ids[0]
        for role in ("executive", "presales", "manager"):
            with self.assertRaisesRegex(WorkflowError, "stays as it came"):
                self.by(role, line).write({"value": '"web"'})
            with self.assertRaises(AccessError):
                self.by(role, reply).write({"state": "taken"})
            self.assertEqual(self.made_by(role, reply), "refused")
            with self.assertRaises(AccessError):
                self.by(role, reply).unlink()

    def made_by(self, role, reply):
        """What comes of a line that somebody of that role makes up."""
        try:
            self.by(role, reply.line_ids).create({"reply_id": reply.id, "field_name": "erp"})
        except (AccessError, WorkflowError):
            return "refused"
        return "made"

    def test_only_who_writes_the_survey_settles(self):
        reply = self.receive()
        others = self.make_user("executive", login="executive_of_others")
        for user in (others, *(self.users[role] for role in ("quality", "telemarketer"))):
            for action in ("action_take_in", "action_restore"):
                with self.assertRaises(AccessError):
                    getattr(reply.with_user(user), action)()
            with self.assertRaises(AccessError):
                reply.with_user(user).action_discard("No")
        self.by("presales", reply).action_take_in()
        self.assertEqual(self.survey.modality, "cloud")
