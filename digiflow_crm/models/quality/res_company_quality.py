from odoo import models

from ...core import periods
from .review_states import CALIBRATION, DRAFT

QUALITY_SQL = """
    SELECT COALESCE(sum(score), 0), count(*), count(*) FILTER (WHERE failed)
    FROM digiflow_call_review
    WHERE company_id = %(company)s AND state <> %(draft)s AND origin <> %(calibration)s
        AND call_start >= %(begin)s AND call_start < %(end)s
"""


class ResCompany(models.Model):
    """What the calls of a company came to, for its indicators."""

    _inherit = "res.company"

    def _get_call_quality(self, date_from, date_to):
        """What the reviews say of the calls of these days in Lima, both included.

        Drafts and calibrations count in nothing. It looks past the rules: the company's figure.

        :param date date_from: the first day
        :param date date_to: the last day
        :return: (sum of the scores, number of reviews, how many of the calls failed)
        """
        self.ensure_one()
        begin, end = periods.boundaries([periods.Period(date_from, date_to)])
        names = ("company_id", "state", "origin", "call_start", "score", "failed")
        self.env["digiflow.call.review"].flush_model(names)
        kinds = {"draft": DRAFT, "calibration": CALIBRATION}
        params = {"company": self.id, "begin": begin, "end": end, **kinds}
        self.env.cr.execute(QUALITY_SQL, params)
        total, count, failed = self.env.cr.fetchone()
        return float(total), count, failed
