"""Kind and hours: by hand, and for any answers and any rules."""

from decimal import Decimal
from fractions import Fraction

import pytest
from digiflow_core.estimation import (
    DEFAULT_KIND,
    HOUR_SORTS,
    KINDS,
    Answers,
    Hours,
    Rule,
    Span,
    estimate,
    sum_hours,
    to_hundredths,
)
from hypothesis import given
from hypothesis import strategies as st

MODALITIES = ("cloud", "in_house", "hybrid", "web")
LAYOUTS = ("centralized", "decentralized", "branches")
TYPES = ("F", "B", "NC", "ND", "GRE")
PER = ("once", "integration", "branch", "document_type")

spans = st.builds(
    lambda low, more: Span(low, None if more is None else low + more),
    st.integers(0, 6),
    st.none() | st.integers(0, 6),
)
small_sets = st.frozensets
hours = st.builds(Hours, *[st.integers(-50_000, 50_000)] * 3)
all_rules = st.lists(
    st.builds(
        Rule,
        key=st.integers(),
        hours=hours,
        per=st.sampled_from(PER),
        kind=st.none() | st.sampled_from(KINDS),
        modalities=small_sets(st.sampled_from(MODALITIES), max_size=2),
        layouts=small_sets(st.sampled_from(LAYOUTS), max_size=1),
        documents=spans,
        integrations=spans,
        branches=spans,
        document_types=small_sets(st.sampled_from(TYPES), max_size=2),
        is_upgrade=st.booleans(),
        is_custom=st.booleans(),
    ),
    max_size=12,
)
all_answers = st.builds(
    Answers,
    modality=st.none() | st.sampled_from(MODALITIES),
    layout=st.none() | st.sampled_from(LAYOUTS),
    documents=st.integers(0, 12),
    integrations=st.integers(0, 9),
    branches=st.integers(0, 9),
    document_types=small_sets(st.sampled_from(TYPES)),
    is_upgrade=st.booleans(),
    is_custom=st.booleans(),
)


def meets(rule, answers):
    """The conditions again, one after another, as a person would go through them."""
    for allowed, answer in ((rule.modalities, answers.modality), (rule.layouts, answers.layout)):
        if allowed and answer not in allowed:
            return False
    for span, number in (
        (rule.documents, answers.documents),
        (rule.integrations, answers.integrations),
        (rule.branches, answers.branches),
    ):
        if number < span.low or (span.high is not None and number > span.high):
            return False
    if rule.document_types and not any(
        one in answers.document_types for one in TYPES if one in rule.document_types
    ):
        return False
    if rule.is_upgrade and not answers.is_upgrade:
        return False
    return answers.is_custom or not rule.is_custom


def times(rule, answers):
    """How many times, again."""
    types = [
        one
        for one in TYPES
        if one in answers.document_types and (one in rule.document_types or not rule.document_types)
    ]
    counted = {
        "once": 1,
        "integration": answers.integrations,
        "branch": answers.branches,
        "document_type": len(types),
    }
    return counted[rule.per] if meets(rule, answers) else 0


class TestAnyRules:
    """What holds for any rules and any answers."""

    @given(all_rules, all_answers)
    def test_totals_are_the_sums_of_the_rules(self, rules, answers):
        made = estimate(rules, answers)
        for place, sort in enumerate(HOUR_SORTS):
            expected = sum(
                Fraction(rule.hours.as_tuple()[place], 100) * times(rule, answers) for rule in rules
            )
            assert Fraction(made.total.as_hours()[sort]) == expected
        assert made.total == sum_hours(line.hours for line in made.lines)

    @given(all_rules, all_answers)
    def test_only_rules_that_apply_have_a_line(self, rules, answers):
        made = estimate(rules, answers)
        expected = [(rule, times(rule, answers)) for rule in rules if times(rule, answers)]
        assert [(line.rule, line.quantity) for line in made.lines] == expected

    @given(all_rules, all_answers)
    def test_no_applied_rule_is_more_demanding_than_the_kind(self, rules, answers):
        made = estimate(rules, answers)
        kinds = [line.rule.kind for line in made.lines if line.rule.kind]
        assert all(KINDS.index(kind) <= KINDS.index(made.kind) for kind in kinds)
        assert {rule.kind for rule in made.kind_rules} == ({made.kind} if kinds else set())
        assert made.kind in kinds or (not kinds and made.kind == DEFAULT_KIND)

    @given(all_rules, all_answers, st.randoms())
    def test_order_of_rules_changes_neither_hours_nor_kind(self, rules, answers, dice):
        mixed = list(rules)
        dice.shuffle(mixed)
        one, other = estimate(rules, answers), estimate(mixed, answers)
        assert (one.kind, one.total) == (other.kind, other.total)


class TestByHand:
    """Cases that one can work out."""

    def test_a_project_in_house_with_three_integrations(self):
        rules = [
            Rule("base", Hours.of(16, 4, 2), modalities=frozenset({"in_house", "hybrid"})),
            Rule("cloud", Hours.of(8, 2, 1), modalities=frozenset({"cloud"}), kind="express"),
            Rule("each", Hours.of(6.5, 0, 0.25), "integration", kind="standard"),
            Rule("many", Hours.of(0, 8, 8), integrations=Span(3), kind="non_standard"),
        ]
        made = estimate(rules, Answers(modality="in_house", integrations=3))
        assert [line.rule.key for line in made.lines] == ["base", "each", "many"]
        assert made.total.as_hours() == {
            "implementation": Decimal("35.5"),
            "consulting": Decimal("12"),
            "management": Decimal("10.75"),
        }
        assert made.kind == "non_standard"
        assert [rule.key for rule in made.kind_rules] == ["many"]

    def test_without_a_rule_that_gives_a_kind_it_is_standard(self):
        made = estimate([Rule("base", Hours.of(1, 1, 1))], Answers())
        assert (made.kind, made.kind_rules) == ("standard", ())

    @pytest.mark.parametrize(
        ("named", "answered", "times"),
        [("F GRE", "F B NC", 1), ("", "F B NC", 3), ("GRE", "F", 0), ("", "", 0)],
    )
    def test_document_types_count_when_named_or_when_none_is(self, named, answered, times):
        rule = Rule(
            "type", Hours.of(2, 0, 0), "document_type", document_types=frozenset(named.split())
        )
        made = estimate([rule], Answers(document_types=frozenset(answered.split())))
        assert made.total.implementation == 200 * times

    @pytest.mark.parametrize(
        ("low", "high", "integrations", "applies"),
        [
            (0, 0, 0, True),
            (0, 0, 1, False),
            (3, None, 2, False),
            (3, None, 3, True),
            (1, 2, 2, True),
            (1, 2, 3, False),
        ],
    )
    def test_both_ends_of_a_span_are_in_it(self, low, high, integrations, applies):
        rule = Rule("span", integrations=Span(low, high))
        assert rule.applies_to(Answers(integrations=integrations)) is applies

    @pytest.mark.parametrize(
        ("typed", "hundredths"),
        [(0.145, 15), (0.1, 10), (2.675, 268), (None, 0), (False, 0), (-1.005, -101), (8, 800)],
    )
    def test_hours_are_read_as_they_are_written(self, typed, hundredths):
        assert to_hundredths(typed) == hundredths
