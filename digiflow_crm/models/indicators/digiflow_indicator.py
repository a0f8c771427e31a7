from odoo import _, api, fields, models
from odoo.tools import format_date, formatLang

from ...compat import implied_groups_field
from ...core import indicator_periods, indicators, periods
from ...exceptions import WorkflowError
from .indicator_states import (
    DIRECTION_SELECTION,
    FAMILY_OTHER,
    FAMILY_SELECTION,
    FREQUENCY_SELECTION,
    UNIT_SELECTION,
)

# What the frozen values were reckoned with.
MEANING = {"code", "unit", "direction", "family", "service_id"}


class DigiflowIndicator(models.Model):
    """One figure that the commercial area is steered by: what it means and what is aimed at."""

    _name = "digiflow.indicator"
    _description = "Indicator"
    _order = "sequence, id"

    sequence = fields.Integer(default=100)
    code = fields.Char(required=True, index=True, help="How other programs know it.")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    formula = fields.Text(
        translate=True, help="In words: what is counted, and what it is divided by."
    )
    family = fields.Selection(
        FAMILY_SELECTION,
        string="About",
        required=True,
        default=FAMILY_OTHER,
        help="What it is about; «Others» are not reckoned here.",
    )
    service_id = fields.Many2one(
        "digiflow.service", ondelete="restrict", help="Whose clients it counts."
    )
    unit = fields.Selection(UNIT_SELECTION, required=True, default=indicators.PERCENT)
    direction = fields.Selection(
        DIRECTION_SELECTION, string="Is good when", required=True, default=indicators.HIGHER
    )
    has_target = fields.Boolean(string="Aims at a target")
    target = fields.Float(
        string="Target of other years",
        help="In the indicator's unit, for years without a target of their own. A frozen value "
        "keeps the one of its time.",
    )
    target_ids = fields.One2many("digiflow.indicator.target", "indicator_id", "Targets by year")
    adds_up = fields.Boolean(
        string="Adds up over time",
        help="Its target is for one period of its frequency: a year aims at four times what a "
        "quarter does. Otherwise the target is the same for a month and for a year.",
    )
    owner_id = fields.Many2one(
        "res.users",
        help="Who answers for it: the improvement actions that it asks for begin as theirs.",
    )
    frequency = fields.Selection(FREQUENCY_SELECTION, required=True, default="quarter")
    target_text = fields.Char(string="Aimed at", compute="_compute_target_text")
    value_ids = fields.One2many(
        "digiflow.indicator.value", "indicator_id", readonly=True, domain=[("frozen", "=", True)]
    )
    # The last closed period of the company at work
    last_text = fields.Char(string="Last figure", compute="_compute_last")
    last_period = fields.Char(string="Last closed period", compute="_compute_last")
    last_sign = fields.Char(string="Against the target", compute="_compute_last")
    last_is_under = fields.Boolean(compute="_compute_last")

    _sql_constraints = [
        ("code_uniq", "UNIQUE(code)", "There is an indicator with this code already. Use that one.")
    ]

    @api.depends("has_target", "target", "target_ids.value", "target_ids.year", "unit")
    @api.depends_context("lang", "company")
    def _compute_target_text(self):
        for indicator in self:
            target = indicator._get_target(self.env.company, periods.today())
            indicator.target_text = target is not None and indicator._format(target)

    @api.depends("value_ids")
    @api.depends_context("lang", "company")
    def _compute_last(self):
        for indicator in self:
            last = indicator._get_frozen(self.env.company, periods.today())
            indicator.last_text = last.value_text or _("no data")
            indicator.last_period = indicator._format_period(last.date_from, last.date_to)
            indicator.last_sign = last.sign
            indicator.last_is_under = last.is_under_target

    def write(self, vals):
        changed = [one for one in self if one._changes_meaning(vals)]
        # sudo: that there are frozen values counts, also those of companies not at work.
        frozen = self.env["digiflow.indicator.value"].sudo()
        if changed and frozen.search_count([("indicator_id", "in", [one.id for one in changed])]):
            raise WorkflowError(
                _(
                    "«%(name)s» has values on record: its code, unit and direction stay. "
                    "Make another indicator.",
                    name=changed[0].name,
                )
            )
        return super().write(vals)

    def copy(self, default=None):
        """A copy needs a code of its own."""
        self.ensure_one()
        return super().copy({"code": f"{self.code}_2", **(default or {})})

    def action_view_values(self):
        """Open the closed periods of this indicator as a line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_indicator_value_action"
        )
        return {
            **action,
            "name": self.name,
            "domain": [
                *(("indicator_id", "=", self.id), ("has_data", "=", True)),
                *(("frozen", "=", True), ("kind", "=", self.frequency)),
            ],
            "views": [(False, "graph"), (False, "list"), (False, "form")],
        }

    def _changes_meaning(self, vals):
        self.ensure_one()
        return any(name in vals and vals[name] != self[name] for name in MEANING)

    def _get_target(self, company, day):
        """What is aimed at in a company on a day, in a period of the indicator's frequency.

        :return: number in the indicator's unit, or None
        """
        self.ensure_one()
        year = str(day.year)
        for own in self.target_ids:
            if own.company_id == company and own.year == year:
                return own.value
        return self.target if self.has_target else None

    def _get_target_between(self, company, date_from, date_to):
        """What is aimed at in some days: of what adds up over time, as much as they are long.

        :return: number in the indicator's unit, or None
        """
        target = self._get_target(company, date_to)
        kind = indicator_periods.kind_of(date_from, date_to)
        if target is None or not self.adds_up or not kind:
            return target
        months = indicator_periods.MONTHS
        return target * months[kind] / months[self.frequency]

    def _get_owner(self, company):
        """Who answers for this indicator in a company: its owner, else the commercial manager.

        :return: res.users, empty when there is neither
        """
        self.ensure_one()
        if self.owner_id.active and company in self.owner_id.company_ids:
            return self.owner_id
        role = self.env.ref("digiflow_crm.group_manager")
        domain = [
            (implied_groups_field(self.env), "in", role.ids),
            ("company_ids", "in", company.ids),
            ("share", "=", False),
        ]
        return self.env["res.users"].search(domain, order="id", limit=1)

    def _get_frozen(self, company, day):
        """The last value that was frozen of a period of its frequency which was over on a day.

        :param company: res.company
        :param date day: in Lima
        :return: digiflow.indicator.value, perhaps one without data; empty when there is none
        """
        self.ensure_one()
        return self.env["digiflow.indicator.value"].search(
            [
                ("indicator_id", "=", self.id),
                ("company_id", "=", company.id),
                ("kind", "=", self.frequency),
                ("date_to", "<=", day),
                ("frozen", "=", True),
            ],
            order="date_to desc, date_from desc, id desc",
            limit=1,
        )

    def _freeze(self, company, date_from, date_to, *numbers, inputs=None):
        """Fix for good what this indicator came to in a period.

        Freezing the same numbers once more changes nothing.

        :param company: res.company
        :param date date_from: first day of the period; `date_to` is its last one
        :param numbers: numerator (number or None), which over the denominator gives the value;
            denominator (0 or None where there was nothing to count); and perhaps the value, where
            it is not reckoned from those two
        :param dict inputs: JSON-able; what else it was reckoned with
        :return: the frozen digiflow.indicator.value
        :raise WorkflowError: the period is frozen with other numbers, or these contradict
        """
        self.ensure_one()
        measured = self._measure(*numbers)._replace(inputs=inputs)
        self._lock()
        # sudo: nobody may write values but this method; its callers say who may freeze.
        values = self.env["digiflow.indicator.value"].sudo()
        period = {
            "indicator_id": self.id,
            "company_id": company.id,
            "date_from": date_from,
            "date_to": date_to,
        }
        known = values.search([(name, "=", period[name]) for name in period])
        if known.frozen:
            known._check_same(measured)
        else:
            known = known or values.create(period)
            known._fix(measured)
        return self.env["digiflow.indicator.value"].browse(known.id)

    def _measure(self, numerator, denominator, value=None):
        """The numbers that are to be frozen, checked."""
        try:
            return indicators.measure(self.unit, numerator, denominator, value)
        except ValueError as error:
            raise WorkflowError(
                _(
                    "The numbers of «%(name)s» contradict each other: %(value)s is not "
                    "%(numerator)s over %(denominator)s.",
                    name=self.name,
                    value=value,
                    numerator=numerator,
                    denominator=denominator,
                )
            ) from error

    def _lock(self):
        """Wait for who freezes a value of this indicator; a change and not a mere lock, so that
        whoever began before the other had finished begins again, and sees it.
        """
        self.env.cr.execute(
            "UPDATE digiflow_indicator SET write_date = write_date WHERE id = %s", [self.id]
        )

    def _format(self, value, company=None, signed=False):
        """A value as people read it: ``82.5 %``, ``12.0 days``, ``S/ 1,234.56``, or no data.

        :param value: number, or None
        :param company: res.company in whose currency amounts are; the one at work without it
        :param bool signed: with a plus before what is above 0, and percentages as points
        """
        self.ensure_one()
        if value is None:
            return _("no data")
        sign = "+" if signed and value > 0 else ""
        currency = (company or self.env.company).currency_id
        decimals = indicators.DECIMALS[self.unit]
        money = self.unit == indicators.AMOUNT
        number = formatLang(self.env, value, digits=decimals, currency_obj=money and currency)
        text = {
            indicators.PERCENT: _("%s points") if signed else "%s %%",
            indicators.DAYS: _("%s days"),
            indicators.SCORE: _("%s points"),
        }.get(self.unit, "%s")
        return sign + text % number

    def _describe_sign(self, value, target):
        """How a value stands to its target, in words with a sign.

        :param value: number, or None; likewise the target
        """
        if value is None:
            return _("no data")
        if target is None:
            return _("no target")
        if not indicators.is_missed(value, target, self.direction):
            return _("✓ target reached")
        return _("▲ above target") if value > target else _("▼ under target")

    def _format_period(self, date_from, date_to):
        """The days of a period as people read them."""
        return " - ".join(format_date(self.env, day) for day in (date_from, date_to) if day)
