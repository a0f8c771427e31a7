from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.tools import format_date, formatLang

from ..core.periods import today
from ..core.satisfaction import percentage, quarter_of
from ..models.satisfaction.feedback_states import KIND_PRESENTATION, KIND_SELECTION

ROW = Markup(
    '<tr><th class="fw-normal text-nowrap pe-3">%s %s</th>'
    '<td class="w-100"><div class="progress" role="presentation">'
    '<div class="progress-bar" style="width: %s%%"></div></div></td>'
    '<td class="text-end ps-3">%s</td></tr>'
)


class DigiflowFeedbackReport(models.TransientModel):
    """The figure of one kind of feedback of some days, this quarter's at first."""

    _name = "digiflow.feedback.report"
    _description = "Figures of feedback"

    kind = fields.Selection(
        KIND_SELECTION, string="Asked about", required=True, default=KIND_PRESENTATION
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: quarter_of(today()).first
    )
    date_to = fields.Date(string="To", required=True, default=lambda self: quarter_of(today()).last)
    rate = fields.Char(string="Satisfied clients", compute="_compute_figure")
    satisfied = fields.Integer(string="Answers of 4 or 5", compute="_compute_figure")
    answers = fields.Integer(compute="_compute_figure")
    sent = fields.Integer(string="Clients asked", compute="_compute_figure")
    response_rate = fields.Char(string="Response rate", compute="_compute_figure")
    distribution = fields.Html(compute="_compute_figure", sanitize=False)

    @api.depends("date_from", "date_to", "kind")
    def _compute_figure(self):
        feedbacks = self.env["digiflow.feedback"]
        for report in self:
            days = (report.date_from or today(), report.date_to or today())
            asked = (min(days), max(days), report.kind or KIND_PRESENTATION)
            figure = feedbacks._get_figure(*asked)
            report.update({name: figure[name] for name in ("satisfied", "answers", "sent")})
            report.rate = report._format_rate(figure["rate"])
            report.response_rate = report._format_rate(figure["response_rate"])
            counts = feedbacks._get_distribution(*asked)
            report.distribution = report._draw(counts, figure["answers"])

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for report in self:
            days = [format_date(self.env, day) for day in (report.date_from, report.date_to)]
            report.display_name = " - ".join(days)

    def name_get(self):
        """What 16.0 asks for."""
        return [(report.id, report.display_name) for report in self]

    def action_view_answers(self):
        """Open what was asked about in these days, with the comments."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_feedback_action"
        )
        domain = self.env["digiflow.feedback"]._get_figure_domain(
            self.date_from, self.date_to, self.kind
        )
        return {**action, "domain": domain, "context": {}}

    def _format_rate(self, rate):
        """A percentage as people read it; without anything to count there is none."""
        if rate is None:
            return _("no data")
        return f"{formatLang(self.env, rate, digits=1)} %"

    def _draw(self, counts, answers):
        """The five answers with their numbers, the best first, as a table with bars."""
        words = self.env["digiflow.feedback"]._fields["score"]._description_selection(self.env)
        rows = []
        for score, label in reversed(words):
            share = round(percentage(counts[score], answers) or 0)
            rows.append(ROW % (score, label, share, counts[score]))
        return Markup('<table class="w-100">%s</table>') % Markup("").join(rows)
