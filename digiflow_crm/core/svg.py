"""Parts of a drawing in SVG: elements, scales and fills. Pure Python.

Everything is put together as a tree of elements, so that no text of a user can be markup. The
drawing takes the font of the page around it and as much of its width as there is; it holds no
script.
"""

import math
import re
import zlib
from xml.etree import ElementTree

INK = "#1b1f24"
QUIET = "#4b5563"
GRID = "#d5dae0"
OUTLINE = "#34495e"
ACCENT = "#a33b00"
TEXT_SIZE = 13
SMALL = 12
# (ground, strokes upon it, their path in a tile, ink of the figures on it): told apart without
# colour too. Strokes are near to their ground, so that figures stay readable.
TILE = 8
FILLS = (
    ("#1f5a99", None, "", "#ffffff"),
    ("#b4d2ec", "#86b3dc", "M-2,2l4,-4M0,8l8,-8M6,10l4,-4", INK),
    ("#f4cf8f", "#dfa850", "M2,2h2v2h-2zM6,6h2v2h-2z", INK),
    ("#4a7a4d", "#3a633d", "M0,2h8M0,6h8", "#ffffff"),
    ("#ddd6ec", "#b3a6d4", "M2,0v8M6,0v8", INK),
    ("#7a4a6e", "#633858", "M0,0l8,8M8,0l-8,8", "#ffffff"),
)
PATTERN = re.compile(r"url\(#[\w-]+-fill(\d+)\)")
# How wide a figure or letter is about, for its size: what is set aside for texts.
LETTER = 0.58


def element(parent, tag, text=None, **attributes):
    """Add an element and return it; ``stroke_width=2`` is written ``stroke-width="2"``."""
    names = {name.rstrip("_").replace("_", "-"): _value(one) for name, one in attributes.items()}
    made = ElementTree.SubElement(parent, tag, names)
    made.text = None if text is None else clean(text)
    return made


def drawing(width, height, title, desc, fixed=False):
    """Return an empty ``<svg>`` that says what it shows to those who do not see it.

    :param fixed: a wide drawing keeps readable texts on a narrow screen, and scrolls sideways in
        whichever block is around it
    """
    key = f"chart{zlib.crc32(repr((width, height, title, desc)).encode()):08x}"
    style = f"display:block;width:100%;height:auto;max-width:{round(width * 1.5)}px"
    svg = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("id", key)
    svg.set("class", "o_digiflow_chart")
    svg.set("viewBox", f"0 0 {_value(width)} {_value(height)}")
    svg.set("aria-labelledby", f"{key}-title {key}-desc")
    svg.set("font-family", "inherit")
    svg.set("font-size", str(TEXT_SIZE))
    svg.set("style", style + (f";min-width:{round(width * 0.8)}px" if fixed else ""))
    element(svg, "title", title, id=f"{key}-title")
    element(svg, "desc", desc, id=f"{key}-desc")
    return svg


def to_text(svg):
    """Return the drawing as text, for a page or for a file."""
    return ElementTree.tostring(svg, encoding="unicode")


def without_patterns(text):
    """Return a drawing as text with plain fills: not every maker of PDF files draws patterns.

    Their grounds differ in lightness, and every part has its figure.
    """
    return PATTERN.sub(lambda found: FILLS[int(found.group(1))][0], text)


def label(parent, x, y, text, anchor="middle", **attributes):
    """Write a text at a point; ``anchor`` is start, middle or end."""
    attributes.setdefault("fill", INK)
    return element(parent, "text", text, x=x, y=y, text_anchor=anchor, **attributes)


def fills(svg, count):
    """Return ``count`` pairs (what fills an area, ink upon it); their patterns go into ``svg``."""
    holder = element(svg, "defs")
    return [_fill(holder, svg.get("id"), index % len(FILLS)) for index in range(count)]


def _fill(holder, key, index):
    """Return the pair of one fill; the pattern is the drawing's own, whatever else the page has."""
    ground, ink, path, figures = FILLS[index]
    name = f"{key}-fill{index}"
    if not path:
        return ground, figures
    sizes = {"width": TILE, "height": TILE}
    tile = element(holder, "pattern", id=name, patternUnits="userSpaceOnUse", **sizes)
    element(tile, "rect", fill=ground, **sizes)
    element(tile, "path", d=path, stroke=ink, stroke_width=1.5, fill="none")
    return f"url(#{name})", figures


def ticks(low, high, most=5, whole=False):
    """Return round numbers, evenly apart, that span ``low`` to ``high``: the marks of an axis."""
    high = high if high > low else low + 1
    step = _round_up((high - low) / most)
    step = max(round(step), 1) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [tidy(step * number) for number in range(first, last + 1)]


def _round_up(value):
    """Return the next 1, 2, 2.5 or 5 times a power of ten; whole for numbers above one."""
    power = 10 ** math.floor(math.log10(value))
    return next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= value * (1 - 1e-9))


def tidy(number):
    """Return ``number`` without the dust of reckoning with decimals: 0.3, not 0.30000000000004."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def figure(number, unit=""):
    """Return a number as it is written in Peru: 1,234 or 31.3, with a unit behind it."""
    rounded = tidy(round(number, 1))
    text = f"{rounded:,}".replace("-", "\N{MINUS SIGN}")
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def text_width(text, size=TEXT_SIZE):
    """Return about how wide ``text`` is."""
    return len(str(text)) * size * LETTER


def shorten(text, width, size=TEXT_SIZE):
    """Return ``text``, cut with an ellipsis where it would be wider than ``width``."""
    most = max(1, int(width / (size * LETTER)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def clean(text):
    """Return ``text`` without the control characters that no XML may hold."""
    return "".join(sign for sign in str(text) if sign >= " " or sign in "\t\n")


def _value(value):
    """Return an attribute's value as text; numbers with two decimals at most."""
    return f"{round(value, 2):g}" if isinstance(value, float) else clean(value)
