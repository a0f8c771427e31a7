"""attrs become expressions that say the same: checked on random domains and records."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import port


def holds(leaf, record):
    """Tell whether one condition holds, the way the 16.0 client reads it."""
    name, operator, value = leaf
    found = record[name]
    return {
        "=": lambda: found == value,
        "!=": lambda: found != value,
        "<": lambda: found < value,
        "<=": lambda: found <= value,
        ">": lambda: found > value,
        ">=": lambda: found >= value,
        "in": lambda: found in value,
        "not in": lambda: found not in value,
    }[operator]()


def matches(domain, record):
    """Read a domain in prefix notation from left to right, recursively: not as the port does."""
    items = iter(domain)

    def term():
        item = next(items)
        if item == "!":
            return not term()
        if item in ("&", "|"):
            left, right = term(), term()  # both are read, whatever the first one says
            return (left and right) if item == "&" else (left or right)
        return item if isinstance(item, bool) else holds(item, record)

    result = True
    while True:
        try:
            result = term() and result
        except StopIteration:
            return result


NUMBERS = st.integers(-2, 2)
STATES = st.sampled_from(["draft", "it's", "done"])
RECORDS = st.fixed_dictionaries(
    {
        "count": NUMBERS,
        "state": STATES,
        "flag": st.booleans(),
        "partner_id": st.just(False) | st.just(7),
    }
)
EQUAL = st.sampled_from(["=", "!="])
LEAVES = st.one_of(
    st.tuples(st.just("count"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS),
    st.tuples(st.just("count"), st.sampled_from(["in", "not in"]), st.lists(NUMBERS, min_size=1)),
    st.tuples(st.just("state"), EQUAL, STATES),
    st.tuples(st.just("state"), st.sampled_from(["in", "not in"]), st.tuples(STATES, STATES)),
    st.tuples(st.just("flag"), EQUAL, st.booleans()),
    st.tuples(st.just("partner_id"), EQUAL, st.just(False)),
    st.booleans(),
)
TERMS = st.recursive(
    LEAVES.map(lambda leaf: [leaf]),
    lambda inner: st.one_of(
        inner.map(lambda term: ["!", *term]),
        st.tuples(st.sampled_from("&|"), inner, inner).map(lambda t: [t[0], *t[1], *t[2]]),
    ),
    max_leaves=6,
)
DOMAINS = st.lists(TERMS, max_size=3).map(lambda terms: list(chain(*terms)))


@given(DOMAINS, RECORDS)
def test_expression_holds_where_the_domain_does(domain, record):
    code = compile(port.expression(domain), "expression", "eval")
    assert bool(eval(code, {}, dict(record))) == matches(domain, record)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ([("active", "=", False)], "not active"),
        ([("active", "!=", True)], "not active"),
        ([("partner_id", "!=", False)], "partner_id"),
        ([("line_ids", "=", [])], "not line_ids"),
        ([("parent.state", "=", "draft")], "parent.state == 'draft'"),
        ([(1, "=", 1)], "1 == 1"),
        (["|", ("a", ">", 0), "&", ("b", "=", 1), ("c", "=", 2)], "a > 0 or (b == 1 and c == 2)"),
        ([("a", "=", 0), "|", ("b", "=", 1), ("c", "=", 2)], "a == 0 and (b == 1 or c == 2)"),
        (["!", "|", ("a", "=", 1), ("b", "=", 2)], "not (a == 1 or b == 2)"),
        (True, "True"),
        (0, "False"),
        ([], "True"),
    ],
)
def test_expression_reads_well(domain, expected):
    assert port.expression(domain) == expected


@pytest.mark.parametrize(
    "attrs",
    [
        "{'invisible': [('name', 'like', 'x')]}",
        "{'invisible': [('partner_id.name', '=', 'x')]}",
        "{'invisible': [('name', '=', None)]}",
        "{'invisible': [('count', '<', True)]}",
        "{'invisible': [('count', '=', [1, 2])]}",
        "{'invisible': [('count', 'in', 3)]}",
        "{'invisible': ['|', ('count', '=', 3)]}",
        "{'invisible': [('user_id', '=', uid)]}",
        "{'string': [('count', '=', 3)]}",
        "{}",
        "{'invisible':",
    ],
)
def test_attrs_without_a_translation_are_refused_with_their_line(attrs):
    with pytest.raises(port.PortError, match=r"^12: attrs .*\(use = != "):
        port.expressions(attrs, 12)
