from odoo import api, fields, models

from ...compat import implied_groups_field
from ...core.call_review import compare
from .review_states import DONE

ANALYSTS = "digiflow_crm.group_quality"


class DigiflowCallCalibration(models.Model):
    """How far apart the two analysts of a calibration are, once both have signed."""

    _inherit = "digiflow.call.calibration"

    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    analyst_ids = fields.Many2many(
        "res.users", string="Who may review", compute="_compute_analyst_ids"
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends("state")
    def _compute_comparison(self):
        for calibration in self:
            values = calibration.get_comparison()
            calibration.comparison = values and self.env["ir.qweb"]._render(
                "digiflow_crm.call_calibration_table", values, lang=self.env.lang
            )

    @api.depends("company_id")
    def _compute_analyst_ids(self):
        """Who can be chosen: active analysts and managers."""
        domain = [(implied_groups_field(self.env), "in", self.env.ref(ANALYSTS).ids)]
        analysts = self.env["res.users"].search([*domain, ("share", "=", False)])
        for calibration in self:
            calibration.analyst_ids = analysts

    @api.depends_context("uid")
    @api.depends("state", "first_id", "second_id")
    def _compute_is_mine(self):
        for calibration in self:
            calibration.is_mine = self.env.user in calibration.first_id | calibration.second_id

    def get_comparison(self):
        """What both analysts said, side by side; empty until both have signed.

        :return: ``{first, second}`` names, ``rows`` of criteria with the points of both and their
            difference (second minus first), ``scores`` of both, ``difference`` and ``mean``
        """
        self.ensure_one()
        if self.state != DONE:
            return {}
        first, second = (self._get_half(user) for user in (self.first_id, self.second_id))
        pairs = list(zip(first.line_ids, second.line_ids))
        result = compare(first._get_rated(), second._get_rated(), first.mark)
        return {
            "first": self.first_id.name,
            "second": self.second_id.name,
            "rows": [
                self._prepare_row(one, two, difference)
                for (one, two), difference in zip(pairs, result.by_criterion)
            ],
            "scores": [f"{half.score:.2f}" for half in (first, second)],
            "failed": [half.failed for half in (first, second)],
            "difference": _signed(result.score, "%+.2f"),
            "mean": _signed(result.mean, "%.2f"),
        }

    def _get_half(self, analyst):
        """The review of one of the two."""
        return self._get_reviews().filtered(lambda review: review.analyst_id == analyst)

    @api.model
    def _prepare_row(self, one, two, difference):
        """One criterion as both see it."""
        return {
            "name": one.name,
            "critical": one.critical,
            "points": [_points(line) for line in (one, two)],
            "comments": [line.comment or "" for line in (one, two)],
            "difference": _signed(difference, "%+d"),
            "apart": difference is None and one.not_applicable != two.not_applicable,
        }


def _signed(number, pattern):
    """A number as text, without a sign when it is none; empty when it is not known."""
    if number is None:
        return ""
    return pattern % number if number else "0"


def _points(line):
    """Points as text; False where the criterion does not apply."""
    return False if line.not_applicable else str(line.points)
