"""Columns that no header explains are the user's to say, once for each header."""

from odoo.addons.digiflow_crm.exceptions import ProspectFileError

from ..core.samples import quoted_bytes, ruc_of
from .cases import ImportCase, companies

STRANGE = ["Tax id", "Trade name", "Tax id holder", "Line"]


def strange(count, header=STRANGE):
    """A csv that only a person understands."""
    rows = [
        [ruc_of(number), f"Empresa {number}", "Rosa", "987654321"] for number in range(1, count + 1)
    ]
    return quoted_bytes([*([header] if header else []), *rows])


class TestColumns(ImportCase):
    """Asked, chosen, remembered."""

    def ask(self, content):
        """An import that asks which column is which."""
        one = self.make_import(content)
        one.action_preview()
        self.assertEqual(one.state, "mapping")
        return one

    def choose(self, one, *keys):
        """Say what each column holds."""
        for column, key in zip(one.column_ids, keys, strict=True):
            column.key = key

    def test_asked_with_the_first_rows(self):
        one = self.ask(strange(3))
        self.assertEqual(one.column_ids.mapped("title"), STRANGE)
        self.assertIn(f"{ruc_of(1)} · {ruc_of(2)}", one.column_ids[0].samples)
        self.assertEqual(one.header_row, 1)
        self.assertFalse(one.row_ids)

    def test_chosen_and_remembered(self):
        one = self.ask(strange(3))
        self.choose(one, "ruc", "name", "contact_name", "phone")
        one.action_import()
        lead = self.leads_of(one)[ruc_of(1)]
        self.assertEqual(
            (lead.name, lead.contact_name, lead.phone), ("Empresa 1", "Rosa", "+51 987 654 321")
        )
        again = self.make_import(strange(4))
        again.action_import()
        self.assertEqual((again.state, again.created_count), ("done", 1))

    def test_said_otherwise_the_last_word_counts(self):
        for keys, name in (
            (("ruc", "name", False, False), "Empresa 5"),
            (
                ("ruc", False, "name", False),
                "Rosa",
            ),
        ):
            prospects = self.make_list(name)
            one = self.make_import(strange(5), prospects=prospects)
            one.action_choose_columns()
            self.choose(one, *keys)
            one.action_preview()
            self.assertEqual(one.row_ids[-1].name, name)
        self.assertEqual(self.env["digiflow.prospect.mapping"].search_count([]), 1)

    def test_what_must_be_said(self):
        for keys, text in (
            ((False, "name", False, False), "which column holds the RUC"),
            (("ruc", False, False, False), "which column holds the company's name"),
        ):
            one = self.ask(strange(1))
            self.choose(one, *keys)
            for action in (one.action_preview, one.action_import):
                with self.assertRaisesRegex(ProspectFileError, text):
                    action()
        self.assertFalse(self.env["digiflow.prospect.mapping"].search([]))

    def test_a_file_without_titles(self):
        one = self.ask(strange(3, header=None))
        one.header_row = 0
        one.action_choose_columns()
        self.assertEqual(one.column_ids.mapped("title")[:2], ["Column A", "Column B"])
        self.choose(one, "ruc", "name", False, False)
        one.action_import()
        self.assertEqual(one.created_count, 3)
        self.assertFalse(self.env["digiflow.prospect.mapping"].search([]))

    def test_a_known_header_can_be_said_otherwise(self):
        one = self.make_import([["RUC", "Razón social", "Otro"], [ruc_of(1), "Una", "Dos"]])
        one.action_preview()
        self.assertEqual(one.state, "previewed")
        one.action_choose_columns()
        self.assertEqual(one.column_ids.mapped("key"), ["ruc", "name", False])
        self.choose(one, "ruc", False, "name")
        one.action_preview()
        self.assertEqual(one.row_ids.name, "Dos")

    def test_another_file_is_asked_anew(self):
        one = self.ask(strange(1))
        one.file = self.make_import(quoted_bytes(companies(2))).with_context(bin_size=False).file
        self.assertFalse(one.column_ids)
        one.action_preview()
        self.assertEqual((one.state, one.new_count), ("previewed", 2))

    def test_each_company_has_its_own(self):
        one = self.ask(strange(1))
        self.choose(one, "ruc", "name", False, False)
        one.action_preview()
        other = self.env["res.company"].create({"name": "Otra Empresa S.A."})
        self.manager.company_ids += other
        self.ask_in(other)

    def ask_in(self, company):
        """The same file in another company's list is asked about."""
        prospects = self.make_list(company_id=company.id)
        one = self.make_import(strange(1), prospects=prospects)
        one.with_context(allowed_company_ids=company.ids).action_preview()
        self.assertEqual(one.state, "mapping")
