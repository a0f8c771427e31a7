from odoo import models

from ...core import indicators
from ...core.indicators import PERCENT
from .indicator_sql import CALLS_SQL, LISTS_SQL, MEETINGS_SQL


class DigiflowIndicator(models.Model):
    """Calls, the lists they are made from, and the presentations that they lead to."""

    _inherit = "digiflow.indicator"

    def _reckon_telemarketing(self, company, span):
        """Effective contacts of the calls, and how far the lists at work have been called."""
        [(effective, calls)] = self._ask(CALLS_SQL, company, span)
        [(contacted, prospects)] = self._ask(LISTS_SQL, company, span)
        return {
            "effective_contact": indicators.rate(PERCENT, effective, calls),
            "list_progress": indicators.rate(PERCENT, contacted, prospects),
        }

    def _reckon_meetings(self, company, span):
        """Presentations booked in a period, and what became of those that were in it."""
        [(booked, held, no_show)] = self._ask(MEETINGS_SQL, company, span)
        return {
            "meetings_booked": indicators.counted(booked),
            "meetings_held": indicators.counted(held),
            "no_show": indicators.rate(PERCENT, no_show, held + no_show),
        }
