"""Lists kept as text: which separator, then row by row."""

import io
from collections import Counter
from itertools import islice

from .file_limits import UnreadableFile
from .text_records import plain_records, quoted_records

# In order of preference when a file could be cut by more than one of them.
SEPARATORS = ("|", "\t", ";", ",")
SAMPLE_LINES = 50


class TextSheet:
    """The rows of a text. ``encoding``, ``separator`` (one character) and ``quoted`` were found."""

    # A separator that was not quoted moves the cells after it one column on.
    cells_can_shift = True

    def __init__(self, opener, encoding, limits):
        self.encoding = encoding
        self._opener = opener
        self._limits = limits
        sample = list(islice((line for line in self._lines() if line.strip()), SAMPLE_LINES))
        self.separator = max(SEPARATORS, key=lambda separator: _fit(sample, separator)[0])
        self.quoted = _quotes(sample, self.separator)
        self._width = _fit(sample, self.separator)[1]

    def rows(self):
        """Yield (number, cells) of each row, blank ones too; the first is number 1."""
        records = _records(self._lines(), self.separator, self.quoted, self._width)
        return enumerate(records, 1)

    def _lines(self):
        """Yield the lines without their ends, which may be LF, CRLF or CR."""
        longest = self._limits.line_chars
        with self._opener() as stream, io.TextIOWrapper(stream, self.encoding, "replace") as text:
            lines = iter(lambda: text.readline(longest + 1), "")
            for number, line in enumerate(map(_without_end, lines), 1):
                if len(line) > longest:
                    raise UnreadableFile("line_too_long", row=number, limit=longest)
                yield line


def _without_end(line):
    return line.rstrip("\n")


def _quotes(sample, separator):
    """Tell whether quotes may enclose cells.

    Spreadsheets quote; what writes ``|``, SUNAT above all, does not, unless its header is quoted.
    """
    return separator != "|" or bool(sample and sample[0].lstrip().startswith('"'))


def _records(lines, separator, quoted, width):
    if quoted:
        return quoted_records(lines, separator, width)
    return plain_records(lines, separator)


def _fit(sample, separator):
    """Return (share, width): ``share`` of the sample's records has ``width`` cells, 2 or more."""
    records = list(_records(sample, separator, _quotes(sample, separator), None))
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    if not widths:
        return 0.0, 1
    width, count = widths.most_common(1)[0]
    return count / len(records), width
