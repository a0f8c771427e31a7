"""What a recording is by its content, and which links may be kept."""

import pytest
from digiflow_core.audio import MP3, MP4, OGG, WAV, WEBM, audio_of, link_fault


@pytest.mark.parametrize(
    ("content", "audio"),
    [
        (b"ID3\x03\x00", MP3),
        (b"\xff\xfb\x90\x64", MP3),  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
        (b"\xff\xf3\x40\xc0", MP3),  # MPEG 2 layer III
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", WAV),
        (b"OggS\x00\x02", OGG),
        (b"\x00\x00\x00\x20ftypM4A ", MP4),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x42\x82\x84webm", WEBM),
    ],
)
def test_recordings(content, audio):
    assert audio_of(content) == audio


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xfb",
        b"\xff\xfb\xf0\x00",  # a bit rate that there is not
        b"\xff\xfb\x9c\x00",  # a sample rate that there is not
        b"\xff\xf1\x50\x80",  # no layer: AAC without a container
        b"\xff\xfe<\x00h\x00",  # a text in UTF-16
        b"RIFF\x24\x00\x00\x00AVI ",
        b"\x1a\x45\xdf\xa3matroska",
        b"<script>alert(1)</script>",
        b"MZ\x90\x00",
    ],
)
def test_everything_else(content):
    assert audio_of(content) is None


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://pbx.example.com/rec/1.mp3?token=x", ""),
        ("HTTPS://pbx.example.com:8443/1", ""),
        ("http://pbx.example.com/1", "not_https"),
        ("ftp://pbx.example.com/1", "not_https"),
        ("javascript:alert(1)", "not_https"),
        ("https:/pbx", "not_https"),
        ("https://[::1", "not_https"),
        ("https://user@pbx.example.com/1", "login"),
        ("https://user:word@pbx.example.com/1", "login"),
        ("https://pbx.example.com/a b", "blank"),
        ("https://pbx.example.com\\@other/", "blank"),
        ("java\nscript:x", "blank"),
        ("https://pbx.example.com/" + "x" * 2000, "too_long"),
    ],
)
def test_links(link, fault):
    assert link_fault(link) == fault
