"""Two people enter one company at the same moment, each in a transaction of their own."""

import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

from odoo.addons.digiflow_crm.exceptions import SecondOpportunityError

from ..core.samples import ruc_of

PATIENCE = 60  # seconds until the test gives up waiting for the other thread


class TestAtOnce(BaseCase):
    """The second one waits for the first, then is refused; what is made here is removed."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"
    ruc = ruc_of(71_000_000)

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)

    def remove(self):
        """Delete what was committed."""
        with db_connect(get_db_name()).cursor() as cr:
            self.leads(cr).unlink()

    def leads(self, cr):
        """The leads of the company, as the transaction of `cr` sees them."""
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US", "active_test": False})
        return env["crm.lead"].search([("ruc", "=", self.ruc)])

    def enter(self, cr, name):
        """Create a lead of the company."""
        leads = self.leads(cr)
        team = leads.env.ref("digiflow_crm.team_digiflow")
        lead = leads.create({"name": name, "ruc": self.ruc, "team_id": team.id})
        lead.env.flush_all()

    def enter_as_a_request(self, errors):
        """Create the second one as Odoo runs a request."""
        with db_connect(get_db_name()).cursor() as cr:
            env = self.leads(cr).env
            try:
                service.retrying(lambda: self.enter(cr, "Segundo"), env)
            except Exception as error:
                errors.append(error)
                cr.rollback()

    def wait_until_blocked(self):
        """Wait until a connection waits for a lock that another one holds."""
        end = time.monotonic() + PATIENCE
        with db_connect(get_db_name()).cursor() as cr:
            while time.monotonic() < end:
                cr.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.fetchone()[0]:
                    return
                cr.rollback()
                time.sleep(0.05)
        self.fail("the second one did not wait for the first")

    def test_the_second_is_refused_by_name(self):
        errors = []
        with db_connect(get_db_name()).cursor() as cr:
            self.enter(cr, "Primero")
            thread = threading.Thread(target=self.enter_as_a_request, args=(errors,))
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        self.assertEqual([type(error) for error in errors], [SecondOpportunityError])
        self.assertIn(f"somebody has just entered the RUC {self.ruc}", str(errors[0]))
        with db_connect(get_db_name()).cursor() as cr:
            self.assertEqual(self.leads(cr).mapped("name"), ["Primero"])
