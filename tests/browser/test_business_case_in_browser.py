"""The form of a business case: it says at once what follows from the numbers."""

from ..finance.test_business_case import read_demo
from .cases import BrowserCase

CASES = "digiflow_crm.digiflow_business_case_action"


class TestBusinessCaseOnTheScreen(BrowserCase):
    """What the manager enters, reads and approves."""

    def test_enter_read_and_approve(self):
        case = self.env["digiflow.business.case"].create(read_demo())
        self.act(
            "manager",
            CASES,
            """
    const says = ".o_field_widget[name=comparison]";
    await seeText("It pays", `${says} .alert-success`);
    await seeText("226,892.04", `${says} td.fw-bold`);
    await seeText("499,219.64", `${says} td:not(.fw-bold)`);
    await type("income", "2000000");
    await seeText("It does not pay", `${says} .alert-warning`);
    await type("income", "2900000");
    await seeText("It pays", `${says} .alert-success`);
    await clickText(".o_notebook .nav-link", "Cash flow");
    await see(".o_field_widget[name=chart] svg[role=img]");
    await clickText(".o_notebook .nav-link", "What if");
    await type("cost_step", "2");
    const costs = () => all(".o_field_widget[name=sensitivity] thead th");
    await until("costs 4 % less", () => costs()[1].textContent.includes("-4.00 %"));
    if (all(".o_field_widget[name=sensitivity] tbody td").length !== 25) {
        throw new Error("The table of what if has not 25 results");
    }
    await click("button[name=action_approve]");
    await see("button[name=action_take_up]");
    await see(".o_field_widget[name=cost_step].o_readonly_modifier");
    await gone(".o_field_widget[name=cost_step] input");
""",
            record=case,
        )
        self.assertEqual((case.state, case.income, case.cost_step), ("approved", 2_900_000, 2))
        self.assertEqual(case.approved_by_id, self.users["manager"])
        self.assertEqual(round(case.npv, 2), 226_892.04)
