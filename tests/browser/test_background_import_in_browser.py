"""A big import goes on behind the screen, which shows how far it is."""

import base64
import threading

from odoo import SUPERUSER_ID, api

from odoo.addons.digiflow_crm.models.prospecting.digiflow_prospect_import_run import ImportRun

from ..core.samples import quoted_bytes
from ..prospecting.cases import companies
from .cases import BrowserCase
from .test_import_in_browser import BUSY, LISTS

IMPORTS = "digiflow_crm.digiflow_prospect_import_action"
COMPANIES = 6000  # more than are imported while the user waits
# The page's call to the test: it renames the list, which the test looks out for.
RING = """
    const ring = (name) => fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: {
            model: "digiflow.prospect.list", method: "write", args: [[%d], { name }], kwargs: {},
        } }),
    });
    const bar = '[role="progressbar"]';
"""
# Begin, stop, go on; leave for the list, which follows it to its end; come back.
FOLLOW = """
    await click('button[name="action_import"]');
    await seeText("Importing: 0 of 6,000 companies");
    await ring("one chunk");
    await seeText("Importing: 5,000 of 6,000 companies");
    if (all(bar)[0].getAttribute("aria-valuenow") !== "83") {
        throw new Error(`The bar says ${all(bar)[0].outerHTML}`);
    }
    await click('button[name="action_cancel"]');
    await seeText("Stopped: 5,000 of 6,000 companies");
    await click('button[name="action_resume"]');
    await seeText("Importing: 5,000 of 6,000 companies");
    await click('.o_field_widget[name="list_id"] a, a.o_field_widget[name="list_id"]');
    await see('.o_digiflow_running [role="progressbar"]');
    await seeText("grande.csv", ".o_digiflow_running");
    await ring("the rest");
    await gone(".o_digiflow_running");
    await seeText("6,000", '.o_field_widget[name="total"]');
    await clickText(".o_data_row td", "grande.csv");
    await see('button[name="action_undo"]');
    if (all(bar).length) {
        throw new Error("It shows a bar although nothing goes on");
    }
"""


class TestBackgroundImport(BrowserCase):
    """The bar follows the work, which can be stopped, gone on with, left and come back to."""

    def make_import(self, **vals):
        """A checked import of 6,000 companies by the manager, then as `vals` say."""
        content = base64.b64encode(quoted_bytes(companies(COMPANIES)))
        model = self.env["digiflow.prospect.import"].with_user(self.users["manager"])
        made = model.create(
            {"list_id": self.prospects.id, "file": content, "filename": "grande.csv"}
        )
        made.action_preview()
        made._update(vals)
        return made

    def work_beside(self, works):
        """Do what a page rings for, one after the other, as the scheduled job would.

        :param dict works: {what the page rings: function of an environment}
        """

        over = threading.Event()

        def wait_and_work():
            # The test's connection is shared: the page has it as soon as it asks for something.
            while not self.is_asked() and not over.wait(0.05):
                pass
            for name, work in works.items():
                while not self.answer(name, work) and not over.wait(0.2):
                    pass

        thread = threading.Thread(target=wait_and_work, name="beside the page")

        def end():
            over.set()
            with self.room():
                thread.join()

        thread.start()
        self.addCleanup(end)

    @staticmethod
    def is_asked():
        """Whether the server has a request."""
        names = [thread.name for thread in threading.enumerate()]
        return any(name.startswith("odoo.service.http.request") for name in names)

    def answer(self, name, work):
        """Do `work` when the page has rung `name`; whether it had."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rung = env["digiflow.prospect.list"].browse(self.prospects.id).name == name
            if rung:
                work(env)
            return rung

    def test_it_is_followed_stopped_and_gone_on_with(self):
        made = self.make_import()

        def step(env, count=1):
            run = ImportRun(env[made._name].browse(made.id)._as_its_user(), background=True)
            while count and run.step():
                count -= 1

        self.work_beside({"one chunk": step, "the rest": lambda env: step(env, count=9)})
        self.act(
            "manager",
            IMPORTS,
            RING % self.prospects.id + FOLLOW,
            record=made,
            forgive=BUSY,
        )
        self.assertEqual((made.state, made.created_count), ("done", COMPANIES))
        self.assertEqual(len(self.prospects.lead_ids), COMPANIES)

    def test_a_check_has_no_end_to_show_and_can_be_stopped(self):
        made = self.make_import(state="checking", total_count=120_000)
        self.act(
            "manager",
            IMPORTS,
            """
    await seeText("Checking: 120,000 rows read");
    if (all('[role="progressbar"]')[0].hasAttribute("aria-valuenow")) {
        throw new Error("It says how far a check is, which nobody knows");
    }
    await click('button[name="action_cancel"]');
    await see('button[name="action_preview"]');
    await gone('[role="progressbar"]');
""",
            record=made,
            forgive=BUSY,
        )
        self.assertEqual(made.state, "draft")

    def test_an_interruption_says_why_and_is_gone_on_with(self):
        made = self.make_import(state="importing", error="The disk is full. Press «Go on».")
        self.act(
            "manager",
            LISTS,
            """
    await seeText("Interrupted", ".o_digiflow_running");
    await clickText(".o_data_row td", "grande.csv");
    await seeText("The disk is full", '[role="alert"]');
    await gone('[role="progressbar"]');
    await click('button[name="action_resume"]');
    await seeText("Importing: 0 of 6,000 companies");
    await gone('[role="alert"]');
""",
            record=self.prospects,
            forgive=BUSY,
        )
        self.assertFalse(made.error)

    def test_the_rows_are_shown_with_what_becomes_of_each(self):
        self.act(
            "manager",
            IMPORTS,
            """
    await click('button[name="action_view_rows"]');
    await seeText("Empresa 1 S.A.C.", ".o_data_row");
    await seeText("New", ".o_data_row");
    if (all(".o_list_button_add").length) {
        throw new Error("It offers to make a row");
    }
""",
            record=self.make_import(),
            forgive=BUSY,
        )
