"""From the answers of a survey to the kind of project and its hours: pure Python.

Hours are counted in hundredths (int), so that totals are exactly the sums of their lines.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

HOUR_SORTS = ("implementation", "consulting", "management")
# From the least to the most demanding: of several, the last one is the project's.
KINDS = ("express", "standard", "upgrade", "non_standard")
DEFAULT_KIND = "standard"
# Kinds whose hours need the word of a presales engineer.
KINDS_TO_CONFIRM = ("upgrade", "non_standard")
PER_ONCE, PER_INTEGRATION, PER_BRANCH, PER_DOCUMENT_TYPE = (
    "once",
    "integration",
    "branch",
    "document_type",
)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Hours:
    """Hours of each sort, in hundredths of an hour (int)."""

    implementation: int = 0
    consulting: int = 0
    management: int = 0

    def __add__(self, other):
        return Hours(*(one + two for one, two in zip(self.as_tuple(), other.as_tuple())))

    def __mul__(self, quantity):
        return Hours(*(sort * quantity for sort in self.as_tuple()))

    @classmethod
    def of(cls, *hours):
        """Return Hours of numbers of hours (float, int or Decimal), in the order of the sorts."""
        return cls(*map(to_hundredths, hours))

    def as_tuple(self):
        """Return the hundredths in the order of `HOUR_SORTS`."""
        return (self.implementation, self.consulting, self.management)

    def as_hours(self):
        """Return ``{sort: hours}`` with Decimals of two places."""
        return {sort: Decimal(n) / 100 for sort, n in zip(HOUR_SORTS, self.as_tuple())}


@dataclass(frozen=True)
class Span:
    """Whole numbers from `low` to `high`, both included; None: no end on that side."""

    low: int = 0
    high: int = None

    def __contains__(self, number):
        return self.low <= number and (self.high is None or number <= self.high)


ANY = Span()


@dataclass(frozen=True)
class Answers:
    """What the survey says that rules look at; a set of document types holds any keys."""

    modality: str = None
    layout: str = None
    documents: int = 0
    integrations: int = 0
    branches: int = 0
    document_types: frozenset = frozenset()
    is_upgrade: bool = False
    is_custom: bool = False


@dataclass(frozen=True)
class Rule:
    """When it applies, what it counts by, the hours of one of these, and a kind (or None).

    An empty set of conditions lets any answer through, and so does False of a condition that must
    be true.
    """

    key: object
    hours: Hours = field(default_factory=Hours)
    per: str = PER_ONCE
    kind: str = None
    modalities: frozenset = frozenset()
    layouts: frozenset = frozenset()
    documents: Span = ANY
    integrations: Span = ANY
    branches: Span = ANY
    document_types: frozenset = frozenset()
    is_upgrade: bool = False
    is_custom: bool = False

    def applies_to(self, answers):
        """Whether all conditions are met by `answers`."""
        return (
            _lets(self.modalities, answers.modality)
            and _lets(self.layouts, answers.layout)
            and answers.documents in self.documents
            and answers.integrations in self.integrations
            and answers.branches in self.branches
            and (not self.document_types or bool(self.document_types & answers.document_types))
            and (answers.is_upgrade or not self.is_upgrade)
            and (answers.is_custom or not self.is_custom)
        )

    def count(self, answers):
        """How many times the hours of this rule are counted for `answers`.

        Document types count when the rule names them, or all of them when it names none.
        """
        if self.per == PER_INTEGRATION:
            return answers.integrations
        if self.per == PER_BRANCH:
            return answers.branches
        if self.per == PER_DOCUMENT_TYPE:
            named = self.document_types or answers.document_types
            return len(named & answers.document_types)
        return 1


@dataclass(frozen=True)
class Line:
    """A rule that applied: how many times, and the hours that this makes."""

    rule: Rule
    quantity: int
    hours: Hours


@dataclass(frozen=True)
class Estimate:
    """What the rules make of the answers.

    `kind_rules` are the rules that gave the kind; none when no rule gave any, and the kind is
    `DEFAULT_KIND`.
    """

    lines: tuple
    kind: str
    kind_rules: tuple
    total: Hours


def estimate(rules, answers):
    """Apply `rules`, in their order, to `answers`.

    A rule that counts by something of which there is none gives no line, and no kind.

    :return: Estimate
    """
    lines = []
    for rule in rules:
        quantity = rule.count(answers) if rule.applies_to(answers) else 0
        if quantity > 0:
            lines.append(Line(rule, quantity, rule.hours * quantity))
    kind, kind_rules = _most_demanding([line.rule for line in lines])
    return Estimate(tuple(lines), kind, kind_rules, sum_hours(line.hours for line in lines))


def sum_hours(hours):
    """Return the sum of an iterable of Hours."""
    return sum(hours, Hours())


def to_hundredths(hours):
    """Return a number of hours in hundredths (int), halves away from zero.

    A float counts as the number it is written as: 0.145 is 0.15, not the 0.1449... behind it.
    """
    exact = Decimal(str(hours or 0)).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return int(exact * 100)


def _most_demanding(rules):
    """The most demanding kind that `rules` give, and those which give it."""
    kinds = [rule.kind for rule in rules if rule.kind]
    if not kinds:
        return DEFAULT_KIND, ()
    kind = max(kinds, key=KINDS.index)
    return kind, tuple(rule for rule in rules if rule.kind == kind)


def _lets(allowed, answer):
    return not allowed or answer in allowed
