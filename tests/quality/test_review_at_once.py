"""Whoever signs beside somebody who writes, each in a transaction of their own."""

from odoo.addons.digiflow_crm.compat import user_groups_field
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase

ROLES = {"caller": "telemarketer", "first": "quality", "second": "quality"}
# What is removed in the end, by SQL: nobody may delete it.
REMOVE_SQL = (
    "DELETE FROM digiflow_call_sample_line WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_review WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_calibration WHERE first_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_sample_person WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_sample WHERE week = '2021-03-01'",
    "DELETE FROM digiflow_call_recording WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_scorecard WHERE name = 'At once'",
    "DELETE FROM mail_activity WHERE user_id = ANY(%(users)s)",
)
START = "2021-03-02 15:00:00"


class TestReviewAtOnce(OwnConnectionsCase):
    """What is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.users = {name: self.make_user(env, name, role) for name, role in ROLES.items()}
            card = env["digiflow.call.scorecard"].create({"name": "At once"})
            card.criterion_ids = [(0, 0, {"name": "Guion", "weight": 1})]
            self.card_id, self.call_id = card.id, self.make_call(env).id

    def make_user(self, env, name, role):
        """Id of a user with one role."""
        users = env["res.users"].with_context(no_reset_password=True)
        user = users.create({"name": name, "login": f"at_once_{name}"})
        user.write({user_groups_field(env): [(4, env.ref(f"digiflow_crm.group_{role}").id)]})
        return user.id

    def make_call(self, env):
        vals = {"user_id": self.users["caller"], "outcome": "refused", "start": START}
        call = env["digiflow.call"].create(vals)
        link = {"call_id": call.id, "url": "https://pbx.example.com/a.mp3"}
        env["digiflow.call.recording"].create(link)
        return call

    def remove(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            for statement in REMOVE_SQL:
                cr.execute(statement, {"users": list(self.users.values())})
            env.invalidate_all()
            env["res.users"].browse(self.users.values()).unlink()

    def begin(self):
        """Id of a review that is scored and not signed."""
        with self.cursor() as cr:
            env = self.make_env(cr, self.users["first"])
            vals = {"call_id": self.call_id, "scorecard_id": self.card_id}
            review = env["digiflow.call.review"].create(vals)
            review.line_ids.points = 80
            return review.id

    def review(self, env, review_id, name="first"):
        return env["digiflow.call.review"].with_user(self.users[name]).browse(review_id)

    def test_signed_while_a_comment_is_written(self):
        """The comment waits for the signature, and comes too late."""
        review_id = self.begin()
        refusal = self.beside(
            lambda env: self.review(env, review_id).action_sign(),
            lambda env: self.review(env, review_id).line_ids.write({"comment": "Tarde"}),
        )
        self.assertIs(type(refusal), WorkflowError)

    def test_answered_twice(self):
        review_id = self.begin()
        with self.cursor() as cr:
            self.review(self.make_env(cr), review_id).action_sign()
        refusal = self.beside(
            *[lambda env: self.review(env, review_id, "caller").answer_review("Uno")] * 2
        )
        self.assertIs(type(refusal), WorkflowError)

    def test_both_halves_of_a_calibration(self):
        """Whoever signs second sees that the first has: the calibration is over."""
        with self.cursor() as cr:
            env = self.make_env(cr, self.users["first"])
            vals = {"first_id": self.users["first"], "second_id": self.users["second"]}
            calibration = env["digiflow.call.calibration"].create(
                {**vals, "call_id": self.call_id, "scorecard_id": self.card_id}
            )
            # sudo: both halves, which no analyst reads yet.
            halves = {one.analyst_id.id: one for one in calibration.sudo()._get_reviews()}
            ids = {name: halves[self.users[name]].id for name in ("first", "second")}
            for name, review_id in ids.items():
                self.review(env, review_id, name).line_ids.points = 80
        answer = self.beside(
            lambda env: self.review(env, ids["first"]).action_sign(),
            lambda env: self.review(env, ids["second"], "second").action_sign(),
        )
        self.assertIs(answer, True)
        with self.cursor() as cr:
            calibration = calibration.with_env(self.make_env(cr))
            self.assertEqual((calibration.state, calibration.signed_count), ("done", 2))
