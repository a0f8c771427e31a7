"""The backup file of both ways: a gzip tar with manifest.json, database.dump and filestore/.

Runs inside the Odoo image too, hence on Python 3.9 and with the standard library only.
"""

import io
import json
import shutil
import tarfile
import time
from pathlib import PurePosixPath

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILESTORE = "filestore"


class BadArchive(Exception):
    """The file is no backup of this tool; the text says what is wrong with it."""


def manifest(database, series):
    """Return what a backup says of itself: a dict of format, database, series and UTC time."""
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"format": FORMAT, "database": database, "series": series, "created": created}


def pack(stream, about, dump, filestore):
    """Write a backup to a binary stream, which need not be seekable.

    about is the manifest() dict, dump the path of a `pg_dump -Fc` file, filestore the path of the
    database's attachments, which may be missing when it has none.
    """
    with tarfile.open(fileobj=stream, mode="w|gz", format=tarfile.PAX_FORMAT) as archive:
        _add_text(archive, MANIFEST, json.dumps(about, indent=2))
        archive.add(dump, DUMP, filter=_anonymous)
        if filestore.is_dir():
            archive.add(filestore, FILESTORE, filter=_anonymous)


def unpack(stream, folder):
    """Lay a backup from a binary stream into an empty folder; return its manifest dict.

    Then folder has DUMP and FILESTORE (an empty folder when the backup has no attachments).
    Raises BadArchive when the file is cut, is of another kind or names a place outside the folder.
    """
    (folder / FILESTORE).mkdir(parents=True)
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as archive:
            for member in archive:
                _extract(archive, member, folder)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(f"The backup cannot be read to its end ({error}).") from error
    return _read_manifest(folder)


def _add_text(archive, name, text):
    """Add a text file to an open archive."""
    member = tarfile.TarInfo(name)
    content = text.encode()
    member.size = len(content)
    archive.addfile(_anonymous(member), io.BytesIO(content))


def _anonymous(member):
    """Leave out who owned a file, and let only its owner read it when unpacked by hand."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o700 if member.isdir() else 0o600
    return member


def _extract(archive, member, folder):
    """Write one plain file or folder below the folder; refuse anything else."""
    parts = PurePosixPath(member.name).parts
    known = parts and (parts[0] == FILESTORE or parts in ((MANIFEST,), (DUMP,)))
    if not known or ".." in parts or not (member.isfile() or member.isdir()):
        raise BadArchive(f"The backup holds something unexpected: {member.name!r}.")
    target = folder.joinpath(*parts)
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.extractfile(member) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)


def _read_manifest(folder):
    """Return the unpacked manifest after checking that the backup is whole and of our format."""
    if not (folder / MANIFEST).is_file() or not (folder / DUMP).is_file():
        raise BadArchive(f"The file is no backup of this tool: {MANIFEST} or {DUMP} is missing.")
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = about["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchive(f"{MANIFEST} of the backup cannot be understood ({error}).") from error
    if found != FORMAT:
        raise BadArchive(f"The backup has format {found}; this version reads format {FORMAT}.")
    return about
