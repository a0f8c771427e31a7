from odoo import _, api, fields, models

from ...core.estimation import DEFAULT_KIND, HOUR_SORTS, KINDS_TO_CONFIRM, to_hundredths
from .project_kinds import HOURS_DIGITS, KIND_SELECTION


class DigiflowRequirement(models.Model):
    """The kind of project and its hours: fields. How they come about is in the two files after."""

    _inherit = "digiflow.requirement"

    # Hours
    estimate_line_ids = fields.One2many(
        "digiflow.estimate.line", "requirement_id", string="Hours", readonly=True
    )
    rule_line_ids = fields.One2many(
        "digiflow.estimate.line",
        "requirement_id",
        string="Hours by rule",
        domain=[("is_adjustment", "=", False)],
        readonly=True,
    )
    adjustment_ids = fields.One2many(
        "digiflow.estimate.line",
        "requirement_id",
        string="Adjustments by hand",
        domain=[("is_adjustment", "=", True)],
        copy=False,
    )
    hours_implementation = fields.Float(
        string="Hours of implementation",
        compute="_compute_hours",
        store=True,
        digits=HOURS_DIGITS,
    )
    hours_consulting = fields.Float(
        string="Hours of consulting", compute="_compute_hours", store=True, digits=HOURS_DIGITS
    )
    hours_management = fields.Float(
        string="Hours of management", compute="_compute_hours", store=True, digits=HOURS_DIGITS
    )
    hours_total = fields.Float(
        string="Hours in all", compute="_compute_hours", store=True, digits=HOURS_DIGITS
    )
    estimated_on = fields.Datetime(readonly=True, copy=False)
    estimate_seal = fields.Char(
        compute="_compute_estimate_seal",
        help="Kind and hours in one text, to tell whether they are still those that were seen.",
    )
    # Kind
    project_kind = fields.Selection(
        KIND_SELECTION,
        string="Kind of project",
        compute="_compute_project_kind",
        store=True,
        tracking=True,
    )
    estimated_kind = fields.Selection(
        KIND_SELECTION, string="Kind by the rules", readonly=True, copy=False
    )
    estimate_note = fields.Char(string="Why this kind", readonly=True, copy=False)
    kind_override = fields.Selection(
        KIND_SELECTION,
        string="Another kind",
        copy=False,
        help="Set by the presales engineer, with a reason, when the rules do not see it right.",
    )
    kind_reason = fields.Text(string="Why another kind", copy=False)
    kind_user_id = fields.Many2one("res.users", string="Set by", readonly=True, copy=False)
    kind_on = fields.Datetime(string="Set on", readonly=True, copy=False)
    # Word of presales
    hours_confirmed_by_id = fields.Many2one(
        "res.users", string="Hours confirmed by", readonly=True, copy=False
    )
    hours_confirmed_on = fields.Datetime(readonly=True, copy=False)
    needs_hours_word = fields.Boolean(compute="_compute_needs_hours_word")

    @api.depends(*(f"estimate_line_ids.hours_{sort}" for sort in HOUR_SORTS))
    def _compute_hours(self):
        for survey in self:
            total = 0
            for sort in HOUR_SORTS:
                lines = survey.estimate_line_ids.mapped(f"hours_{sort}")
                hundredths = sum(map(to_hundredths, lines))
                survey[f"hours_{sort}"] = hundredths / 100
                total += hundredths
            survey.hours_total = total / 100

    @api.depends("project_kind", *(f"hours_{sort}" for sort in HOUR_SORTS))
    def _compute_estimate_seal(self):
        for survey in self:
            hours = " + ".join(f"{survey[f'hours_{sort}']:.2f}" for sort in HOUR_SORTS)
            survey.estimate_seal = f"{survey.project_kind}: {hours}"

    @api.depends("estimated_kind", "kind_override")
    def _compute_project_kind(self):
        for survey in self:
            survey.project_kind = survey.kind_override or survey.estimated_kind or DEFAULT_KIND

    @api.depends("project_kind", "hours_confirmed_by_id")
    def _compute_needs_hours_word(self):
        for survey in self:
            survey.needs_hours_word = (
                survey.project_kind in KINDS_TO_CONFIRM and not survey.hours_confirmed_by_id
            )

    def _get_estimate_text(self):
        """Kind and hours of this survey in words, in the user's language."""
        self.ensure_one()
        fields_of_hours = [self._fields[f"hours_{sort}"] for sort in HOUR_SORTS]
        hours = [
            f"{field._description_string(self.env)} {self[field.name]:g}"
            for field in fields_of_hours
        ]
        return "; ".join([self._get_kind_label(self.project_kind), *hours])

    def _get_kind_label(self, kind):
        """The name of a kind of project in the user's language."""
        return dict(self._fields["project_kind"]._description_selection(self.env))[kind]

    def _get_kind_note(self, kind, rule_names):
        """Why a survey is of that kind: the rules that said so, or that none did."""
        self.ensure_one()
        if not self.modality:
            return _("Standard until the modality is answered; there are no hours before that.")
        label = self._get_kind_label(kind)
        if not rule_names:
            return _("No rule gives a kind to these answers: %(kind)s.", kind=label)
        return _("%(kind)s, by: %(rules)s.", kind=label, rules=", ".join(rule_names))
