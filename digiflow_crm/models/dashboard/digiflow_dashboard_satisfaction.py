from odoo import _, api, models

from ...core import periods, satisfaction
from ...core.indicator_periods import MONTH, QUARTER
from ..satisfaction.campaign_states import BASE_CLIENTS, CAMPAIGN_DRAFT
from ..satisfaction.digiflow_satisfaction_campaign_open import PARTS
from ..satisfaction.digiflow_satisfaction_campaign_results import CAMPAIGNS_SHOWN
from ..satisfaction.feedback_states import ASKED
from .satisfaction_sql import SCORES_SQL

CAMPAIGN, ANSWER = "digiflow.satisfaction.campaign", "digiflow.satisfaction.answer"
TOTAL = "total"
# Before the id of a campaign, in the keys of the line over time.
POINT = "campaign"


class DigiflowDashboard(models.AbstractModel):
    """What the clients answered in the campaigns of a period, and how it came to that."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_satisfaction(self, company, kind, span):
        """The scores of the period's campaigns, the figure, and the campaigns up to it.

        :return: ``{"drafts": how many campaigns of the period have not begun, "campaigns": [as
            below], "scores": {score: answers}, "figure": as core.satisfaction.official_figure has
            it, or None without a campaign, "trend": [{"id", "name", "date_from", "date_to" (ISO
            texts), "official", "target", "asked", "answers", "satisfied"}], oldest first}``
        """
        own = self.env["digiflow.indicator"]._get_campaigns(company, span)
        begun = own.filtered(lambda one: one.state != CAMPAIGN_DRAFT)
        line = own.search(
            [
                ("company_id", "=", company.id),
                ("date_to", "<=", span.last),
                ("state", "!=", CAMPAIGN_DRAFT),
            ],
            order="date_from desc",
            limit=CAMPAIGNS_SHOWN,
        )
        campaigns = (line | begun).sorted("date_from")
        figures = {one: one._get_figure() for one in campaigns}
        counts = self._count_scores(campaigns)
        points = {one: _prepare_point(one, figures[one], counts.get(one.id, {})) for one in figures}
        scores = {score: 0 for score in satisfaction.SCORES}
        for one in begun:
            for score, (number, _asked) in counts.get(one.id, {}).items():
                if score:
                    scores[score] += number
        known = [figures[one] for one in begun.sorted("date_from")]
        return {
            "drafts": len(own - begun),
            "campaigns": [points[one] for one in begun.sorted("date_from")],
            "scores": scores,
            "figure": self._add_up_figures(company, kind, known) if known else None,
            "trend": [points[one] for one in line.sorted("date_from")],
        }

    @api.model
    def _present_satisfaction(self, company, kind, span, numbers):
        """A row for each score from 1 to 5, in the words of the form, once a campaign has begun.

        Rows have ``share`` (in %, or None) and ``share_text``. ``figure`` is the indicator:
        ``official``, ``target``, ``reached`` (True, False, or None without data), ``satisfied``,
        ``answers``, ``sent``, ``clients``, rates, and the same in words (``official_text``,
        ``target_text``, ``verdict_text``...); ``trend`` the campaigns up to the period's end:
        ``[{"key", "name", "official", "text", "target", "counts"}]``; ``campaigns`` those of the
        period alike; ``target`` the one of the line.
        """
        trend = [self._present_campaign(point) for point in numbers["trend"]]
        return {
            "rows": self._present_scores(numbers) if numbers["campaigns"] else [],
            "total": self._present_all_answers(numbers),
            "empty": self._get_satisfaction_cure(kind, numbers),
            "figure": self._present_figure(numbers["figure"]),
            "target": self._get_line_target(company, numbers),
            "campaigns": [self._present_campaign(point) for point in numbers["campaigns"]],
            "trend": trend,
        }

    @api.model
    def _find_satisfaction(self, company, kind, span, key, part):
        """The answers of the period with a score, or those of one campaign of the line."""
        campaigns = self.env["digiflow.indicator"]._get_campaigns(company, span)
        campaigns = campaigns.filtered(lambda one: one.state != CAMPAIGN_DRAFT)
        own, title = [], ", ".join(campaigns.sorted("date_from").mapped("name"))
        place, _sign, number = str(key).partition("-")
        if place == POINT and number.isdecimal():
            campaigns = self.env[CAMPAIGN].search(
                [("id", "=", int(number)), ("company_id", "=", company.id)]
            )
            title = campaigns.name
        elif key in satisfaction.SCORES:
            own, title = [("score", "=", key)], f"{self._get_score_words()[key]}: {title}"
        elif key != TOTAL:
            campaigns = campaigns.browse()
        if not campaigns or part not in PARTS or (own and part != "answers"):
            raise self._refuse_figure(key, part)
        return ANSWER, [("campaign_id", "in", campaigns.ids), *own, *PARTS[part]], title

    @api.model
    def _count_scores(self, campaigns):
        """``{campaign id: {score or None: (answers, of clients that were asked)}}``, at once."""
        found = {}
        if campaigns:
            params = {"campaigns": tuple(campaigns.ids), "asked": tuple(ASKED)}
            self.env.cr.execute(SCORES_SQL, params)
            for campaign_id, score, number, asked in self.env.cr.fetchall():
                found.setdefault(campaign_id, {})[score] = (number, asked)
        return found

    @api.model
    def _add_up_figures(self, company, kind, figures):
        """The figure of a period: a quarter's campaign, or a year's added up as its indicator is.

        :param figures: of `digiflow.satisfaction.campaign._get_figure`, the oldest first
        """
        if kind == QUARTER:
            return figures[-1]
        names = ("satisfied", "answers", "sent", "clients")
        sums = [sum(one[name] for one in figures) for name in names]
        satisfied, whole = (
            sum(numbers) for numbers in zip(*(_get_official(one) for one in figures))
        )
        target = company.digiflow_satisfaction_target
        official = satisfaction.percentage(satisfied, whole)
        return {
            **satisfaction.campaign_figure(*sums),
            "base": figures[-1]["base"],
            "official": official,
            "target": target,
            "reached": None if official is None else official >= target,
        }

    @api.model
    def _present_scores(self, numbers):
        """A row for each score."""
        total, words = sum(numbers["scores"].values()), self._get_score_words()
        rows = []
        for score in satisfaction.SCORES:
            count = numbers["scores"][score]
            share = satisfaction.percentage(count, total)
            rows.append(
                {
                    "key": score,
                    "name": words[score],
                    "share": share,
                    "share_text": self._format_rate(share),
                    "counts": {"answers": count},
                }
            )
        return rows

    @api.model
    def _present_all_answers(self, numbers):
        """All clients that the period's campaigns asked; None without a campaign."""
        if not numbers["campaigns"]:
            return None
        counts = {
            part: sum(one[part] for one in numbers["campaigns"])
            for part in ("asked", "answers", "satisfied")
        }
        share = satisfaction.percentage(counts["answers"], counts["answers"])
        return {
            "key": TOTAL,
            "name": _("All answers"),
            "share": share,
            "share_text": self._format_rate(share),
            "counts": counts,
        }

    @api.model
    def _present_figure(self, figure):
        """The indicator in words; None without a campaign."""
        if not figure:
            return None
        return {
            **figure,
            **self.env[CAMPAIGN]._describe_figure(figure),
            "target_text": self._format_rate(figure["target"]),
        }

    @api.model
    def _present_campaign(self, point):
        """One campaign of the line over time."""
        first, last = (periods.parse_day(point[name]) for name in ("date_from", "date_to"))
        label = self.env["digiflow.indicator"]._get_period_label(
            QUARTER, periods.Period(first, last)
        )
        return {
            "key": f"{POINT}-{point['id']}",
            "id": point["id"],
            "name": label,
            "official": point["official"],
            "text": self._format_rate(point["official"]),
            "target": point["target"],
            "counts": {part: point[part] for part in ("asked", "answers", "satisfied")},
        }

    @api.model
    def _get_line_target(self, company, numbers):
        """The target that the line is drawn against: the last one of its campaigns."""
        if numbers["trend"]:
            return numbers["trend"][-1]["target"]
        return company.digiflow_satisfaction_target

    @api.model
    def _get_satisfaction_cure(self, kind, numbers):
        """What to do while there is no answer; None where there are some."""
        if sum(numbers["scores"].values()):
            return None
        if numbers["campaigns"]:
            return _("No client has answered yet. Remind them, or ask them by phone.")
        if kind == MONTH:
            return _("Clients are asked once a quarter. Choose a quarter or a year.")
        if numbers["drafts"]:
            return _(
                "The campaign of this period is a draft. Start it, and its answers stand here."
            )
        return _("No campaign in this period. Start one to know how satisfied clients are.")

    @api.model
    def _get_score_words(self):
        """``{score: its words}``."""
        return dict(self.env[ANSWER]._fields["score"]._description_selection(self.env))


def _get_official(figure):
    """Return (satisfied clients, of how many) of a figure; of 0 while nobody answered."""
    whole = figure["clients" if figure["base"] == BASE_CLIENTS else "answers"]
    return figure["satisfied"], figure["answers"] and whole


def _prepare_point(campaign, figure, scores):
    """Return a campaign as closing a period keeps it.

    :param dict scores: ``{score or None: (answers, of clients that were asked)}``
    """
    answers = {score: number for score, (number, _asked) in scores.items() if score}
    return {
        "id": campaign.id,
        "name": campaign.name,
        "date_from": campaign.date_from.isoformat(),
        "date_to": campaign.date_to.isoformat(),
        "official": figure["official"],
        "target": figure["target"],
        "asked": sum(asked for _number, asked in scores.values()),
        "answers": sum(answers.values()),
        "satisfied": sum(answers.get(score, 0) for score in satisfaction.SATISFIED),
    }
