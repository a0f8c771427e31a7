"""Services of clients: once at a time, ended with a reason, counted on the client."""

from datetime import timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import DigiflowCase


class ClientServiceCase(DigiflowCase):
    """A client, two services and a reason."""

    def setUp(self):
        super().setUp()
        self.client = self.env["res.partner"].create({"name": "Andina", "is_company": True})
        self.ose = self.env.ref("digiflow_crm.service_ose")
        self.gre = self.env.ref("digiflow_crm.service_gre")
        self.reason = self.env.ref("digiflow_crm.service_end_reason_price")
        self.stays = self.env["digiflow.client.service"]

    def begin(self, start, end=None, service=None, client=None, **vals):
        """A stay of the client in a service; days as ISO text."""
        if end:
            vals.update(date_end=end, end_reason_id=self.reason.id)
        return self.stays.create(
            {
                "partner_id": (client or self.client).id,
                "service_id": (service or self.ose).id,
                "date_start": start,
                **vals,
            }
        )


class TestClientServices(ClientServiceCase):
    """Days, reasons and counts."""

    def assertTwice(self, *days, **vals):
        """A stay with these days overlaps another one of the client."""
        with self.assertRaises(ExclusionViolation) as refusal, self.env.cr.savepoint():
            self.begin(*days, **vals).flush_recordset()
        self.env.invalidate_all()
        self.assertIn("once_at_a_time", str(refusal.exception))

    @mute_logger("odoo.sql_db")
    def test_no_two_stays_of_a_client_in_a_service_overlap(self):
        self.begin("2024-01-01", "2024-12-31")
        for days in (("2024-12-31",), ("2023-01-01", "2024-01-01"), ("2023-06-01",)):
            self.assertTwice(*days)
        self.begin("2025-01-01")
        self.assertTwice("2026-01-01")
        self.begin("2023-01-01", "2023-12-31")

    def test_other_service_client_or_company_does_not_overlap(self):
        self.begin("2024-01-01")
        self.begin("2024-01-01", service=self.gre)
        other = self.env["res.partner"].create({"name": "Otra", "is_company": True})
        self.begin("2024-01-01", client=other)
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.begin("2024-01-01", company_id=abroad.id)

    @mute_logger("odoo.sql_db")
    def test_moving_the_days_of_a_stay_is_looked_at_too(self):
        first = self.begin("2024-01-01", "2024-12-31")
        self.begin("2025-01-01")
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            first.write({"date_end": "2025-01-01"})
            first.flush_recordset()

    def test_service_of_a_contact_is_its_companys(self):
        contact = self.env["res.partner"].create({"name": "Rosa", "parent_id": self.client.id})
        stay = self.begin("2024-01-01", client=contact)
        self.assertEqual(stay.partner_id, self.client)
        stay.partner_id = contact
        self.assertEqual(stay.partner_id, self.client)
        self.assertEqual(contact.digiflow_service_count, 1)

    def test_end_needs_its_reason_and_the_other_way_round(self):
        stay = self.begin("2024-01-01")
        for values in ({"date_end": "2024-06-30"}, {"end_reason_id": self.reason.id}):
            with self.assertRaises(WorkflowError), self.env.cr.savepoint():
                stay.write(values)
            self.env.invalidate_all()
        stay.write({"date_end": "2024-06-30", "end_reason_id": self.reason.id})
        self.assertEqual(stay.state, "ended")

    @mute_logger("odoo.sql_db")
    def test_last_day_is_not_before_the_first(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.begin("2024-02-01", "2024-01-31").flush_recordset()

    def test_state_follows_the_days(self):
        today = periods.today()
        self.assertEqual(self.begin(today).state, "running")
        self.assertEqual(self.begin(today + timedelta(1), service=self.gre).state, "planned")
        pse = self.env.ref("digiflow_crm.service_pse")
        past = self.begin(today - timedelta(9), today - timedelta(1), service=pse)
        self.assertEqual(past.state, "ended")
        xbrl = self.env.ref("digiflow_crm.service_xbrl")
        last = self.begin(today - timedelta(9), today, service=xbrl)
        self.assertEqual(last.state, "running")

    def test_recount_of_running_services(self):
        """What a day counts is what begins until then and has not ended before."""
        self.begin("2024-01-01", "2024-06-30")
        self.begin("2024-07-01")
        self.begin("2024-03-01", service=self.gre)
        own = [("partner_id", "=", self.client.id)]
        for day, count in (
            ("2023-12-31", 0),
            ("2024-01-01", 1),
            ("2024-03-01", 2),
            ("2024-06-30", 2),
            ("2024-07-01", 2),
        ):
            domain = own + self.stays._get_domain_on(day)
            self.assertEqual(self.stays.search_count(domain), count, day)
        self.assertEqual(self.client.digiflow_service_count, 2)

    def test_button_of_the_client(self):
        self.begin("2024-01-01")
        action = self.client.with_user(self.users["executive"]).action_view_client_services()
        self.assertEqual(action["domain"], [("partner_id", "=", self.client.id)])

    def test_manager_enters_a_service_in_the_form(self):
        with Form(self.stays.with_user(self.users["manager"])) as form:
            form.partner_id = self.client
            form.service_id = self.ose
        self.assertEqual(self.client.digiflow_client_service_ids.date_start, periods.today())

    def test_who_reads_and_who_writes(self):
        own = self.env["res.partner"].create(
            {"name": "Propia", "user_id": self.users["executive"].id}
        )
        mine, other = self.begin("2024-01-01", client=own), self.begin("2024-01-01")
        both = mine | other
        for role, found in (
            ("executive", mine),
            ("quality", both),
            ("implementation", both),
            ("manager", both),
        ):
            stays = self.stays.with_user(self.users[role])
            self.assertEqual(stays.search([("id", "in", both.ids)]), found, role)
        for role in ("telemarketer", "presales"):
            with self.assertRaises(AccessError):
                both.with_user(self.users[role]).read(["date_start"])
        for role in ("executive", "presales", "quality", "implementation"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                mine.with_user(self.users[role]).write({"monthly_amount": 1})
        mine.with_user(self.users["manager"]).monthly_amount = 1

    @mute_logger("odoo.sql_db")
    def test_code_of_a_service_is_its_own(self):
        with self.assertRaises(UniqueViolation) as refusal, self.env.cr.savepoint():
            self.env["digiflow.service"].create({"code": "OSE", "name": "Otro"})
        self.assertIn("code_uniq", str(refusal.exception))
