"""A portfolio of clients by file: checked, imported once, completed only where blank, undone."""

import base64
import io

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProspectFileError, WorkflowError

from ..common import DigiflowCase
from ..core.samples import ruc_of
from .portfolio import FULL_HEADER, HEADER, make_portfolio, open_rejected, stay

COUNTS = ("new_count", "known_count", "new_client_count", "known_client_count", "rejected_count")


class PortfolioCase(DigiflowCase):
    """Files imported as the manager does, and clients that are there already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_env = cls.env(user=cls.users["manager"])
        cls.ose = cls.env.ref("digiflow_crm.service_ose")
        cls.reason = cls.env.ref("digiflow_crm.service_end_reason_price")

    def check(self, rows, **options):
        """A file, checked."""
        one = make_portfolio(self.manager_env, rows, **options)
        one.action_preview()
        return one

    def bring(self, rows, **options):
        """A file, imported."""
        one = make_portfolio(self.manager_env, rows, **options)
        one.action_import()
        self.assertEqual(one.state, "done")
        return one

    def counts(self, one):
        """Services to begin, there already; clients new, there already; rows rejected."""
        return [one[name] for name in COUNTS]

    def clients(self, number):
        """The companies that have the RUC of that number, archived ones too."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search([("vat", "like", ruc_of(number)), ("parent_id", "=", False)])

    def make_client(self, number, vat=None, **vals):
        """A client that is there already."""
        vals = {"name": "De antes", "vat": vat or ruc_of(number), "is_company": True, **vals}
        return self.env["res.partner"].create(vals)

    def begin(self, client, start="2023-03-01", end=None):
        """A service of a client by hand."""
        vals = {"partner_id": client.id, "service_id": self.ose.id, "date_start": start}
        if end:
            vals.update(date_end=end, end_reason_id=self.reason.id)
        return self.env["digiflow.client.service"].create(vals)

    def reasons(self, one):
        """{row: why it was rejected}."""
        rejected = one.row_ids.filtered(lambda row: row.status == "rejected")
        return {row.number: row.reason for row in rejected}


class TestPortfolioImport(PortfolioCase):
    """What a file brings, and what it leaves alone."""

    def test_everything_a_row_says(self):
        executive = self.users["executive"]
        industry = self.env["res.partner.industry"].create({"name": "Pesca submarina"})
        full = [
            *stay(1, "ose", "01/03/2023", "31/12/2025", "price"),
            *("S/ 1,250.50", "28/02/2026", executive.login, "pesca SUBMARINA", "Mediana"),
            *("San Isidro", "Rosa Quispe", "Rosa@uno.example", "987 654 321"),
        ]
        one = self.bring([full], header=FULL_HEADER, filename="cartera.xlsx")
        begun = one.service_ids
        self.assertEqual(
            (begun.service_id, begun.date_start, begun.date_end, begun.end_reason_id),
            (self.ose, *map(fields.Date.to_date, ("2023-03-01", "2025-12-31")), self.reason),
        )
        self.assertEqual(begun.monthly_amount, 1250.5)
        self.assertEqual(begun.contract_end, fields.Date.to_date("2026-02-28"))
        client = begun.partner_id
        self.assertEqual((client.vat, client.name), (ruc_of(1), "Cliente 1 S.A.C."))
        self.assertTrue(client.is_company)
        self.assertEqual(client.country_id, self.env.ref("base.pe"))
        self.assertEqual((client.user_id, client.industry_id), (executive, industry))
        self.assertEqual((client.digiflow_size, client.digiflow_district), ("medium", "San Isidro"))
        contact = client.child_ids
        self.assertEqual((contact.name, contact.email), ("Rosa Quispe", "rosa@uno.example"))
        self.assertIn("987 654 321", contact.phone)
        self.assertEqual(contact.vat, client.vat, "a contact has its company's tax id, as in Odoo")
        self.assertEqual(client._get_digiflow_contact(), contact)

    def test_the_preview_writes_nothing_and_counts(self):
        self.begin(self.make_client(2))
        rows = [stay(1), stay(1, "GRE"), stay(2), stay(2, "GRE"), stay(3, "Factura")]
        one = self.check(rows)
        self.assertEqual(one.state, "previewed")
        self.assertEqual(self.counts(one), [3, 1, 1, 1, 1])
        self.assertFalse(self.clients(1))
        self.assertIn("Factura is not a service", one.report)
        one.action_import()
        self.assertEqual((one.created_count, one.new_client_count), (3, 1))
        self.assertEqual(len(self.clients(1)), 1)

    def test_the_same_file_again_adds_nothing(self):
        rows = [stay(1), stay(1, "GRE", end="31/12/2024", reason="price"), stay(2)]
        self.bring(rows)
        partners = self.env["res.partner"].search_count([])
        again = self.bring(rows)
        self.assertEqual(self.counts(again), [0, 3, 0, 2, 0])
        self.assertEqual(again.created_count, 0)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_clients_are_found_by_their_ruc_however_it_is_written(self):
        peru, chile = self.env.ref("base.pe"), self.env.ref("base.cl")
        written = ["{}", "PE{}", " PE {} ", "{}-"]
        there = {
            number: self.make_client(number, vat=form.format(ruc_of(number)))
            for number, form in enumerate(written, 1)
        }
        there[1].country_id = peru
        self.env["res.partner"].create({"name": "Contacto", "parent_id": there[1].id})
        self.make_client(5, country_id=chile.id)
        one = self.bring([stay(number) for number in range(1, 6)])
        self.assertEqual(one.new_client_count, 1, "a company of Chile is another one")
        for number, client in there.items():
            self.assertEqual(client.digiflow_client_service_ids.client_import_id, one, number)

    def test_of_two_clients_with_a_ruc_the_one_in_use(self):
        self.make_client(1, active=False)
        self.make_client(1)
        used = self.make_client(1)
        self.begin(used, "2020-01-01", "2020-12-31")
        one = self.bring([stay(1)])
        self.assertEqual(one.service_ids.partner_id, used)

    def test_only_what_is_blank_is_filled_in(self):
        typed = {"user_id": self.users["presales"].id, "digiflow_district": "Lince"}
        client = self.make_client(1, **typed)
        contact = {"name": "ROSA QUISPE", "parent_id": client.id, "phone": "1"}
        rosa = self.env["res.partner"].create(contact)
        tail = [*("", "", self.users["executive"].login, "", "grande", "Surco")]
        rows = [
            [*stay(1), *tail, "Rosa Quispe", "otra@uno.example", "987654321"],
            [*stay(1, "GRE"), *tail, "Luis Paz", "luis@uno.example", ""],
            [*stay(1, "PSE"), *tail, "", "info@uno.example", ""],
        ]
        self.bring(rows, header=FULL_HEADER)
        self.assertEqual(client.name, "De antes")
        self.assertEqual(client.user_id, self.users["presales"])
        self.assertEqual((client.digiflow_district, client.digiflow_size), ("Lince", "large"))
        self.assertEqual((rosa.phone, rosa.email), ("1", False))
        self.assertEqual(set(client.child_ids.mapped("name")), {"ROSA QUISPE", "Luis Paz"})
        self.assertEqual(client.email, "info@uno.example")

    def test_rows_that_are_in_the_way_of_another(self):
        self.begin(self.make_client(3), "2023-01-01", "2023-12-31")
        self.make_client(4, active=False)
        rows = [
            *(stay(1), stay(1), stay(1, start="01/01/2025")),
            *(stay(2, start="01/01/2020", end="31/12/2020", reason="price"), stay(2)),
            stay(3, end="30/06/2023", reason="price"),
            *(stay(3, start="01/01/2024"), stay(4), stay(5, name="")),
        ]
        one = self.check(rows)
        reasons = self.reasons(one)
        self.assertEqual(set(reasons), {3, 4, 7, 9, 10})
        self.assertIn("is in row 2 of this file", reasons[3])
        self.assertIn("Since 01/01/2025 the days overlap with those of row 2", reasons[4])
        self.assertIn("01/03/2023 the days overlap", reasons[7])
        self.assertIn("01/01/2023 – 31/12/2023", reasons[7])
        self.assertIn("is archived", reasons[9])
        self.assertIn("the company's name is missing", reasons[10])
        columns = {row.number: row.problems[0][0] for row in one.row_ids if row.problems}
        self.assertEqual(set(columns.values()), {"Desde", "RUC"})

    def test_rejected_rows_are_mended_in_their_workbook(self):
        one = self.bring([stay(1, "=cmd|' /C calc'!A0"), stay(2)])
        self.assertEqual((one.created_count, one.rejected_count), (1, 1))
        header, row = open_rejected(one)
        self.assertEqual(header[: len(HEADER)], HEADER)
        self.assertEqual(row[2], "=cmd|' /C calc'!A0")
        content = base64.b64decode(one.with_context(bin_size=False).rejected_file)
        cell = openpyxl.load_workbook(io.BytesIO(content)).active["C2"]
        self.assertEqual(cell.data_type, "s", "no formula")
        mended = [*row[:2], "OSE", *row[3:]]
        again = self.bring([["" if cell is None else cell for cell in mended]], header=header)
        self.assertEqual(again.created_count, 1)

    def test_what_came_since_the_check(self):
        one = self.check([stay(1), stay(2), stay(3)])
        self.begin(self.make_client(1))
        self.begin(self.make_client(2), "2024-01-01")
        one.action_import()
        self.assertEqual((one.created_count, one.known_count, one.rejected_count), (1, 1, 1))
        self.assertEqual((len(self.clients(1)), len(self.clients(2))), (1, 1))
        self.assertIn("01/01/2024 – …", open_rejected(one)[1][-2])

    def test_results_are_not_for_people_to_write(self):
        one = self.bring([stay(1)])
        for vals in ({"state": "draft"}, {"new_client_count": 0}, {"company_id": 1}):
            with self.subTest(vals), self.assertRaisesRegex(WorkflowError, "Use its buttons"):
                one.write(vals)
        with self.assertRaisesRegex(WorkflowError, "is «Imported»"):
            one.write({"file": "YQ=="})
        with self.assertRaisesRegex(ProspectFileError, "Desde"):
            self.check([["1", "x"]], header=["RUC", "Servicio"])

    def test_the_template_is_the_managers_and_names_what_there_is(self):
        name, content = self.manager_env["digiflow.client.import"]._make_template()
        self.assertEqual(name, "Portfolio of clients.xlsx")
        values = openpyxl.load_workbook(io.BytesIO(content))["Valores"]
        columns = {column[0]: column[1:] for column in values.iter_cols(values_only=True)}
        self.assertIn("OSE", columns["Servicio"])
        self.assertIn("Price", columns["Motivo de término"])
        self.assertIn(self.users["executive"].login, columns["Ejecutivo"])
        with self.assertRaises(AccessError):
            make_portfolio(self.env(user=self.users["executive"]), [stay(1)])


class TestPortfolioUndo(PortfolioCase):
    """An undo removes what the import made and nobody has used since."""

    def age(self, one):
        """Make what an import made a day old, as a later transaction would find it."""
        self.env.flush_all()
        partners = one.made_ids.partner_id
        for records in (partners, one.service_ids):
            self.env.cr.execute(
                f"UPDATE {records._table} SET create_date = create_date - interval '1 day', "
                "write_date = write_date - interval '1 day' WHERE id = ANY(%s)",
                (records.ids,),
            )
        self.env.invalidate_all()

    def test_all_of_it_goes_and_can_come_again(self):
        there = self.make_client(2)
        rows = [
            [*stay(number), *[""] * 6, f"Rosa {number}", f"r{number}@x.example", ""]
            for number in (1, 2)
        ]
        one = self.bring(rows, header=FULL_HEADER)
        self.assertEqual(len(one.made_ids), 3, "a client and two contacts")
        self.age(one)
        one.action_undo()
        self.assertEqual(one.state, "undone")
        self.assertFalse(self.clients(1))
        self.assertTrue(there.exists())
        self.assertFalse(there.child_ids | there.with_context(active_test=False).child_ids)
        self.assertFalse(there.digiflow_client_service_ids)
        self.assertIn("Clients deleted: 1", one.report)
        self.assertEqual(self.bring(rows, header=FULL_HEADER).created_count, 2)

    def note(self, one):
        """Write a note on the client."""
        one.service_ids.partner_id[0].message_post(body="Llamar", message_type="comment")

    def change(self, one):
        """Change the client."""
        one.service_ids.partner_id[0].street = "Av. Larco 123"

    def quote(self, one):
        """Make an offer to the client's contact."""
        contact = one.made_ids.partner_id.filtered("parent_id")[0]
        self.env["sale.order"].create({"partner_id": contact.id})

    def serve(self, one):
        """Give the client one more service."""
        client, gre = one.service_ids.partner_id[0], self.env.ref("digiflow_crm.service_gre")
        vals = {"partner_id": client.id, "service_id": gre.id}
        self.env["digiflow.client.service"].create(vals)

    def end(self, one):
        """End the service."""
        one.service_ids[0].write({"date_end": "2025-01-01", "end_reason_id": self.reason.id})

    def test_what_was_used_stays(self):
        rows = [[*stay(number), *[""] * 6, "Rosa", f"r{number}@x.example", ""] for number in (1, 2)]
        for use in (self.note, self.change, self.quote, self.serve, self.end):
            with self.subTest(use.__name__), self.env.cr.savepoint() as savepoint:
                one = self.bring(rows, header=FULL_HEADER)
                first = one.made_ids.partner_id.filtered("parent_id")[0].parent_id
                self.age(one)
                # sudo: whoever used it, and whatever with; the undo is what is tried.
                use(one.sudo())
                self.env.flush_all()
                self.env.invalidate_all()
                one.action_undo()
                kept = one.made_ids.filtered("ruc").partner_id
                self.assertEqual(len(kept), 1)
                self.assertIn(kept, first | one.service_ids.partner_id | kept)
                self.assertEqual(len(kept.child_ids), 1, "with its contact")
                self.assertEqual(len(one.service_ids), 1 if use == self.end else 0)
                self.assertIn(kept.name, one.report)
                savepoint.rollback()
                self.env.invalidate_all()
