"""Two managers at once, and a telemarketer who writes meanwhile, in transactions of their own."""

from odoo.tests import new_test_user

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..core.samples import ruc_of
from ..own_connections import OwnConnectionsCase

COUNT = 20


class TestAtOnce(OwnConnectionsCase):
    """The second waits for the first, then works on what it left; all made here is removed."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            groups = "digiflow_crm.group_telemarketer"
            users = [
                new_test_user(env, login=login, groups=groups) for login in ("una_tmk", "otra_tmk")
            ]
            prospects = env["digiflow.prospect.list"].create(
                {"name": "Una", "telemarketer_ids": [(6, 0, [user.id for user in users])]}
            )
            common = {
                "type": "opportunity",
                "team_id": env.ref("digiflow_crm.team_digiflow").id,
                "prospect_list_id": prospects.id,
                "user_id": False,
            }
            leads = env["crm.lead"].create(
                [{"name": f"E{n}", "ruc": ruc_of(80_000_000 + n), **common} for n in range(COUNT)]
            )
            model = env["digiflow.prospect.distribution"]
            distributions = model.create([{"list_id": prospects.id, "role": "telemarketer"}] * 2)
            for distribution in distributions:
                distribution.action_preview()
            self.user_ids = [user.id for user in users]
            self.list_id, self.lead_ids = prospects.id, leads.ids
            self.distribution_ids = distributions.ids

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["digiflow.prospect.distribution"].browse(self.distribution_ids).state = "undone"
            env["crm.lead"].browse(self.lead_ids).unlink()
            env["digiflow.prospect.list"].browse(self.list_id).unlink()
            env["res.users"].browse(self.user_ids).unlink()

    def distribute(self, number):
        """The action of one of the two managers."""
        return lambda env: (
            env["digiflow.prospect.distribution"]
            .browse(self.distribution_ids[number])
            .action_distribute()
        )

    def write(self, env):
        """A telemarketer takes up the first lead."""
        lead = env["crm.lead"].browse(self.lead_ids[0])
        lead.write({"telemarketer_id": self.user_ids[1], "description": "Called"})

    def read_owners(self):
        """Who has each lead, and how many notes each has of a distribution."""
        with self.cursor() as cr:
            leads = self.make_env(cr)["crm.lead"].browse(self.lead_ids)
            notes = [
                len(lead.message_ids.filtered(lambda note: "istributed" in (note.body or "")))
                for lead in leads
            ]
            return [lead.telemarketer_id.id for lead in leads], notes, leads[0].description

    def test_two_managers(self):
        result = self.beside(self.distribute(0), self.distribute(1))
        self.assertIsInstance(result, WorkflowError)
        owners, notes, _text = self.read_owners()
        self.assertEqual([owners.count(user_id) for user_id in self.user_ids], [COUNT // 2] * 2)
        self.assertEqual(notes, [1] * COUNT)

    def test_a_telemarketer_writes_first(self):
        result = self.beside(self.write, self.distribute(0))
        self.assertIs(result, True)
        owners, notes, text = self.read_owners()
        self.assertEqual(owners[0], self.user_ids[1])
        self.assertEqual(notes, [0] + [1] * (COUNT - 1))
        self.assertIn("Called", text)

    def test_a_telemarketer_writes_after(self):
        self.beside(self.distribute(0), self.write)
        owners, notes, text = self.read_owners()
        self.assertEqual(owners[0], self.user_ids[1])
        self.assertEqual(notes, [1] * COUNT)
        self.assertIn("Called", text)
