"""Recordings of calls: what a file is by its content, and which links may be kept."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

MAX_BYTES = 50 * 2**20
MAX_LINK = 2000
# How far into a .webm file its kind is told.
_HEAD = 4096
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


class Audio(NamedTuple):
    """A kind of recording: its MIME type, and the extension of its files with the dot."""

    mimetype: str
    extension: str


MP3 = Audio("audio/mpeg", ".mp3")
WAV = Audio("audio/wav", ".wav")
OGG = Audio("audio/ogg", ".ogg")
MP4 = Audio("audio/mp4", ".m4a")
WEBM = Audio("audio/webm", ".webm")


def audio_of(content):
    """Return the Audio that ``content`` (bytes) is by its first bytes, or None for anything else.

    The name of a file and what a browser says of it are not asked: both are easily wrong.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return WAV
    if content[:4] == b"OggS":
        return OGG
    if content[4:8] == b"ftyp":
        return MP4
    if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:_HEAD]:
        return WEBM
    return MP3 if _is_mp3(content) else None


def _is_mp3(content):
    """An ID3 tag, or the header of a frame whose layer, bit rate and sample rate exist."""
    if content[:3] == b"ID3":
        return True
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    bit_rate, sample_rate = content[2] >> 4, content[2] >> 2 & 3
    return version != 1 and layer != 0 and bit_rate not in (0, 15) and sample_rate != 3


def link_fault(link):
    """Return the key of what is wrong with the address of a recording, or ``""``.

    ``too_long``, ``blank`` (spaces or signs that no address has), ``not_https`` or ``login`` (a
    user or password in it, which everybody would read who may hear the recording).
    """
    if len(link) > MAX_LINK:
        return "too_long"
    if _UNPRINTABLE.search(link):
        return "blank"
    try:
        parts = urlsplit(link)
        host, login = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        return "not_https"
    if parts.scheme != "https" or not host:
        return "not_https"
    return "login" if login else ""
