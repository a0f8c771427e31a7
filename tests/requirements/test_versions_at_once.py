"""Two people begin the next version of one survey at the same moment."""

from ..common import ANSWERS
from ..own_connections import OwnConnectionsCase

NAME = "Levantamiento de dos a la vez"


class TestTwoVersionsAtOnce(OwnConnectionsCase):
    """The database gives a version number once; what is made here is removed."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            lead = env["crm.lead"].create(
                {"name": NAME, "team_id": env.ref("digiflow_crm.team_digiflow").id}
            )
            kinds = env.ref("digiflow_crm.document_type_f").ids
            survey = env["digiflow.requirement"].create(
                {"lead_id": lead.id, **ANSWERS, "document_type_ids": [(6, 0, kinds)]}
            )
            survey.action_submit()
            self.validate(survey)

    def validate(self, survey):
        """Have who administers the database, a manager, validate it."""
        survey.with_user(survey.env.ref("base.user_admin")).action_validate()

    def surveys(self, env):
        """The surveys as the transaction of `env` sees them."""
        return env["digiflow.requirement"].search([("lead_id.name", "=", NAME)])

    def remove(self):
        """Delete what was committed, past the guard of validated surveys."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            known = self.surveys(env).ids
            cr.execute("DELETE FROM digiflow_requirement WHERE id = ANY(%s)", [known])
            env["crm.lead"].search([("name", "=", NAME)]).unlink()

    def renew(self, env):
        """Begin the version after the validated one."""
        first = self.surveys(env).filtered("is_validated")
        return first.action_new_version()["res_id"]

    def test_second_is_told_of_the_first(self):
        refusal = self.beside(self.renew, self.renew)
        self.assertIn("somebody else has just begun it", str(refusal))
        with self.cursor() as cr:
            self.assertEqual(self.surveys(self.make_env(cr)).mapped("version"), [2, 1])

    def test_answers_do_not_change_under_who_validates(self):
        """Who writes a draft's answers while it is validated is refused, not lost in it."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            newer = env["digiflow.requirement"].browse(self.renew(env))
            newer.action_submit()
        refusal = self.beside(
            lambda env: self.validate(self.surveys(env)[0]),
            lambda env: self.surveys(env)[0].write({"state": "draft", "document_type_ids": [(5,)]}),
        )
        self.assertIn("cannot be changed", str(refusal))
        with self.cursor() as cr:
            newest = self.surveys(self.make_env(cr))[0]
            self.assertEqual((newest.state, len(newest.document_type_ids)), ("validated", 1))
