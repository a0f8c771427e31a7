"""Lines of text cut into cells.

Python's csv module is not used because in the lists that come in a quote is often part of a
name: an unclosed one makes csv swallow the rows after it without a word. Here a cell is quoted only
when its quotes open and close it; any other quote is a character like the others.
"""

import re
from collections import deque
from functools import cache
from typing import NamedTuple

MAX_LINES_IN_A_CELL = 20

DONE, OPEN, BROKEN = range(3)


class _Patterns(NamedTuple):
    """A quoted cell; one whose quote nothing closes; a cell without quotes."""

    quoted: re.Pattern
    opened: re.Pattern
    plain: re.Pattern


@cache
def _patterns(separator):
    """Return the patterns of one cell in a line cut by ``separator``."""
    sep = re.escape(separator)
    body = r' *"([^"]*(?:""[^"]*)*)'
    return _Patterns(
        re.compile(rf'{body}" *(?={sep}|\Z)'),
        re.compile(rf"{body}\Z"),
        re.compile(rf"([^{sep}\n]*)(?={sep}|\Z)"),
    )


def _cut(text, separator, literal=False):
    """Return (cells, state) of ``text``.

    The state is OPEN when the last cell opens a quote that nothing closes (never with ``literal``,
    where that quote is a character), BROKEN when a line ends outside quotes, else DONE.
    """
    patterns = _patterns(separator)
    cells, position = [], 0
    while position <= len(text):
        found = patterns.quoted.match(text, position)
        if found:
            cells.append(found.group(1).replace('""', '"'))
        elif not literal and patterns.opened.match(text, position):
            return cells, OPEN
        else:
            found = patterns.plain.match(text, position)
            if not found:
                return cells, BROKEN
            cells.append(found.group(1))
        position = found.end() + len(separator)
    return cells, DONE


class _Lines:
    """An iterator of lines that takes lines back."""

    def __init__(self, lines):
        self._lines = iter(lines)
        self._returned = deque()

    def __iter__(self):
        return self

    def __next__(self):
        return self._returned.popleft() if self._returned else next(self._lines)

    def give_back(self, lines):
        """Put ``lines`` before those still to come."""
        self._returned.extendleft(reversed(lines))


def _join_open_cell(first, lines, separator, width):
    """Return the cells of the record that ``first`` opens and later lines close, or None.

    A following line that has ``width`` cells by itself is a record of its own, not the rest of a
    cell. With None the lines looked at are given back.
    """
    taken, text = [], first
    for line in lines:
        taken.append(line)
        text = f"{text}\n{line}"
        if width and len(_cut(line, separator, literal=True)[0]) >= width:
            break
        if '"' in line:
            cells, state = _cut(text, separator)
            if state == DONE:
                return cells
            if state == BROKEN:
                break
        if len(taken) >= MAX_LINES_IN_A_CELL:
            break
    lines.give_back(taken)
    return None


def plain_records(lines, separator):
    """Yield the cells of each line, every quote being a character."""
    for line in lines:
        yield line.split(separator)


def quoted_records(lines, separator, width=None):
    """Yield the cells of each record, where a cell may be quoted and then hold several lines.

    ``width``, the number of cells that most records have, tells a quoted cell of several lines from
    a stray quote.
    """
    lines = _Lines(lines)
    for line in lines:
        if '"' not in line:
            yield line.split(separator)
            continue
        cells, state = _cut(line, separator)
        if state == OPEN:
            cells = _join_open_cell(line, lines, separator, width)
            cells = cells or _cut(line, separator, literal=True)[0]
        yield cells
