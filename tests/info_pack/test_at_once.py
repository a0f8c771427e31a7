"""Two people send one company the information at the same moment."""

import threading

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..prospecting import test_second_at_once as second_opportunity

NAME = "Empresa de dos a la vez"


class TestTwoAtOnce(BaseCase):
    """The second one waits for the first, then is refused; what is made here is removed."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"
    wait_until_blocked = second_opportunity.TestAtOnce.wait_until_blocked

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)
        with db_connect(get_db_name()).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            env.user.email = env.user.email or "root@example.com"
            env["crm.lead"].create(
                {
                    "name": NAME,
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "email_from": "dos@example.com",
                    "effective_contact_date": "2026-01-15 15:00:00",
                }
            )

    def lead(self, cr):
        """The lead as the transaction of `cr` sees it."""
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        return env["crm.lead"].search([("name", "=", NAME)])

    def remove(self):
        """Delete what was committed, past the guards: no client got it."""
        with db_connect(get_db_name()).cursor() as cr:
            lead = self.lead(cr)
            cr.execute("DELETE FROM digiflow_info_pack WHERE lead_id = %s", [lead.id])
            lead.unlink()

    def make_pack(self, cr):
        """What a sending begins with."""
        lead = self.lead(cr)
        refusals = lead._get_info_pack_refusals()
        if refusals:
            raise lead._prepare_info_pack_error(refusals[lead.id])
        lead._create_info_packs("cloud")
        lead.env.flush_all()

    def make_as_a_request(self, errors):
        """The second one, as Odoo runs a request."""
        with db_connect(get_db_name()).cursor() as cr:
            try:
                service.retrying(lambda: self.make_pack(cr), self.lead(cr).env)
            except Exception as error:
                errors.append(error)
                cr.rollback()

    def test_two_at_once(self):
        errors = []
        second = threading.Thread(target=self.make_as_a_request, args=(errors,))
        with db_connect(get_db_name()).cursor() as cr:
            self.make_pack(cr)
            second.start()
            self.wait_until_blocked()
        second.join(second_opportunity.PATIENCE)
        (error,) = errors
        self.assertIn("at this moment", str(error))
        self.assertNotIsInstance(error, ProcessError)
        with db_connect(get_db_name()).cursor() as cr:
            self.assertEqual(len(self.lead(cr).info_pack_ids), 1)
