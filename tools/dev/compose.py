"""The compose way of `make up` and its sisters: `docker compose`, or docker-compose 1.29.

What happens inside the containers is in docker/entry.py; plain `docker compose up -d` works too.
"""

import contextlib
import functools
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import common, server
from .common import TOP, Failure

ENV_FILE = TOP / ".env"
ENV_EXAMPLE = TOP / ".env.example"
PASSWORDS = ("ADMIN_PASSWORD", "DB_PASSWORD", "MASTER_PASSWORD")
# As in odoo.conf.
DATABASE = "digiflow_crm"
ENTRY = ("python3", "/opt/digiflow/entry.py")
FIRST_START_SECONDS = 1200
PROBE_SECONDS = 5


def available():
    """Tell whether a Docker engine answers and a compose command is there."""
    try:
        _compose_command()
    except Failure:
        return False
    return True


@functools.cache
def _compose_command():
    """Return the words of the compose command; Failure when there is none or no engine."""
    if not _answers("docker", "info"):
        raise Failure("no Docker engine answers (docker info)")
    for words in (("docker", "compose"), ("docker-compose",)):
        if _answers(*words, "version"):
            return words
    raise Failure("Docker has no compose: install docker-compose-plugin or docker-compose 1.29")


def _answers(*command):
    """Tell whether a command is there and succeeds."""
    try:
        return common.run(command, check=False, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _compose(*args, check=True, **kwargs):
    """Run compose in the checkout, its output shown, and return its exit code.

    Raises Failure when it fails and check is set.
    """
    command = [*_compose_command(), *args]
    code = subprocess.run(command, cwd=TOP, check=False, **kwargs).returncode
    if check and code:
        raise Failure(f"`{' '.join(command[:5])}` ended with code {code}; its last lines say why")
    return code


# --- Settings and secrets --------------------------------------------------------------------


def ensure_env():
    """Make .env from .env.example, with passwords made at random, when there is none."""
    if ENV_FILE.exists():
        return
    lines = ENV_EXAMPLE.read_text(encoding="utf-8").splitlines()
    common.write_private(ENV_FILE, "\n".join(map(_filled, lines)) + "\n")
    common.say(f"made {ENV_FILE.name} with passwords of its own (mode 600)")
    if _has_volume():
        common.say(
            "The database is older than this .env: its users keep their passwords, and "
            "ADMIN_PASSWORD in .env is not theirs (make shell can set one anew)."
        )


def _filled(line):
    """Return a line of .env.example with a random value where a password is to be filled in.

    What the environment gives goes first, as it does for compose itself.
    """
    name, mark, value = line.partition("=")
    if name not in PASSWORDS or not mark or value:
        return line
    return f"{name}={os.environ.get(name) or secrets.token_urlsafe(18)}"


def _has_volume():
    """Tell whether the database's volume is there already."""
    return _answers("docker", "volume", "inspect", f"{_project()}_db")


def _project():
    """Return compose's project name, the prefix of the volumes."""
    return common.setting("COMPOSE_PROJECT_NAME", TOP.name.lower())


def address():
    """Return the address that people of this machine use."""
    bind = common.setting("HTTP_BIND", "127.0.0.1")
    host = "localhost" if bind in ("127.0.0.1", "0.0.0.0") else bind
    return f"http://{host}:{common.setting('HTTP_PORT', '8069')}"


# --- Commands --------------------------------------------------------------------------------


def up(demo=False):
    """Build, start and wait until Odoo answers; print where it is and who gets in."""
    ensure_env()
    env = {**os.environ, "DEMO": "1"} if demo else None
    if demo and _has_volume():
        common.say("The database is there already: demo data is added to a new one only.")
    _compose("up", "-d", "--build", "db", env=env)
    _sync_role()
    _compose("up", "-d", "--build", env=env)
    _wait_until_healthy()
    common.say(
        f"Odoo is healthy at {address()}\n"
        f"user: {common.setting('ADMIN_LOGIN', 'admin')}\n"
        f"password: ADMIN_PASSWORD in {ENV_FILE} (as of the first start)"
    )


def _sync_role():
    """Make the password of Odoo's database role that of .env, once PostgreSQL answers."""
    ready = _in_db("pg_isready", "-q", "-h", "127.0.0.1", "-U", "odoo")
    quiet = {"check": False, "stdin": subprocess.DEVNULL}
    if not common.wait_for(lambda: _compose(*ready, **quiet) == 0, 120, pause=1):
        raise Failure("PostgreSQL did not start within 120 s; see `make logs`")
    script = "/docker-entrypoint-initdb.d/role.sql"
    psql = ("psql", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-f", script)
    _compose(*_in_db(*psql), stdin=subprocess.DEVNULL)


def _wait_until_healthy():
    """Return when Odoo answers through the proxy; Failure if its container fails or it is late."""
    end = time.monotonic() + FIRST_START_SECONDS
    told, before = False, _restarts("odoo")
    while not _healthy():
        if time.monotonic() > end or _restarts("odoo") > before:
            _compose("logs", "--tail", "30", "odoo", check=False)
            raise Failure("Odoo did not start; the lines above say why")
        if not told:
            common.say("waiting for Odoo (the first start makes the database, a few minutes)")
            told = True
        time.sleep(2)


def _healthy():
    """Tell whether Odoo's own health page answers at the published address."""
    try:
        with urllib.request.urlopen(f"{address()}/web/health", timeout=PROBE_SECONDS) as answer:
            return json.load(answer).get("status") == "pass"
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _restarts(service):
    """Return how often Docker had to start a service's container anew."""
    found = common.run([*_compose_command(), "ps", "-q", service], cwd=TOP).stdout.split()
    if not found:
        return 0
    done = common.run(["docker", "inspect", "-f", "{{.RestartCount}}", found[-1]], check=False)
    return int(done.stdout) if done.returncode == 0 else 0


def down():
    """Stop the containers; database and files stay in their volumes."""
    _compose("down")


def logs():
    """Follow the containers' logs until interrupted."""
    with contextlib.suppress(KeyboardInterrupt):
        _compose("logs", "--follow", "--tail", "100", check=False)


def shell():
    """Open Odoo's shell on the running system, or run there the script on standard input."""
    terminal = () if sys.stdin.isatty() else ("-T",)
    return _compose("exec", *terminal, "odoo", *ENTRY, "shell", check=False)


def upgrade():
    """Update the addon in the database, with people kept out, and serve again."""
    _compose("build", "odoo")
    with _stopped():
        _compose(*_once("upgrade"), stdin=subprocess.DEVNULL)
    _wait_until_healthy()
    common.say("the addon is up to date")


def backup(path=None):
    """Write database and files into one new file, mode 600 (format: archive.py).

    Without a path it goes to backups/, named after the time.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = Path(path or TOP / "backups" / f"{DATABASE}-{stamp}.tar.gz").absolute()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            plain = ("--no-owner", "--no-privileges")
            dump = _in_db("pg_dump", "-Fc", *plain, "-U", "postgres", DATABASE)
            _pipe(dump, _once("backup"), stdin=subprocess.DEVNULL, stdout=stream)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    common.say(f"backup: {path} ({path.stat().st_size / 1e6:.1f} MB)")


def restore(path=None):
    """Put a backup in the place of the database and its files, and serve again.

    What was there stays when the backup proves unreadable.
    """
    path = Path(path or "")
    if not path.is_file():
        raise Failure("say which file there is to restore: make restore FILE=backups/...")
    server.confirm(f"replace the database {DATABASE} by {path}?")
    ensure_env()
    _compose("up", "-d", "--build", "db")
    _sync_role()
    load = _in_db(
        "pg_restore", "--no-owner", "--exit-on-error", "-U", "odoo", "-d", f"{DATABASE}_new"
    )
    with _stopped(), path.open("rb") as stream:
        _pipe(_once("unpack"), load, stdin=stream)
        _compose(*_once("replace"), stdin=subprocess.DEVNULL)
    _wait_until_healthy()
    common.say(f"restored {path}; it is healthy at {address()}")


def test(args=()):
    """Run tests/ on 16.0 in the image, args being pytest's; return the exit code."""
    ensure_env()
    _compose("--profile", "test", "build", "odoo", "test")
    command = ("--profile", "test", "run", "--rm", "-T", "test", "test", *args)
    return _compose(*command, check=False, stdin=subprocess.DEVNULL)


@contextlib.contextmanager
def _stopped():
    """Keep Odoo stopped inside the with block, and start it after, also when that failed."""
    _compose("stop", "odoo")
    try:
        yield
    finally:
        _compose("up", "-d")


def _once(command):
    """Return compose's words that run a command of docker/entry.py in a container of its own."""
    return ("run", "--rm", "-T", "--no-deps", "odoo", command)


def _in_db(*command):
    """Return compose's words that run a command in PostgreSQL's container, whose tools fit it."""
    return ("exec", "-T", "db", *command)


def _pipe(first, second, stdin, stdout=None):
    """Run two compose commands, the first one's output being the other's input.

    Raises Failure when either fails.
    """
    words = _compose_command()
    with subprocess.Popen([*words, *first], cwd=TOP, stdin=stdin, stdout=subprocess.PIPE) as source:
        sink = _compose(*second, check=False, stdin=source.stdout, stdout=stdout)
        source.stdout.close()
    for command, code in ((first, source.returncode), (second, sink)):
        if code:
            raise Failure(
                f"`{' '.join(command[:6])}` ended with code {code}; its last lines say why"
            )
