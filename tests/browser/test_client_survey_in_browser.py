"""A client answers the survey on a phone; the executive takes the answers in."""

from unittest.mock import patch

from .cases import PAGE, SCRIPT, BrowserCase

PAGES = "odoo.addons.digiflow_crm.controllers.public_page"
SURVEYS = "digiflow_crm.digiflow_requirement_action"
# What a person does with the page's own inputs, in a frame, for the pages follow one another.
FRAMED = """
const frame = document.createElement("iframe");
frame.style.cssText = "position: fixed; inset: 0; width: 100%%; height: 100%%; border: 0";
frame.src = %s;
document.body.replaceChildren(frame);
const page = () => frame.contentDocument;
const found = (selector) => page() && page().querySelector(selector);
const on = (selector) => until(selector, () => visible(found(selector)) && found(selector));
const reads = (text) =>
    until(`«${text}»`, () => page() && page().body && page().body.innerText.includes(text));
const field = (name) => `[name="${name}"]:not([type=hidden])`;
const write = async (name, text) => { (await on(field(name))).value = text; };
const mark = async (name, key) => (await on(`[name="${name}"][value="${key}"]`)).click();
const press = async (step) => (await on(`button[value=${step}]`)).click();
const hidden = (name) => !visible(found(field(name)));
const must = (what, test) => { if (!test) { throw new Error(what); } };
const fits = () => must("wider than the screen", page().documentElement.scrollWidth <= innerWidth);
"""
CLIENT = """
await reads("Información para su propuesta");
fits();
must("branches are asked for too early", hidden("branch_count") && hidden("monthly_gre"));
await write("sender", "Rosa Quispe");
await mark("modality", "cloud");
await mark("document_type_ids", "F");
await write("monthly_documents", "muchos");
await mark("billing_layout", "branches");
must("branches are not asked for", !hidden("branch_count") && hidden("monthly_gre"));
must("a choice is hard to touch", (await on(".df_choice")).offsetHeight >= 44);
await press("review");
await reads("Falta corregir 2 respuestas");
fits();
must("what was typed is lost", (await on("[name=monthly_documents]")).value === "muchos");
await write("monthly_documents", "2 500");
await write("branch_count", "3");
await press("review");
await reads("Todavía no se han enviado");
fits();
await press("edit");
await write("branch_count", "4");
await press("review");
await reads("Todavía no se han enviado");
await press("send");
await reads("Recibimos sus respuestas");
fits();
"""
EXECUTIVE = """
await clickText(".alert button", "Compare and take in");
const row = await seeText("Documents a month", ".o_data_row");
for (const text of ["2,500", "New"]) {
    if (!row.innerText.includes(text)) { throw new Error(row.innerText); }
}
const other = await seeText("Modality", ".o_data_row");
for (const text of ["Web platform", "Cloud", "Different"]) {
    if (!other.innerText.includes(text)) { throw new Error(other.innerText); }
}
await click('button[name="action_take_in"]');
await seeText("Rosa Quispe", ".o_form_view");
await seeText("Taken in", ".o_form_view");
"""


class TestOnAPhone(BrowserCase):
    """From the link to the survey."""

    browser_size = "390x844"

    def setUp(self):
        super().setUp()
        self.survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.make_lead().id, "modality": "web"}
        )
        link = self.survey.with_user(self.users["executive"])._make_link()
        self.path = "/digiflow" + link.partition("/digiflow")[2]
        self.env.flush_all()

    def test_the_client_fills_in_and_the_executive_takes_in(self):
        steps = FRAMED % self.js(self.path) + CLIENT
        # The page forbids to be framed: only here, where a script has to outlive its pages.
        with patch(f"{PAGES}.HEADERS", [("Cache-Control", "no-store")]):
            self.browser_js(self.path, SCRIPT % (PAGE, steps), timeout=180)
        self.settle()
        self.env.invalidate_all()
        self.assertEqual(self.survey.reply_ids._get_answers()["branch_count"], 4)
        self.act("executive", SURVEYS, EXECUTIVE, record=self.survey)
        self.assertEqual((self.survey.modality, self.survey.branch_count), ("cloud", 4))
        self.assertEqual(self.survey.monthly_documents, 2500)

    def test_the_page_shows_only_what_follows_without_a_script_of_its_own(self):
        steps = """
            const follows = () => visible(document.querySelector("[name=branch_count]"));
            if (document.scripts.length || follows()) { throw new Error("too early"); }
            document.querySelector("[name=billing_layout][value=branches]").click();
            await until("the branches", follows);
            document.querySelector("[name=billing_layout][value=centralized]").click();
            await until("no branches", () => !follows());
        """
        self.browser_js(self.path, SCRIPT % (PAGE, steps), timeout=120)
