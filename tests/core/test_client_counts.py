"""Quarters and years, the plain recount, and a table's growth and totals."""

from datetime import date, timedelta

import pytest
from digiflow_core import client_counts
from digiflow_core.client_counts import QUARTER, YEAR, build_rows, growth, recount, share, split

OSE, GRE = 1, 2
D = date.fromisoformat
# DOMAIN.md, section 6.
HISTORY = {2018: (349, 198), 2019: (533, 185), 2020: (542, 153), 2021: (524, 180), 2022: (578, 159)}


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (QUARTER, "2026-01-01", "2026-01-01", "2026-03-31"),
        (QUARTER, "2024-05-31", "2024-04-01", "2024-06-30"),
        (QUARTER, "2026-09-30", "2026-07-01", "2026-09-30"),
        (QUARTER, "2026-12-31", "2026-10-01", "2026-12-31"),
        (YEAR, "2024-02-29", "2024-01-01", "2024-12-31"),
        (YEAR, "2026-12-31", "2026-01-01", "2026-12-31"),
    ],
)
def test_period_of(kind, day, first, last):
    assert client_counts.period_of(D(day), kind) == (D(first), D(last))
    assert client_counts.is_last_day(D(last), kind)
    assert not client_counts.is_last_day(D(last) - timedelta(days=1), kind)


def test_split_gives_whole_periods_without_a_gap():
    quarters = split(D("2023-02-10"), D("2024-01-01"), QUARTER)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in quarters] == [
        ("2023-01-01", "2023-03-31"),
        ("2023-04-01", "2023-06-30"),
        ("2023-07-01", "2023-09-30"),
        ("2023-10-01", "2023-12-31"),
        ("2024-01-01", "2024-03-31"),
    ]


def test_recount_by_hand():
    """Both ends of a stay count; back to back is kept; a client twice counts once."""
    stays = [
        ("a", OSE, D("2023-12-31"), D("2024-03-31")),
        ("b", OSE, D("2024-01-01"), D("2024-02-10")),
        ("b", OSE, D("2024-02-11"), None),
        ("c", OSE, D("2024-04-01"), D("2024-06-29")),
        ("d", OSE, D("2020-01-01"), D("2024-03-30")),
        ("d", OSE, D("2024-03-31"), D("2024-05-01")),
        ("d", GRE, D("2024-06-30"), D("2024-06-30")),
    ]
    days = [D("2023-12-31"), D("2024-03-31"), D("2024-06-30")]
    names = ("count", "at_start", "kept", "new", "lost")
    found = {key: tuple(map(one.get, names)) for key, one in recount(stays, days).items()}
    assert found == {
        (days[1], OSE): (3, 2, 2, 1, 0),
        (days[1], GRE): (0, 0, 0, 0, 0),
        (days[2], OSE): (1, 3, 1, 0, 2),
        (days[2], GRE): (1, 0, 0, 1, 0),
    }


def test_growth_and_share_of_nothing_are_nothing():
    assert growth(718, 547) == 31.3
    assert growth(0, 5) == -100.0
    assert growth(5, 5) == 0.0
    assert growth(5, 0) is None
    assert growth(5, None) is None
    assert growth(None, 5) is None
    assert share(3, 4) == 75.0
    assert share(0, 4) == 0.0
    assert share(0, 0) is None
    assert share(None, 4) is None


def typed(count):
    """Figures of a historical cell."""
    return {**client_counts.EMPTY, "count": count, "origin": "historical"}


def table(kind, cells, first, last, services=(OSE, GRE)):
    """The rows of a table."""
    return build_rows(kind, split(D(first), D(last), kind), list(services), cells)


def test_the_history_to_the_unit():
    cells = {}
    for year, counts in HISTORY.items():
        cells[date(year, 12, 31), OSE], cells[date(year, 12, 31), GRE] = map(typed, counts)
    rows = table(YEAR, cells, "2018-01-01", "2022-12-31")
    assert [row["total"]["count"] for row in rows] == [547, 718, 695, 704, 737]
    assert [row["total"]["growth"] for row in rows] == [None, 31.3, -3.2, 1.3, 4.7]
    assert [row["cells"][1]["growth"] for row in rows] == [None, -6.6, -17.3, 17.6, -11.7]
    assert {row["total"]["retention"] for row in rows} == {None}


def test_a_total_that_lacks_a_service_is_not_compared():
    days = [D("2022-12-31"), D("2023-12-31"), D("2024-12-31")]
    cells = {
        (days[0], OSE): typed(100),
        (days[0], GRE): typed(50),
        (days[1], OSE): typed(110),
        (days[2], OSE): typed(120),
        (days[2], GRE): typed(60),
    }
    rows = table(YEAR, cells, "2022-01-01", "2024-12-31")
    assert rows[1]["total"]["count"] == 110
    assert rows[1]["total"]["missing"] == [GRE]
    assert rows[1]["total"]["growth"] is None
    assert rows[1]["cells"][0]["growth"] == 10.0
    assert rows[2]["total"]["missing"] == []


def test_quarters_are_compared_with_the_one_before_and_with_a_year_before():
    counts = [10, 20, 30, 40, 15]
    spans = split(D("2023-01-01"), D("2024-03-31"), QUARTER)
    cells = {(span.last, OSE): typed(counts[at]) for at, span in enumerate(spans)}
    rows = table(QUARTER, cells, "2023-01-01", "2024-03-31", [OSE])
    assert [row["total"]["growth"] for row in rows] == [None, 100.0, 50.0, 33.3, -62.5]
    assert [row["total"]["growth_year"] for row in rows] == [None] * 4 + [50.0]


def test_moves_are_known_only_when_all_are():
    day = D("2024-12-31")
    moved = {"at_start": 4, "kept": 3, "new": 2, "lost": 1, "origin": "computed"}
    cells = {(day, OSE): {**typed(5), **moved}, (day, GRE): typed(7)}
    row = table(YEAR, cells, "2024-01-01", "2024-12-31")[0]
    assert row["cells"][0]["retention"] == 75.0
    assert row["total"]["count"] == 12
    assert row["total"]["lost"] is None
    assert row["total"]["retention"] is None
