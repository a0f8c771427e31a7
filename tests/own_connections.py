"""Tests of what several people do at the same moment: connections of their own, real commits."""

import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

PATIENCE = 60  # seconds until a test gives up waiting for another thread


class OwnConnectionsCase(BaseCase):
    """Records that are committed, and removed in the end by `remove`."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"
    patience = PATIENCE
    # Of the environments, beside their language.
    context = {}

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)

    def remove(self):
        """Hook: delete what was committed."""

    def cursor(self):
        """A connection of its own, that commits when its block ends well."""
        return db_connect(get_db_name()).cursor()

    def make_env(self, cr, uid=SUPERUSER_ID):
        """Everything as the superuser, or `uid`, sees it in the transaction of `cr`."""
        return api.Environment(cr, uid, {"lang": "en_US", **self.context})

    def as_request(self, action, uid=SUPERUSER_ID):
        """Run `action` with an environment as Odoo serves a request: again when another
        transaction was in its way.

        :return: what it returned, or the exception that refused it, with nothing committed
        """
        with self.cursor() as cr:
            env = self.make_env(cr, uid)
            try:
                return service.retrying(lambda: action(env), env)
            except Exception as error:
                cr.rollback()
                return error

    def at_once(self, *actions):
        """Run `actions`, without arguments, in threads of their own, all at the same time."""
        threads = [threading.Thread(target=action) for action in actions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(self.patience)
            self.assertFalse(thread.is_alive())

    def beside(self, first, second):
        """Begin the request `second` while `first` is done and not committed.

        :return: what the second came to, as `as_request` says
        """
        results = []
        thread = threading.Thread(target=lambda: results.append(self.as_request(second)))
        with self.cursor() as cr:
            env = self.make_env(cr)
            first(env)
            env.flush_all()
            thread.start()
            self.wait_until_blocked()
        thread.join(self.patience)
        self.assertFalse(thread.is_alive())
        return results[0]

    def wait_until_blocked(self):
        """Wait until a connection waits for a lock that another one holds."""
        end = time.monotonic() + self.patience
        with self.cursor() as cr:
            while time.monotonic() < end:
                cr.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.fetchone()[0]:
                    return
                cr.rollback()
                time.sleep(0.05)
        self.fail("nobody waits for a lock")
