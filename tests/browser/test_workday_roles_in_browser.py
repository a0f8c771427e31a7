"""The days of presales, quality and Implementation: each lands on its own, and its numbers open."""

from odoo.addons.digiflow_crm.core import periods

from ..dashboard.role_days import RoleDayRecords
from .cases import BrowserCase
from .test_homes_in_browser import OPEN_APP

# More than a block shows.
MANY = 9
LIST = """
    const rows = () => all(".o_list_view .o_data_row").length;
    const opened = (count) => until(`${count} records`, () => rows() === count);
    const back = async (role) => {
        await click(".o_back_button, .breadcrumb-item a");
        await see(`.o_digiflow_workday[data-role="${role}"]`);
    };
"""
LANDS = (
    OPEN_APP
    + """
    await see('.o_digiflow_workday[data-role="%s"]');
"""
)


class TestWorkdayRoles(BrowserCase, RoleDayRecords):
    """From the menu of apps to the figure, to all of a block, and to one record."""

    def open_numbers(self, role, figure, block):
        """Land on the day; open a figure of one record, and all that a block counts."""
        steps = f"""
    {LANDS % role}
    {LIST}
    await seeText("1", '[data-figure="{figure}"]');
    await click('[data-figure="{figure}"] button');
    await opened(1);
    await back("{role}");
    const block = '[data-block="{block}"]';
    await until("seven rows", () => all(`${{block}} li`).length === 7);
    await seeText("See all ({MANY})", block);
    await click(`${{block}} .o_digiflow_workday_more`);
    await opened({MANY});
    await back("{role}");
    await click(`${{block}} li button`);
    await see(".o_form_view");
"""
        self.act(role, "base.action_partner_form", steps)

    def test_presales(self):
        for number in range(MANY):
            self.make_survey(self.make_lead(name=f"Empresa {number}"))
        survey = self.make_survey(self.make_lead(), submit=True, **self.answers())
        survey.with_user(self.users["presales"]).action_validate()
        self.open_numbers("presales", "validated", "estimates")

    def test_implementation(self):
        leads = [self.make_lead(name=f"Empresa {number}") for number in range(MANY + 1)]
        won = {"stage_id": self.stages["pre_kickoff"].id}
        handovers = [self.make_handover(self.put(lead, **won)) for lead in leads]
        for handover in handovers[1:]:
            self.put(handover, state="submitted", submitted_on="2026-03-24 15:00:00")
        self.put(handovers[0], state="returned")
        self.open_numbers("implementation", "returned", "to_accept")

    def test_quality(self):
        week = periods.closed(periods.WEEK, periods.today()).first
        sample = self.env["digiflow.call.sample"]._get_or_make(self.env.company, week)
        lines = [self.draw_call(sample) for _number in range(MANY + 1)]
        analyst = self.users["quality"]
        action = lines[0].with_user(analyst).action_review()
        review = self.env["digiflow.call.review"].with_user(analyst).browse(action["res_id"])
        review.line_ids.write({"points": 90})
        review.action_sign()
        self.open_numbers("quality", "reviewed", "to_review")

    def draw_call(self, sample):
        """A recorded call of a sample."""
        start = periods.starts_at(sample.week)
        caller = self.users["telemarketer"].id
        call = self.env["digiflow.call"].create(
            {"user_id": caller, "outcome": "refused", "start": start}
        )
        link = f"https://pbx.example.com/{call.id}.mp3"
        self.env["digiflow.call.recording"].create({"call_id": call.id, "url": link})
        lines = self.env["digiflow.call.sample.line"]
        return lines.create({"sample_id": sample.id, "call_id": call.id})
