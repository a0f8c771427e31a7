"""What the Odoo container does: serve (default), upgrade, shell, test, steps of backup and restore.

Settings come from /etc/odoo/odoo.conf (mounted), passwords from the environment. The passwords go
to files of mode 600 in memory and out of the environment before Odoo starts, so that
neither its command line nor its log has them. Python 3.9, with what Odoo itself depends on.
"""

import configparser
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
from passlib.context import CryptContext
from psycopg2 import sql

sys.path.insert(0, str(Path(__file__).resolve().parent))
import archive

ADDON = "digiflow_crm"
HERE = Path(__file__).resolve().parent
CONFIG = Path("/etc/odoo/odoo.conf")
# Memory of this container. (A tmpfs of its own loses its mode when Docker restarts the container.)
PRIVATE = Path("/dev/shm/digiflow")
ADDONS = Path("/mnt/extra-addons")
PROJECT = Path("/opt/project")
SERIES = "16.0"
LANGUAGE = "es_PE"
SECRETS = ("DB_PASSWORD", "MASTER_PASSWORD", "ADMIN_PASSWORD")
TEST_DATABASE = "digiflow_crm_test"
DATABASE_SECONDS = 120


class Stop(Exception):
    """The container cannot go on; the text says why and what to do."""


def say(text):
    """Print one line to the container's log at once; standard output is kept for backups."""
    print(f"digiflow: {text}", file=sys.stderr, flush=True)


# --- Settings --------------------------------------------------------------------------------


class Settings:
    """odoo.conf with the passwords of the environment, and a private copy of both for Odoo.

    database and filestore (a Path) name what this container works on; env is the environment for
    Odoo and PostgreSQL's programs, without the passwords.
    """

    def __init__(self, given, database=None, data_dir=None):
        """Read odoo.conf; database and data_dir replace its own when given."""
        self.secrets = {name: _required(given, name) for name in SECRETS}
        self.admin_login = given.get("ADMIN_LOGIN") or "admin"
        self.demo = given.get("DEMO", "0").strip().lower() in ("1", "true", "yes")
        self.parser = _read_config(CONFIG)
        self.options = self.parser["options"]
        if database:
            self.options.update({"db_name": database, "dbfilter": f"^{database}$"})
        if data_dir:
            self.options["data_dir"] = str(data_dir)
        self.database = self.options["db_name"]
        self.env = self._environment(given)

    @property
    def filestores(self):
        """Folder of the filestores of all databases."""
        return Path(self.options["data_dir"]) / "filestore"

    def _environment(self, given):
        """Return the environment of the programs started from here; it names files, no password."""
        env = {name: value for name, value in given.items() if name not in SECRETS}
        own = {"PGHOST": "db_host", "PGPORT": "db_port", "PGUSER": "db_user"}
        env.update({name: self.options[option] for name, option in own.items()})
        env.update(PGPASSFILE=str(PRIVATE / "pgpass"), ODOO_RC=str(PRIVATE / "odoo.conf"))
        return env

    def write(self):
        """Write the private files that env names, mode 600."""
        PRIVATE.mkdir(mode=0o700, exist_ok=True)
        password = self.secrets["DB_PASSWORD"].replace("\\", "\\\\").replace(":", "\\:")
        _write_private(PRIVATE / "pgpass", f"*:*:*:*:{password}\n")
        master = CryptContext(["pbkdf2_sha512"]).hash(self.secrets["MASTER_PASSWORD"])
        self.options["admin_passwd"] = master
        with _private(PRIVATE / "odoo.conf") as stream:
            self.parser.write(stream)
        os.environ.update(self.env)
        for name in SECRETS:
            os.environ.pop(name, None)


def _required(given, name):
    """Return a password of the environment; Stop when it is empty."""
    if not given.get(name):
        raise Stop(f"{name} is empty. Set it in .env (see .env.example).")
    return given[name]


def _read_config(path):
    """Return the parsed odoo.conf; Stop when the user odoo may not read it."""
    parser = configparser.RawConfigParser(inline_comment_prefixes=None)
    try:
        with path.open(encoding="utf-8") as stream:
            parser.read_file(stream)
    except OSError as error:
        raise Stop(
            f"{path}: {error.strerror}. Run `chmod a+r odoo.conf` in the checkout."
        ) from error
    return parser


@contextlib.contextmanager
def _private(path):
    """Open a new text file of mode 600 that takes the place of path when it is complete."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        yield stream
    draft.replace(path)


def _write_private(path, text):
    """Write a text that only the container's user may read."""
    with _private(path) as stream:
        stream.write(text)


def check_addon():
    """Stop when the mounted addon cannot be read by the container's user."""
    manifest = ADDONS / ADDON / "__manifest__.py"
    if not os.access(manifest, os.R_OK):
        raise Stop(
            f"{manifest} cannot be read. Run `chmod -R a+rX {ADDON}` in the checkout, and start the"
            " containers from there."
        )


# --- Programs and database -------------------------------------------------------------------


def run(command, **kwargs):
    """Run a program to its end; Stop when it fails. Its messages go to the container's log."""
    command = [str(part) for part in command]
    kwargs.setdefault("stdout", sys.stderr)
    code = subprocess.run(command, check=False, **kwargs).returncode
    if code:
        raise Stop(
            f"`{' '.join(command[:4])} ...` ended with code {code}; the lines above say why."
        )


def run_odoo(database, *arguments, **kwargs):
    """Run Odoo once on a database, without serving; arguments may begin with a subcommand."""
    subcommand = [part for part in arguments[:1] if not part.startswith("-")]
    once = [] if subcommand else ["--stop-after-init"]
    options = ["-d", database, "--no-http", "--workers=0", "--max-cron-threads=0", *once]
    run(["odoo", *subcommand, *options, *arguments[len(subcommand) :]], **kwargs)


@contextlib.contextmanager
def connection(settings, database="postgres"):
    """Open a connection that commits each statement."""
    link = psycopg2.connect(
        host=settings.options["db_host"],
        port=settings.options["db_port"],
        user=settings.options["db_user"],
        password=settings.secrets["DB_PASSWORD"],
        dbname=database,
        connect_timeout=5,
    )
    link.autocommit = True
    try:
        yield link.cursor()
    finally:
        link.close()


def wait_for_database(settings):
    """Return when PostgreSQL answers; Stop when it refuses the password or stays silent."""
    end = time.monotonic() + DATABASE_SECONDS
    while True:
        try:
            with connection(settings):
                return
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Stop(
                    "PostgreSQL refuses DB_PASSWORD: .env is not the one that the database was"
                    " made with. Put that password back, or run `make up`, which sets the role's"
                    " password anew."
                ) from error
            if time.monotonic() > end:
                raise Stop(f"PostgreSQL did not answer in {DATABASE_SECONDS} s: {error}") from error
        time.sleep(1)


def database_exists(settings, name):
    """Tell whether the server has a database of this name."""
    with connection(settings) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        return bool(cursor.fetchone())


def drop(settings, name):
    """Remove a database and its filestore, if they are there."""
    with connection(settings) as cursor:
        gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        cursor.execute(gone.format(sql.Identifier(name)))
    shutil.rmtree(settings.filestores / name, ignore_errors=True)


def put_in_place(settings, draft):
    """Give a complete database and its filestore the system's name; those there become <name>_old.

    The databases change names in one transaction: there is no moment without one.
    """
    name, old = settings.database, f"{settings.database}_old"
    drop(settings, old)
    for source, target in ((name, old), (draft, name)):
        if (settings.filestores / source).exists():
            (settings.filestores / source).rename(settings.filestores / target)
    steps = [(name, old)] if database_exists(settings, name) else []
    change = sql.SQL("ALTER DATABASE {} RENAME TO {};")
    pairs = [map(sql.Identifier, pair) for pair in (*steps, (draft, name))]
    with connection(settings) as cursor:
        cursor.execute("BEGIN")
        for pair in pairs:
            cursor.execute(change.format(*pair))
        cursor.execute("COMMIT")


# --- First start -----------------------------------------------------------------------------


def make_database(settings):
    """Make the system's database under another name, and give it its own only when complete.

    A first start that was cut off thus leaves nothing half made: the next one begins again.
    """
    draft = f"{settings.database}_new"
    drop(settings, draft)
    say(f"first start: making the database {settings.database}; this takes a few minutes")
    demo = "--without-demo=" if settings.demo else "--without-demo=all"
    for module in ("base", ADDON):
        run_odoo(draft, "-i", module, demo, f"--load-language={LANGUAGE}")
        configure(settings, draft)
    put_in_place(settings, draft)
    say(
        f"first start: the database {settings.database} is ready, with login {settings.admin_login}"
    )


def configure(settings, database):
    """Run first_start.py in Odoo's shell: language, time zone, company, the first user."""
    given = {
        "ADMIN_LOGIN": settings.admin_login,
        "ADMIN_PASSWORD": settings.secrets["ADMIN_PASSWORD"],
    }
    with (HERE / "first_start.py").open("rb") as script:
        run_odoo(database, "shell", stdin=script, env={**os.environ, **given})


# --- Commands --------------------------------------------------------------------------------


def serve(settings, _arguments):
    """Make the database when there is none, then become Odoo's server."""
    if not database_exists(settings, settings.database):
        make_database(settings)
    os.execvp("odoo", ["odoo"])


def upgrade(settings, _arguments):
    """Update the addon in the database (the server must be stopped)."""
    run_odoo(settings.database, "-u", ADDON)


def shell(settings, arguments):
    """Become Odoo's interactive shell on the database."""
    command = [
        "odoo",
        "shell",
        "-d",
        settings.database,
        "--no-http",
        "--log-level=warn",
        *arguments,
    ]
    os.execvp("odoo", command)


def backup(settings, _arguments):
    """Write an archive to standard output: the dump on standard input, and the filestore.

    The dump comes from outside because pg_dump has to be of the server's version.
    """
    with tempfile.TemporaryDirectory(dir=settings.options["data_dir"], prefix=".backup-") as folder:
        dump = Path(folder) / archive.DUMP
        with dump.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        about = archive.manifest(settings.database, SERIES)
        archive.pack(sys.stdout.buffer, about, dump, settings.filestores / settings.database)


def unpack(settings, _arguments):
    """Lay the archive on standard input beside the system, and its dump on standard output.

    The filestore becomes that of <database>_new, an empty database that the dump is for.
    """
    draft = f"{settings.database}_new"
    drop(settings, draft)
    with tempfile.TemporaryDirectory(
        dir=settings.options["data_dir"], prefix=".restore-"
    ) as folder:
        about = archive.unpack(sys.stdin.buffer, Path(folder))
        if about.get("series") != SERIES:
            raise Stop(f"The backup is of Odoo {about.get('series')}; this is Odoo {SERIES}.")
        settings.filestores.mkdir(exist_ok=True)
        (Path(folder) / archive.FILESTORE).rename(settings.filestores / draft)
        with connection(settings) as cursor:
            create = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
            cursor.execute(create.format(sql.Identifier(draft)))
        with (Path(folder) / archive.DUMP).open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)


def replace(settings, _arguments):
    """Put <database>_new in the database's place (the server must be stopped)."""
    draft = f"{settings.database}_new"
    if not database_exists(settings, draft):
        raise Stop(f"There is no database {draft} to take the place of {settings.database}.")
    put_in_place(settings, draft)
    drop(settings, f"{settings.database}_old")


def test(settings, arguments):
    """Install the addon in a database of its own and run tests/ there; return the exit code.

    arguments are pytest's. The counting, and what a skipped test means, is that of `make test`.
    """
    drop(settings, settings.database)
    try:
        run_odoo(
            settings.database, "-i", ADDON, "--without-demo=all", f"--load-language={LANGUAGE}"
        )
        return run_pytest(Path(settings.options["data_dir"]) / "junit.xml", arguments)
    finally:
        drop(settings, settings.database)


def run_pytest(result, arguments):
    """Run pytest on the checkout's tests, print the closing lines and return the exit code."""
    sys.path.insert(0, str(PROJECT / "tools"))
    from dev import browser, testrun  # only the test image has the checkout's tools

    command = ["python3", "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rfEs", "--odoo-http"]
    command += [f"--odoo-config={PRIVATE / 'odoo.conf'}", f"--junitxml={result}"]
    path = f"{browser.folder()}{os.pathsep}{os.environ['PATH']}"
    own = {"PYTHONDONTWRITEBYTECODE": "1", "DIGIFLOW_ADDON": str(ADDONS / ADDON), "PATH": path}
    env = {**os.environ, **own}
    # The tools run on the developer's Python, 3.10 or later, and so do their tests.
    arguments = arguments or ["tests", "--ignore=tests/tools"]
    code = subprocess.run([*command, *arguments], cwd=PROJECT, env=env, check=False).returncode
    report = testrun.Report(series=[SERIES])
    testrun.count_results(report, SERIES, result, code)
    report.show()
    return 1 if report.failed else 0


COMMANDS = {
    "serve": serve,
    "upgrade": upgrade,
    "shell": shell,
    "backup": backup,
    "unpack": unpack,
    "replace": replace,
    "test": test,
}


def main(arguments):
    """Run one command and return the exit code."""
    name = arguments[0] if arguments else "serve"
    if name not in COMMANDS:
        raise Stop(f"There is no command {name!r}; there are: {', '.join(COMMANDS)}.")
    os.umask(0o077)
    given = dict(os.environ)
    check_addon()
    if name == "test":
        settings = Settings(given, TEST_DATABASE, tempfile.mkdtemp(prefix="digiflow-"))
    else:
        settings = Settings(given)
    settings.write()
    wait_for_database(settings)
    return COMMANDS[name](settings, arguments[1:]) or 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Stop, archive.BadArchive) as problem:
        say(problem)
        sys.exit(1)
