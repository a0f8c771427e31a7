"""Lists kept as text: which encoding, which separator, then row by row."""

import codecs
import io
import re
from collections import Counter
from itertools import islice

from .file_limits import MEGABYTE, UnreadableFile
from .text_records import plain_records, quoted_records

# In order of preference when a file could be cut by more than one of them.
SEPARATORS = ("|", "\t", ";", ",")
SAMPLE_LINES = 50

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that mean nothing in Windows-1252: a file that has one is taken for Latin-1.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def find_encoding(opener):
    """Return the Python name of the encoding of the text that ``opener()`` opens, or None.

    A byte order mark decides; else valid UTF-8 is UTF-8 and the rest Windows-1252 or Latin-1. None
    says that it is no text: it has a null byte.
    """
    with opener() as stream:
        head = stream.read(4)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        stream.seek(0)
        return _encoding_without_mark(iter(lambda: stream.read(MEGABYTE), b""))


def _encoding_without_mark(chunks):
    """Return the encoding of text given in ``chunks`` of bytes, None when it is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = windows = True
    for chunk in chunks:
        if b"\0" in chunk:
            return None
        windows = windows and not _NOT_WINDOWS.search(chunk)
        utf8 = utf8 and _decodes(decoder, chunk)
    if utf8 and _decodes(decoder, b"", final=True):
        return "utf-8"
    return "cp1252" if windows else "latin-1"


def _decodes(decoder, chunk, final=False):
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


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
