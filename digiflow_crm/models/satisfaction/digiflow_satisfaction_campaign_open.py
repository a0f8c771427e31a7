from odoo import _, models

from ...core.charts import trend
from ...core.satisfaction import SATISFIED, SCORES
from ...core.satisfaction_workbook import WORDS, satisfaction_workbook
from ...exceptions import ProcessError
from .campaign_states import CAMPAIGN_DRAFT
from .digiflow_satisfaction_answer_consequences import UNREAD
from .feedback_states import ASKED

# What a table of the results groups answers by.
TABLES = {
    "industry": "industry_id",
    "size": "size",
    "district": "district",
    "executive": "user_id",
    "service": "service_ids",
    "score": "score",
}
ALL, UNREAD_TABLE = "all", "unread"
OWN = "own"
PARTS = {
    "asked": [("state", "in", ASKED)],
    "answers": [("score", "in", SCORES)],
    "satisfied": [("score", "in", SATISFIED)],
}


class DigiflowSatisfactionCampaign(models.Model):
    """The ways to the results of a campaign: screen, answers behind a number, PDF, workbook."""

    _inherit = "digiflow.satisfaction.campaign"

    def action_view_results(self):
        """Open the results of this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digiflow_crm.digiflow_satisfaction_results_action"
        )
        return {**action, "params": {"campaign_id": self.id}}

    def action_view_unread(self):
        """Open the comments of this campaign that nobody has read."""
        return self.open_answers(UNREAD_TABLE)

    def action_print_results(self):
        """The results as PDF."""
        return self.env.ref("digiflow_crm.action_report_satisfaction").report_action(self)

    def action_workbook(self):
        """The results as a workbook."""
        self.ensure_one()
        url = f"/digiflow/satisfaction/{self.id}/workbook"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def get_screen(self, campaign_id=False):
        """Everything that the screen of results shows.

        :param campaign_id: which campaign; False: the last one that is not a draft
        :return: ``{"campaigns": [{"id", "name"}], "results": as get_results or False, "chart":
            a picture in SVG}``
        """
        begun = [("state", "!=", CAMPAIGN_DRAFT), ("company_id", "in", self.env.companies.ids)]
        campaigns = self.search(begun, order="date_from desc, id desc")
        shown = campaigns.filtered(lambda one: one.id == campaign_id) or campaigns[:1]
        if not shown:
            return {"campaigns": [], "results": False, "chart": ""}
        results = shown._get_results()
        return {
            "campaigns": [{"id": one.id, "name": one._get_results_title()} for one in campaigns],
            "results": results,
            "chart": shown._draw_trend(results),
        }

    def open_answers(self, table, key=False, part="answers"):
        """The action that shows the answers behind a number of the results.

        :param str table: ``all unread score service executive industry size district``
        :param key: which row of that table; False: who has no value there
        :param str part: ``asked answers satisfied``, or ``own``: who scored the service itself
        :return: a window action
        :raise ProcessError: there is no such number
        """
        self.ensure_one()
        known = table in TABLES or table in (ALL, UNREAD_TABLE)
        if not known or part not in (*PARTS, OWN) or (part == OWN and table != "service"):
            raise ProcessError(_("The results have no such number. Open the screen again."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_satisfaction_answer_action"
        )
        domain = [("campaign_id", "=", self.id), *self._get_domain_behind(table, key, part)]
        return {**action, "domain": domain, "context": {"create": False}, "target": "current"}

    def _get_domain_behind(self, table, key, part):
        """Which answers of the campaign a number counts; see `open_answers`."""
        if table == UNREAD_TABLE:
            return list(UNREAD)
        if part == OWN:
            return [("service_score_ids.service_id", "=", key)]
        own = [] if table == ALL else [(TABLES[table], "=", key)]
        return [*own, *PARTS[part]]

    def _get_results_title(self):
        """The campaign in a list to choose from."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return f"{self.name} ({states[self.state].lower()})"

    def _draw_trend(self, results):
        """The official rate over time against the target, as SVG.

        :param dict results: of `get_results`
        """
        points = results["trend"]
        return trend(
            [point["short_name"] for point in points],
            [point["official"] for point in points],
            results["target"],
            title=_("Satisfied clients over time"),
            desc=_("The official rate of each campaign, in percent, and the target as a line."),
            target_label=_("Target"),
            no_data=_("no data"),
        )

    def _make_workbook(self):
        """The results as a workbook in the reader's language.

        :return: (file name, bytes)
        """
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return f"{self._get_results_file_name()}.xlsx", satisfaction_workbook(
            self._get_results(), words
        )

    def _get_results_file_name(self):
        """The name of the files, fit for any file system."""
        self.ensure_one()
        return self.name.replace("/", " ").replace("\\", " ")

    def _get_page_marks(self, report_name):  # pylint: disable=unused-argument # hook: one report
        """The foot of each page of the PDF file, and no warning."""
        self.ensure_one()
        return f"{self.company_id.name} · Satisfacción de clientes · {self.name}", ""
