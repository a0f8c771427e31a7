"""The backup file: what goes in comes out, and nothing else is let out of it."""

import io
import tarfile

import pytest

from dev import archive


@pytest.fixture
def packed(tmp_path):
    """The bytes of a backup with a dump and two attachments."""
    dump = tmp_path / "any.dump"
    dump.write_bytes(b"PGDMP" + bytes(range(256)) * 40)
    filestore = tmp_path / "files"
    (filestore / "ab").mkdir(parents=True)
    (filestore / "ab" / "abcd").write_bytes(b"first")
    (filestore / "ab" / "abef").write_bytes(b"")
    stream = io.BytesIO()
    archive.pack(stream, archive.manifest("digiflow_crm", "16.0"), dump, filestore)
    return stream.getvalue()


def lay(content, folder):
    """Unpack bytes into a new folder; return its manifest."""
    return archive.unpack(io.BytesIO(content), folder)


def made_of(*members):
    """The bytes of a gzip tar made of (TarInfo, bytes) pairs."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def test_what_goes_in_comes_out(packed, tmp_path):
    target = tmp_path / "out"
    about = lay(packed, target)
    assert (about["database"], about["series"]) == ("digiflow_crm", "16.0")
    assert (target / archive.DUMP).read_bytes() == (tmp_path / "any.dump").read_bytes()
    files = {p.name: p.read_bytes() for p in (target / archive.FILESTORE).rglob("*") if p.is_file()}
    assert files == {"abcd": b"first", "abef": b""}


def test_database_without_attachments(tmp_path):
    dump = tmp_path / "any.dump"
    dump.write_bytes(b"PGDMP")
    stream = io.BytesIO()
    archive.pack(stream, archive.manifest("a", "16.0"), dump, tmp_path / "none")
    lay(stream.getvalue(), tmp_path / "out")
    assert list((tmp_path / "out" / archive.FILESTORE).iterdir()) == []


@pytest.mark.parametrize("part", [0, 0.3, 0.9])
def test_cut_file_is_refused(packed, tmp_path, part):
    with pytest.raises(archive.BadArchive):
        lay(packed[: int(len(packed) * part)], tmp_path / "out")


@pytest.mark.parametrize("name", ["../evil", "filestore/../../evil", "/evil", "other.txt"])
def test_place_outside_is_refused(tmp_path, name):
    with pytest.raises(archive.BadArchive, match="unexpected"):
        lay(made_of((tarfile.TarInfo(name), b"x")), tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_link_is_refused(tmp_path):
    link = tarfile.TarInfo("filestore/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(archive.BadArchive, match="unexpected"):
        lay(made_of((link, b"")), tmp_path / "out")


@pytest.mark.parametrize(
    ("text", "words"),
    [(b"{", "understood"), (b'{"format": 99}', "format 99"), (b"[]", "understood")],
)
def test_unknown_manifest_is_refused(tmp_path, text, words):
    content = made_of(
        (tarfile.TarInfo(archive.MANIFEST), text), (tarfile.TarInfo(archive.DUMP), b"PGDMP")
    )
    with pytest.raises(archive.BadArchive, match=words):
        lay(content, tmp_path / "out")


def test_file_without_dump_is_refused(tmp_path):
    with pytest.raises(archive.BadArchive, match="no backup"):
        lay(made_of((tarfile.TarInfo(archive.MANIFEST), b'{"format": 1}')), tmp_path / "out")
