"""Many telemarketers at the same moment, each in a connection of their own."""

import threading

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

TAKERS = 8
PROSPECTS = 2000
PATIENCE = 300  # seconds


class TestTakers(BaseCase):
    """Nobody gets the company that somebody else has."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)
        with self.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            group = env.ref("digiflow_crm.group_telemarketer")
            users = env["res.users"].with_context(no_reset_password=True)
            self.user_ids = [
                users.create({"name": f"Taker {n}", "login": f"taker_{n}"}).id
                for n in range(TAKERS)
            ]
            env["res.users"].browse(self.user_ids).write({self.groups_field(env): [(4, group.id)]})
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

    @staticmethod
    def groups_field(env):
        return "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"

    def cursor(self):
        return db_connect(get_db_name()).cursor()

    def remove(self):
        with self.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            cr.execute("DELETE FROM crm_lead WHERE prospect_list_id = %s", (self.list_id,))
            env["digiflow.prospect.list"].browse(self.list_id).unlink()
            env["res.users"].browse(self.user_ids).unlink()

    def take_all(self, user_id, given, errors):
        """Take companies as requests do, until none is left."""
        try:
            while True:
                with self.cursor() as cr:
                    env = api.Environment(cr, user_id, {"lang": "en_US"})
                    lead = service.retrying(lambda env=env: self.take_one(env), env)
                if not lead:
                    return
                given.append(lead)
        except Exception as error:
            errors.append(error)

    @staticmethod
    def take_one(env):
        """The next company; put aside, so that the next one comes."""
        desk = env["digiflow.call.desk"]
        for held in env["crm.lead"]._get_held():
            held._leave_queue()
        return desk._take_next().id

    def test_each_company_is_given_once(self):
        given, errors = {user_id: [] for user_id in self.user_ids}, []
        threads = [
            threading.Thread(target=self.take_all, args=(user_id, given[user_id], errors))
            for user_id in self.user_ids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            self.assertFalse(thread.is_alive())
        self.assertEqual(errors, [])
        everything = [lead for leads in given.values() for lead in leads]
        self.assertEqual(len(everything), PROSPECTS)
        self.assertEqual(len(set(everything)), PROSPECTS)
