"""The funnel: what it shows and says. Looked at as a drawing in a browser besides."""

from xml.etree import ElementTree

import pytest
from digiflow_core import charts, charts_funnel, svg

NS = "{http://www.w3.org/2000/svg}"
ROWS = [("Contact", 2000, "25.0 % went on"), ("Meeting", 500, ""), ("Sale", 0, "")]


def draw(rows, **words):
    """The drawing as a tree."""
    text = charts_funnel.funnel(rows, **{"title": "T", "desc": "D", **words})
    return ElementTree.fromstring(text)


def bars(tree):
    """The bars by the place of their row."""
    return {int(one.get("data-index")): one for one in tree.iter(f"{NS}rect") if is_bar(one)}


def is_bar(one):
    """Whether a rectangle is the bar of a stage."""
    return one.get("data-series") == "0"


def texts(tree):
    """What is written."""
    return ["".join(one.itertext()) for one in tree.iter(f"{NS}text")]


def test_bars_are_as_long_as_their_numbers_around_the_middle():
    found = bars(draw(ROWS))
    lengths = [float(found[place].get("width")) for place in range(3)]
    assert lengths[1] == pytest.approx(lengths[0] / 4, abs=0.05)
    assert lengths[2] == 0
    for one in found.values():
        middle = float(one.get("x")) + float(one.get("width")) / 2
        assert middle == pytest.approx(charts.WIDTH / 2, abs=0.05)


def test_a_few_beside_very_many_are_seen():
    found = bars(draw([("Contact", 1_000_000, ""), ("Sale", 1, "")]))
    assert float(found[1].get("width")) >= charts_funnel.LEAST


def test_every_figure_is_written_and_heard():
    tree = draw(ROWS)
    written = texts(tree)
    for text in ("1. Contact", "2,000", "2. Meeting", "500", "3. Sale", "0", "25.0 % went on"):
        assert text in written
    assert [one.text for one in tree.iter(f"{NS}title")][:2] == ["T", "Contact: 2,000"]
    assert next(tree.iter(f"{NS}desc")).text == "D"


def test_slopes_join_the_bars():
    tree = draw(ROWS)
    slopes = list(tree.iter(f"{NS}polygon"))
    assert len(slopes) == 2
    above, right, below_right, below = slopes[0].get("points").split()
    found = bars(tree)
    for place, left, far in ((0, above, right), (1, below, below_right)):
        start = float(found[place].get("x"))
        assert float(left.split(",")[0]) == pytest.approx(start, abs=0.05)
        end = start + float(found[place].get("width"))
        assert float(far.split(",")[0]) == pytest.approx(end, abs=0.05)


def test_texts_stay_inside_and_are_never_markup():
    tree = draw([("<b>" + "Levantamiento " * 9, 1_000_000, "& so on"), ("Sale", 3, "")])
    name = texts(tree)[1]
    assert name.startswith("1. <b>")
    assert svg.text_width(name) + svg.text_width("1,000,000") < charts.WIDTH


def test_nothing_to_draw_and_what_cannot_be_drawn():
    assert texts(draw([], no_data="no data")) == ["no data"]
    with pytest.raises(ValueError, match="negative"):
        draw([("Contact", -1, "")])
