from odoo import _, api, fields, models
from odoo.tools.misc import formatLang

from ...exceptions import SurveyError
from .digiflow_requirement import (
    ANSWER_FIELDS,
    LAYOUT_BRANCHES,
    LAYOUT_CENTRALIZED,
    STATE_DRAFT,
)

# Kind of a product that a survey may name; the catalogue itself comes with the proposal.
MODULE = "module"
# The most that a number can be and still be meant.
LIMITS = {
    "monthly_documents": 100_000_000,
    "monthly_gre": 100_000_000,
    "branch_count": 10_000,
    "integration_count": 100,
}


class DigiflowRequirement(models.Model):
    """The one place that says which answers contradict each other, and which are missing.

    A problem is a pair: name of the field to mend, text that says what is wrong and the cure.
    """

    _inherit = "digiflow.requirement"

    missing_answers = fields.Char(compute="_compute_missing_answers")

    @api.depends(*ANSWER_FIELDS, "state")
    def _compute_missing_answers(self):
        """Labels of what a draft still lacks before it can be submitted."""
        for requirement in self:
            gaps = requirement._get_gaps() if requirement.state == STATE_DRAFT else []
            labels = requirement._get_answer_labels([name for name, _text in gaps])
            requirement.missing_answers = ", ".join(labels.values()) or False

    @api.constrains(*ANSWER_FIELDS, "state")
    def _check_answers(self):
        """Refuse contradictions at once, and what is missing when the survey leaves draft."""
        for requirement in self:
            problems = requirement._get_contradictions()
            if requirement.state != STATE_DRAFT:
                problems += requirement._get_gaps()
            if problems:
                raise requirement._prepare_survey_error(problems)

    def _get_contradictions(self):
        """What no survey may say, a draft neither: a list of problems."""
        self.ensure_one()
        return [
            *self._get_wrong_numbers(),
            *self._get_wrong_places(),
            *self._get_wrong_guides(),
            *self._get_wrong_modules(),
        ]

    def _get_wrong_numbers(self):
        """Numbers below zero, or beyond what can be meant."""
        problems = []
        for name, limit in LIMITS.items():
            if self[name] < 0:
                problems.append((name, _("it cannot be negative. Enter 0 or more.")))
            elif self[name] > limit:
                most = formatLang(self.env, limit, digits=0)
                text = _("it is more than %(limit)s. Check the number.", limit=most)
                problems.append((name, text))
        return problems

    def _get_wrong_places(self):
        """Branches that do not go with the billing layout.

        Decentralized places may be counted or not: each invoices on its own.
        """
        if self.billing_layout == LAYOUT_BRANCHES and not self.branch_count:
            text = _(
                "the billing layout is by branches. Enter how many there are, or choose another "
                "layout."
            )
        elif self.billing_layout == LAYOUT_CENTRALIZED and self.branch_count > 0:
            text = _(
                "a centralized layout has no branches. Enter 0, or choose the layout by branches."
            )
        else:
            return []
        return [("branch_count", text)]

    def _get_wrong_guides(self):
        """A volume of GRE that does not go with the kinds or the number of documents."""
        if self.monthly_gre <= 0:
            return []
        if not self.issues_gre:
            text = _("GRE is not among the kinds of document. Add it, or enter 0.")
        elif 0 < self.monthly_documents < self.monthly_gre:
            text = _(
                "they are more than all the documents a month, which count GRE as well. Correct "
                "one of the two."
            )
        else:
            return []
        return [("monthly_gre", text)]

    def _get_wrong_modules(self):
        """Products that are no modules."""
        # sudo: only the kind and name of chosen products; not everybody reads the catalogue.
        others = self.sudo().module_ids.filtered(lambda one: one.digiflow_kind != MODULE)
        if not others:
            return []
        names = ", ".join(others.mapped("display_name"))
        return [
            ("module_ids", _("%(names)s: not a module of the catalogue. Take it out.", names=names))
        ]

    def _get_gaps(self):
        """What is missing before presales can read the survey: a list of problems."""
        self.ensure_one()
        checks = {
            "modality": (not self.modality, _("choose where the solution is to run.")),
            "monthly_documents": (
                self.monthly_documents <= 0,
                _("enter how many documents a usual month has, more than 0."),
            ),
            "document_type_ids": (
                not self.document_type_ids,
                _("choose at least one kind that the client issues."),
            ),
            "monthly_gre": (
                self.issues_gre and self.monthly_gre <= 0,
                _("GRE is among the kinds of document. Enter how many a month, or take it out."),
            ),
            "billing_layout": (not self.billing_layout, _("choose from where they invoice.")),
            "erp": (
                self.integration_count > 0 and not (self.erp or "").strip(),
                _("name what is to be connected, or enter 0 integrations."),
            ),
            "need": (
                not (self.need or "").strip(),
                _("write what the client needs, in a few sentences."),
            ),
        }
        return [(name, text) for name, (missing, text) in checks.items() if missing]

    def _prepare_survey_error(self, problems):
        """The refusal that tells all `problems` of this survey, one a line."""
        names = list(dict.fromkeys(name for name, _text in problems))
        labels = self._get_answer_labels(names)
        lines = [f"- «{labels[name]}»: {text}" for name, text in problems]
        return SurveyError("\n".join([f"{self.name}:", *lines]), fields=names)
