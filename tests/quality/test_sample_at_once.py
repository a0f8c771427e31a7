"""Two draws, and two analysts, at the same moment, each in a transaction of their own."""

from datetime import timedelta

from odoo.addons.digiflow_crm.compat import user_groups_field
from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase

ROLES = {"caller": "telemarketer", "first": "quality", "second": "quality"}
# What is removed in the end, by SQL: nobody may delete it.
REMOVE_SQL = (
    "DELETE FROM digiflow_call_sample_line WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_review WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_sample_person WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call_sample WHERE week = %(week)s",
    "DELETE FROM digiflow_call_recording WHERE user_id = ANY(%(users)s)",
    "DELETE FROM digiflow_call WHERE user_id = ANY(%(users)s)",
)


class TestAtOnce(OwnConnectionsCase):
    """One of them draws or takes; what is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        # A week of its own, long past.
        self.week = periods.period_of(periods.today() - timedelta(days=1500), periods.WEEK).first
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.users = {name: self.make_user(env, name, role) for name, role in ROLES.items()}
            self.company_id = env.company.id
            for number in range(5):
                self.make_call(env, number)

    def make_user(self, env, name, role):
        """Id of a user with one role."""
        users = env["res.users"].with_context(no_reset_password=True)
        user = users.create({"name": name, "login": f"sample_{name}"})
        group = env.ref(f"digiflow_crm.group_{role}")
        user.write({user_groups_field(env): [(4, group.id)]})
        return user.id

    def make_call(self, env, day):
        start = periods.starts_at(self.week + timedelta(days=day)) + timedelta(hours=12)
        vals = {"user_id": self.users["caller"], "outcome": "refused", "start": start}
        call = env["digiflow.call"].create(vals)
        link = "https://pbx.example.com/a.mp3"
        env["digiflow.call.recording"].create({"call_id": call.id, "url": link})

    def remove(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            params = {"users": list(self.users.values()), "week": self.week}
            for statement in REMOVE_SQL:
                cr.execute(statement, params)
            env.invalidate_all()
            env["res.users"].browse(params["users"]).unlink()

    def draw(self, env):
        company = env["res.company"].browse(self.company_id)
        drawn = env["digiflow.call.sample"]._draw_week(company, self.week)
        env.flush_all()
        return drawn

    def count(self, model, *domain):
        with self.cursor() as cr:
            return self.make_env(cr)[model].search_count([("week", "=", self.week), *domain])

    def test_two_draws_draw_once(self):
        self.assertEqual(self.beside(self.draw, self.draw), 0)
        self.assertEqual(self.count("digiflow.call.sample"), 1)
        self.assertEqual(self.count("digiflow.call.sample.line"), 3)

    def test_a_call_is_taken_by_one(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.draw(env)
            line = env["digiflow.call.sample.line"].search([("week", "=", self.week)], limit=1)

        def take(name):
            def action(env):
                lines = env["digiflow.call.sample.line"].with_user(self.users[name])
                taken = lines.browse(line.id).action_review()
                env.flush_all()
                return taken

            return action

        refusal = self.beside(take("first"), take("second"))
        self.assertIsInstance(refusal, WorkflowError)
        self.assertIn("has taken this call", str(refusal))
        taken = self.count("digiflow.call.sample.line", ("analyst_id", "=", self.users["first"]))
        self.assertEqual((taken, self.count("digiflow.call.review")), (1, 1))

    def test_two_who_skip_draw_two_others(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.draw(env)
            ids = env["digiflow.call.sample.line"].search([("week", "=", self.week)]).ids

        def skip(name, line_id):
            def action(env):
                lines = env["digiflow.call.sample.line"].with_user(self.users[name])
                drawn = lines.browse(line_id).skip("Ruido")
                env.flush_all()
                return drawn.ids

            return action

        drawn = self.beside(skip("first", ids[0]), skip("second", ids[1]))
        self.assertEqual(len(drawn), 1)
        self.assertEqual(self.count("digiflow.call.sample.line"), 5)
        self.assertEqual(self.count("digiflow.call.sample.line", ("state", "=", "to_review")), 3)
