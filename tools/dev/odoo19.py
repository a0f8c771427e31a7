"""Odoo 19.0's source: Debian's package of suite sid, unpacked into the cache."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from . import common
from .common import Failure

# Odoo's package, and those that its links point to.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
)
# Debian leaves out this file, which the assets of mail name; empty, it stops an error in
# the browser's console on every page.
LEFT_OUT = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def packages(source):
    """Return the folder of the unpacked tree that holds the Python package `odoo`."""
    return source / "usr" / "lib" / "python3" / "dist-packages"


def complete(source):
    """Tell whether a folder holds Odoo 19.0 with its addons."""
    release = packages(source) / "odoo" / "release.py"
    if not release.is_file() or not (source / "ready").is_file():
        return False
    text = release.read_text(encoding="utf-8")
    return bool(re.search(r"^version_info\s*=\s*\(19, 0,", text, re.MULTILINE))


def source():
    """Return the folder of Odoo 19.0; Failure when Debian's package cannot be had."""
    cached = common.cache_dir() / "odoo-19.0"
    if complete(cached):
        return cached
    with common.lock(cached.with_name("odoo-19.0.lock")):
        return cached if complete(cached) else _download(cached)


def _download(target):
    """Download and unpack the packages into the target folder, all or nothing."""
    if not common.which("apt-get") or not common.which("dpkg"):
        raise Failure("Odoo 19.0 comes from Debian's package, and apt-get is missing here")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="odoo-19.0-") as folder:
        tree = Path(folder) / "tree"
        _unpack(_fetch(Path(folder)), tree)
        (tree / "ready").touch()
        if not complete(tree):
            raise Failure("Debian's package odoo-19 no longer holds Odoo 19.0")
        shutil.rmtree(target, ignore_errors=True)
        tree.replace(target)
    return target


def _fetch(folder):
    """Download the packages with lists of our own and return the .deb files."""
    options = _apt_options(folder)
    common.say("downloading Odoo 19.0 (Debian's package odoo-19)")
    common.run(["apt-get", *options, "update"])
    debs = folder / "debs"
    debs.mkdir()
    common.run(["apt-get", *options, "download", *PACKAGES], cwd=debs)
    found = sorted(debs.glob("*.deb"))
    if len(found) != len(PACKAGES):
        raise Failure(f"apt-get brought {len(found)} of {len(PACKAGES)} packages")
    return found


def _apt_options(folder):
    """Return apt-get's options that keep it to folders of our own: the system's package
    lists, cache and state stay as they are."""
    for name in ("state/lists/partial", "cache/archives/partial", "etc"):
        (folder / name).mkdir(parents=True)
    (folder / "etc" / "sources.list").write_text(_sid_source() + "\n", encoding="utf-8")
    rows = {
        "Dir::State": folder / "state",
        "Dir::State::status": os.devnull,
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "etc" / "sources.list",
        "Dir::Etc::sourceparts": os.devnull,
        "Acquire::Languages": "none",
        # The folder is private to this user; apt's own account could not write to it.
        "APT::Sandbox::User": "root",
    }
    return [part for name, value in rows.items() for part in ("-o", f"{name}={value}")]


def _sid_source():
    """Return the source line of Debian's suite sid on the mirror this machine uses."""
    signed = f"[signed-by={KEYRING}] " if KEYRING.is_file() else ""
    return f"deb {signed}{mirror()} sid main"


def mirror(etc=Path("/etc/apt")):
    """Return the address of the Debian archive that apt is set up with."""
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    for path in files:
        if path.is_file():
            for address in _addresses(path.read_text(encoding="utf-8", errors="replace")):
                if address.rstrip("/").endswith("/debian"):
                    return address
    raise Failure(f"no Debian mirror is named in {etc}: Odoo 19.0 comes from Debian's package")


def _addresses(text):
    """Return the archive addresses in a one-line or deb822 list of apt's sources."""
    one_line = r"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)"
    fields = re.findall(r"^URIs:\s*(.+)$", text, re.MULTILINE | re.IGNORECASE)
    return re.findall(one_line, text, re.MULTILINE) + " ".join(fields).split()


def _unpack(debs, tree):
    """Unpack the packages into one tree and put in the file that Debian leaves out."""
    for deb in debs:
        common.run(["dpkg", "-x", deb, tree])
    missing = packages(tree) / "odoo" / LEFT_OUT
    if not missing.parent.parent.parent.is_dir():
        missing = packages(tree) / LEFT_OUT
    missing.parent.mkdir(parents=True, exist_ok=True)
    missing.touch()
