"""The charts: what they show, say and escape. Looked at as drawings in a browser besides."""

from xml.etree import ElementTree

import pytest
from digiflow_core import charts, svg

NS = "{http://www.w3.org/2000/svg}"
YEARS = ["2018", "2019", "2020"]
SERIES = [("OSE", [349, 533, None]), ("GRE", [198, 0, None])]
GROWTH = ("Growth", [None, 31.3, -3.2])
NASTY = '<script>alert("x")</script> & "Co"\x0b'


def parse(text):
    """The drawing as a tree; a text that is no XML fails here."""
    return ElementTree.fromstring(text)


def texts(tree):
    """What is written in the drawing, in its order."""
    return ["".join(node.itertext()) for node in tree.iter(f"{NS}text")]


def marks(tree, series):
    """``{category: element}`` of the bars or points of one series."""
    found = [node for node in tree.iter() if node.get("data-series") == str(series)]
    return {int(node.get("data-index")): node for node in found}


def draw_columns(**changes):
    """A stacked chart of three years."""
    values = {"categories": YEARS, "series": SERIES, "line": GROWTH, "title": "T", "desc": "D"}
    return parse(charts.stacked_columns(**{**values, "no_data": "no data", **changes}))


def test_columns_are_as_high_as_their_numbers_and_stand_on_each_other():
    tree = draw_columns()
    ose, gre = marks(tree, 0), marks(tree, 1)
    parts = set(ose), set(gre)
    assert parts == ({0, 1}, {0}), "neither a gap nor a zero has a part"
    unit = float(ose[0].get("height")) / 349
    assert float(ose[1].get("height")) == pytest.approx(533 * unit, abs=0.05)
    assert float(gre[0].get("height")) == pytest.approx(198 * unit, abs=0.05)
    top_of_gre = float(gre[0].get("y")) + float(gre[0].get("height"))
    assert top_of_gre == pytest.approx(float(ose[0].get("y")), abs=0.05)


def test_every_figure_is_written_and_a_gap_says_so():
    written = texts(draw_columns())
    for text in ("547", "533", "349", "198", "31.3", "\N{MINUS SIGN}3.2", "OSE", "GRE", *YEARS):
        assert any(text in one for one in written), text
    assert written.count("no data") == 1
    assert "Growth, %" in written


def test_line_breaks_where_a_value_is_unknown():
    tree = draw_columns(line=("Growth", [1, None, 2]))
    assert set(marks(tree, "line")) == {0, 2}
    lines = [node for node in tree.iter(f"{NS}line") if node.get("stroke") == svg.ACCENT]
    assert not lines


def test_fills_differ_without_colour():
    """The first six series: solid ones and patterns of different strokes."""
    series = [(str(number), [1]) for number in range(6)]
    tree = draw_columns(categories=["a"], series=series, line=None)
    patterns = {node.get("id"): node for node in tree.iter(f"{NS}pattern")}
    used = [marks(tree, number)[0].get("fill") for number in range(6)]
    assert len(set(used)) == 6
    assert all(fill[5:-1] in patterns for fill in used if fill.startswith("url("))
    assert len({node[1].get("d") for node in patterns.values()}) == len(patterns) == 5


def _luminance(color):
    """WCAG's relative luminance of #rrggbb."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one, other):
    """WCAG's contrast of two colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_figures_can_be_read_on_their_grounds():
    for ground, ink, _path, figures in svg.FILLS:
        for color in filter(None, (ground, ink)):
            assert _contrast(color, figures) >= 4.5, (color, figures)
    for color in (svg.INK, svg.QUIET, svg.ACCENT):
        assert _contrast(color, "#ffffff") >= 4.5, color


@pytest.mark.parametrize(
    "text",
    [
        charts.stacked_columns([NASTY], [(NASTY, [1])], (NASTY, [1]), NASTY, NASTY, NASTY, NASTY),
        charts.bars([(NASTY, 1), ("b", None)], NASTY, NASTY, NASTY, NASTY),
        charts.trend([NASTY], [1], 2, NASTY, NASTY, NASTY, NASTY, NASTY),
    ],
)
def test_texts_of_users_are_never_markup(text):
    tree = parse(text)
    tags = {node.tag.removeprefix(NS) for node in tree.iter()}
    assert tags <= set("svg title desc defs pattern path rect line circle text".split())
    assert tree.find(f"{NS}title").text == NASTY[:-1]


def test_drawing_says_what_it_is():
    tree = draw_columns(title="Clients", desc="737 in 2022")
    assert tree.get("role") == "img"
    names = tree.get("aria-labelledby").split()
    said = {node.get("id"): node.text for node in tree if node.get("id") in names}
    assert [said[name] for name in names] == ["Clients", "737 in 2022"]
    assert tree.get("viewBox")
    assert "width:100%" in tree.get("style")


def test_bars():
    rows = [("Banking", 120), ("Trade", 60), ("Mining", None), ("Other", 0)]
    tree = parse(charts.bars(rows, "T", "D", "%", "no data"))
    lengths = {at: float(node.get("width")) for at, node in marks(tree, 0).items()}
    assert lengths[1] == pytest.approx(lengths[0] / 2, abs=0.05)
    assert lengths[2] == lengths[3] == 0
    written = texts(tree)
    assert written[::2] == ["Banking", "Trade", "Mining", "Other"]
    assert [one.replace("\xa0", " ") for one in written[1::2]] == [
        "120 %",
        "60 %",
        "no data",
        "0 %",
    ]


def test_trend_keeps_to_its_scale_and_shows_its_target():
    tree = parse(charts.trend(YEARS, [76.4, None, 100], 80, "T", "D", "%", "Target", "no data"))
    dots = {at: float(dot.get("cy")) for at, dot in marks(tree, "line").items()}
    dashed = [node for node in tree.iter(f"{NS}line") if node.get("stroke-dasharray")]
    target = float(dashed[0].get("y1"))
    assert dots[2] < target < dots[0], "higher values stand higher"
    assert (target - dots[2]) / (dots[0] - dots[2]) == pytest.approx(20 / 23.6, abs=0.01)
    assert "Target 80\xa0%" in texts(tree)
    assert "no data" in texts(tree)


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [
        (0, 737, True, [0, 200, 400, 600, 800]),
        (0, 1, True, [0, 1]),
        (0, 7, True, [0, 2, 4, 6, 8]),
        (-3.2, 31.3, False, [-10, 0, 10, 20, 30, 40]),
        (0, 0, False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_marks_of_an_axis(low, high, whole, expected):
    assert svg.ticks(low, high, whole=whole) == expected


def test_nothing_to_draw_is_a_drawing_still():
    for text in (
        charts.stacked_columns([], [], None, "T", "D"),
        charts.bars([], "T", "D", no_data="no data"),
        charts.trend([], [], None, "T", "D"),
    ):
        assert parse(text).tag == f"{NS}svg"


def test_refusals():
    with pytest.raises(ValueError, match="OSE: 1 values for 3 categories"):
        charts.stacked_columns(YEARS, [("OSE", [1])], None, "T", "D")
    with pytest.raises(ValueError, match="negative"):
        charts.bars([("a", -1)], "T", "D")
    with pytest.raises(ValueError, match="negative"):
        charts.stacked_columns(["a"], [("OSE", [-1])], None, "T", "D")


def draw_spark(values, target=None):
    """A small line, its dots by their places, and its lines."""
    tree = parse(charts.spark(values, target, "T", "D"))
    dots = {int(node.get("data-index")): node for node in tree.iter(f"{NS}circle")}
    return tree, dots, list(tree.iter(f"{NS}line"))


def test_spark_goes_up_with_its_numbers_and_is_broken_by_a_gap():
    tree, dots, lines = draw_spark([1, 3, None, 2])
    heights = {place: float(dot.get("cy")) for place, dot in dots.items()}
    assert set(dots) == {0, 1, 3}
    assert len(lines) == 1
    assert heights[1] < heights[3] < heights[0]
    assert heights[3] == pytest.approx((heights[0] + heights[1]) / 2)
    filled = [place for place, dot in dots.items() if dot.get("fill") == svg.ACCENT]
    assert filled == [3]
    assert not texts(tree)
    assert [node.text for node in tree[:2]] == ["T", "D"]


def test_spark_has_its_target_within():
    _tree, dots, lines = draw_spark([40, 60], 80)
    target = next(line for line in lines if line.get("stroke-dasharray"))
    assert target.get("y1") == target.get("y2")
    assert float(target.get("y1")) < float(dots[1].get("cy")) < float(dots[0].get("cy"))


@pytest.mark.parametrize("values", [[], [None, None], [7], [5, 5, 5], [-3, 0]])
def test_spark_of_little_to_show_stays_inside(values):
    tree, dots, _lines = draw_spark(values, None)
    _left, _top, width, height = map(float, tree.get("viewBox").split())
    assert len(dots) == sum(value is not None for value in values)
    for dot in dots.values():
        assert 0 < float(dot.get("cx")) < width
        assert 0 < float(dot.get("cy")) < height
