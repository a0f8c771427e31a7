"""Who is a client, of whom, and whom we ask."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .cases import ClientCase


class TestClients(ClientCase):
    """A client has a service that runs today."""

    def test_client_is_who_has_a_service_today(self):
        """Not who had one, nor who will; found and counted alike."""
        self.begin(self.own)
        self.begin(self.other, days=90, ended=1)
        planned = self.make_client("Futura S.A.")
        self.begin(planned, days=-3)
        last_day = self.make_client("Último día S.A.")
        self.begin(last_day, days=90, ended=0)
        ours = self.own | self.other | planned | last_day
        self.assertEqual([client.digiflow_is_client for client in ours], [True, False, False, True])
        ids = [("id", "in", ours.ids)]
        partners = self.env["res.partner"]
        clients = self.own | last_day
        self.assertEqual(partners.search([*ids, ("digiflow_is_client", "=", True)]), clients)
        for domain in (("digiflow_is_client", "!=", True), ("digiflow_is_client", "=", False)):
            self.assertEqual(partners.search([*ids, domain]), ours - clients)

    def test_executive_finds_own_clients_and_presales_those_of_their_work(self):
        stays = self.begin(self.own) | self.begin(self.other)
        found = [("id", "in", stays.ids)]
        services = self.env["digiflow.client.service"]
        presales = services.with_user(self.users["presales"])
        self.assertFalse(presales.search(found))
        self.make_lead(partner_id=self.other.id)
        self.assertEqual(presales.search(found).partner_id, self.other)
        executive = services.with_user(self.users["executive"])
        self.assertEqual(executive.search(found).partner_id, self.own)
        both = self.make_user(
            "both",
            login="executive_and_presales",
            groups="digiflow_crm.group_executive,digiflow_crm.group_presales",
        )
        self.assertFalse(services.with_user(both).search(found))
        self.own.user_id = both
        self.make_lead(partner_id=self.other.id, presales_user_id=both.id)
        self.assertEqual(len(services.with_user(both).search(found)), 2)
        with self.assertRaises(AccessError):
            services.with_user(self.users["telemarketer"]).search(found)

    def test_contact_for_surveys(self):
        """The chosen one, else the first contact with an e-mail, else the company."""
        client = self.own
        self.assertFalse(client._get_digiflow_contact())
        client.email = "mesa@propia.pe"
        self.assertEqual(client._get_digiflow_contact(), client)
        first, second, silent = self.env["res.partner"].create(
            [
                {"name": "Ana", "parent_id": client.id, "email": "ana@propia.pe"},
                {"name": "Beto", "parent_id": client.id, "email": "beto@propia.pe"},
                {"name": "Caro", "parent_id": client.id},
            ]
        )
        self.assertEqual(first._get_digiflow_contact(), first)
        self.assertEqual(second._get_digiflow_contact(), first)
        client.digiflow_contact_id = second
        self.assertEqual(client._get_digiflow_contact(), second)
        second.active = False
        self.assertEqual(client._get_digiflow_contact(), first)
        client.digiflow_contact_id = silent
        self.assertEqual(client._get_digiflow_contact(), first)

    @mute_logger("odoo.sql_db")
    def test_contract_ends_after_the_service_began_and_may_be_unknown(self):
        stay = self.begin(self.own, contract_end=self.today + timedelta(300))
        stay.contract_end = False
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            stay.contract_end = self.today - timedelta(31)
            stay.flush_recordset()
        self.env.invalidate_all()
        stay.contract_end = self.today
        stay.write({"date_end": self.today, "end_reason_id": self.reason.id})
        self.assertEqual(stay.contract_end, self.today)

    def test_services_of_today_in_the_list(self):
        """By code, the contract that ends first, in the same number of queries for any clients."""
        late, early = self.today + timedelta(90), self.today + timedelta(9)
        self.begin(self.own, contract_end=late)
        self.begin(self.own, self.gre, contract_end=early)
        self.begin(self.other, self.gre)
        self.begin(self.other, days=90, ended=1, contract_end=early)
        both = self.own | self.other
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            names = both.mapped("digiflow_running_names")
        self.assertEqual(names, ["OSE, GRE", "GRE"])
        self.assertEqual(both.mapped("digiflow_next_contract_end"), [early, False])
        partners = self.env["res.partner"].with_user(self.users["manager"])
        for domain, found in (
            (("digiflow_running_service_id", "=", self.ose.id), self.own),
            (("digiflow_running_service_id", "in", (self.ose | self.gre).ids), both),
            (("digiflow_running_service_id", "!=", self.ose.id), self.other),
            (("digiflow_running_service_id.code", "=", "OSE"), self.own),
            (("digiflow_running_service_id", "!=", False), both),
            (("digiflow_running_service_id", "=", False), partners.browse()),
        ):
            with self.subTest(domain):
                self.assertEqual(partners.search([("id", "in", both.ids), domain]), found)
