"""Charts as pictures in SVG, for the screen, for a PDF and for those who hear them. Pure Python.

Each function returns a complete ``<svg>`` as text: a title and a description in words, every figure
written beside its mark, patterns with a legend or direct labels, so that nothing is said by colour
alone. A value of None is a gap, with ``no_data`` written there. Bars and points carry
``data-index`` (the category) and ``data-series``. In a page put a drawing of many categories in a
block with ``overflow-x: auto``: it keeps its texts readable.

A list of values that is shorter or longer than its categories, or a negative number where lengths
or heights show it, is a ValueError.
"""

from . import svg
from .svg import element, figure, label

WIDTH = 480
FEW = 8
SLOT, NARROW_SLOT = 60, 42
LEFT, RIGHT = 46, 12
LEGEND_ROW = 22
SWATCH = 14
LINE_BAND = 92
PLOT = 230
BELOW = 42
DOT = 4
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 32, 5


def stacked_columns(categories, series, line, title, desc, unit_line="%", no_data=""):
    """Draw a column for each category, its series one upon the other, and a line in a band above.

    :param categories: names, in order
    :param series: list of (name, numbers or None)
    :param line: (name, numbers or None), or None without a line
    """
    _demand_lengths(categories, [*series, *([line] if line else [])])
    _demand_positive(value for _name, values in series for value in values)
    width = _width(len(categories))
    legend = _legend_rows([name for name, _values in series], width)
    band = LINE_BAND if line else 0
    top = band + LEGEND_ROW * len(legend) + 24
    canvas = _canvas(width, top + PLOT + BELOW, title, desc, len(categories))
    fills = svg.fills(canvas, len(series))
    if line:
        _draw_line_band(canvas, categories, line, unit_line, width)
    _draw_legend(canvas, legend, fills, band + 6)
    totals = [_total(values) for values in zip(*(values for _name, values in series))]
    totals = totals or [None] * len(categories)
    scale = _Scale(0, max([1, *(total or 0 for total in totals)]), top, PLOT, whole=True)
    _draw_axis(canvas, scale, width)
    for index, category in enumerate(categories):
        middle = _middle(index, len(categories), width)
        _draw_stack(canvas, index, category, series, fills, scale, middle)
        slot = _slot(len(categories), width)
        _draw_head(canvas, middle, totals[index], scale, no_data, slot)
        _draw_category(canvas, middle, top + PLOT, category, slot)
    return svg.to_text(canvas)


def bars(rows, title, desc, unit="", no_data="", full=0):
    """Draw a bar from left to right for each of ``rows``, (label, number or None), name above it.

    ``data-index`` is the row's place.

    :param full: the number whose bar is as long as there is room, unless one is longer
    """
    _demand_positive(number for _name, number in rows)
    row_height = 42
    canvas = _canvas(WIDTH, row_height * max(len(rows), 1) + 6, title, desc, 0)
    most = max([full, *(number or 0 for _name, number in rows)]) or 1
    texts = [no_data if number is None else figure(number, unit) for _name, number in rows]
    room = WIDTH - 8 - max([svg.text_width(text) for text in texts] or [0]) - 8
    for index, (name, number) in enumerate(rows):
        y = row_height * index + 16
        label(canvas, 2, y, svg.shorten(str(name), WIDTH), "start")
        length = room * (number or 0) / most
        places = {"data_index": index, "data_series": 0}
        bar = element(canvas, "rect", x=2, y=y + 6, width=length, height=14, **places)
        bar.attrib.update({"fill": svg.FILLS[0][0], "rx": "2"})
        element(bar, "title", f"{name}: {texts[index]}")
        label(canvas, 2 + length + 6, y + 18, texts[index], "start", font_weight="bold")
    if not rows:
        label(canvas, WIDTH / 2, 26, no_data, fill=svg.QUIET)
    return svg.to_text(canvas)


def trend(categories, values, target, title, desc, unit="%", target_label="", no_data=""):
    """Draw a value over time, with a dashed line at its target.

    :param target: the number to reach, or None
    :param target_label: what stands before the target's number
    """
    _demand_lengths(categories, [("", values)])
    width, top = _width(len(categories)), 36
    canvas = _canvas(width, top + PLOT + BELOW, title, desc, len(categories))
    known = [value for value in [*values, target] if value is not None]
    low, high = min([0, *known]), max([0, *known])
    if unit == "%" and low >= 0:
        high = max(high, 100)
    scale = _Scale(low, high, top, PLOT)
    _draw_axis(canvas, scale, width)
    if target is not None:
        _draw_target(canvas, scale.at(target), f"{target_label} {figure(target, unit)}", width)
    _draw_path(canvas, categories, values, scale, unit, width, floor=top + PLOT)
    slot = _slot(len(categories), width)
    for index, category in enumerate(categories):
        middle = _middle(index, len(categories), width)
        _draw_category(canvas, middle, top + PLOT, category, slot)
        if values[index] is None:
            _draw_gap(canvas, middle, scale.at(scale.ticks[0]), no_data, slot)
    return svg.to_text(canvas)


def spark(values, target, title, desc):
    """Draw a line as small as a word, with a dashed one at the target; what it says is in ``desc``.

    It stands beside the figure it belongs to and has no texts of its own. The last value is the
    filled point; ``data-index`` is a point's place.

    :param values: numbers, oldest first; None where nobody knows
    :param target: the number to reach, or None
    """
    canvas = svg.drawing(SPARK_WIDTH, SPARK_HEIGHT, title, desc)
    known = [value for value in [*values, target] if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE

    def height(value):
        share = (value - low) / (high - low) if high > low else 0.5
        return SPARK_EDGE + room * (1 - share)

    if target is not None:
        look = {"stroke": svg.QUIET, "stroke_dasharray": "4 3"}
        y = height(target)
        element(canvas, "line", x1=0.0, x2=float(SPARK_WIDTH), y1=y, y2=y, **look)
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    points = [
        None if value is None else (SPARK_EDGE + step * index, height(value))
        for index, value in enumerate(values)
    ]
    _draw_spark(canvas, points)
    return svg.to_text(canvas)


def _join(canvas, points):
    """Draw a line from each known point to the next one; broken where one is not known."""
    for before, after in zip(points, points[1:]):
        if before and after:
            ends = {"x1": before[0], "y1": before[1], "x2": after[0], "y2": after[1]}
            element(canvas, "line", stroke=svg.ACCENT, stroke_width=2, **ends)


def _draw_spark(canvas, points):
    """Draw the line through the known points, the last one filled."""
    _join(canvas, points)
    for index, point in enumerate(points):
        if point:
            is_last = index == len(points) - 1
            look = {"r": 3.5 if is_last else 2, "fill": svg.ACCENT if is_last else "#ffffff"}
            place = {"cx": point[0], "cy": point[1], "data_index": index}
            element(canvas, "circle", stroke=svg.ACCENT, **place, **look)


class _Scale:
    """From numbers to heights: the lowest mark of the axis stands at the bottom of the plot."""

    def __init__(self, low, high, top, height, whole=False):
        self.ticks = svg.ticks(low, high, whole=whole)
        self.top, self.height = top, height

    def at(self, number):
        """Return the height in the drawing where ``number`` stands."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.top + self.height * (1 - (number - low) / (high - low))


def _demand_lengths(categories, series):
    """Refuse values that do not go with their categories."""
    for name, values in series:
        if len(values) != len(categories):
            raise ValueError(f"{name}: {len(values)} values for {len(categories)} categories")


def _demand_positive(numbers):
    """Refuse what a length cannot show."""
    for number in numbers:
        if number is not None and number < 0:
            raise ValueError(f"{number} is negative: a bar cannot show it")


def _total(values):
    """Return the sum of the known values, None without any."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _width(count):
    """Return how wide a drawing of ``count`` categories is."""
    slot = SLOT if count <= FEW else NARROW_SLOT
    return max(WIDTH, LEFT + RIGHT + slot * count)


def _slot(count, width):
    """Return how wide the place of one category is."""
    return (width - LEFT - RIGHT) / max(count, 1)


def _middle(index, count, width):
    """Return where the middle of a category is."""
    return LEFT + _slot(count, width) * (index + 0.5)


def _canvas(width, height, title, desc, count):
    """Return an empty drawing, one that scrolls sideways when it has many categories."""
    return svg.drawing(width, height, title, desc, fixed=count > FEW)


def _legend_rows(names, width):
    """Return the names in rows that fit, each as a list of (index, name, x)."""
    rows, x = [[]], LEFT
    for index, name in enumerate(names):
        room = SWATCH + 6 + svg.text_width(name) + 18
        if rows[-1] and x + room > width:
            rows.append([])
            x = LEFT
        rows[-1].append((index, name, x))
        x += room
    return rows


def _draw_legend(canvas, rows, fills, top):
    """Write the names of the series beside their fills."""
    for number, row in enumerate(rows):
        y = top + LEGEND_ROW * number
        for index, name, x in row:
            size = {"width": SWATCH, "height": SWATCH}
            outline = {"stroke": svg.OUTLINE, "stroke_width": 1}
            element(canvas, "rect", x=x, y=y, fill=fills[index][0], **outline, **size)
            label(canvas, x + SWATCH + 6, y + 12, name, "start")


def _draw_axis(canvas, scale, width):
    """Draw a line and its number for each mark of the axis."""
    for tick in scale.ticks:
        y = scale.at(tick)
        stroke = svg.QUIET if tick == 0 else svg.GRID
        element(canvas, "line", x1=LEFT, x2=width - RIGHT, y1=y, y2=y, stroke=stroke)
        label(canvas, LEFT - 6, y + 4, figure(tick), "end", fill=svg.QUIET, font_size=svg.SMALL)


def _draw_category(canvas, middle, bottom, category, slot):
    """Write the name of a category under its place, in two lines where it is wider than that."""
    for number, line in enumerate(_in_lines(str(category), slot, svg.TEXT_SIZE)):
        text = label(canvas, middle, bottom + 18 + 15 * number, svg.shorten(line, slot + 8))
        element(text, "title", category).tail = text.text
        text.text = None


def _draw_head(canvas, middle, total, scale, no_data, slot):
    """Write the total of a column over it, or that there is nothing to say."""
    if total is None:
        _draw_gap(canvas, middle, scale.at(0), no_data, slot)
    else:
        label(canvas, middle, scale.at(total) - 6, figure(total), font_weight="bold")


def _draw_gap(canvas, middle, bottom, no_data, slot):
    """Write over the axis that a category has no data."""
    for number, line in enumerate(reversed(_in_lines(no_data, slot, svg.SMALL))):
        label(canvas, middle, bottom - 6 - 14 * number, line, fill=svg.QUIET, font_size=svg.SMALL)


def _in_lines(text, width, size):
    """Return ``text`` in one line, or in two at its last space when it is wider than ``width``."""
    return text.rsplit(" ", 1) if svg.text_width(text, size) > width else [text]


def _draw_stack(canvas, index, category, series, fills, scale, middle):
    """Draw the column of one category from the bottom up, a figure in every part with room; of a
    single series the figure stands above the column already."""
    width = 34 if len(series) else 0
    base = 0
    for number, (name, values) in enumerate(series):
        value = values[index]
        if not value:
            continue
        y, height = scale.at(base + value), scale.at(base) - scale.at(base + value)
        fill, ink = fills[number]
        places = {"data_index": index, "data_series": number}
        box = {"x": middle - width / 2, "y": y, "width": width, "height": height}
        part = element(canvas, "rect", fill=fill, stroke=svg.OUTLINE, **box, **places)
        element(part, "title", f"{category}, {name}: {figure(value)}")
        if height >= 18 and len(series) > 1:
            size = {"font_size": svg.SMALL, "pointer_events": "none"}
            label(canvas, middle, y + height / 2 + 4, figure(value), fill=ink, **size)
        base += value


def _draw_line_band(canvas, categories, line, unit, width):
    """Draw the line over the columns in a band of its own, under its name."""
    name, values = line
    known = [value for value in values if value is not None]
    scale = _Scale(min([0, *known]), max([0, *known]), 38, LINE_BAND - 60)
    label(canvas, LEFT, 14, f"{name}, {unit}" if unit else name, "start", fill=svg.ACCENT)
    y = scale.at(0)
    element(canvas, "line", x1=LEFT, x2=width - RIGHT, y1=y, y2=y, stroke=svg.GRID)
    label(canvas, LEFT - 6, y + 4, "0", "end", fill=svg.QUIET, font_size=svg.SMALL)
    _draw_path(canvas, categories, values, scale, "", width, name, LINE_BAND + 4)


def _draw_path(canvas, categories, values, scale, unit, width, name="", floor=0):
    """Draw a line through the known values, broken where one is not, a figure at every point.

    The figure stands above its point, or below it where the line comes down from both sides and
    there is room over ``floor``.
    """
    count = len(categories)
    points = [
        None if value is None else (_middle(index, count, width), scale.at(value))
        for index, value in enumerate(values)
    ]
    _join(canvas, points)
    for index, point in enumerate(points):
        if point:
            is_low = _is_low(points, index) and point[1] + 24 <= floor
            side = 20 if is_low else -9
            said = f"{categories[index]} {name}".strip()
            _draw_point(canvas, index, point, said, values[index], unit, side)


def _is_low(points, index):
    """Return whether the points beside one stand higher than it."""
    beside = [*points[max(index - 1, 0) : index], *points[index + 1 : index + 2]]
    heights = [point[1] for point in beside if point]
    return bool(heights) and max(heights) < points[index][1]


def _draw_point(canvas, index, point, name, value, unit, side):
    """Draw a dot with its figure, whose foot stands ``side`` below it."""
    x, y = point
    places = {"data_index": index, "data_series": "line"}
    look = {"fill": "#ffffff", "stroke": svg.ACCENT, "stroke_width": 2}
    dot = element(canvas, "circle", cx=x, cy=y, r=DOT, **look, **places)
    element(dot, "title", f"{name}: {figure(value, unit)}")
    text = figure(value)
    room = svg.text_width(text, svg.SMALL) + 2
    ground = {"fill": "#ffffff", "fill_opacity": 0.85}
    element(canvas, "rect", x=x - room / 2, y=y + side - 11, width=room, height=14, **ground)
    label(canvas, x, y + side, text, font_size=svg.SMALL, fill=svg.ACCENT)


def _draw_target(canvas, y, text, width):
    """Draw the dashed line of a target; its words stand over the plot, beside a piece of it."""
    look = {"stroke": svg.INK, "stroke_width": 1.5, "stroke_dasharray": "6 4"}
    element(canvas, "line", x1=LEFT, x2=width - RIGHT, y1=y, y2=y, **look)
    element(canvas, "line", x1=LEFT, x2=LEFT + 28, y1=9, y2=9, **look)
    label(canvas, LEFT + 34, 13, text.strip(), "start", font_size=svg.SMALL)
