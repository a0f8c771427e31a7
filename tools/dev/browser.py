"""Chromium for the browser tests, under a name that Odoo's test framework looks for."""

import os
import shlex

from . import common
from .common import Failure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root cannot use Chromium's sandbox; the rest keeps it from calling its maker's services.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def folder():
    """Return a folder to put first on PATH: it holds `google-chrome`, the name that Odoo
    tries first, as a script that starts the machine's Chromium with our flags."""
    home = common.run_dir() / "bin"
    home.mkdir(exist_ok=True)
    script = home / "google-chrome"
    flags = FLAGS if common.is_root() else FLAGS[1:]
    text = f'#!/bin/sh\nexec {shlex.quote(_find(home))} {" ".join(flags)} "$@"\n'
    draft = home / f".google-chrome.{os.getpid()}"
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o755)
    draft.replace(script)
    return home


def _find(own):
    """Return the path of the machine's Chromium, installed by apt when root."""
    path = common.which(*NAMES)
    if path and os.path.dirname(path) == str(own):
        path = None
    if not path:
        try:
            common.apt_install("chromium")
        except Failure as failure:
            raise Failure(f"the browser tests need Chromium: {failure}") from failure
        path = common.which(*NAMES)
    if not path:
        raise Failure("the browser tests need Chromium, and its package brought no `chromium`.")
    return path
