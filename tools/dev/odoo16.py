"""Odoo 16.0's source: $ODOO_HOME, the cache, or the official source archives."""

import os
import re
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from . import common
from .common import Failure

ARCHIVES = (
    "https://nightly.odoo.com/16.0/nightly/src/odoo_16.0.latest.tar.gz",
    "https://codeload.github.com/odoo/odoo/tar.gz/refs/heads/16.0",
)
CONNECT_SECONDS = 8
# The archives are over 100 MB; less is a cut-off download or an error page.
LEAST_BYTES = 50_000_000


def source():
    """Return the folder that holds the package `odoo` of 16.0; Failure when it cannot be had."""
    given = os.environ.get("ODOO_HOME")
    if given:
        return _given(Path(given).expanduser().resolve())
    cached = common.cache_dir() / "odoo-16.0"
    if complete(cached):
        return cached
    with common.lock(cached.with_name("odoo-16.0.lock")):
        return cached if complete(cached) else _download(cached)


def _given(folder):
    """Return $ODOO_HOME when 16.0 lies there."""
    if not complete(folder):
        raise Failure(f"ODOO_HOME={folder} holds no Odoo 16.0 with the addon crm")
    return folder


def complete(folder):
    """Tell whether a folder holds Odoo 16.0 with its addons."""
    release = folder / "odoo" / "release.py"
    addons = (folder / "odoo" / "addons", folder / "addons")
    if not (release.is_file() and any((path / "crm").is_dir() for path in addons)):
        return False
    text = release.read_text(encoding="utf-8")
    return bool(re.search(r"^version_info\s*=\s*\(16, 0,", text, re.MULTILINE))


def _download(target):
    """Fetch the first archive that can be reached into the target folder, all or nothing."""
    reasons = []
    for address in ARCHIVES:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="odoo-16.0-") as folder:
            try:
                _fetch(address, Path(folder), target)
                return target
            except (OSError, tarfile.TarError, Failure) as error:
                reasons.append(f"{address.split('/')[2]}: {getattr(error, 'reason', error)}")
    raise Failure("; ".join(reasons))


def _fetch(address, folder, target):
    """Download one archive, check it and put its contents in place of the target."""
    archive = folder / "odoo.tar.gz"
    request = urllib.request.Request(address, headers={"User-Agent": "digiflow-devenv"})
    with urllib.request.urlopen(request, timeout=CONNECT_SECONDS) as answer:
        common.say(f"downloading Odoo 16.0 from {address.split('/')[2]}")
        with archive.open("wb") as stream:
            shutil.copyfileobj(answer, stream)
        size, said = archive.stat().st_size, answer.headers.get("Content-Length")
    if size < LEAST_BYTES or (said and int(said) != size):
        raise Failure(f"the archive is cut off at {size} bytes")
    _unpack(archive, folder / "tree", target)


def _unpack(archive, tree, target):
    """Unpack a checked archive: its one top folder becomes the target."""
    with tarfile.open(archive) as tar:
        tar.extractall(tree, filter="data") if hasattr(tarfile, "data_filter") else _plain(
            tar, tree
        )
    (top,) = tree.iterdir()
    if not complete(top):
        raise Failure("the archive holds no Odoo 16.0")
    shutil.rmtree(target, ignore_errors=True)
    top.replace(target)


def _plain(tar, tree):
    """Unpack with a Python that has no extraction filters: refuse paths that lead outside."""
    for member in tar.getmembers():
        parts = Path(member.name).parts
        if member.name.startswith("/") or ".." in parts or member.isdev():
            raise Failure(f"the archive holds the unsafe path {member.name}")
    tar.extractall(tree)
