"""Documents of a client in a month: typed, imported, and by whom."""

from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from .cases import ClientCase


class TestClientVolume(ClientCase):
    """One number for a client, a service and a month, whichever day of it is given."""

    def volume(self, client=None, month="2026-03-01", documents=100, role=None, **vals):
        """A volume, made by the user of a role."""
        volumes = self.env["digiflow.client.volume"]
        return (volumes.with_user(self.users[role]) if role else volumes).create(
            {
                "partner_id": (client or self.own).id,
                "service_id": self.ose.id,
                "month": month,
                "documents": documents,
                **vals,
            }
        )

    def test_month_is_its_first_day_and_the_client_a_company(self):
        contact = self.env["res.partner"].create({"name": "Rosa", "parent_id": self.own.id})
        volume = self.volume(contact, "2026-03-31")
        self.assertEqual((volume.month, volume.partner_id), (date(2026, 3, 1), self.own))
        volume.month = date(2026, 4, 15)
        self.assertEqual(volume.month, date(2026, 4, 1))
        view = "digiflow_crm.digiflow_client_volume_view_list"
        with Form(self.env["digiflow.client.volume"], view) as row:
            row.partner_id, row.service_id, row.documents = self.own, self.gre, 5
            row.month = date(2026, 5, 9)
            self.assertEqual(str(row.month)[:10], "2026-05-01")

    @mute_logger("odoo.sql_db")
    def test_one_number_for_a_month_and_never_less_than_zero(self):
        self.volume(month="2026-03-02")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.volume(month="2026-03-30")
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.volume(month="2026-04-01", documents=-1)

    def test_import_of_odoo_takes_a_workbook(self):
        """By names; a bad row is told and nothing of the file is kept."""
        names = ["partner_id", "service_id", "month", "documents"]
        service = self.ose.name
        rows = [["Propia S.A.", service, "2026-01-31", "120"]]
        volumes = self.env["digiflow.client.volume"].with_user(self.users["manager"])
        done = volumes.load(names, rows)
        self.assertEqual(volumes.browse(done["ids"]).mapped("month"), [date(2026, 1, 1)])
        with mute_logger("odoo.sql_db"):
            refused = volumes.load(names, [["Propia S.A.", service, "2026-02-28", "-3"]])
        self.assertFalse(refused["ids"])
        self.assertIn("less than zero", refused["messages"][0]["message"])

    def test_who_types_whose_documents(self):
        own, other = self.volume(), self.volume(self.other)
        volumes = self.env["digiflow.client.volume"]
        found = [("id", "in", (own | other).ids)]
        for role, seen in (
            ("executive", own),
            ("quality", own | other),
            ("implementation", own | other),
            ("manager", own | other),
        ):
            self.assertEqual(volumes.with_user(self.users[role]).search(found), seen, role)
        for role, client in (("executive", self.own), ("implementation", self.other)):
            self.volume(client, "2026-04-01", role=role)
        for role, client in (("executive", self.other), ("quality", self.own)):
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                self.volume(client, "2026-06-01", role=role)
        for role in ("telemarketer", "presales"):
            with self.assertRaises(AccessError, msg=role):
                own.with_user(self.users[role]).read(["documents"])
