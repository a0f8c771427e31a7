"""How much of a file is read, and the one error for a file that is not."""

from typing import NamedTuple

from .messages import FILE_MESSAGES

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """Bounds that protect the server from a file; beyond one of them reading stops."""

    file_bytes: int = 128 * MEGABYTE
    unpacked_bytes: int = 512 * MEGABYTE
    # A workbook's texts are all kept while it is read, in up to six times these bytes.
    shared_text_bytes: int = 64 * MEGABYTE
    rows: int = 2_000_000
    # Blank rows in a row: a sheet formatted to its end has a million of them.
    blank_rows: int = 100_000
    columns: int = 200
    # What a cell of a spreadsheet holds at most.
    cell_chars: int = 32_767
    line_chars: int = 1_000_000


DEFAULT_LIMITS = Limits()


class UnreadableFile(ValueError):
    """A file that is not read at all, or not to its end.

    ``code`` is a key of ``messages.FILE_MESSAGES`` and ``params`` fills that message in, so that a
    caller can say it in another language; ``str()`` is the English text.
    """

    def __init__(self, code, **params):
        self.code = code
        self.params = params
        super().__init__(FILE_MESSAGES[code] % params)


def in_megabytes(size):
    """Return ``size`` bytes in MB, rounded up so that what is over a limit shows as over."""
    return -(-size // MEGABYTE)
