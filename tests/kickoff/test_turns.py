"""Whose turn it is: activities when a handover is submitted, returned and accepted."""

from odoo.tests import Form

from .cases import HandoverCase

TURN = "digiflow_crm.mail_activity_type_handover"


class TestTurns(HandoverCase):
    """Who is asked for what, and the forms with which Implementation decides."""

    def asked(self):
        """(summary, user) of what is asked for on the handover."""
        kind = self.env.ref(TURN)
        found = self.handover.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        return {(one.summary, one.user_id) for one in found}

    def test_implementation_is_asked_to_accept(self):
        self.submit()
        people = {user for summary, user in self.asked()}
        self.assertIn(self.users["implementation"], people)
        self.assertFalse(people & {self.users["manager"], self.users["executive"]})
        self.assertEqual(
            {summary for summary, _user in self.asked()}, {"Accept or return the handover"}
        )

    def test_the_person_of_the_settings_is_asked(self):
        chief = self.make_user("implementation", login="chief")
        settings = self.env["digiflow.settings"].with_user(self.users["manager"])
        with Form(settings) as form:
            form.digiflow_handover_user_id = chief
        self.submit()
        self.assertEqual(self.asked(), {("Accept or return the handover", chief)})

    def test_executive_is_asked_to_complete_what_was_returned(self):
        self.submit()
        self.give_back("No SOL user.")
        summary = "Complete the returned handover"
        self.assertEqual(self.asked(), {(summary, self.users["executive"])})
        self.assertIn("No SOL user.", self.handover.activity_ids.mapped("note")[0])
        self.by("executive").action_submit()
        self.assertNotIn(summary, {text for text, _user in self.asked()})

    def test_nothing_is_asked_once_it_was_accepted(self):
        self.accept()
        self.assertFalse(self.asked())

    def decide(self, action, **values):
        """Fill in the form that `action` opens and decide."""
        wizards = self.env[action["res_model"]].with_user(self.users["implementation"])
        with Form(wizards.with_context(**action["context"])) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.save().action_decide()

    def test_forms_of_the_decision(self):
        self.submit()
        self.decide(self.by("implementation").action_open_return(), reason="No SOL user.")
        self.assertEqual(
            (self.handover.state, self.handover.return_reason), ("returned", "No SOL user.")
        )
        self.by("executive").action_submit()
        self.decide(self.by("implementation").action_open_accept())
        self.assertEqual(self.handover.state, "accepted")
        self.assertEqual(self.handover.project_manager_id, self.users["implementation"])

    def test_lead_that_went_back_does_not_stop_the_submission(self):
        """Implementation does not read it there: nobody of it is asked, and nothing breaks."""
        self.lead.stage_id = self.stages["proposal"]
        self.submit()
        self.assertFalse(self.asked())
