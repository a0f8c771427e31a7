from odoo import models

from ...core import indicators, periods
from ...core.indicators import PERCENT, SCORE


class DigiflowIndicator(models.Model):
    """How well calls are made, and what people learnt: their own steps say the figures."""

    _inherit = "digiflow.indicator"

    def _reckon_quality(self, company, span):
        """The average score of the calls that were reviewed."""
        scores, reviews, failed = company._get_call_quality(*span)
        return {"call_quality": indicators.rate(SCORE, scores, reviews, failed=failed)}

    def _reckon_training(self, company, span):
        """Right answers of the tests of a period, and the trained people on its last day."""
        right, answers = company._get_training_rate(*span)
        trained, staff = company._get_staff_trained(min(span.last, periods.today()))
        return {
            "training": indicators.rate(PERCENT, right, answers),
            "staff_trained": indicators.rate(PERCENT, trained, staff),
        }
