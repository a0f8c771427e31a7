from odoo import _, api, fields, models

from ...compat import check_access
from ...core.estimation import HOUR_SORTS, Answers, estimate
from ...exceptions import WorkflowError
from .digiflow_requirement import STATE_VALIDATED

# Answers that rules look at: when one changes, the estimate is made again.
ESTIMATED_ANSWERS = {
    *("modality", "monthly_documents", "document_type_ids", "billing_layout", "branch_count"),
    *("integration_count", "is_upgrade", "custom_development"),
}
# What the rules say; nobody writes it.
ESTIMATE_FIELDS = {
    *("estimated_kind", "estimated_on", "estimate_note", "project_kind", "hours_total"),
    *(f"hours_{sort}" for sort in HOUR_SORTS),
}


class DigiflowRequirement(models.Model):
    """How the rules estimate a survey: again with every answer that counts, until validation."""

    _inherit = "digiflow.requirement"

    @api.model_create_multi
    def create(self, vals_list):
        # What a default in the context of the call would bring is not the rules' word either.
        forged = {f"default_{name}" for name in ESTIMATE_FIELDS}
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        vals_list = [
            {name: value for name, value in vals.items() if name not in ESTIMATE_FIELDS}
            for vals in vals_list
        ]
        # Keys are taken out, which keyword arguments cannot do. pylint: disable=context-overridden
        surveys = super(DigiflowRequirement, self.with_context(context)).create(vals_list)
        surveys._estimate()
        return surveys.with_context(self.env.context)

    def write(self, vals):
        if ESTIMATE_FIELDS.intersection(vals):
            raise WorkflowError(
                _(
                    "Kind and hours come from the estimation rules. Change the answers, add an "
                    "adjustment, or set another kind with its reason."
                )
            )
        res = super().write(vals)
        if ESTIMATED_ANSWERS.intersection(vals):
            self._estimate()
        return res

    def action_estimate(self):
        """Estimate again with the rules of now; adjustments stay.

        :raise WorkflowError: a survey is validated
        """
        check_access(self, "write")
        self._check_open_for_estimate()
        self._estimate()
        return True

    def _estimate(self):
        """Make the lines of the rules and the kind; adjustments by hand stay."""
        # What is kept is in words: those of the user, also where a call brings no language.
        lang = self.env.context.get("lang") or self.env.user.lang
        for survey in self.with_context(lang=lang):
            # sudo: the estimate follows from the answers, whoever may change those.
            survey.sudo()._estimate_by_rules()

    def _estimate_by_rules(self):
        rules = self.env["digiflow.estimation.rule"]._get_rules_of(self.company_id)
        made = estimate(rules._as_core_rules() if self.modality else [], self._as_core_answers())
        names = {rule.id: rule.name for rule in rules}
        self._drop_stale_kind(made.kind)
        self.rule_line_ids._drop_snapshot()
        self.env["digiflow.estimate.line"]._create_snapshot(
            [self._prepare_snapshot_vals(number, line) for number, line in enumerate(made.lines)]
        )
        note = self._get_kind_note(made.kind, [names[rule.key] for rule in made.kind_rules])
        self._write_estimate(
            {
                "estimated_kind": made.kind,
                "estimated_on": fields.Datetime.now(),
                "estimate_note": note,
            }
        )
        self._withdraw_word()

    def _write_estimate(self, vals):
        """Write what nobody else may write; past the checks of this class and those after it."""
        # Past `write` is what it is for. pylint: disable=super-method-mismatch
        return super().write(vals)

    def _as_core_answers(self):
        """The answers as the pure core takes them; kinds of document are ids, as in rules."""
        self.ensure_one()
        return Answers(
            modality=self.modality or None,
            layout=self.billing_layout or None,
            documents=self.monthly_documents,
            integrations=self.integration_count,
            branches=self.branch_count,
            document_types=frozenset(self.document_type_ids.ids),
            is_upgrade=self.is_upgrade,
            is_custom=bool((self.custom_development or "").strip()),
        )

    def _prepare_snapshot_vals(self, number, line):
        """Values of the line that keeps what a rule gave.

        :param int number: the line's place among those of the survey
        :param line: core Line, whose rule's key is the id of the rule
        """
        rule = self.env["digiflow.estimation.rule"].browse(line.rule.key)
        hours, units = line.hours.as_hours(), line.rule.hours.as_hours()
        return {
            "requirement_id": self.id,
            "is_adjustment": False,
            "sequence": number,
            "rule_id": rule.id,
            "name": rule.name,
            "reason": rule.condition_text,
            "per": rule.per,
            "quantity": line.quantity,
            "user_id": False,
            "adjusted_on": False,
            **{f"hours_{sort}": float(hours[sort]) for sort in HOUR_SORTS},
            **{f"unit_{sort}": float(units[sort]) for sort in HOUR_SORTS},
        }

    def _check_open_for_estimate(self):
        """Refuse to change the estimate of what is validated."""
        if any(survey.state == STATE_VALIDATED for survey in self):
            raise WorkflowError(
                _(
                    "The hours of a validated survey stay as they were validated. Make a new "
                    "version of the survey: the old one is kept."
                )
            )
