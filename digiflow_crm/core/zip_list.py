"""A list inside a .zip: the one list in it is found, and read through without unpacking it."""

import shutil
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath

from .file_limits import MEGABYTE, UnreadableFile, in_megabytes

# A list packs to a fifth or a twentieth; one that packs more than this is a bomb.
MAX_RATIO = 300
SHOWN_CHARS = 80

_NOISE = (".ds_store", "thumbs.db", "desktop.ini")
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz")
_ENCRYPTED = 0x1
# What zipfile raises on a damaged archive; NotImplementedError is for a packing it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error, NotImplementedError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_office_file(opener, filename):
    """Tell whether the archive is a file of an office suite, as an .xlsx is.

    :raises UnreadableFile: the archive is damaged
    """
    return any(member.filename == "[Content_Types].xml" for member in _members(opener, filename))


def find_list(opener, filename, endings, limits):
    """Return (opener, name) of the one list in the archive that ``opener()`` opens.

    The opener that is returned opens the member anew each time, and what it opens is unpacked as it
    is read. Folders, other documents and what systems leave in archives do not count as lists.

    :param filename: the archive's name, for messages
    :param endings: how the names of lists end, in lower case with their dots
    :raises UnreadableFile: no list, or several, or one that cannot or should not be unpacked
    """
    members = [member for member in _members(opener, filename) if not _is_noise(member)]
    member = _the_list(members, filename, endings)
    _check_member(member, filename, limits)

    @contextmanager
    def open_member():
        with opener() as packed, zipfile.ZipFile(packed) as archive:
            try:
                with archive.open(member.filename) as unpacked:
                    yield unpacked
            except UnreadableFile:
                raise
            except _DAMAGE as error:
                raise UnreadableFile("broken_zip", filename=filename) from error

    return open_member, _base_name(member)


def in_a_file(opener):
    """Return an opener of the same bytes in a temporary file, for who must jump about in them."""

    @contextmanager
    def open_copy():
        with tempfile.TemporaryFile() as copy:
            with opener() as stream:
                shutil.copyfileobj(stream, copy, MEGABYTE)
            copy.seek(0)
            yield copy

    return open_copy


def _members(opener, filename):
    """Return what the archive's directory lists."""
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            return archive.infolist()
    # A damaged directory shows as BadZipFile, ValueError, struct.error and others.
    except Exception as error:
        code = "broken_zip" if filename.lower().endswith(".zip") else "broken_xlsx"
        raise UnreadableFile(code, filename=filename) from error


def _base_name(member):
    # Some Windows programs part folders with a backslash.
    return PurePosixPath(member.filename.replace("\\", "/")).name


def _ending(member):
    return PurePosixPath(_base_name(member)).suffix.lower()


def _is_noise(member):
    """Tell whether a member is a folder, or what a system adds: ``__MACOSX/._list.txt``."""
    name = _base_name(member)
    return (
        member.is_dir()
        or member.filename.endswith("\\")
        or member.filename.startswith("__MACOSX/")
        or name.startswith("._")
        or name.lower() in _NOISE
    )


def _the_list(members, filename, endings):
    """Return the one member that is a list by its name."""
    lists = [member for member in members if _ending(member) in endings]
    if len(lists) > 1:
        names = ", ".join(sorted(map(_base_name, lists)))
        raise UnreadableFile("zip_several", filename=filename, names=names[:SHOWN_CHARS])
    if not lists:
        nested = any(_ending(member) in _ARCHIVES for member in members)
        raise UnreadableFile("zip_nested" if nested else "zip_empty", filename=filename)
    return lists[0]


def _check_member(member, filename, limits):
    """Refuse a member with a password, or too big; zipfile never unpacks more than is declared."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFile("zip_password", filename=filename)
    if member.compress_type not in _PACKINGS:
        raise UnreadableFile("broken_zip", filename=filename)
    bounds = (limits.unpacked_bytes, max(MEGABYTE, member.compress_size * MAX_RATIO))
    if member.file_size > min(bounds):
        raise UnreadableFile(
            "zip_too_big",
            filename=filename,
            size=in_megabytes(member.file_size),
            limit=min(bounds) // MEGABYTE,
        )
