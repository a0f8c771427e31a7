from odoo import _, api, models

from ...core import periods, satisfaction
from ...core.external import without_none
from ...exceptions import ProcessError
from .feedback_states import ASKED, KIND_PRESENTATION, KIND_SELECTION


class DigiflowFeedback(models.Model):
    """The figure of satisfaction of each kind of feedback, over what the user may see."""

    _inherit = "digiflow.feedback"

    @api.model
    def get_figure(self, date_from, date_to, kind=KIND_PRESENTATION):
        """How satisfied the clients are with what took place in some days.

        A late answer counts in the days of what it is about. Executives get the figure of their
        own clients, managers and quality that of all.

        :param date_from: date, or ISO text; a day in Lima, as is `date_to`, both included
        :param str kind: ``presentation`` or ``go_live``
        :return: ``{"satisfied", "answers", "sent", "rate", "response_rate"}``: numbers, and
            percentages that are False without anything to count; satisfied is 4 or 5
        :raise ProcessError: the days or the kind are none
        """
        return without_none(self._get_figure(date_from, date_to, kind))

    @api.model
    def _get_figure(self, date_from, date_to, kind=KIND_PRESENTATION):
        """The same, with None where there is nothing to count; see `get_figure`."""
        domain = self._get_figure_domain(date_from, date_to, kind)
        satisfied = [*domain, ("score", "in", satisfaction.SATISFIED)]
        answered = [*domain, ("score", "!=", False)]
        counts = [self.search_count(one) for one in (satisfied, answered, domain)]
        return satisfaction.figure(*counts)

    @api.model
    def _get_figure_domain(self, date_from, date_to, kind):
        """Which clients were asked about what took place in these days."""
        if kind not in dict(KIND_SELECTION):
            raise ProcessError(_("There is no feedback of the kind «%(kind)s».", kind=kind))
        try:
            first, last = periods.parse_day(date_from), periods.parse_day(date_to)
        except ValueError as error:
            raise ProcessError(
                _("The first and the last day are written like 2026-03-31.")
            ) from error
        if first > last:
            raise ProcessError(_("The first day is after the last one. Swap them."))
        return [
            ("kind", "=", kind),
            ("state", "in", ASKED),
            ("date", ">=", periods.starts_at(first)),
            ("date", "<", periods.starts_at(last + periods.ONE_DAY)),
        ]

    @api.model
    def _get_distribution(self, date_from, date_to, kind=KIND_PRESENTATION):
        """How many clients answered what; see `get_figure`.

        :return: ``{score: number}`` of all five, from 1 to 5
        """
        domain = self._get_figure_domain(date_from, date_to, kind)
        return {
            score: self.search_count([*domain, ("score", "=", score)])
            for score in satisfaction.SCORES
        }
