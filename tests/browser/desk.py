"""The call desk in the hands of a telemarketer who uses the keys."""

from datetime import timedelta

from odoo import fields

from ..core.samples import ruc_of
from .cases import BrowserCase

DESK = "digiflow_crm.digiflow_call_desk_action"
# The browser of a test knows no program that dials.
NO_DIALLER = "Failed to launch 'tel:"
KEYS = """
    // A key as a person presses it: at what has the focus; Enter presses a button.
    async function press(key) {
        const at = document.activeElement || document.body;
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        if (at.dispatchEvent(event) && key === "Enter" && at.matches("button, a")) {
            at.click();
        }
        await pause(50);
    }
    // Text typed where the focus is.
    async function write(text) {
        const at = document.activeElement;
        const kinds = { SELECT: HTMLSelectElement, TEXTAREA: HTMLTextAreaElement };
        const kind = kinds[at.tagName] || HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(at, text);
        at.dispatchEvent(new InputEvent("input", { bubbles: true }));
        at.dispatchEvent(new Event("change", { bubbles: true }));
        await pause(50);
    }
    const focused = (selector) =>
        until(`the focus in ${selector}`, () => document.activeElement.matches(selector));
    const focusOn = async (selector) => (await see(selector)).focus();
    // The company is on the desk, its name has the focus, and the keys count again.
    async function company(name) {
        await seeText(name, "#o_digiflow_company");
        await focused("#o_digiflow_company");
        await pause(800);
    }
    const note = async (text) => {
        await press("w");
        await focused(".o_digiflow_note");
        await write(text);
        await press("Escape");
    };
    await see(".o_digiflow_waiting, .o_digiflow_sheet");
"""
NAMES = "Uno Dos Tres Cuatro Cinco Seis Siete Ocho Nueve Diez".split()


class DeskCase(BrowserCase):
    """The desk in a window whose size is exactly that of the class."""

    @classmethod
    def start_browser(cls):
        """16.0 gives Chromium a size that it does not understand; 19.0 asks for it like this."""
        super().start_browser()
        width, height = map(int, cls.browser_size.replace("x", ",").split(","))
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        cls.browser._websocket_request("Emulation.setDeviceMetricsOverride", params=size)

    def make_prospects(self, count):
        """Companies to call, in the order of their names."""
        return self.env["crm.lead"].concat(
            *(
                self.make_lead(
                    name=f"Textil {name}",
                    partner_name=f"Textil {name}",
                    prospect_list_id=self.prospects.id,
                    phone=f"+51 987 650 {number:03d}",
                    ruc=ruc_of(number + 1),
                    call_due=fields.Datetime.now() - timedelta(hours=20 - number),
                )
                for number, name in enumerate(NAMES[:count])
            )
        )

    def work(self, steps, forgive=NO_DIALLER):
        """Take `steps` at the desk as the telemarketer."""
        self.act("telemarketer", DESK, KEYS + steps, forgive=forgive)
