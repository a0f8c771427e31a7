"""A funnel as a picture in SVG: how many came into each stage, and which part went on. Pure Python.

See charts.py for what every drawing keeps to.
"""

from . import svg
from .charts import WIDTH
from .svg import element, figure, label

ROW, BAR = 62, 24
SIDE = 8
# What is there at all is seen, however much more there is in another stage.
LEAST = 4


def funnel(rows, title, desc, no_data=""):
    """Draw a bar for each of ``rows``, one under the other around a middle line, and between two of
    them the slope from one to the other with what is said of it.

    ``data-index`` is the row's place, ``data-series`` 0 for the bar, 1 for what went on.

    :param rows: list of (name, number, said of those who went on; empty text of the last one)
    :param no_data: written where there are no rows
    :raise ValueError: a number is negative
    """
    if any(number < 0 for _name, number, _said in rows):
        raise ValueError("A negative number has no bar")
    canvas = svg.drawing(WIDTH, max(ROW * len(rows), ROW), title, desc)
    if not rows:
        label(canvas, WIDTH / 2, ROW / 2, no_data, fill=svg.QUIET)
    most = max([number for _name, number, _said in rows] or [0]) or 1
    lengths = [_length(number, most) for _name, number, _said in rows]
    for index, (_name, _number, said) in enumerate(rows[:-1]):
        _draw_slope(canvas, index, lengths[index : index + 2], said)
    for index, (name, number, _said) in enumerate(rows):
        _draw_stage(canvas, index, name, number, lengths[index])
    return svg.to_text(canvas)


def _length(number, most):
    """Return how long the bar of a number is."""
    return max((WIDTH - 2 * SIDE) * number / most, LEAST) if number else 0.0


def _draw_stage(canvas, index, name, number, length):
    """Draw the bar of a stage; its name and figure stand above it."""
    top = ROW * index + 18
    said = figure(number)
    room = WIDTH - svg.text_width(said) - 3 * SIDE
    label(canvas, SIDE, top - 5, svg.shorten(f"{index + 1}. {name}", room), "start")
    label(canvas, WIDTH - SIDE, top - 5, said, "end", font_weight="bold")
    bar = element(
        canvas,
        "rect",
        x=(WIDTH - length) / 2,
        y=top,
        width=length,
        height=BAR,
        fill=svg.FILLS[0][0],
        data_index=index,
        data_series=0,
    )
    element(bar, "title", f"{name}: {said}")


def _draw_slope(canvas, index, lengths, said):
    """Draw the way from a stage to the next one, and what is said of who went it."""
    top, bottom = ROW * index + 18 + BAR, ROW * (index + 1) + 18
    above, below = ((WIDTH - length) / 2 for length in lengths)
    corners = ((above, top), (WIDTH - above, top), (WIDTH - below, bottom), (below, bottom))
    points = " ".join(f"{x:g},{y:g}" for x, y in corners)
    place = {"data_index": index, "data_series": 1}
    element(canvas, "polygon", points=points, fill=svg.GRID, **place)
    width = svg.text_width(said, svg.SMALL) + 8
    middle = WIDTH / 2
    ground = {"fill": "#ffffff", "fill_opacity": 0.85, "rx": "2"}
    if said:
        size = {"x": middle - width / 2, "y": top + 2.0, "width": width, "height": 15}
        element(canvas, "rect", **size, **ground, **place)
        label(canvas, middle, top + 13, said, font_size=svg.SMALL, **place)
