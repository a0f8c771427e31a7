"""Portfolios in transactions of their own: two at once, and in the background by chunks."""

import time
from unittest.mock import patch

from odoo.addons.digiflow_crm.models.clients import digiflow_client_import_run as engine
from odoo.addons.digiflow_crm.models.prospecting import digiflow_file_import_run as reader

from ..core.samples import ruc_of
from ..own_connections import OwnConnectionsCase
from .portfolio import make_portfolio, stay

# RUCs from here on are these tests' own: what they commit is seen by everybody.
FIRST = 71_000_000
COUNT = 30


class TestPortfoliosAtOnce(OwnConnectionsCase):
    """What is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        self.import_ids = []

    def remove(self):
        """Delete what the imports committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            clients = self.find_clients(env)
            clients.digiflow_client_service_ids.unlink()
            imports = env["digiflow.client.import"].browse(self.import_ids)
            imports._update({"state": "draft"})
            imports.unlink()
            clients.unlink()

    def find_clients(self, env):
        """The companies of these tests."""
        rucs = [ruc_of(FIRST + number) for number in range(COUNT)]
        return env["res.partner"].search([("vat", "in", rucs)])

    def make(self, count=COUNT):
        """The id of an import of `count` clients."""
        with self.cursor() as cr:
            rows = [stay(FIRST + number) for number in range(count)]
            self.import_ids += make_portfolio(self.make_env(cr), rows).ids
        return self.import_ids[-1]

    def bring(self, import_id):
        """The request that imports a file."""
        return lambda env: env["digiflow.client.import"].browse(import_id).action_import()

    def read(self, import_id, *names):
        """Values of an import, as everybody sees them now."""
        with self.cursor() as cr:
            one = self.make_env(cr)["digiflow.client.import"].browse(import_id)
            return [one[name] for name in names]

    def count(self):
        """(clients, their services), as everybody sees them now."""
        with self.cursor() as cr:
            clients = self.find_clients(self.make_env(cr))
            return len(clients), len(clients.digiflow_client_service_ids)

    def test_two_at_once_make_each_client_and_service_once(self):
        first, second = self.make(), self.make()
        self.assertIs(self.beside(self.bring(first), self.bring(second)), True)
        self.assertEqual(self.count(), (COUNT, COUNT))
        self.assertEqual(self.read(first, "created_count", "known_count"), [COUNT, 0])
        self.assertEqual(self.read(second, "created_count", "known_count"), [0, COUNT])

    def test_a_service_begun_by_hand_at_the_same_moment_is_kept(self):
        with self.cursor() as cr:
            vals = {"name": "A mano", "vat": ruc_of(FIRST + 7)}
            client_id = self.make_env(cr)["res.partner"].create(vals).id
        only = self.make()

        def begin(env):
            service = env.ref("digiflow_crm.service_ose")
            vals = {"partner_id": client_id, "service_id": service.id, "date_start": "2024-01-01"}
            env["digiflow.client.service"].create(vals)

        self.assertIs(self.beside(begin, self.bring(only)), True)
        self.assertEqual(self.count(), (COUNT, COUNT))
        self.assertEqual(self.read(only, "state", "created_count"), ["done", COUNT - 1])

    def test_in_the_background_by_chunks_stopped_and_gone_on_with(self):
        only = self.make()
        small = patch.multiple(reader, SMALL_FILE=0, CHUNK=7)
        with small, patch.multiple(engine, SMALL_IMPORT=5, CHUNK=7):
            self.assertIs(self.as_request(self.bring(only)), True)
            self.assertEqual(self.read(only, "state", "import_next"), ["checking", True])
            while not self.read(only, "created_count")[0]:
                self.work(only, 0.001)
            some = self.count()[0]
            self.assertTrue(0 < some < COUNT)
            self.as_request(lambda env: env["digiflow.client.import"].browse(only).action_cancel())
            self.work(only, 10)
            self.assertEqual(self.count(), (some, some))
            self.as_request(lambda env: env["digiflow.client.import"].browse(only).action_resume())
            self.work(only, 60)
        self.assertEqual(self.read(only, "state", "created_count"), ["done", COUNT])
        self.assertEqual(self.count(), (COUNT, COUNT))

    def work(self, import_id, seconds):
        """What the scheduled job does with an import, for so long at most."""
        with self.cursor() as cr:
            one = self.make_env(cr)["digiflow.client.import"].browse(import_id)
            one._run_until(time.monotonic() + seconds)
