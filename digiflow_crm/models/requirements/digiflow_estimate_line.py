from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core.estimation import HOUR_SORTS, KINDS_TO_CONFIRM, PER_ONCE, to_hundredths
from ...exceptions import WorkflowError
from .project_kinds import HOURS_DIGITS, PER_SELECTION

# What a person says of an adjustment; the rest follows.
TYPED_FIELDS = {"requirement_id", "reason", *(f"hours_{sort}" for sort in HOUR_SORTS)}
LEAST_REASON = 10  # characters
MOST_HOURS = 10_000


class DigiflowEstimateLine(models.Model):
    """Hours of a survey: what a rule gave when it was estimated, or an adjustment by hand.

    A copy, not a link: the estimate stays as it is when its rule changes or goes. Lines of rules
    are made by the survey alone; people make, change and delete adjustments.
    """

    _name = "digiflow.estimate.line"
    _description = "Hours of an estimate"
    _order = "is_adjustment, sequence, id"
    _rec_name = "name"

    requirement_id = fields.Many2one(
        "digiflow.requirement", string="Survey", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="requirement_id.company_id", store=True, index=True)
    is_adjustment = fields.Boolean(string="By hand", readonly=True)
    sequence = fields.Integer(readonly=True)
    rule_id = fields.Many2one(
        "digiflow.estimation.rule",
        string="Estimation rule",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Rule", required=True, readonly=True)
    reason = fields.Char(string="Why", help="Why these hours are added, or taken off.")
    per = fields.Selection(PER_SELECTION, string="For each", default=PER_ONCE, readonly=True)
    quantity = fields.Integer(string="Times", default=1, readonly=True)
    # Hours of one
    unit_implementation = fields.Float(digits=HOURS_DIGITS, readonly=True)
    unit_consulting = fields.Float(digits=HOURS_DIGITS, readonly=True)
    unit_management = fields.Float(digits=HOURS_DIGITS, readonly=True)
    # Hours of all
    hours_implementation = fields.Float(string="Implementation", digits=HOURS_DIGITS)
    hours_consulting = fields.Float(string="Consulting", digits=HOURS_DIGITS)
    hours_management = fields.Float(string="Management", digits=HOURS_DIGITS)
    # Author
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    adjusted_on = fields.Datetime(string="On", readonly=True)

    _sql_constraints = [
        (
            "hours_check",
            "CHECK (hours_implementation = quantity * unit_implementation "
            "AND hours_consulting = quantity * unit_consulting "
            "AND hours_management = quantity * unit_management)",
            "The hours of a line are those of one, as many times as the line says.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        """Adjustments by hand: whatever else is sent, the rest of the line follows."""
        surveys = self.env["digiflow.requirement"].browse(
            {vals.get("requirement_id") for vals in vals_list if vals.get("requirement_id")}
        )
        self._check_may_adjust(surveys)
        lines = super().create([self._prepare_adjustment_vals(vals) for vals in vals_list])
        lines._check_adjustment()
        surveys._after_adjustment()
        return lines

    def write(self, vals):
        if not set(vals) <= TYPED_FIELDS or "requirement_id" in vals:
            raise WorkflowError(
                _("Of an adjustment only the reason and the hours change. Make a new one instead.")
            )
        self._check_adjustments_only()
        self._check_may_adjust(self.requirement_id)
        res = super().write(self._prepare_written_vals(vals))
        self._check_adjustment()
        self.requirement_id._after_adjustment()
        return res

    def unlink(self):
        self._check_adjustments_only()
        surveys = self.requirement_id
        self._check_may_adjust(surveys)
        res = super().unlink()
        surveys._after_adjustment()
        return res

    @api.model
    def _create_snapshot(self, vals_list):
        """Lines of rules; of the survey alone, which has checked that it may be estimated."""
        # Past `create` is what it is for. pylint: disable=super-method-mismatch
        return super().create(vals_list)

    def _drop_snapshot(self):
        """Delete lines of rules, which the survey makes again."""
        # Past `unlink` is what it is for. pylint: disable=super-method-mismatch
        return super().unlink()

    @api.model
    def _prepare_adjustment_vals(self, vals):
        """Every field of a new adjustment, for the defaults of a context are the caller's."""
        hours = {
            f"hours_{sort}": to_hundredths(vals.get(f"hours_{sort}")) / 100 for sort in HOUR_SORTS
        }
        return {
            "requirement_id": vals.get("requirement_id"),
            "reason": (vals.get("reason") or "").strip(),
            "name": _("Adjustment by hand"),
            "is_adjustment": True,
            "sequence": 0,
            "rule_id": False,
            "per": PER_ONCE,
            "quantity": 1,
            **self._prepare_author_vals(),
            **self._with_units(hours),
        }

    @api.model
    def _prepare_written_vals(self, vals):
        """What a change of an adjustment writes: who changes it answers for it."""
        hours = {
            name: to_hundredths(value) / 100
            for name, value in vals.items()
            if name.startswith("hours_")
        }
        reason = {"reason": (vals["reason"] or "").strip()} if "reason" in vals else {}
        return {**reason, **self._prepare_author_vals(), **self._with_units(hours)}

    @api.model
    def _prepare_author_vals(self):
        return {"user_id": self.env.uid, "adjusted_on": fields.Datetime.now()}

    @api.model
    def _with_units(self, hours):
        """Values of hours, with those of one, which of an adjustment are the same."""
        units = {name.replace("hours_", "unit_"): value for name, value in hours.items()}
        return {**hours, **units}

    def _check_adjustment(self):
        """An adjustment says why, and changes the hours."""
        for line in self:
            if len(line.reason or "") < LEAST_REASON:
                raise WorkflowError(
                    _(
                        "Say why the hours are adjusted, in %(count)s characters or more.",
                        count=LEAST_REASON,
                    )
                )
            hours = [line[f"hours_{sort}"] for sort in HOUR_SORTS]
            if any(abs(number) > MOST_HOURS for number in hours):
                raise WorkflowError(
                    _(
                        "«%(reason)s»: %(most)s hours are the most of one adjustment.",
                        reason=line.reason,
                        most=MOST_HOURS,
                    )
                )
            if not any(hours):
                raise WorkflowError(
                    _("«%(reason)s» adds no hours and takes none off.", reason=line.reason)
                )

    def _check_adjustments_only(self):
        if not all(line.is_adjustment for line in self):
            raise WorkflowError(
                _("The hours that a rule gave are not changed by hand. Add an adjustment.")
            )

    @api.model
    def _check_may_adjust(self, surveys):
        """Refuse adjustments of what is validated, and by whose hours these are not."""
        surveys._check_open_for_estimate()
        for survey in surveys:
            roles = (
                ("presales",)
                if survey.project_kind in KINDS_TO_CONFIRM
                else (
                    "executive",
                    "presales",
                )
            )
            if not any(self.env.user.has_group(f"digiflow_crm.group_{role}") for role in roles):
                raise AccessError(
                    _(
                        "%(survey)s: the hours of an upgrade and of a non-standard project are "
                        "the presales engineer's; of the others, the executive's too.",
                        survey=survey.name,
                    )
                )
