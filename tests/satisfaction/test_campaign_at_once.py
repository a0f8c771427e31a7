"""An answer beside the closing, and other things that two do at the same moment."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .committed import CommittedCampaignCase


class TestCampaignAtOnce(CommittedCampaignCase):
    """Nothing is lost, and nothing counted twice."""

    def outcome(self):
        """(state, answers in the figure, answers in the rows) as everybody sees it now."""
        with self.cursor() as cr:
            campaign = self.campaign(self.make_env(cr))
            given = campaign.answer_ids.filtered("score")
            return campaign.state, campaign.get_figure()["answers"], len(given)

    def test_answer_comes_first(self):
        """The closing waits for it, and counts it."""
        refusal = self.beside(
            lambda env: self.answer(env).answer_by_phone("5"),
            lambda env: self.campaign(env).action_close(),
        )
        self.assertIs(refusal, True)
        self.assertEqual(self.outcome(), ("closed", 1, 1))

    def test_closing_comes_first(self):
        """The answer waits for it, and is refused."""
        refusal = self.beside(
            lambda env: self.campaign(env).action_close(),
            lambda env: self.answer(env).answer_by_phone("5"),
        )
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.outcome(), ("closed", 0, 0))

    def test_form_is_completed_while_it_closes(self):
        """The same by the client's form, which Odoo found open."""

        def submit(env):
            form = self.answer(env).user_input_id
            line = form.survey_id._get_role_question("score")._prepare_choice_line(5)
            form.user_input_line_ids = [(0, 0, line)]
            form._mark_done()

        refusal = self.beside(lambda env: self.campaign(env).action_close(), submit)
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.outcome(), ("closed", 0, 0))

    def test_answered_twice(self):
        scores = iter("511111")
        refusal = self.beside(*[lambda env: self.answer(env).answer_by_phone(next(scores))] * 2)
        self.assertIs(type(refusal), WorkflowError)
        self.assertEqual(self.outcome(), ("running", 1, 1))

    def test_different_clients_do_not_wait(self):
        """Of two clients neither waits for the other."""
        with self.cursor() as first, self.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '5s'")
            for index, cr in enumerate((first, second)):
                env = self.make_env(cr)
                self.answer(env, index).answer_by_phone("4")
                env.flush_all()
        self.assertEqual(self.outcome(), ("running", 2, 2))

    def test_clients_are_added_twice(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.partner_ids += self.make_clients(env).ids
        refusal = self.beside(*[lambda env: self.campaign(env).action_add_clients()] * 2)
        self.assertIsInstance(refusal, dict)
        with self.cursor() as cr:
            self.assertEqual(self.campaign(self.make_env(cr)).total_count, 4)
