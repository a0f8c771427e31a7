"""The gates from outside: the browser's calls, the external API, two people at once."""

import json
import threading
from xmlrpc.client import Fault

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.tools import mute_logger

from ..common import DigiflowCase, DigiflowHttpCase
from .stock import MISSING


class TestGatesOverHttp(DigiflowHttpCase):
    """From outside: the browser's calls and the external API."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.login = self.users["executive"].login

    def call_browser(self, method, *args):
        """What the web client sends when a card is dropped; the answer's error, if any."""
        self.authenticate(self.login, self.login)
        params = {"model": "crm.lead", "method": method, "args": list(args), "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/crm.lead/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json().get("error")

    def call_api(self, method, *args):
        """The same through the external API, as the executive with a password."""
        database, uid = self.env.cr.dbname, self.users["executive"].id
        return self.xmlrpc_object.execute_kw(
            database, uid, self.login, "crm.lead", method, list(args)
        )

    @mute_logger("odoo.http")
    def test_dropped_card_is_refused_with_what_the_gate_form_needs(self):
        change = {"stage_id": self.stages["meeting"].id}
        error = self.call_browser("write", [self.lead.id], change)
        self.assertEqual(
            error["data"]["name"], "odoo.addons.digiflow_crm.exceptions.StageGateError"
        )
        self.assertEqual(error["data"]["context"]["lead_id"], self.lead.id)
        self.assertEqual(error["data"]["context"]["stage_id"], self.stages["meeting"].id)
        self.assertIn(MISSING, error["data"]["message"])
        self.assertEqual(self.lead.stage_id, self.stages["telemarketing"])

    def test_dropped_card_moves_when_the_steps_are_complete(self):
        self.complete(self.lead, "info_sent")
        self.env.flush_all()
        change = {"stage_id": self.stages["info_sent"].id}
        self.assertFalse(self.call_browser("write", [self.lead.id], change))
        self.env.invalidate_all()
        self.assertEqual(self.lead.stage_id, self.stages["info_sent"])

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_external_api_is_told_what_is_missing(self):
        change = {"stage_id": self.stages["meeting"].id}
        for method, *args in (
            ("write", [self.lead.id], change),
            ("action_set_won", [self.lead.id]),
            ("create", {"name": "Nuevo", "team_id": self.team.id, **change}),
        ):
            with self.assertRaises(Fault) as refusal:
                self.call_api(method, *args)
            self.assertIn(MISSING, refusal.exception.faultString, method)

    def test_external_api_asks_what_is_missing(self):
        items = self.call_api("missing_for_stage", [self.lead.id], self.stages["info_sent"].id)
        self.assertEqual(
            [item["code"] for item in items],
            ["contact_name", "decision_maker_role", "effective_contact", "current_system", "reach"],
        )
        self.assertEqual(items[-1]["fields"], ["phone", "email_from"])

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_external_api_cannot_forge_the_managers_pass(self):
        stage = self.stages["meeting"].id
        grant = [[self.lead.id], stage, "I am sure that it may pass"]
        database, uid = self.env.cr.dbname, self.users["executive"].id
        with self.assertRaises(Fault) as refusal:
            self.xmlrpc_object.execute_kw(
                database,
                uid,
                self.login,
                "crm.lead",
                "write",
                [[self.lead.id], {"stage_id": stage}],
                {"context": {"digiflow_gate_grant": grant}},
            )
        self.assertIn("Only the commercial manager", refusal.exception.faultString)


class TestTwoAtOnce(DigiflowCase):
    """Two people move the same lead at the same moment: in real transactions of their own."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            team = env.ref("digiflow_crm.team_digiflow")
            lead = env["crm.lead"].create(
                {
                    "name": "Dos a la vez S.A.",
                    "type": "opportunity",
                    "team_id": team.id,
                    "user_id": False,
                    **self.contact_vals(),
                    "info_sent_date": "2026-01-16 15:00:00",
                }
            )
            self.lead_id = lead.id
        self.addCleanup(self.delete_lead)

    def delete_lead(self):
        """Take away what the test committed."""
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["crm.lead"].browse(self.lead_id).unlink()

    def move(self, cr, step):
        """Move the lead in the transaction of `cr`, without ending it."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["crm.lead"].browse(self.lead_id).stage_id = env.ref(f"digiflow_crm.stage_{step}")
        env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_second_mover_is_run_again_and_adds_no_double_stay(self):
        """Odoo runs the one that came second again; it then finds the lead where it is."""
        failures = []

        def second(cr):
            try:
                self.move(cr, "meeting")
            except SerializationFailure as failure:
                failures.append(failure)

        with self.registry.cursor() as first_cr, self.registry.cursor() as second_cr:
            second_cr.execute("SELECT stage_id FROM crm_lead WHERE id = %s", (self.lead_id,))
            self.move(first_cr, "meeting")
            thread = threading.Thread(target=second, args=(second_cr,))
            thread.start()
            first_cr.commit()
            thread.join(timeout=30)
            self.assertFalse(thread.is_alive())
            self.assertEqual(len(failures), 1)
            second_cr.rollback()
            self.move(second_cr, "meeting")
        self.assertEqual(self.read_stays(), ["meeting", "telemarketing"])

    def read_stays(self):
        """Steps of the stays of the lead as committed, the newest first."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stays = env["digiflow.stage.history"].search([("lead_id", "=", self.lead_id)])
            running = stays.filtered(lambda stay: not stay.date_to)
            self.assertEqual(running.stage_id.digiflow_step, "meeting")
            return stays.mapped("stage_id.digiflow_step")
