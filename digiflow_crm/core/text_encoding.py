"""Which encoding a text is in, found from its bytes."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that mean nothing in Windows-1252: a file that has one is taken for Latin-1.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_ASCII = bytes(range(0x80, 0x100))
_LOST = "\ufffd"
_CHUNK_BYTES = 65_536
# Text in Windows-1252 is hardly ever good UTF-8 by chance, so that this many good letters mean that
# the others are strays.
_MOSTLY = 0.9


def find_encoding(opener):
    """Return the Python name of the encoding of the text that ``opener()`` opens, or None.

    A byte order mark decides; else text that is UTF-8, but for a stray byte here and there, is
    UTF-8, and the rest Windows-1252 or Latin-1. UTF-16 without a mark shows by a null in every
    other byte. None says that it is no text: it has other nulls.
    """
    with opener() as stream:
        head = stream.read(_CHUNK_BYTES)
        marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
        if marked or b"\0" in head:
            return marked or _utf16_without_mark(head)
        stream.seek(0)
        encoding = _encoding_without_mark(_chunks(stream))
        if encoding in (None, "utf-8"):
            return encoding
        stream.seek(0)
        return "utf-8" if _is_mostly_utf8(_chunks(stream)) else encoding


def _chunks(stream):
    return iter(lambda: stream.read(_CHUNK_BYTES), b"")


def _utf16_without_mark(head):
    """Return which UTF-16 the bytes are: every second one null, the first or the other; or None."""
    nulls = [head[start::2].count(0) / max(1, len(head) // 2) for start in (0, 1)]
    for encoding, low, high in (("utf-16-le", *nulls), ("utf-16-be", *reversed(nulls))):
        decoder = codecs.getincrementaldecoder(encoding)()
        if low < 0.01 and high > 0.5 and _decodes(decoder, head):
            return encoding
    return None


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


def _is_mostly_utf8(chunks):
    """Tell whether nearly all letters beyond ASCII are good UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = bad = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        letters += len(text) - len(chunk.translate(None, _NOT_ASCII))
        # A letter lost in an earlier conversion is a good one here.
        bad += text.count(_LOST) - chunk.count(_LOST.encode())
    return letters - bad > _MOSTLY * letters
