from odoo import _, api, models

from ...compat import check_access, grouped_counts
from ...core import satisfaction
from ...core import satisfaction_results as rows
from ...core.external import without_none
from .campaign_states import BASE_CLIENTS, CAMPAIGN_DRAFT

# Who sees the answers of all clients; everybody else sees those of their own.
SEE_ALL = ("digiflow_crm.group_manager", "digiflow_crm.group_quality")
# Campaigns of the line over time: three years.
CAMPAIGNS_SHOWN = 12
SCOPE_ALL, SCOPE_OWN = "all", "own"


class DigiflowSatisfactionCampaign(models.Model):
    """The results of a campaign: worked out once, for the screen, the PDF and the workbook."""

    _inherit = "digiflow.satisfaction.campaign"

    def get_results(self, compare=True):
        """What the clients of this campaign answered, as far as the user may know.

        An executive gets the answers of own clients, managers and quality all of them. The figure
        of a closed campaign is the one that was kept; an executive's is counted over the own
        clients that were taken into the campaign. Rates and shares are percentages, False without
        anything to divide by ("no data").

        :param bool compare: with the campaigns before, as ``trend``
        :return: dict that JSON and XML-RPC can hold:
            ``campaign``: ``{"id", "name", "state", "state_name", "date_from", "date_to"}``, days
            as ISO text; ``company``, ``reader``: names; ``scope``: ``all`` or ``own``;
            ``target``; ``official``: ``answers`` or ``clients``;
            ``figure``: ``{"satisfied", "answers", "sent", "clients", "rate", "rate_all",
            "response_rate", "coverage", "base", "official", "target", "reached"}``;
            ``distribution``, ``services``, ``executives``, ``industries``, ``sizes``,
            ``districts``, ``comments``: lists of dicts, see `core.satisfaction_results`;
            ``unread``: number of comments that nobody has read;
            ``trend``: ``[{"id", "name", "state", "satisfied", "answers", "clients", "official",
            "target"}]``, oldest first
        :raise AccessError: the user may not read campaigns
        """
        return without_none(self._get_results(compare))

    def _get_results(self, compare=True):
        """The same, with None where there is no data; see `get_results`."""
        self.ensure_one()
        check_access(self, "read")
        replies = self._get_replies()
        comments = rows.comments(replies)
        return {
            **self._prepare_head(),
            "figure": self._prepare_figure(replies),
            "distribution": self._prepare_distribution(replies),
            "services": rows.by_service(replies),
            "executives": rows.by_choice(replies, rows.EXECUTIVE),
            "industries": rows.by_choice(replies, "industry"),
            "sizes": rows.by_choice(replies, "size"),
            "districts": rows.by_choice(replies, "district"),
            "comments": comments,
            "unread": sum(bool(one["comment"]) and not one["is_read"] for one in comments),
            "trend": self._prepare_trend() if compare else [],
        }

    @api.model
    def _get_scope(self):
        """Whether the user's results are those of all clients."""
        sees_all = self.env.su or any(self.env.user.has_group(role) for role in SEE_ALL)
        return SCOPE_ALL if sees_all else SCOPE_OWN

    def _prepare_head(self):
        """What the results are about."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "campaign": {
                "id": self.id,
                "name": self.name,
                "state": self.state,
                "state_name": states[self.state],
                "date_from": self.date_from.isoformat(),
                "date_to": self.date_to.isoformat(),
            },
            "company": self.company_id.name,
            "reader": self.env.user.name,
            "scope": self._get_scope(),
            "target": self._get_target(),
            "official": self._get_base(),
        }

    def _prepare_figure(self, replies):
        """The figure: kept or counted by the campaign, or that of the user's own clients."""
        if self._get_scope() == SCOPE_ALL:
            return self._get_figure()
        counted = _count_figure(replies)
        return satisfaction.official_figure(counted, self._get_base(), self._get_target())

    def _prepare_distribution(self, replies):
        """How often each score was given, with its words."""
        answers = self.env["digiflow.satisfaction.answer"]
        words = dict(answers._fields["score"]._description_selection(self.env))
        return [{**row, "name": words[row["score"]]} for row in rows.distribution(replies)]

    def _get_replies(self):
        """The answers that the user may read, as the core counts them."""
        answers = self.env["digiflow.satisfaction.answer"]
        sizes = dict(answers._fields["size"]._description_selection(self.env))
        nobody = {
            "executive": rows.Choice(False, _("No executive")),
            "industry": rows.Choice(False, _("No industry")),
            "size": rows.Choice(False, _("No size")),
            "district": rows.Choice(False, _("No district")),
        }
        found = answers.search([("campaign_id", "=", self.id)])
        return [answer._prepare_reply(sizes, nobody) for answer in found]

    def _prepare_trend(self):
        """The campaigns up to this one, oldest first: the official rate against the target."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date_from", "<=", self.date_from),
            ("state", "!=", CAMPAIGN_DRAFT),
        ]
        campaigns = self.search(domain, order="date_from desc", limit=CAMPAIGNS_SHOWN)
        campaigns = (campaigns | self).sorted("date_from")
        figures = campaigns._get_seen()
        return [campaign._prepare_point(figures[campaign]) for campaign in campaigns]

    def _prepare_point(self, figure):
        """One campaign of the line over time.

        :param dict figure: ``satisfied``, ``answers`` and ``clients``
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        whole = figure["clients" if self._get_base() == BASE_CLIENTS else "answers"]
        return {
            "id": self.id,
            "name": self.name,
            "short_name": self._get_short_name(),
            "state": states[self.state],
            **figure,
            "official": satisfaction.percentage(figure["satisfied"], figure["answers"] and whole),
            "target": self._get_target(),
        }

    def _get_seen(self):
        """What each of these campaigns came to, as far as the user may know.

        :return: ``{campaign: {"satisfied", "answers", "clients"}}``
        """
        if self._get_scope() == SCOPE_ALL:
            names = ("satisfied", "answers", "clients")
            figures = {campaign: campaign._get_figure() for campaign in self}
            return {one: {name: figures[one][name] for name in names} for one in self}
        answers = self.env["digiflow.satisfaction.answer"]
        own = [("campaign_id", "in", self.ids)]
        domains = {
            "satisfied": [("score", "in", satisfaction.SATISFIED)],
            "answers": [("score", "!=", False)],
            "clients": [],
        }
        counts = {
            name: grouped_counts(answers, own + domain, "campaign_id")
            for name, domain in domains.items()
        }
        return {one: {name: counts[name].get(one.id, 0) for name in domains} for one in self}


def _count_figure(replies):
    """The figure of some replies alone: their clients are those that the campaign took."""
    given = rows.tally(reply.score for reply in replies if reply.score)
    sent = sum(reply.asked for reply in replies)
    counts = (given["satisfied"], given["answers"], sent, len(replies))
    return satisfaction.campaign_figure(*counts)
