from odoo import _, api, fields, models

from ...core.estimation import PER_ONCE, Hours, Rule, Span
from ...exceptions import ProcessError
from ..info_pack.modalities import MODALITIES
from .digiflow_requirement import LAYOUT_SELECTION
from .project_kinds import HOURS_DIGITS, KIND_SELECTION, PER_SELECTION

LAYOUTS = [key for key, _label in LAYOUT_SELECTION]
# What is counted on a survey: each has a field for the lowest number and one for the highest,
# where 0 means no end.
RANGES = ("documents", "integrations", "branches")
MOST_HOURS = 10_000  # of one thing; beyond it somebody typed minutes, or a thousand too many


class DigiflowEstimationRule(models.Model):
    """Hours, and perhaps a kind of project, that a survey with certain answers gets.

    The presales team edits these. An estimate copies what it takes from a rule, so that a rule
    changed later changes no estimate made before.
    """

    _name = "digiflow.estimation.rule"
    _description = "Estimation rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without one, the rule is for all companies."
    )
    # Conditions
    modality_cloud = fields.Boolean(string="Cloud")
    modality_in_house = fields.Boolean(string="In house")
    modality_hybrid = fields.Boolean(string="Hybrid")
    modality_web = fields.Boolean(string="Web platform")
    layout_centralized = fields.Boolean(string="Centralized")
    layout_decentralized = fields.Boolean(string="Decentralized")
    layout_branches = fields.Boolean(string="By branches")
    documents_from = fields.Integer(string="Documents from", help="Documents a month.")
    documents_to = fields.Integer(string="Documents to", help="0: no limit.")
    integrations_from = fields.Integer(string="Integrations from")
    integrations_to = fields.Integer(string="Integrations to", help="0: no limit.")
    without_integrations = fields.Boolean(help="Only when nothing is to be connected.")
    branches_from = fields.Integer(string="Branches from")
    branches_to = fields.Integer(string="Branches to", help="0: no limit.")
    document_type_ids = fields.Many2many(
        "digiflow.document.type", string="Any of these documents", help="None: whichever they are."
    )
    is_upgrade = fields.Boolean(string="Only upgrades")
    is_custom = fields.Boolean(
        string="Only with custom development",
        help="When the survey says what the product does not do.",
    )
    condition_text = fields.Char(string="When", compute="_compute_condition_text")
    # Result
    kind = fields.Selection(
        KIND_SELECTION,
        string="Kind of project",
        help="The most demanding kind of the rules that apply is the project's.",
    )
    per = fields.Selection(
        PER_SELECTION,
        string="Hours for each",
        default=PER_ONCE,
        required=True,
        help="What the hours are counted by. Kinds of document: those named above, or all.",
    )
    hours_implementation = fields.Float(string="Implementation", digits=HOURS_DIGITS)
    hours_consulting = fields.Float(string="Consulting", digits=HOURS_DIGITS)
    hours_management = fields.Float(string="Management", digits=HOURS_DIGITS)

    _sql_constraints = [
        (
            "ranges_check",
            "CHECK (documents_from >= 0 AND documents_to >= 0 AND integrations_from >= 0 "
            "AND integrations_to >= 0 AND branches_from >= 0 AND branches_to >= 0)",
            "The numbers of a range cannot be negative.",
        ),
    ]

    @api.depends(
        *(f"modality_{key}" for key in MODALITIES),
        *(f"layout_{key}" for key in LAYOUTS),
        *(f"{name}_from" for name in RANGES),
        *(f"{name}_to" for name in RANGES),
        *("without_integrations", "document_type_ids.code", "is_upgrade", "is_custom"),
    )
    @api.depends_context("lang")
    def _compute_condition_text(self):
        for rule in self:
            text = ", ".join(rule._get_condition_parts())
            rule.condition_text = (text[:1].upper() + text[1:]) if text else _("Always")

    @api.constrains(
        *(f"{name}_from" for name in RANGES),
        *(f"{name}_to" for name in RANGES),
        "without_integrations",
    )
    def _check_ranges(self):
        for rule in self:
            for name in RANGES:
                low, high = rule[f"{name}_from"], rule[f"{name}_to"]
                if high and low > high:
                    label = self.fields_get([f"{name}_from"], ["string"])[f"{name}_from"]["string"]
                    raise ProcessError(
                        _(
                            "%(rule)s: «%(field)s» is %(low)s, more than the %(high)s where the "
                            "range ends. Exchange them, or write 0 for no limit.",
                            rule=rule.name,
                            field=label,
                            low=low,
                            high=high,
                        )
                    )
            if rule.without_integrations and (rule.integrations_from or rule.integrations_to):
                raise ProcessError(
                    _(
                        "%(rule)s: it is for surveys without integrations, so it cannot ask for a "
                        "number of them. Empty the range, or untick the box.",
                        rule=rule.name,
                    )
                )

    @api.constrains("kind", "hours_implementation", "hours_consulting", "hours_management")
    def _check_hours(self):
        for rule in self:
            hours = (rule.hours_implementation, rule.hours_consulting, rule.hours_management)
            if not all(0 <= number <= MOST_HOURS for number in hours):
                raise ProcessError(
                    _(
                        "%(rule)s: hours go from 0 to %(most)s. To take hours off one project, "
                        "adjust its estimate.",
                        rule=rule.name,
                        most=MOST_HOURS,
                    )
                )
            if not rule.kind and not any(hours):
                raise ProcessError(
                    _("%(rule)s gives neither a kind nor hours. Enter one of them.", rule=rule.name)
                )

    def action_edit_conditions(self):
        """Open the form of the rule, where its conditions are."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_estimation_rule_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.id, "target": "new"}

    @api.model
    def _get_rules_of(self, company):
        """The rules that estimate surveys of `company` (or of none): its own, and everybody's."""
        return self.search([("company_id", "in", [False, company.id])])

    def _as_core_rules(self):
        """These rules as the pure core takes them, in their order; the key is the rule's id."""
        return [rule._as_core_rule() for rule in self]

    def _as_core_rule(self):
        self.ensure_one()
        spans = {name: Span(self[f"{name}_from"], self[f"{name}_to"] or None) for name in RANGES}
        if self.without_integrations:
            spans["integrations"] = Span(0, 0)
        return Rule(
            key=self.id,
            hours=Hours.of(self.hours_implementation, self.hours_consulting, self.hours_management),
            per=self.per,
            kind=self.kind or None,
            modalities=self._get_ticked("modality", MODALITIES),
            layouts=self._get_ticked("layout", LAYOUTS),
            document_types=frozenset(self.document_type_ids.ids),
            is_upgrade=self.is_upgrade,
            is_custom=self.is_custom,
            **spans,
        )

    def _get_ticked(self, name, keys):
        """The keys whose box ``<name>_<key>`` is ticked."""
        return frozenset(key for key in keys if self[f"{name}_{key}"])

    def _get_condition_parts(self):
        """The conditions in words, e.g. ``["in house or hybrid", "3 integrations or more"]``."""
        self.ensure_one()
        parts = [
            self._get_ticked_text("modality", MODALITIES),
            self._get_ticked_text("layout", LAYOUTS),
            self._get_range_text("documents", _("documents a month")),
            self._get_range_text("integrations", _("integrations")),
            self._get_range_text("branches", _("branches")),
            self._get_types_text(),
            _("without integrations") if self.without_integrations else "",
            _("an upgrade") if self.is_upgrade else "",
            _("with custom development") if self.is_custom else "",
        ]
        return [part for part in parts if part]

    def _get_ticked_text(self, name, keys):
        ticked = [f"{name}_{key}" for key in keys if self[f"{name}_{key}"]]
        labels = self.fields_get(ticked, ["string"]) if ticked else {}
        return _(" or ").join(labels[name]["string"].lower() for name in ticked)

    def _get_types_text(self):
        return _(" or ").join(self.document_type_ids.mapped("code"))

    def _get_range_text(self, name, what):
        low, high = self[f"{name}_from"], self[f"{name}_to"]
        if low and high:
            return _("%(low)s to %(high)s %(what)s", low=low, high=high, what=what)
        if low:
            return _("%(low)s or more %(what)s", low=low, what=what)
        return _("up to %(high)s %(what)s", high=high, what=what) if high else ""
