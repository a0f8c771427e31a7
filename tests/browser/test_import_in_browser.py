"""The commercial manager takes a real list in, through the screen."""

import base64
import time

from ..core.samples import REGISTER, made_up_register
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

    def load(self, file, then):
        """On the list's form: choose the file, have it checked, and then the other steps."""
        steps = f"""
    await click('button[name="action_import"]');
    await see('.o_field_widget[name="file"]');
    await upload('.o_field_widget[name="file"] input[type="file"]', "padron.txt", {file});
    const named = () => all('.o_field_widget[name="file"] input').some((input) => input.value);
    await until("the name of the file", named);
    await click('button[name="action_preview"]');
    await see('.o_field_widget[name="created_count"]');
    {then}
"""
        self.act("manager", LISTS, steps, record=self.prospects, forgive=BUSY)
