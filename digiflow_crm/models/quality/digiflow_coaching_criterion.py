from datetime import timedelta

from odoo import _, api, fields, models

from ...core.training_effect import AFTER, BEFORE, Case, compare_numbers
from ...exceptions import WorkflowError
from .coaching_states import (
    BETTER,
    COMPARED_DAYS,
    COMPARED_REVIEWS,
    EARLY,
    FEW,
    PLANNED,
    SAME,
    VERDICT_SELECTION,
    WORSE,
)
from .review_states import CALIBRATION, DRAFT

CHANGE_DIGITS = 1


class DigiflowCoachingCriterion(models.Model):
    """One thing that a coaching is about, and what reviews say of it before and after the session.

    Its figures are those of the reviews that whoever looks may read: everybody their own, quality
    and the manager all of them.
    """

    _name = "digiflow.coaching.criterion"
    _description = "Criterion of a coaching"
    _order = "coaching_id, id"

    coaching_id = fields.Many2one(
        "digiflow.coaching", required=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        "digiflow.call.scorecard.criterion", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(
        string="Called then", readonly=True, help="As the review had it when it was signed."
    )
    module_id = fields.Many2one(
        "digiflow.training.module",
        string="Training module",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(related="coaching_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="coaching_id.company_id", store=True)
    is_planned = fields.Boolean(compute="_compute_is_planned", store=True)
    # Did it help
    before_count = fields.Integer(string="Reviews before", compute="_compute_figures")
    before_average = fields.Float(string="Before", compute="_compute_figures", digits=(5, 1))
    after_count = fields.Integer(string="Reviews after", compute="_compute_figures")
    after_average = fields.Float(string="After", compute="_compute_figures", digits=(5, 1))
    change = fields.Float(compute="_compute_figures", digits=(5, 1))
    verdict = fields.Selection(VERDICT_SELECTION, string="Result", compute="_compute_figures")

    _sql_constraints = [
        (
            "criterion_uniq",
            "UNIQUE(coaching_id, criterion_id)",
            "This criterion is in the coaching already.",
        ),
        (
            "planned_once",
            "EXCLUDE (user_id WITH =, criterion_id WITH =) WHERE (is_planned)",
            "A coaching of this person about the same criterion is planned already. Add to that "
            "one; if it was opened at this very moment, try again.",
        ),
    ]

    @api.depends("coaching_id.state")
    def _compute_is_planned(self):
        for one in self:
            one.is_planned = one.coaching_id.state == PLANNED

    @api.depends("coaching_id.start", "coaching_id.state", "user_id", "criterion_id")
    def _compute_figures(self):
        lines = self._get_reviewed()
        for one in self:
            figures = compare_numbers(one._get_cases(lines))
            before, after = figures[BEFORE], figures[AFTER]
            one.before_count, one.after_count = before["cases"], after["cases"]
            one.before_average = before["value"] or 0.0
            one.after_average = after["value"] or 0.0
            one.change = round(figures["change"] or 0.0, CHANGE_DIGITS)
            one.verdict = one._judge()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.coaching_id._check_open()
        for line in lines:
            criterion = line.criterion_id
            line.name = line.name or criterion.name
            line.module_id = line.module_id or criterion.module_id
        return lines

    def write(self, vals):
        self.coaching_id._check_open()
        if {"coaching_id", "criterion_id"} & set(vals):
            raise WorkflowError(_("Add the other criterion, and take this one away."))
        return super().write(vals)

    def unlink(self):
        self.coaching_id._check_planned()
        return super().unlink()

    def _judge(self):
        """What the averages say, in a word; nothing where there are too few reviews."""
        self.ensure_one()
        if not self.after_count:
            return EARLY
        if min(self.before_count, self.after_count) < COMPARED_REVIEWS:
            return FEW
        if not self.change:
            return SAME
        return BETTER if self.change > 0 else WORSE

    def _get_reviewed(self):
        """The criteria in signed reviews of these people, in one search.

        :return: digiflow.call.review.line
        """
        domain = [
            ("user_id", "in", self.user_id.ids),
            ("criterion_id", "in", self.criterion_id.ids),
            ("not_applicable", "=", False),
            ("review_id.state", "!=", DRAFT),
            ("review_id.origin", "!=", CALIBRATION),
        ]
        return self.env["digiflow.call.review.line"].search(domain)

    def _get_cases(self, lines):
        """The reviewed points of this person and criterion, before and after the session.

        While it was not held everything is before.

        :param lines: digiflow.call.review.line to choose from
        :return: list of Case
        """
        self.ensure_one()
        coaching = self.coaching_id
        turn = coaching.start if coaching.state != PLANNED else False
        turn = turn or fields.Datetime.now()
        reach = timedelta(days=COMPARED_DAYS)
        own = lines.filtered(
            lambda line: line.user_id == self.user_id and line.criterion_id == self.criterion_id
        )
        return [
            Case(BEFORE if line.review_id.call_start < turn else AFTER, line.id, line.points)
            for line in own
            if abs(line.review_id.call_start - turn) <= reach
        ]
