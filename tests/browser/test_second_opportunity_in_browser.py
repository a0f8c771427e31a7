"""What a person sees who enters a company that has an open opportunity."""

from ..common import RUCS
from .cases import BrowserCase

LEADS = "digiflow_crm.crm_lead_action"
FITS = """
    const banner = await see(".o_digiflow_second");
    const cut = banner.scrollWidth > banner.clientWidth;
    if (cut || banner.getBoundingClientRect().right > innerWidth) {
        throw new Error("The banner is wider than the screen");
    }
"""


class TestSecondOpportunityInBrowser(BrowserCase):
    """The banner, the link to the other one, and the reason that lets the second one in."""

    steps = f"""
    await see(".o_form_view");
    await type("ruc", "20-10007097 0");
    await seeText("Ñandú S.A.", ".o_digiflow_second");
{FITS}
    const link = await see(".o_digiflow_same_ruc a");
    if (!link.href.includes("res_id=FIRST") || link.target !== "_blank") {{
        throw new Error(`The link does not open the other one: ${{link.outerHTML}}`);
    }}
    await click(".o_form_button_save");
    await see('.o_field_invalid[name="second_reason"]');
    await choose("second_reason", "Another service");
    await type("second_note", "GRE");
    await click(".o_form_button_save");
    await gone(".o_form_status_indicator_buttons:not(.invisible) .o_form_button_save");
    await see(".o_digiflow_second");
"""

    def enter(self, role):
        """Type the RUC in on a lead of the executive's, save, give the reason, save."""
        first = self.make_lead(name="Ñandú S.A.", ruc=RUCS[0])
        second = self.make_lead(name="Otra vez")
        self.act(role, LEADS, self.steps.replace("FIRST", str(first.id)), record=second)
        self.assertEqual(second.ruc, RUCS[0])
        self.assertEqual((second.second_reason, second.second_note), ("other_service", "GRE"))

    def test_banner_link_and_reason(self):
        self.enter("executive")


class TestSecondOpportunityOnAPhone(TestSecondOpportunityInBrowser):
    """The same, 390 px wide."""

    browser_size = "390x844"
