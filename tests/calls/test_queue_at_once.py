"""Many telemarketers at the same moment, each in a connection of their own."""

from functools import partial

from odoo.addons.digiflow_crm.compat import user_groups_field

from ..own_connections import OwnConnectionsCase

TAKERS = 8
PROSPECTS = 2000


class TestTakers(OwnConnectionsCase):
    """Nobody gets the company that somebody else has."""

    patience = 300  # seconds

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            group = env.ref("digiflow_crm.group_telemarketer")
            users = env["res.users"].with_context(no_reset_password=True)
            self.user_ids = [
                users.create({"name": f"Taker {n}", "login": f"taker_{n}"}).id
                for n in range(TAKERS)
            ]
            env["res.users"].browse(self.user_ids).write({user_groups_field(env): [(4, group.id)]})
            self.list_id = (
                env["digiflow.prospect.list"]
                .create({"name": "Para todos", "telemarketer_ids": [(6, 0, self.user_ids)]})
                .id
            )
            pattern = env["crm.lead"].create(
                {
                    "name": "Empresa",
                    "type": "opportunity",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "user_id": False,
                    "telemarketer_id": False,
                    "prospect_list_id": self.list_id,
                    "phone": "+51 987 650 000",
                }
            )
            self.multiply(pattern, PROSPECTS - 1)

    @staticmethod
    def multiply(lead, count):
        """Copy a row of the table, as an import writes it."""
        lead.env.flush_all()
        columns = ", ".join(
            name
            for name, field in lead._fields.items()
            if field.store and field.column_type and name != "id"
        )
        lead.env.cr.execute(
            f"INSERT INTO crm_lead ({columns}) "
            f"SELECT {columns} FROM crm_lead, generate_series(1, %s) WHERE crm_lead.id = %s",
            (count, lead.id),
        )

    def remove(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            cr.execute("DELETE FROM crm_lead WHERE prospect_list_id = %s", (self.list_id,))
            env["digiflow.prospect.list"].browse(self.list_id).unlink()
            env["res.users"].browse(self.user_ids).unlink()

    def take_all(self, user_id, given):
        """Take companies as requests do, until none is left or something refuses one."""
        taken = True
        while taken and not isinstance(taken, Exception):
            taken = self.as_request(self.take_one, user_id)
            given.append(taken)

    @staticmethod
    def take_one(env):
        """The next company; put aside, so that the next one comes."""
        desk = env["digiflow.call.desk"]
        for held in env["crm.lead"]._get_held():
            held._leave_queue()
        return desk._take_next().id

    def test_each_company_is_given_once(self):
        given = []
        self.at_once(*(partial(self.take_all, user_id, given) for user_id in self.user_ids))
        self.assertEqual([one for one in given if isinstance(one, Exception)], [])
        companies = [lead_id for lead_id in given if lead_id]
        self.assertEqual(len(companies), PROSPECTS)
        self.assertEqual(len(set(companies)), PROSPECTS)
