from odoo import _, api, fields, models
from odoo.tools import formatLang

from ...compat import check_access, search_sql
from ...core import satisfaction
from ...core.external import without_none
from .campaign_states import CAMPAIGN_CLOSED
from .feedback_states import ASKED, STATE_EXPIRED, STATE_NOT_SENT, STATE_SENT, STATE_TO_SEND

# What is kept of a campaign that is closed.
COUNTS = ("satisfied", "answers", "sent", "clients")
COUNTS_SQL = """
    SELECT campaign_id,
           state,
           count(*),
           count(score),
           count(*) FILTER (WHERE score IN %s),
           count(*) FILTER (WHERE comment <> '' AND read_date IS NULL)
      FROM digiflow_satisfaction_answer
     WHERE campaign_id IN %s
  GROUP BY campaign_id, state
"""


class DigiflowSatisfactionCampaign(models.Model):
    """The figures of a campaign: of the whole company, for everybody who sees the campaign."""

    _inherit = "digiflow.satisfaction.campaign"

    # The indicator
    satisfied = fields.Integer(string="Satisfied (4-5)", compute="_compute_figure")
    answers = fields.Integer(compute="_compute_figure")
    sent = fields.Integer(string="Clients asked", compute="_compute_figure")
    clients = fields.Integer(string="All clients of the quarter", compute="_compute_figure")
    rate = fields.Float(string="Satisfied of who answered (%)", compute="_compute_figure")
    rate_all = fields.Float(string="Satisfied of all clients (%)", compute="_compute_figure")
    response_rate = fields.Float(string="Response rate (%)", compute="_compute_figure")
    coverage = fields.Float(string="Coverage (%)", compute="_compute_figure")
    # The same in words: without answers there are none
    rate_text = fields.Char(string="Of who answered", compute="_compute_figure")
    rate_all_text = fields.Char(string="Of all clients", compute="_compute_figure")
    response_rate_text = fields.Char(
        string="Response rate", compute="_compute_figure", help="Answers of the clients asked."
    )
    coverage_text = fields.Char(
        string="Coverage",
        compute="_compute_figure",
        help="Clients asked of all clients with a service in the quarter.",
    )
    official_text = fields.Char(string="Official figure", compute="_compute_figure")
    verdict = fields.Selection(
        [("reached", "Target reached"), ("missed", "Under the target"), ("none", "No data")],
        compute="_compute_figure",
    )
    verdict_text = fields.Char(string="Against the target", compute="_compute_figure")
    # Progress
    total_count = fields.Integer(string="Clients", compute="_compute_progress")
    to_send_count = fields.Integer(string="To be sent", compute="_compute_progress")
    waiting_count = fields.Integer(string="Sent, no answer yet", compute="_compute_progress")
    expired_count = fields.Integer(string="Did not answer", compute="_compute_progress")
    not_sent_count = fields.Integer(string="Not sent", compute="_compute_progress")
    unread_count = fields.Integer(string="Unread comments", compute="_compute_progress")
    send_progress = fields.Float(string="Invitations", compute="_compute_progress")
    answer_progress = fields.Float(string="Answered", compute="_compute_progress")

    @api.depends("state", "year", "quarter", "answer_ids.state", "answer_ids.score")
    def _compute_figure(self):
        for campaign in self:
            figure = campaign._get_figure()
            names = (*COUNTS, "rate", "rate_all", "response_rate", "coverage")
            campaign.update({name: figure[name] or 0 for name in names})
            campaign.update(campaign._describe_figure(figure))

    @api.depends("answer_ids.state", "answer_ids.score", "answer_ids.read_date")
    def _compute_progress(self):
        # sudo: numbers of the whole company, without names, for who sees the campaign.
        found = self.sudo()._count_answers()
        for campaign in self:
            rows = found.get(campaign.id, {})
            count = {state: numbers[0] for state, numbers in rows.items()}
            total, left = sum(count.values()), count.get(STATE_TO_SEND, 0)
            answered = sum(numbers[1] for numbers in rows.values())
            asked = sum(count.get(state, 0) for state in ASKED)
            campaign.total_count = total
            campaign.to_send_count = left
            campaign.waiting_count = count.get(STATE_SENT, 0)
            campaign.expired_count = count.get(STATE_EXPIRED, 0)
            campaign.not_sent_count = count.get(STATE_NOT_SENT, 0)
            campaign.unread_count = sum(numbers[3] for numbers in rows.values())
            campaign.send_progress = satisfaction.percentage(total - left, total) or 0
            campaign.answer_progress = satisfaction.percentage(answered, asked) or 0

    def get_figure(self):
        """The figure of satisfaction, as it stands; that of a closed campaign never changes.

        :return: ``{"satisfied", "answers", "sent", "clients"}``: numbers of clients: those who
            answered 4 or 5, all who answered, those who were asked (invited, or answered by
            phone), and all with a service in the quarter; ``{"rate", "rate_all",
            "response_rate", "coverage"}``: satisfied of the answers, satisfied of all clients,
            answers of those asked, those asked of all clients, in percent, False where there is
            nothing to divide by; ``"base"`` ``answers`` or ``clients``, which says whether
            ``"official"`` is the rate or the rate of all; ``"target"`` in percent, and
            ``"reached"``: whether it is reached
        """
        self.ensure_one()
        check_access(self, "read")
        return without_none(self._get_figure())

    def _get_figure(self):
        """The same for who may see the campaign, with None where there is no data."""
        self.ensure_one()
        # sudo: numbers of the whole company, without names.
        counts = self.sudo()._count_figure()
        return satisfaction.official_figure(
            satisfaction.campaign_figure(*counts), self._get_base(), self._get_target()
        )

    def _get_base(self):
        """Which rate is official: by today's setting, or by that at the closing."""
        if self.state == CAMPAIGN_CLOSED:
            return self.closed_base
        return self.company_id.digiflow_satisfaction_base

    def _get_target(self):
        """The target in percent: today's, or that at the closing."""
        if self.state == CAMPAIGN_CLOSED:
            return self.closed_target
        return self.company_id.digiflow_satisfaction_target

    def _count_figure(self):
        """(satisfied, answers, sent, clients) of this campaign."""
        if self.state == CAMPAIGN_CLOSED:
            return tuple(self[f"closed_{name}"] for name in COUNTS)
        rows = self._count_answers().get(self.id, {})
        asked = [rows[state] for state in ASKED if state in rows]
        satisfied, answers = sum(one[2] for one in asked), sum(one[1] for one in asked)
        return satisfied, answers, sum(one[0] for one in asked), self._count_clients()

    def _count_answers(self):
        """Numbers of answers of these campaigns, with one query.

        :return: ``{campaign id: {state: (rows, with a score, of 4 or 5, unread comments)}}``
        """
        self.env["digiflow.satisfaction.answer"].flush_model()
        found = {}
        if self.ids:
            self.env.cr.execute(COUNTS_SQL, [satisfaction.SATISFIED, tuple(self.ids)])
            for campaign_id, state, *numbers in self.env.cr.fetchall():
                found.setdefault(campaign_id, {})[state] = tuple(numbers)
        return found

    def _count_clients(self):
        """Clients with a service on a day of the quarter, until now, of any segment."""
        stays = self.env["digiflow.client.service"]
        stays.flush_model()
        if not self.date_from:
            return 0
        sql, params = search_sql(stays, self._get_client_domain(), ["partner_id"])
        # The subquery is Odoo's own, and what it stands for comes beside it.
        counted = f"SELECT count(DISTINCT partner_id) FROM ({sql}) AS stays"  # noqa: S608 # Odoo's own
        self.env.cr.execute(counted, params)
        return self.env.cr.fetchone()[0]

    def _describe_figure(self, figure):
        """The figure in words."""
        names = ("rate", "rate_all", "response_rate", "coverage")
        texts = {f"{name}_text": self._format_rate(figure[name]) for name in names}
        reached = figure["reached"]
        verdict = "none" if reached is None else "reached" if reached else "missed"
        return {
            **texts,
            "official_text": self._format_rate(figure["official"]),
            "verdict": verdict,
            "verdict_text": self._describe_verdict(verdict, figure),
        }

    def _describe_verdict(self, verdict, figure):
        """How the official figure stands to its target, with a sign that needs no colour."""
        target = self._format_rate(figure["target"])
        if verdict == "reached":
            return _("✓ Target of %(target)s reached", target=target)
        if verdict == "missed":
            points = formatLang(self.env, figure["target"] - figure["official"], digits=1)
            return _(
                "▼ %(points)s points under the target of %(target)s", points=points, target=target
            )
        return _("Target: %(target)s", target=target)

    def _format_rate(self, rate):
        """A percentage as people read it; without anything to count there is none."""
        if rate is None:
            return _("no data")
        return f"{formatLang(self.env, rate, digits=1)} %"
