"""Two people give one client one service at the same moment, each in their own transaction."""

from odoo.exceptions import ValidationError

from ..own_connections import OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """One of them wins; what is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.client_id = env["res.partner"].create({"name": "A la vez S.A.C."}).id
            self.service_id = env.ref("digiflow_crm.service_ose").id

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            stays = env["digiflow.client.service"].search([("partner_id", "=", self.client_id)])
            stays.unlink()
            env["res.partner"].browse(self.client_id).unlink()

    def vals(self, start):
        """A stay of the client from that day on."""
        return {
            "partner_id": self.client_id,
            "service_id": self.service_id,
            "date_start": start,
        }

    def count(self):
        """Stays of the client, as everybody sees them now."""
        with self.cursor() as cr:
            stays = self.make_env(cr)["digiflow.client.service"]
            return stays.search_count([("partner_id", "=", self.client_id)])

    def begin(self, start):
        """The request that enters a stay by hand."""
        return lambda env: env["digiflow.client.service"].create(self.vals(start)).flush_recordset()

    def test_second_by_hand_is_refused_in_words(self):
        refusal = self.beside(self.begin("2026-01-01"), self.begin("2026-02-01"))
        self.assertIsInstance(refusal, ValidationError)
        self.assertIn("has this service in those days already", str(refusal))
        self.assertEqual(self.count(), 1)

    def test_second_handover_keeps_what_the_first_began(self):
        def start(env):
            return len(env["digiflow.client.service"]._start([self.vals("2026-01-01")]))

        self.assertEqual(self.beside(self.begin("2026-01-01"), start), 0)
        self.assertEqual(self.count(), 1)
