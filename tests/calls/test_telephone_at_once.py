"""A telephone system and the desk tell of one call in the same moment, each by itself."""

import threading
from functools import partial

from odoo import fields
from odoo.service import model as service
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..own_connections import PATIENCE, OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """However it happens, there is one call; what is made here is removed."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            user = new_test_user(env, login="at_once", groups="digiflow_crm.group_telemarketer")
            user.digiflow_extension = "at-once"
            lead = env["crm.lead"].create(
                {
                    "name": "A la vez",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "telemarketer_id": user.id,
                    "phone": "+51 987 659 999",
                }
            )
            system = env["digiflow.telephone.system"].create({"name": "A la vez"})
            self.user_id, self.lead_id, self.system_id = user.id, lead.id, system.id

    def remove(self):
        """Delete what was committed, past every rule."""
        with self.cursor() as cr:
            cr.execute("DELETE FROM digiflow_call WHERE user_id = %s", [self.user_id])
            env = self.make_env(cr)
            env["crm.lead"].browse(self.lead_id).unlink()
            env["digiflow.telephone.system"].browse(self.system_id).unlink()
            env["res.users"].browse(self.user_id).unlink()

    def tell(self, env, **values):
        """What the webhook does."""
        system = env["digiflow.telephone.system"].browse(self.system_id)
        told = {
            "call_id": "1",
            "direction": "out",
            "extension": "at-once",
            "start": f"{fields.Datetime.now():%Y-%m-%dT%H:%M:%S}Z",
            **values,
        }
        return env["digiflow.call"]._log_of_system(system, told)

    def tell_of_the_lead(self, env):
        return self.tell(env, phone="987659999", duration_seconds=60)

    def log(self, env):
        """What the desk does."""
        desk = env["digiflow.call.desk"].with_user(self.user_id)
        return desk.log_call(self.lead_id, {"outcome": "no_answer", "reference": "desk"})

    def run_together(self, *works):
        """Each work in a thread as Odoo runs a request; all have begun before any one ends."""
        begun, results = threading.Barrier(len(works)), []

        def run(work):
            first = [True]
            with self.cursor() as cr, mute_logger("odoo.sql_db"):
                env = self.make_env(cr)

                def attempt():
                    cr.execute("SELECT 1")  # from here on it sees nothing of the others
                    if first:
                        first.clear()
                        begun.wait(PATIENCE)
                    result = work(env)
                    env.flush_all()
                    return result

                results.append(service.retrying(attempt, env))

        self.at_once(*(partial(run, work) for work in works))
        self.assertEqual(len(results), len(works))
        return results

    def read_calls(self):
        """What everybody sees now: outcome, duration and ids of each call."""
        with self.cursor() as cr:
            cr.execute(
                "SELECT outcome, duration, reference, telephone_reference FROM digiflow_call "
                "WHERE user_id = %s",
                [self.user_id],
            )
            return cr.fetchall()

    def test_one_call_told_twice(self):
        told = self.run_together(self.tell_of_the_lead, self.tell_of_the_lead)
        self.assertEqual(sorted(one["created"] for one in told), [False, True])
        self.assertEqual(len({one["call_id"] for one in told}), 1)
        self.assertEqual(len(self.read_calls()), 1)

    def test_one_call_of_no_opportunity_told_twice(self):
        """Nothing is locked between the two: the database refuses the second one."""
        told = self.run_together(self.tell, self.tell)
        self.assertEqual(sorted(one["created"] for one in told), [False, True])
        self.assertEqual(len({one["call_id"] for one in told}), 1)
        self.assertEqual(len(self.read_calls()), 1)

    def test_desk_and_telephone_system(self):
        self.run_together(self.tell_of_the_lead, self.log)
        [(outcome, duration, reference, telephone)] = self.read_calls()
        self.assertEqual((outcome, duration, reference), ("no_answer", 1.0, "desk"))
        self.assertEqual(telephone, f"{self.system_id}:1")
