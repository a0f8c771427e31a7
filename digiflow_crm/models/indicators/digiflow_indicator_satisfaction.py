from odoo import api, models

from ...core import indicators
from ...core.indicator_periods import MONTH, QUARTER
from ..satisfaction.campaign_states import CAMPAIGN_CLOSED
from .indicator_states import FAMILY_SATISFACTION

SATISFACTION = "satisfaction"


class DigiflowIndicator(models.Model):
    """Satisfaction is what the campaigns of the quarters say.

    A quarter's value is frozen by its campaign when that is closed, not by the quarter. Its target
    is the one of the company's settings, as its campaigns have it.
    """

    _inherit = "digiflow.indicator"

    def _get_target(self, company, day):
        if self.code == SATISFACTION:
            return company.digiflow_satisfaction_target
        return super()._get_target(company, day)

    def _reckon_satisfaction(self, company, span):
        """Satisfied clients of all campaigns of a period; a month has none of its own."""
        if self._get_kind(span) == MONTH:
            return {}
        campaigns = self._get_campaigns(company, span)
        figures = [one._get_official() for one in campaigns]
        satisfied, base = (sum(numbers) for numbers in zip(*figures)) if figures else (0, 0)
        inputs = campaigns._get_indicator_inputs()
        return {SATISFACTION: indicators.rate(indicators.PERCENT, satisfied, base, **inputs)}

    def _get_left_open(self, company, span):
        left = super()._get_left_open(company, span)
        own = self.filtered(lambda one: one.family == FAMILY_SATISFACTION)
        running = self._get_campaigns(company, span).filtered(
            lambda one: one.state != CAMPAIGN_CLOSED
        )
        return left | own if running or self._get_kind(span) == QUARTER else left

    def _get_released(self, values):
        kept = values.filtered(
            lambda one: one.indicator_id.code == SATISFACTION and one.kind == QUARTER
        )
        return super()._get_released(values - kept)

    @api.model
    def _get_campaigns(self, company, span):
        """The campaigns whose quarters are in a period."""
        # sudo: the figure of the whole company, for who may see indicators.
        return (
            self.env["digiflow.satisfaction.campaign"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("date_from", ">=", span.first),
                    ("date_to", "<=", span.last),
                ]
            )
        )
