"""Two people who take the last seat of a session at the same moment."""

from datetime import timedelta

from odoo import fields

from odoo.addons.digiflow_crm.compat import user_groups_field
from odoo.addons.digiflow_crm.exceptions import SessionFullError

from ..own_connections import OwnConnectionsCase

LOGINS = ("at_once_trainer", "at_once_first", "at_once_second")


class TestSessionAtOnce(OwnConnectionsCase):
    """One of them gets it, and the other is told."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            role = env.ref("digiflow_crm.group_telemarketer")
            users = env["res.users"].with_context(no_reset_password=True)
            self.user_ids = [
                users.create(
                    {"name": login, "login": login, user_groups_field(env): [(4, role.id)]}
                ).id
                for login in LOGINS
            ]
            start = fields.Datetime.now() + timedelta(days=2)
            session = env["digiflow.training.session"].create(
                {
                    "module_id": env.ref("digiflow_crm.training_module_1").id,
                    "trainer_id": self.user_ids[0],
                    "start": start,
                    "stop": start + timedelta(hours=2),
                    "seats": 1,
                }
            )
            session.action_plan()
            self.session_id, self.event_id = session.id, session.event_id.id

    def remove(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["digiflow.training.session"].browse(self.session_id)._update({"state": "proposed"})
            env["digiflow.training.session"].browse(self.session_id).unlink()
            env["calendar.event"].browse(self.event_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def take_seat(self, user_id):
        """Take a seat as that user, the way a request does."""
        self.outcomes.append(
            self.as_request(
                lambda env: env["digiflow.training.session"].browse(self.session_id).action_join(),
                uid=user_id,
            )
        )

    def test_last_seat(self):
        self.outcomes = []
        first, second = self.user_ids[1:]
        self.at_once(lambda: self.take_seat(first), lambda: self.take_seat(second))
        self.assertEqual({type(one) for one in self.outcomes}, {bool, SessionFullError})
        with self.cursor() as cr:
            session = self.make_env(cr)["digiflow.training.session"].browse(self.session_id)
            self.assertEqual((len(session.enrolment_ids), session.taken_seats), (1, 1))
            self.assertEqual(len(session.event_id.partner_ids), 2)

    def test_seat_taken_while_another_waits(self):
        """The second one began before the first one's seat was committed."""
        first, second = self.user_ids[1:]
        with self.cursor() as cr:
            env = self.make_env(cr, second)
            session = env["digiflow.training.session"].browse(self.session_id)
            self.assertEqual(session.free_seats, 1)
            self.outcomes = []
            self.take_seat(first)
            self.assertEqual(self.outcomes, [True])
            with self.assertRaisesRegex(Exception, "serialize"):
                session.action_join()
                env.flush_all()
            cr.rollback()
        self.outcomes = []
        self.take_seat(second)
        self.assertIs(type(self.outcomes[0]), SessionFullError)
