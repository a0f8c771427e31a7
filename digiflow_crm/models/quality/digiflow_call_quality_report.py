from odoo import fields, models

from ...compat import AVERAGED, COUNTED_ONCE
from .review_states import CALIBRATION, DRAFT, ORIGIN_SELECTION

# What is the review's stands on its first row alone, so that it is neither added up nor averaged
# once for each criterion.
FIRST = """NOT EXISTS (
        SELECT FROM digiflow_call_review_line before
        WHERE before.review_id = line.review_id AND before.id < line.id
    )"""
VIEW_SQL = f"""
    SELECT line.id, line.review_id, review.call_id, review.user_id, review.analyst_id,
        review.company_id, review.week, review.origin, review.scorecard_id,
        (review.call_start AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date AS day,
        line.criterion_id, line.module_id, line.critical, line.not_applicable, line.weight,
        CASE WHEN NOT line.not_applicable THEN line.points END AS points,
        (NOT line.not_applicable)::int4 AS rated,
        (NOT line.not_applicable AND line.points < review.mark)::int4 AS missed,
        review.id AS review_count, review.failed AS is_failed,
        CASE WHEN {FIRST} THEN review.score END AS score,
        CASE WHEN {FIRST} THEN review.failed::int4 END AS failed,
        CASE WHEN {FIRST} THEN review.failed::int4 * 100.0 END AS failed_rate
    FROM digiflow_call_review review
    JOIN digiflow_call_review_line line ON line.review_id = review.id
    WHERE review.state <> '{DRAFT}' AND review.origin <> '{CALIBRATION}'
"""


class DigiflowCallQualityReport(models.Model):
    """How calls were judged: a row for each criterion of each signed review.

    What is begun counts in nothing, and neither do calibrations. A view: grouped and filtered in
    the database, never written.
    """

    _name = "digiflow.call.quality.report"
    _description = "Call quality"
    _auto = False
    _rec_name = "criterion_id"
    _order = "day desc, id desc"
    _depends = {
        "digiflow.call.review": [
            *("call_id", "user_id", "analyst_id", "company_id", "week", "origin", "scorecard_id"),
            *("call_start", "mark", "state", "score", "failed"),
        ],
        "digiflow.call.review.line": [
            *("review_id", "criterion_id", "module_id", "critical", "not_applicable", "weight"),
            "points",
        ],
    }

    # What
    review_id = fields.Many2one("digiflow.call.review", readonly=True)
    call_id = fields.Many2one("digiflow.call", readonly=True)
    criterion_id = fields.Many2one("digiflow.call.scorecard.criterion", readonly=True)
    module_id = fields.Many2one("digiflow.training.module", string="Training module", readonly=True)
    scorecard_id = fields.Many2one("digiflow.call.scorecard", readonly=True)
    critical = fields.Boolean(readonly=True)
    not_applicable = fields.Boolean(string="Does not apply", readonly=True)
    origin = fields.Selection(ORIGIN_SELECTION, readonly=True)
    # Whose and when
    user_id = fields.Many2one("res.users", string="Telemarketer", readonly=True)
    analyst_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    week = fields.Date(readonly=True, help="The Monday of the call's week, in Lima.")
    day = fields.Date(string="Day of the call", readonly=True, help="In Lima.")
    # Of the criterion
    weight = fields.Float(readonly=True, **AVERAGED)
    points = fields.Float(
        readonly=True,
        digits=(5, 2),
        help="From 0 to 100, averaged over the reviews to which the criterion applies.",
        **AVERAGED,
    )
    rated = fields.Integer(string="Times rated", readonly=True)
    missed = fields.Integer(string="Under the passing score", readonly=True)
    # Of the review: not by criterion
    review_count = fields.Integer(string="Reviews", readonly=True, **COUNTED_ONCE)
    is_failed = fields.Boolean(string="Call failed", readonly=True)
    score = fields.Float(
        string="Score of the call",
        readonly=True,
        digits=(5, 2),
        help="Of whole reviews: group it by person, week or analyst, not by criterion.",
        **AVERAGED,
    )
    failed = fields.Integer(
        string="Failed calls",
        readonly=True,
        help="Of whole reviews: group it by person, week or analyst, not by criterion.",
    )
    failed_rate = fields.Float(
        string="Failed calls (%)",
        readonly=True,
        digits=(5, 1),
        help="Of whole reviews: group it by person, week or analyst, not by criterion.",
        **AVERAGED,
    )

    def action_open_source(self):
        """Open the review that this row is of."""
        self.ensure_one()
        return self.review_id._get_form_action()

    @property
    def _table_query(self):
        """The criteria of the reviews that count."""
        return VIEW_SQL
