"""Documents that a client brings: which files are taken, and under which name they are kept."""

import os
import re

MEGABYTE = 2**20
MAX_BYTES = 15 * MEGABYTE
MAX_FILES = 20
MAX_NAME = 120
LONGEST_EXTENSION = 10
# Extension -> what its files begin with; None: nothing by which they are known.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0",)
_KINDS = {
    ".pdf": (b"%PDF",),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".doc": _OLD_OFFICE,
    ".xls": _OLD_OFFICE,
    ".zip": _ZIP,
    ".csv": None,
    ".txt": None,
    ".xml": None,
    ".json": None,
    ".cer": None,
    ".crt": None,
}
EXTENSIONS = tuple(_KINDS)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:\"|?*]")


def fault_of(name, content):
    """Return the key of what is wrong with a file, or ``""``.

    ``empty``, ``too_big``, ``kind`` (not one of EXTENSIONS) or ``content`` (it does not begin as
    files of its extension do).

    :param str name: of the file
    :param bytes content: of the file
    """
    if not content:
        return "empty"
    if len(content) > MAX_BYTES:
        return "too_big"
    extension = _extension(clean_name(name))
    if extension not in _KINDS:
        return "kind"
    beginnings = _KINDS[extension]
    if beginnings and not content.startswith(beginnings):
        return "content"
    return ""


def clean_name(name):
    """Return ``name`` without folders and signs that no file name has, with its extension."""
    last = re.split(r"[/\\]", name or "")[-1]
    clean = _UNPRINTABLE.sub("", last).strip(" .")
    stem, extension = os.path.splitext(clean)
    if len(extension) > LONGEST_EXTENSION:
        return clean[:MAX_NAME]
    return stem[: MAX_NAME - len(extension)] + extension


def _extension(name):
    return os.path.splitext(name)[1].lower()
