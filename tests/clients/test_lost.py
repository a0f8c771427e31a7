"""Clients to win back: who has left, and one opportunity for each."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import RUCS
from ..own_connections import OwnConnectionsCase
from .cases import ClientCase


class TestLost(ClientCase):
    """Clients whose services ended."""

    def setUp(self):
        super().setUp()
        self.executive, self.manager = self.users["executive"], self.users["manager"]
        self.lost = self.env["digiflow.client.lost"]
        self.own.vat = RUCS[0]
        self.begin(self.own, days=400, ended=1, monthly_amount=300)

    def find(self, *clients, user=None):
        """The rows of these clients, as the manager sees them."""
        self.env.flush_all()
        self.env.invalidate_all()
        ids = [client.id for client in clients or (self.own, self.other)]
        rows = self.lost.with_user(user or self.manager)
        return rows.search([("partner_id", "in", ids)])

    def leads(self, client=None):
        """The opportunities of a client."""
        return self.env["crm.lead"].search([("partner_id", "=", (client or self.own).id)])

    def test_who_has_left(self):
        """One row for a client whose services ended, each counted once and as it was last."""
        self.begin(self.own, self.gre, days=900, ended=800, monthly_amount=5)
        self.begin(self.own, self.gre, days=700, ended=30, monthly_amount=50)
        row = self.find(self.own)
        self.assertEqual(row.last_end, self.today - timedelta(1))
        self.assertEqual((row.service_count, row.monthly_amount), (2, 350))
        self.assertEqual((row.end_reason_id, row.user_id), (self.reason, self.executive))
        for service in (self.ose, self.gre):
            self.assertIn(service.name, row.service_names)
        self.begin(self.own, self.gre, days=-5)
        self.assertFalse(self.find(self.own))

    def test_last_day_is_not_over_yet(self):
        self.begin(self.other, days=90, ended=0)
        self.assertFalse(self.find(self.other))
        self.begin(self.other, self.gre, days=90, ended=1)
        self.assertFalse(self.find(self.other))

    def test_whole_months_since(self):
        today = self.today
        days = (today - (today - relativedelta(months=2))).days
        for ended, months in ((1, 0), (days, 2), (days - 1, 1)):
            client = self.make_client(f"Hace {ended}")
            self.begin(client, days=800, ended=ended)
            self.assertEqual(self.find(client).months_since, months)

    def test_new_opportunity_in_the_first_stage(self):
        action = self.find(self.own, user=self.executive).action_win_back()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual((lead.partner_id, lead.ruc), (self.own, RUCS[0]))
        self.assertEqual((lead.stage_id, lead.team_id), (self.stages["telemarketing"], self.team))
        self.assertEqual((lead.user_id, lead.second_reason), (self.executive, False))
        self.assertIn(self.reason.name, lead.description)
        self.assertEqual(self.find(self.own).lead_id, lead)

    def test_open_one_is_opened_and_not_doubled(self):
        for number, vals in enumerate(({"partner_id": self.own.id}, {"ruc": RUCS[0]})):
            lead = self.make_lead(name=f"Abierta {number}", **vals)
            action = self.find(self.own).action_win_back()
            self.assertEqual(action["res_id"], lead.id)
            lead.active = False

    def test_won_one_is_not_in_the_way(self):
        won = self.complete(self.make_lead(partner_id=self.own.id, ruc=RUCS[0]), "pre_kickoff")
        won.action_set_won()
        made = self.env["crm.lead"].browse(self.find(self.own).action_win_back()["res_id"])
        self.assertNotEqual(made, won)
        self.assertEqual(made.second_reason, "win_back")
        self.assertEqual(made.telemarketer_id, won.telemarketer_id)

    def test_many_at_once_with_what_was_done(self):
        there = self.make_lead(partner_id=self.own.id)
        self.begin(self.other, days=400, ended=1)
        params = self.find().action_win_back()["params"]
        self.assertIn("made: 1", params["message"])
        self.assertIn("already: 1", params["message"])
        made = self.leads(self.other)
        self.assertEqual(made.user_id, self.manager)
        self.assertEqual(params["next"]["domain"], [("id", "in", (made | there).ids)])
        self.assertIn("made: 0", self.find().action_win_back()["params"]["message"])

    def test_colleagues_opportunity_is_named(self):
        colleague = self.make_user("executive", login="colleague")
        self.make_lead(name="De otra", partner_id=self.own.id, user_id=colleague.id)
        with self.assertRaises(WorkflowError) as refusal:
            self.find(self.own, user=self.executive).action_win_back()
        self.assertIn("De otra", str(refusal.exception))
        self.assertEqual(len(self.leads()), 1)

    def test_who_sees_which_clients(self):
        self.begin(self.other, days=400, ended=1)
        for role, count in (("executive", 1), ("quality", 2), ("manager", 2)):
            self.assertEqual(len(self.find(user=self.users[role])), count, role)
        for role in ("telemarketer", "presales", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.find(user=self.users[role])
        with self.assertRaises(AccessError):
            self.find(self.other, user=self.users["quality"]).action_win_back()


class TestAtOnce(OwnConnectionsCase):
    """Two people win one client back, or plan its retention, at the same moment."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.client_id = env["res.partner"].create({"name": "A la vez", "is_company": True}).id
            vals = {
                "partner_id": self.client_id,
                "service_id": env.ref("digiflow_crm.service_ose").id,
                "date_start": "2024-01-01",
            }
            self.stay_id = env["digiflow.client.service"].create(vals).id

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["crm.lead"].search([("partner_id", "=", self.client_id)]).unlink()
            env["digiflow.client.service"].browse(self.stay_id).unlink()
            env["res.partner"].browse(self.client_id).unlink()

    def test_one_opportunity(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            reason = env.ref("digiflow_crm.service_end_reason_price")
            env["digiflow.client.service"].browse(self.stay_id).write(
                {"date_end": "2025-01-01", "end_reason_id": reason.id}
            )

        def win_back(env):
            rows = env["digiflow.client.lost"].search([("partner_id", "=", self.client_id)])
            return rows.action_win_back()["res_id"]

        second = self.beside(win_back, win_back)
        with self.cursor() as cr:
            leads = self.make_env(cr)["crm.lead"]
            found = leads.search([("partner_id", "=", self.client_id)])
            self.assertEqual(found.ids, [second])

    def test_one_retention_activity(self):
        def plan(env):
            plans = env["digiflow.retention.plan"]
            made = plans.create({"partner_ids": [(6, 0, [self.client_id])]})
            return made.action_plan()["params"]["message"]

        self.assertIn("planned: 0", self.beside(plan, plan))
        with self.cursor() as cr:
            client = self.make_env(cr)["res.partner"].browse(self.client_id)
            self.assertEqual(len(client.activity_ids), 1)
