"""Client and executive at the same moment, each in a connection of their own: nothing is lost."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase
from .reply_case import ANSWERS


class TestAtOnce(OwnConnectionsCase):
    """A survey that is committed, and what several people do to it."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.lead_id = (
                env["crm.lead"]
                .create(
                    {
                        "name": "Empresa",
                        "type": "opportunity",
                        "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    }
                )
                .id
            )
            self.survey_id = env["digiflow.requirement"].create({"lead_id": self.lead_id}).id

    def remove(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["crm.lead"].browse(self.lead_id).unlink()

    def survey(self, env):
        return env["digiflow.requirement"].browse(self.survey_id)

    def send(self, previous_id=0, **answers):
        """What the client's page does with these answers."""
        return lambda env: (
            self.survey(env)._receive({**ANSWERS, **answers}, "Rosa", previous_id=previous_id).id
        )

    @staticmethod
    def take(reply_id):
        """What the executive's button does."""
        return lambda env: env["digiflow.requirement.reply"].browse(reply_id).action_take_in()

    def states(self):
        """State and need of each reply, in order."""
        with self.cursor() as cr:
            replies = self.survey(self.make_env(cr)).reply_ids.sorted("id")
            return [(one.state, one._get_answers()["need"]) for one in replies]

    def test_the_same_answers_twice(self):
        self.assertIsInstance(self.beside(self.send(), self.send()), int)
        self.assertEqual(self.states(), [("waiting", ANSWERS["need"])])

    def test_two_people_of_the_client(self):
        self.assertIsInstance(self.beside(self.send(need="Uno"), self.send(need="Dos")), int)
        self.assertEqual(self.states(), [("waiting", "Uno"), ("waiting", "Dos")])

    def test_taken_in_while_the_client_corrects(self):
        first = self.as_request(self.send(need="Uno"))
        self.beside(self.take(first), self.send(previous_id=first, need="Dos"))
        self.assertEqual(self.states(), [("taken", "Uno"), ("waiting", "Dos")])
        with self.cursor() as cr:
            self.assertEqual(self.survey(self.make_env(cr)).need, "Uno")

    def test_corrected_while_it_is_taken_in(self):
        first = self.as_request(self.send(need="Uno"))
        refusal = self.beside(self.send(previous_id=first, need="Dos"), self.take(first))
        self.assertIsInstance(refusal, WorkflowError)
        self.assertEqual(self.states(), [("discarded", "Uno"), ("waiting", "Dos")])

    def test_taken_in_twice(self):
        first = self.as_request(self.send())
        self.assertIsInstance(self.beside(self.take(first), self.take(first)), WorkflowError)
