"""The check tells what each row of the file is; an import takes the new ones only."""

from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..core.samples import ruc_of
from .cases import FULL_HEADER, ImportCase, companies

PERSON = ruc_of(1, prefix="10")


class TestSorting(ImportCase):
    """New, in this list, a prospect elsewhere, a client, left out, rejected."""

    def sort(self, rows, **options):
        """Check a file; the import and {RUC: status of its row}."""
        one = self.make_import(rows)
        one.write(options)
        one.action_preview()
        return one, {row.ruc: row.status for row in one.row_ids}

    def make_client(self, vat, state="sale", **vals):
        """A customer with an order."""
        partner = self.env["res.partner"].create({"name": "Cliente", "vat": vat, **vals})
        buyer = self.env["res.partner"].create({"name": "Compras", "parent_id": partner.id})
        order = self.env["sale.order"].create({"partner_id": buyer.id})
        if state == "sale":
            order.action_confirm()
        return partner

    def test_each_kind(self):
        self.run_import(companies(1))
        self.run_import(companies(1, start=2), prospects=self.make_list())
        self.make_client(ruc_of(3))
        self.make_client(f"PE{ruc_of(4)}")
        self.make_client(ruc_of(5), state="draft")
        one, statuses = self.sort([*companies(6), [ruc_of(6), "Repetida S.A.C."]])
        self.assertEqual(statuses[ruc_of(1)], "in_list")
        self.assertEqual(statuses[ruc_of(2)], "elsewhere")
        self.assertEqual(statuses[ruc_of(3)], "client")
        self.assertEqual(statuses[ruc_of(4)], "client")
        self.assertEqual(statuses[ruc_of(5)], "new", "an offer does not make a client")
        counts = ("total", "new", "in_list", "elsewhere", "client", "duplicate", "rejected")
        values = [one[f"{name}_count"] for name in counts]
        self.assertEqual(values, [7, 2, 1, 1, 2, 4, 1])
        one.action_import()
        self.assertEqual(set(self.leads_of(one)), {ruc_of(5), ruc_of(6)})

    def test_who_has_a_service_that_runs_is_a_client(self):
        """A portfolio has no orders; a service that ended makes no client, nor one to come."""
        today = periods.today()
        reason = self.env.ref("digiflow_crm.service_end_reason_price")
        days = {
            3: {"date_start": today, "date_end": today},
            4: {"date_start": "2020-01-01", "date_end": today - timedelta(1)},
            5: {"date_start": today + timedelta(1)},
        }
        for number, vals in days.items():
            partner = self.env["res.partner"].create({"name": "x", "vat": f"PE {ruc_of(number)}"})
            if vals.get("date_end"):
                vals["end_reason_id"] = reason.id
            service = self.env.ref("digiflow_crm.service_ose")
            vals = {**vals, "partner_id": partner.id, "service_id": service.id}
            self.env["digiflow.client.service"].create(vals)
        one, statuses = self.sort(companies(3, start=3))
        self.assertEqual([statuses[ruc_of(number)] for number in days], ["client", "new", "new"])
        self.assertEqual(one.client_count, 1)

    def test_a_client_of_another_company(self):
        other = self.env["res.company"].create({"name": "Otra Empresa S.A."})
        partner = self.make_client(ruc_of(1), state="draft", company_id=other.id)
        self.assertEqual(partner.company_id, other)
        self.assertEqual(self.sort(companies(1))[1], {ruc_of(1): "new"})

    def test_the_first_good_row_of_a_company_counts(self):
        one, _statuses = self.sort([["RUC", "Nombre"], [ruc_of(1), ""], *companies(1)[1:] * 3])
        rows = {row.number: (row.status, row.reason) for row in one.row_ids}
        self.assertEqual(rows[2][0], "rejected")
        self.assertEqual(rows[3], ("new", ""))
        for number in (4, 5):
            self.assertEqual(rows[number][0], "rejected")
            self.assertIn("is already in row 3 of this file", rows[number][1])

    def test_natural_persons(self):
        rows = [*companies(1), [PERSON, "Quispe Mamani Rosa"]]
        self.assertEqual(self.sort(rows)[1], {ruc_of(1): "new", PERSON: "new"})
        one, statuses = self.sort(rows, leave_out_persons=True)
        self.assertEqual(statuses, {ruc_of(1): "new", PERSON: "left_out"})
        self.assertEqual((one.left_out_count, one.new_count), (1, 1))

    def test_only_active_and_found(self):
        words = [
            ("ACTIVO", "HABIDO"),
            ("BAJA DE OFICIO", "HABIDO"),
            ("ACTIVO", "NO HABIDO"),
            ("", ""),
        ]
        header = ["RUC", "Nombre", "Estado del contribuyente", "Condición de domicilio"]
        rows = [[ruc_of(number), "Empresa", *pair] for number, pair in enumerate(words)]
        _one, statuses = self.sort([header, *rows], leave_out_inactive=True)
        self.assertEqual(
            [statuses[ruc_of(number)] for number in range(4)],
            ["new", "left_out", "left_out", "new"],
        )

    def test_checked_again_when_it_is_imported(self):
        """Between the check and the import the pipeline goes on."""
        one, _statuses = self.sort(companies(3))
        self.make_lead(ruc=ruc_of(2))
        one.action_import()
        self.assertEqual((one.created_count, one.elsewhere_count), (2, 1))

    def test_what_a_cell_may_hold(self):
        """COPY's own signs are text like any other."""
        name = "A\\tB \\N 'C' \"D\" %s {E} ; DROP"
        header = ["RUC", "Razón social", "Dirección"]
        one = self.run_import([header, [ruc_of(1), name, "línea 1\nlínea 2\t\\."]])
        lead = self.leads_of(one)[ruc_of(1)]
        self.assertEqual((lead.name, lead.street), (name, "línea 1 línea 2 \\."))

    def test_the_rows_can_be_looked_at(self):
        one, _statuses = self.sort(companies(2))
        action = one.action_view_rows()
        rows = self.env[action["res_model"]].with_user(self.manager).search(action["domain"])
        self.assertEqual(rows, one.row_ids)

    def test_results_are_not_for_people_to_write(self):
        one = self.run_import(companies(1))
        for vals in ({"state": "draft"}, {"created_count": 0}, {"report": "<p/>"}, {"position": 1}):
            with self.subTest(vals), self.assertRaisesRegex(WorkflowError, "Use its buttons"):
                one.with_user(self.manager).write(vals)
        for vals in ({"list_id": self.make_list().id}, {"filename": "otro.csv"}, {"file": "YQ=="}):
            with self.subTest(vals), self.assertRaisesRegex(WorkflowError, "is «Imported»"):
                one.with_user(self.manager).write(vals)
        other = self.env["digiflow.prospect.import"].create(
            {"list_id": self.prospects.id, "state": "done", "created_count": 5}
        )
        self.assertEqual((other.state, other.created_count), ("draft", 0))

    def test_sizes_of_a_row(self):
        """All the columns there are, filled."""
        one = self.run_import([FULL_HEADER, [ruc_of(1), *["x" * 200] * (len(FULL_HEADER) - 1)]])
        self.assertEqual(one.created_count, 1)
