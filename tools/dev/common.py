"""What all parts of the tool share: paths, settings, console, processes, locks."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RUN = TOP / ".run"
ADDON = "digiflow_crm"
SERIES = ("16.0", "19.0")
CORE_APPS = (
    "crm",
    "sale_crm",
    "sale_management",
    "calendar",
    "survey",
    "mail",
    "phone_validation",
    "utm",
)


class Failure(Exception):
    """The tool cannot go on; the text says where, what and what to do about it."""


def say(text):
    """Print one line for the user at once."""
    print(text, flush=True)


def cache_dir():
    """Folder shared by all clones of one user: Odoo's source and virtual environments."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / ADDON


def run_dir():
    """The checkout's own folder for what the tool makes, made on first use."""
    RUN.mkdir(exist_ok=True)
    return RUN


def read_env_file(path):
    """Return the NAME=value pairs of a .env file as a dict; {} when there is none."""
    pairs = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, mark, value = line.strip().partition("=")
            if mark and not name.startswith("#"):
                pairs[name.strip()] = value.strip().strip("'\"")
    return pairs


def setting(name, default=""):
    """Return a setting: the environment's, else that of .env, else the default."""
    return os.environ.get(name) or read_env_file(TOP / ".env").get(name) or default


def run(command, check=True, **kwargs):
    """Run a command and return its CompletedProcess with text output kept.

    Raises Failure with the end of the command's output when it fails and check is set.
    """
    command = [str(part) for part in command]
    kwargs.setdefault("stdout", subprocess.PIPE)
    kwargs.setdefault("stderr", subprocess.STDOUT)
    kwargs.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run(command, text=True, errors="replace", check=False, **kwargs)
    if check and done.returncode:
        tail = "\n".join((done.stdout or "").strip().splitlines()[-15:])
        raise Failure(f"{' '.join(command[:4])} ended with code {done.returncode}:\n{tail}")
    return done


def which(*names):
    """Return the path of the first of these commands that is on PATH, or None."""
    return next(filter(None, (shutil.which(name) for name in names)), None)


def is_root():
    """Tell whether the tool runs as root."""
    return os.geteuid() == 0


def apt_install(*packages):
    """Install Debian packages (root only); Failure when that is not possible."""
    if not (is_root() and which("apt-get")):
        names = " ".join(packages)
        raise Failure(f"{names} is missing: install it (Debian: apt-get install {names}).")
    say(f"installing {' '.join(packages)} with apt-get")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if run(command, check=False, env=quiet).returncode:
        run(["apt-get", "update"], env=quiet)
        run(command, env=quiet)


def digest(*parts):
    """Return 12 hex digits that stand for these texts or files' contents."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        total.update(b"\0")
    return total.hexdigest()[:12]


def write_private(path, text):
    """Write a text that only the user may read (mode 600), whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)


def secret(name, given=""):
    """Return the secret kept in .run/secrets/NAME; at first it is the given one, or random."""
    path = secret_path(name)
    if not path.is_file():
        write_private(path, (given or secrets.token_urlsafe(18)) + "\n")
    return path.read_text(encoding="utf-8").strip()


def secret_path(name):
    """Return the file that keeps a secret."""
    return run_dir() / "secrets" / name


@contextlib.contextmanager
def lock(path, shared=False):
    """Hold a lock file, waiting for others: one holder at a time, or many sharing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield stream


def try_lock(stream):
    """Make a held lock exclusive without waiting; False when another one holds it."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def port_is_free(port):
    """Tell whether a TCP port of this machine can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


def free_port(wanted=0):
    """Return the wanted port, else the next free one; 0 asks for any free one."""
    if not wanted:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]
    return next(port for port in range(wanted, 65536) if port_is_free(port))


def alive(pid):
    """Tell whether a process with this id runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_for(condition, seconds, pause=0.2):
    """Return whether the condition came true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())


def main_guard(function):
    """Run a command of the tool; print a Failure as one message and return its exit code."""
    try:
        return function() or 0
    except Failure as failure:
        print(f"devenv: {failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
