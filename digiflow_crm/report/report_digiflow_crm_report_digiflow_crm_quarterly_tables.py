from odoo import _, models

from .quarterly_report_cells import Column


class ReportDigiflowCrmReportDigiflowCrmQuarterly(models.AbstractModel):
    """The tables of each area of the quarterly report: which parts of a row stand in them.

    `_get_<area>_tables` gets the figures of the dashboard, with every section in them.
    """

    _inherit = "report.digiflow_crm.report_digiflow_crm_quarterly"

    def _get_sales_tables(self, data):
        """What was lost and why, the way through the pipeline, and who sold."""
        lost = [
            Column(_("Reason"), "name"),
            Column(_("Lost"), "counts.lost", note="share_text"),
            Column(_("With an offer"), "counts.offered"),
            Column(_("Amount"), "amount_text"),
        ]
        stages, sellers = self._get_stage_columns(), self._get_seller_columns()
        return [
            self._prepare_table(data["lost"], _("Lost by reason"), lost),
            self._prepare_table(data["funnel"], _("Pipeline by stage"), stages),
            self._prepare_table(data["executives"], _("Sales executives"), sellers),
        ]

    def _get_telemarketing_tables(self, data):
        """How far the lists are, and who called."""
        return [
            self._prepare_table(data["lists"], _("Prospect lists"), self._get_list_columns()),
            self._prepare_table(
                data["telemarketers"], _("Telemarketers"), self._get_caller_columns()
            ),
        ]

    def _get_clients_tables(self, data):
        """Clients of each service, year by year."""
        found = data["clients"]
        columns = [Column(_("At the end of"), "name")]
        for place, service in enumerate(found.get("services") or []):
            columns.append(Column(service["code"], f"cells.{place}.text"))
        columns += [Column(_("Total"), "text"), Column(_("Growth"), "growth_text")]
        return [self._prepare_table(found, _("Clients by service"), columns)]

    def _get_satisfaction_tables(self, data):
        """What the clients answered, and the campaigns until then."""
        found = data["satisfaction"]
        answers = [
            Column(_("Score"), "name"),
            Column(_("Answers"), "counts.answers"),
            Column(_("Share"), "share_text"),
        ]
        campaigns = [
            Column(_("Campaign"), "name"),
            Column(_("Asked"), "counts.asked"),
            Column(_("Answers"), "counts.answers"),
            Column(_("Satisfied"), "counts.satisfied"),
            Column(_("Satisfaction"), "text"),
        ]
        tables = [self._prepare_table(found, _("What they answered"), answers)]
        if found.get("trend"):
            line = {"rows": found["trend"]}
            tables.append(self._prepare_table(line, _("Campaigns"), campaigns))
        return tables

    def _get_people_tables(self, data):
        """Right and wrong answers, by question."""
        columns = [
            Column(_("Question"), "name", note="sign"),
            Column(_("Answers"), "counts.answers"),
            Column(_("Right"), "counts.right"),
            Column(_("Wrong"), "counts.wrong"),
            Column(_("Right %"), "percent_text"),
        ]
        return [self._prepare_table(data["training"], _("Training, by question"), columns)]

    def _get_improvement_tables(self, data):
        """How many actions are in each phase, and the first of them, the overdue ones before."""
        found = data["improvements"]
        phases = [
            Column(_("Phase"), "name"),
            Column(_("Open"), "counts.open"),
            Column(_("Overdue"), "counts.overdue"),
        ]
        tables = [self._prepare_table(found, _("Open actions by phase"), phases)]
        if found.get("actions"):
            actions = {"rows": found["actions"]}
            columns = self._get_action_columns()
            tables.append(self._prepare_table(actions, _("Actions by deadline"), columns))
        return tables

    def _get_stage_columns(self):
        """What is told of a stage of the pipeline."""
        return [
            Column(_("Stage"), "name"),
            Column(_("Came in"), "counts.entered"),
            Column(_("Went on"), "counts.went_on"),
            Column(_("Conversion"), "conversion_text"),
            Column(_("Stays ended"), "counts.ended"),
            Column(_("Days, median"), "days_median_text"),
            Column(_("Days, average"), "days_average_text"),
            Column(_("In the stage"), "counts.now"),
            Column(_("Amount"), "amount_text"),
        ]

    def _get_seller_columns(self):
        """What is told of a sales executive."""
        return [
            Column(_("Sales executive"), "name"),
            Column(_("Won"), "counts.won"),
            Column(_("Lost"), "counts.lost"),
            Column(_("Win rate (of offers)"), "win_rate_text", note="win_rate_offered_text"),
            Column(_("Orders"), "counts.sold"),
            Column(_("Sold (target)"), "amount_text", note="target_amount_text"),
            Column(_("Of the target"), "target_text"),
            Column(_("Offers sent"), "counts.sent"),
            Column(_("Meetings"), "counts.held"),
        ]

    def _get_list_columns(self):
        """What is told of a list at work."""
        return [
            Column(_("List"), "name"),
            Column(_("Total"), "counts.total"),
            Column(_("Called"), "counts.contacted", note="progress_text"),
            Column(_("Effective"), "counts.effective", note="effective_rate_text"),
            Column(_("Booked"), "counts.meetings_booked"),
            Column(_("Held"), "counts.meetings_held"),
            Column(_("Offers"), "counts.proposals"),
            Column(_("Won"), "counts.won"),
            Column(_("Lost"), "counts.lost"),
        ]

    def _get_caller_columns(self):
        """What is told of a telemarketer."""
        return [
            Column(_("Telemarketer"), "name"),
            Column(_("Calls"), "counts.calls"),
            Column(_("Effective"), "counts.effective"),
            Column(_("Effective %"), "effective_rate_text"),
            Column(_("Booked"), "counts.booked"),
            Column(_("Held"), "counts.held"),
            Column(_("Reviews"), "counts.reviews"),
            Column(_("Call quality"), "quality_text"),
        ]

    def _get_action_columns(self):
        """What is told of an improvement action."""
        return [
            Column(_("Action"), "name"),
            Column(_("Indicator"), "indicator", words=True),
            Column(_("Phase"), "phase_name", words=True),
            Column(_("Responsible"), "responsible", words=True),
            Column(_("Deadline"), "deadline_text", note="sign", words=True),
        ]
