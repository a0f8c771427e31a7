"""What stands in the cells of the quarterly report: figures as Peru writes them, rows in parts."""

from ..core import spanish

NOTHING = "–"
# Rows that stay together under a head of their own: a table is never cut within a row.
ROWS_TOGETHER = 16
# How wide a column is, in pixels of the page, by what stands in it; a few have more room.
COUNT_WIDTH, TEXT_WIDTH, AMOUNT_WIDTH, WORDS_WIDTH = 60, 70, 102, 120
MOST = 1.35
# What the first column leaves to the others: of a whole page, and of half of it.
PAGE, HALF = 570, 235


class Column:
    """A column of a table: which part of a row stands in it, and perhaps a smaller one below.

    :param str heading: in the words of the reader
    :param str path: see `value_of`
    :param str note: path of what stands below it, in small letters
    :param bool words: it is of words, not of figures
    """

    def __init__(self, heading, path, note="", words=False):
        self.heading, self.path, self.note = heading, path, note
        self.width = WORDS_WIDTH if words else self._get_width()
        self.align = "" if words else "df_num"
        self.style = ""

    def _get_width(self):
        """How wide it is, by what its figures are."""
        if "amount" in self.path:
            return AMOUNT_WIDTH
        return COUNT_WIDTH if self.path.startswith("counts.") else TEXT_WIDTH

    def get_cell(self, row):
        """What a row has in this column, as ``{"text", "note", "align"}``."""
        note = self.note and value_of(row, self.note)
        return {"text": write(value_of(row, self.path)), "note": note or "", "align": self.align}


def share_room(columns, room=PAGE):
    """Give the columns but the first their width in a page, or in ``HALF`` of one."""
    factor = min(MOST, room / max(sum(one.width for one in columns[1:]), 1))
    for one in columns[1:]:
        one.style = f"width: {one.width * factor:.0f}px;"


def value_of(row, path):
    """What a row has at a path like ``counts.won`` or ``cells.0.text``; None of nothing.

    :param dict row: a row of a section of the dashboard
    """
    found = row
    for name in path.split("."):
        if isinstance(found, list):
            found = dict(enumerate(found)).get(int(name))
        else:
            found = found.get(name) if isinstance(found, dict) else None
    return None if found is False else found


def write(value):
    """A value as text: numbers as in Peru, a dash for none."""
    if value is None or value is False or value == "":
        return NOTHING
    return value if isinstance(value, str) else spanish.quantity(value)


def in_parts(rows):
    """`rows` in parts that are kept together, all about as long; one empty part of none."""
    count = max(-(-len(rows) // ROWS_TOGETHER), 1)
    size = max(-(-len(rows) // count), 1)
    return [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
