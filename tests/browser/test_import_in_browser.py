"""The commercial manager takes a real list in, through the screen."""

import base64
import time

from ..core.samples import REGISTER, made_up_register, quoted_bytes, ruc_of
from .cases import BrowserCase

# Tests have one transaction: what else the page asks for meanwhile waits, and may give up.
BUSY = "ConnectionLostError"
LISTS = "digiflow_crm.digiflow_prospect_list_action"
# Steps after the check: what is new is imported; where nothing is, nothing is offered.
TAKE = """
    await click('button[name="action_import"]');
    await until("the imported opportunities", () => all('button[name="action_undo"]').length, 200);
"""
NOTHING_NEW = """
    await seeText("Nothing in this file is new", '[role="status"]');
    if (all('button[name="action_import"]').length) {
        throw new Error("It offers to import although nothing is new");
    }
"""


class TestImportInBrowser(BrowserCase):
    """The register of SUNAT becomes one opportunity a company, given to the list's people."""

    def test_a_register_is_imported_and_loading_it_again_adds_nothing(self):
        content = REGISTER.read_bytes() if REGISTER.is_file() else made_up_register()
        companies = len(content.strip().splitlines()) - 1
        file = self.js(base64.b64encode(content).decode())
        started = time.monotonic()
        self.load(file, TAKE)
        first = self.prospects.import_ids
        print(f"{companies} companies by screen in {time.monotonic() - started:.1f} s")
        self.assertEqual(first.created_count, companies)
        leads = self.prospects.lead_ids
        self.assertEqual(len(leads), companies)
        self.assertEqual(leads.stage_id, self.stages["telemarketing"])
        self.assertEqual(leads.user_id, self.users["executive"])
        self.assertEqual(leads.telemarketer_id, self.users["telemarketer"])
        self.load(file, NOTHING_NEW)
        second = self.prospects.import_ids - first
        self.assertEqual((second.created_count, second.duplicate_count), (0, companies))
        self.assertEqual(len(self.prospects.lead_ids), companies)

    def test_unknown_titles_are_explained_once(self):
        """The user says which column is which; the next file with these titles needs nothing."""
        self.load(
            self.coded(1, 2),
            """
    await seeText("Say which column is which");
    await seeText("Empresa 1 S.A.C.", ".o_digiflow_mapping .o_data_row");
    await chooseInRow("Cod. entidad", "key", "RUC");
    await chooseInRow("Quién", "key", "Company name");
    await click('button[name="action_preview"]');
    await see('button[name="action_import"]');
"""
            + TAKE,
            checked=False,
        )
        self.assertEqual(self.prospects.lead_ids.mapped("ruc"), [ruc_of(2), ruc_of(1)])
        self.load(self.coded(2, 3), TAKE)
        second = self.prospects.import_ids[0]
        self.assertEqual((second.created_count, second.in_list_count), (1, 1))

    def test_wrong_columns_are_refused_and_the_titles_read_again(self):
        """A choice without the company's name is not taken; another row may hold the titles."""
        self.load(
            self.coded(1, 2),
            """
    await chooseInRow("Cod. entidad", "key", "RUC");
    await click('button[name="action_preview"]');
    await see(".modal");
    await click(".modal .btn-primary");
    await gone(".modal");
    await type("header_row", "0");
    await click('.o_digiflow_header_row button[name="action_choose_columns"]');
    await seeText("Column A", ".o_data_row");
    await seeText("Cod. entidad", ".o_data_row");
""",
            checked=False,
        )
        self.assertEqual(self.prospects.import_ids.state, "mapping")
        self.assertFalse(self.env["digiflow.prospect.mapping"].search([]))

    def coded(self, *numbers):
        """A file whose titles nobody could know, with a company for each number; as JavaScript."""
        rows = [[ruc_of(number), f"Empresa {number} S.A.C."] for number in numbers]
        content = quoted_bytes([["Cod. entidad", "Quién"], *rows])
        return self.js(base64.b64encode(content).decode())

    def load(self, file, then, checked=True):
        """On the list's form: choose the file, have it checked, and then the other steps.

        :param str file: base64, as JavaScript
        :param str then: the other steps
        :param bool checked: whether the check goes through by itself
        """
        result = """await see('.o_field_widget[name="created_count"]');""" if checked else ""
        steps = f"""
    await click('button[name="action_import"]');
    await see('.o_field_widget[name="file"]');
    await upload('.o_field_widget[name="file"] input[type="file"]', "padron.csv", {file});
    await click('button[name="action_preview"]');
    {result}
    {then}
"""
        self.act("manager", LISTS, steps, record=self.prospects, forgive=BUSY)
