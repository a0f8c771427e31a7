"""For any rules, any answers and any adjustments, the hours of a survey are those of its lines."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.digiflow_crm.core.estimation import HOUR_SORTS, KINDS

from ..common import KINDS as DOCUMENTS
from .estimate_case import EstimateCase

MODALITIES = ("cloud", "in_house", "hybrid", "web")
hours = st.integers(0, 99_999).map(lambda hundredths: hundredths / 100)
rules = st.fixed_dictionaries(
    {
        "kind": st.sampled_from((False, *KINDS)),
        "per": st.sampled_from(("once", "integration", "branch", "document_type")),
        "modality_cloud": st.booleans(),
        "modality_in_house": st.booleans(),
        "layout_branches": st.booleans(),
        "documents_from": st.sampled_from((0, 0, 500, 5000)),
        "integrations_from": st.integers(0, 4),
        "without_integrations": st.just(False),
        "is_upgrade": st.booleans(),
        "hours_implementation": hours.map(lambda number: number + 0.01),
        "hours_consulting": hours,
        "hours_management": hours,
    }
)
answers = st.fixed_dictionaries(
    {
        "modality": st.sampled_from(MODALITIES),
        "monthly_documents": st.sampled_from((1, 499, 500, 5000, 100_000)),
        "integration_count": st.integers(0, 9),
        "is_upgrade": st.booleans(),
        "custom_development": st.sampled_from((False, "  ", "A portal")),
        "branch_count": st.integers(0, 6),
    }
)
adjustments = st.lists(st.tuples(*[st.integers(-99_999, 99_999)] * 3).filter(any), max_size=3)


class TestTotals(EstimateCase):
    """The invariant, through the ORM and down to the columns of the database."""

    @given(st.lists(rules, max_size=6), answers, adjustments)
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    def test_hours_are_the_sums_of_the_rules_and_adjustments(self, rules, answers, adjustments):
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            self.check(rules, answers, adjustments)
        finally:
            self.env.flush_all()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def check(self, rules, answers, adjustments):
        """Estimate, adjust, and count again from what was put in."""
        all_rules = self.env["digiflow.estimation.rule"]
        all_rules.search([]).unlink()
        made = [all_rules.create({"name": "Rule", **vals}) for vals in rules]
        layout = "branches" if answers["branch_count"] else "centralized"
        self.survey.write({**answers, "billing_layout": layout})
        for numbers in adjustments:
            named = {f"hours_{sort}": n / 100 for sort, n in zip(HOUR_SORTS, numbers, strict=True)}
            self.adjust("presales", **named)
        self.env.flush_all()
        self.env.invalidate_all()
        expected = [
            sum((self.hundredths(rule[f"hours_{sort}"]) * self.times(rule) for rule in made), 0)
            + sum(numbers[place] for numbers in adjustments)
            for place, sort in enumerate(HOUR_SORTS)
        ]
        stored = self.read_columns("digiflow_requirement", "id")
        self.assertEqual([number * 100 for number in stored], expected)
        self.assertEqual(stored, self.read_columns("digiflow_estimate_line", "requirement_id"))
        self.assertEqual(self.survey.hours_total, sum(expected) / 100)

    def hundredths(self, number):
        """Hundredths of a number with two decimals."""
        return int(Fraction(f"{number:.2f}") * 100)

    def times(self, rule):
        """How many times a rule counts for the survey: said again, without the core."""
        survey = self.survey
        ticked = {key for key in MODALITIES if rule[f"modality_{key}"]}
        applies = (
            (not ticked or survey.modality in ticked)
            and (not rule.layout_branches or survey.billing_layout == "branches")
            and survey.monthly_documents >= rule.documents_from
            and survey.integration_count >= rule.integrations_from
            and (survey.is_upgrade or not rule.is_upgrade)
        )
        counted = {
            "once": 1,
            "integration": survey.integration_count,
            "branch": survey.branch_count,
            "document_type": len(DOCUMENTS),
        }
        return counted[rule.per] if applies else 0

    def read_columns(self, table, key):
        """Sums of the hours of the survey in a table, exactly as the database has them."""
        sums = ", ".join(f"COALESCE(SUM(hours_{sort}), 0)" for sort in HOUR_SORTS)
        self.env.cr.execute(f"SELECT {sums} FROM {table} WHERE {key} = %s", [self.survey.id])
        return [Fraction(str(number)) for number in self.env.cr.fetchone()]
