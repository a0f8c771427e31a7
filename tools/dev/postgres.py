"""PostgreSQL: a server given by the PG* variables, or a private cluster under .run/."""

import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import common
from .common import Failure

ROLE = "digiflow"
OWNER = "digiflow_admin"
# The kept cluster is as safe as PostgreSQL's defaults; that of the tests trades safety for speed.
# Its autovacuum is off too: a worker of it in a database refuses to let that be dropped.
UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
# The name of a socket file; no TCP port is opened.
SOCKET_PORT = "5432"
SOCKET_PATH_LIMIT = 90


@dataclass(frozen=True)
class Server:
    """How to reach one PostgreSQL server: texts as libpq takes them."""

    host: str
    port: str
    user: str
    password: str

    def env(self):
        """Return the process environment with this server in the PG* variables."""
        own = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        own.update({"PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "5"})
        return {**os.environ, **{name: value for name, value in own.items() if value}}

    def config(self):
        """Return the lines of an Odoo configuration file that name this server."""
        rows = (("host", self.host), ("port", self.port), ("user", self.user))
        lines = [f"db_{name} = {value}" for name, value in rows if value]
        return "\n".join([*lines, f"db_password = {self.password or False}"])


def bindir():
    """Return the folder of the newest PostgreSQL server binaries, or None."""
    found = [Path(path).parent for path in [common.which("initdb")] if path]
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found += [path.parent for path in sorted(versions, key=_version, reverse=True)]
    return next((path for path in found if (path / "postgres").is_file()), None)


def _version(path):
    """Return the version number in /usr/lib/postgresql/<version>/bin/initdb."""
    name = path.parts[-3]
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


def binaries():
    """Return the folder of the server's binaries, installing them when that is possible."""
    if not bindir():
        _install()
    if not bindir():
        raise Failure("PostgreSQL's server is missing: install it, or set PGHOST and the like.")
    return bindir()


def _install():
    """Install PostgreSQL from Debian, without the cluster that its package would start."""
    if common.is_root() and common.which("apt-get"):
        conf = Path("/etc/postgresql-common/createcluster.conf")
        if not conf.exists():
            conf.parent.mkdir(parents=True, exist_ok=True)
            conf.write_text("create_main_cluster = false\n", encoding="utf-8")
    common.apt_install("postgresql")


def tool(name):
    """Return the path of a client program (psql, pg_dump ...)."""
    folder = bindir()
    path = folder / name if folder and (folder / name).is_file() else common.which(name)
    if not path:
        raise Failure(f"{name} is missing: install PostgreSQL's client (postgresql-client).")
    return str(path)


def given():
    """Return the server that the PG* variables name when it answers, else None."""
    if not os.environ.get("PGHOST"):
        return None
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
    server = Server(*(os.environ.get(name, "") for name in names))
    if query(server, "SELECT 1", check=False) != "1":
        common.say(f"PGHOST={server.host} does not answer: using a private cluster")
        return None
    return server


def query(server, sql, database="postgres", check=True):
    """Run one SQL command and return its rows as text (| between columns)."""
    command = [tool("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    return common.run(command, check=check, env=server.env()).stdout.strip()


def server(name):
    """Return a running server: `pg` keeps its data safe, `pg-test` is fast and thrown away."""
    return given() or Cluster(name).start()


class Cluster:
    """A private cluster of this checkout, reached by a Unix socket only.

    As root it runs as the user postgres (or nobody), for PostgreSQL refuses root.
    """

    def __init__(self, name):
        """Name the cluster; nothing is made yet."""
        self.name = name
        self.link = common.RUN / name
        self.account = _account()

    @property
    def home(self):
        """Folder of the cluster: .run/NAME, or elsewhere by a link when the server's
        account cannot reach the checkout or a socket's path would be too long."""
        if self.link.is_symlink():
            return Path(os.readlink(self.link))
        return self.link

    @property
    def data(self):
        """The cluster's data folder."""
        return self.home / "data"

    def server(self):
        """Return how to reach this cluster."""
        return Server(str(self.home / "socket"), SOCKET_PORT, ROLE, self._password())

    def _password(self):
        return common.secret("db_password", common.setting("DB_PASSWORD"))

    def running(self):
        """Tell whether the cluster accepts connections."""
        if not (self.data / "PG_VERSION").is_file():
            return False
        return self._as_account("pg_ctl", "status", "-D", self.data).returncode == 0

    def start(self):
        """Start the cluster, made first when there is none, and return its Server."""
        binaries()
        with common.lock(common.run_dir() / f"{self.name}.lock"):
            if not (self.data / "PG_VERSION").is_file():
                self._create()
            if not self.running():
                self._launch()
        return self.server()

    def stop(self):
        """Stop the cluster if it runs."""
        if self.running():
            self._as_account("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")

    def _create(self):
        """Make the cluster's folders and data; a half-made one is replaced."""
        self._place()
        for folder in (self.data, self.home / "socket"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            self._give(folder)
        common.say(f"making a private PostgreSQL cluster ({self.link.relative_to(common.TOP)})")
        admin = secrets.token_urlsafe(18)
        self._initdb(admin)
        self._launch()
        self._make_role(admin)

    def _initdb(self, password):
        """Run initdb with this password for the cluster's first user."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "password"
            common.write_private(file, password)
            for path in (Path(folder), file):
                self._give(path)
            done = self._as_account(
                "initdb",
                "-D",
                self.data,
                "-U",
                OWNER,
                "--pwfile",
                file,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                "--no-instructions",
            )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise Failure(f"initdb failed for {self.data}:\n{done.stdout}")

    def _make_role(self, admin):
        """Make Odoo's role, which may create databases; then close the first user's door."""
        password = self._password().replace("'", "''")
        owner = Server(str(self.home / "socket"), SOCKET_PORT, OWNER, admin)
        query(owner, f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'")
        query(owner, f"ALTER ROLE {OWNER} PASSWORD NULL")

    def _launch(self):
        """Start the server's process and wait until it answers."""
        log = self.home / "postgres.log"
        log.touch()
        self._give(log)
        settings = ["listen_addresses=", f"unix_socket_directories={self.home / 'socket'}"]
        settings += ["unix_socket_permissions=0700", f"port={SOCKET_PORT}"]
        settings += ["max_connections=100", "shared_buffers=256MB"]
        settings += UNSAFE if self.name == "pg-test" else ()
        options = " ".join(f"-c '{line}'" for line in settings)
        done = self._as_account(
            "pg_ctl", "start", "-D", self.data, "-l", log, "-w", "-t", "60", "-o", options
        )
        if done.returncode:
            tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
            raise Failure(f"PostgreSQL did not start ({log}):\n{tail}")

    def _as_account(self, program, *args):
        """Run a server program as the account that owns the cluster."""
        command = [str(binaries() / program), *map(str, args)]
        as_user = {}
        if self.account:
            as_user = {"user": self.account.pw_uid, "group": self.account.pw_gid}
            as_user["extra_groups"] = []
        # pg_ctl's child keeps the output open, so it goes to a file rather than a pipe.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                start_new_session=True,
                **as_user,
            )
            output.seek(0)
            done.stdout = output.read()
        return done

    def _give(self, path):
        """Make the cluster's account the owner of a file or folder."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _place(self):
        """Make the cluster's home, and the link to it when it lies outside the checkout."""
        common.run_dir()
        if self.home.is_dir():
            return
        if self.link.is_symlink():
            self.link.unlink()
        if _reachable(common.RUN, self.account) and len(str(self.link)) < SOCKET_PATH_LIMIT:
            _make_passable(self.link)
            return
        home = _make_passable(_outside_home() / self.name)
        self.link.symlink_to(home)


def _account():
    """Return the account that runs the server: None for the user's own."""
    if not common.is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("neither a user postgres nor nobody: PostgreSQL cannot run as root.")


def _reachable(folder, account):
    """Tell whether the account may pass through a folder and all its parents."""
    if not account:
        return True
    return all(_passable(path, account) for path in [folder, *folder.parents])


def _passable(path, account):
    """Tell whether a folder's mode lets the account pass through."""
    info = path.stat()
    if info.st_uid == account.pw_uid:
        return bool(info.st_mode & stat.S_IXUSR)
    return bool(info.st_mode & stat.S_IXOTH)


def _make_passable(folder):
    """Make a folder that others may pass through but not list, whatever the umask."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    return folder


def _outside_home():
    """Return this checkout's folder under /var/tmp, refused when another user made it."""
    home = Path("/var/tmp") / f"{common.ADDON}-{common.digest(str(common.TOP), os.getuid())}"
    home.mkdir(mode=0o700, exist_ok=True)
    info = home.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.getuid():
        raise Failure(f"{home} belongs to another user: remove it.")
    return _make_passable(home)
