"""Databases of the tests: templates with the core apps, built once, and quick clones."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import common, postgres, series
from .common import Failure

LANGUAGE = "es_PE"
BAD_LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")
# In 19.0 broken demo data is told by a line of any level.
DEMO_FAILED = re.compile(r"demo data.*failed|failed.*demo data", re.IGNORECASE)


@dataclass(frozen=True)
class Site:
    """Where one Odoo works: its program, the PostgreSQL server, the folder in which it finds
    the addon, its data folder (filestores) and a folder for configuration and logs."""

    odoo: series.Odoo
    server: postgres.Server
    addons: Path
    data_dir: Path
    folder: Path

    def config(self, **options):
        """Write the configuration file of Odoo and return its path."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "odoo.conf"
        return series.write_config(
            self.odoo, path, self.server, self.data_dir, self.addons, **options
        )

    def filestore(self, database):
        """Return the folder of a database's files."""
        return self.data_dir / "filestore" / database

    def run_odoo(self, log, database, *args, command=(), script=None, env=None):
        """Run Odoo on a database until it stops by itself; return its log as text, which is
        also kept as LOG.log in this run's folder.

        Raises Failure with the end of the log when it ends with an error.
        """
        line = self.odoo.command(
            *command,
            "-c",
            self.config(http_port=common.free_port()),
            "-d",
            database,
            "--no-http",
            "--max-cron-threads=0",
            *args,
        )
        extra = {} if script is None else {"input": script, "stdin": None}
        environment = {**self.odoo.env(self.server), **(env or {})}
        done = common.run(line, check=False, env=environment, **extra)
        (self.folder / f"{log}.log").write_text(done.stdout, encoding="utf-8")
        if done.returncode:
            tail = "\n".join(done.stdout.strip().splitlines()[-40:])
            raise Failure(f"Odoo {self.odoo.series} failed ({log}):\n{tail}")
        return done.stdout

    def demo_options(self, demo):
        """Return the options that ask for demo data or for none."""
        if self.odoo.series == "16.0":
            return [] if demo else ["--without-demo=all"]
        return ["--with-demo"] if demo else []

    def install(self, database, *modules, demo=False, log="install"):
        """Install modules into a database and return the log."""
        options = ["-i", ",".join(modules), *self.demo_options(demo), "--stop-after-init"]
        return self.run_odoo(log, database, *options)

    def update(self, database, log="update"):
        """Update the addon in a database and return the log."""
        return self.run_odoo(log, database, "-u", common.ADDON, "--stop-after-init")

    def shell(self, database, script, log="shell", env=None):
        """Run a Python script file in Odoo's shell, with more environment variables when
        given, and return what it printed."""
        text = Path(script).read_text(encoding="utf-8")
        return self.run_odoo(log, database, command=["shell"], script=text, env=env)


def bad_lines(log):
    """Return the lines of a log that tell of a warning, an error or failed demo data."""
    return [line for line in log.splitlines() if BAD_LINE.match(line) or DEMO_FAILED.search(line)]


def test_site(odoo, server, addons):
    """Return the Site of this test run."""
    home = common.RUN / "test"
    folder = home / f"run-{odoo.series}-{os.getpid()}"
    return Site(odoo, server, addons, home / f"data-{odoo.series}", folder)


def run_name(site, purpose):
    """Return the name of a database of this test run."""
    return f"run_{os.getpid()}_{site.odoo.series[:2]}_{purpose}"


def exists(server, name):
    """Tell whether a database is there."""
    quoted = name.replace("'", "''")
    return bool(postgres.query(server, f"SELECT 1 FROM pg_database WHERE datname = '{quoted}'"))


def template(site, demo=False):
    """Return the name of the template database with the core apps, built when missing."""
    kind = "demo" if demo else "bare"
    key = common.digest(site.odoo.fingerprint(), str(common.TOP), LANGUAGE)
    name = f"tpl_{site.odoo.series[:2]}_{kind}_{key}"
    with common.lock(common.RUN / "test" / f"{name}.lock"):
        if not (exists(site.server, name) and site.filestore(name).is_dir()):
            _build_template(site, name, demo)
    return name


def _build_template(site, name, demo):
    """Build a template under a name of this run, then give it its name: all or nothing."""
    kind = "with demo data" if demo else "without demo data"
    common.say(f"building the template database of Odoo {site.odoo.series} {kind}")
    draft = run_name(site, "template_demo" if demo else "template")
    _drop_old_templates(site, name)
    drop(site, name)
    drop(site, draft)
    create(site, draft)
    site.install(draft, *common.CORE_APPS, demo=demo, log=f"template-{demo}")
    site.run_odoo("language", draft, f"--load-language={LANGUAGE}", "--stop-after-init")
    rename(site, draft, name)


def _drop_old_templates(site, name):
    """Drop this checkout's templates of the same kind for other versions of the source."""
    prefix = name.rsplit("_", 1)[0]
    if site.filestore("").is_dir():
        for folder in site.filestore("").glob(f"{prefix}_*"):
            drop(site, folder.name)


def create(site, name, source="template0"):
    """Create a database, empty or as a copy of another one."""
    postgres.query(site.server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def rename(site, old, new):
    """Give a database and its filestore another name; the new one must be free."""
    postgres.query(site.server, f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    site.filestore(old).mkdir(parents=True, exist_ok=True)
    site.filestore(old).replace(site.filestore(new))


def clone(site, source, name):
    """Copy a database with its filestore; return the copy's name."""
    drop(site, name)
    create(site, name, source)
    shutil.copytree(site.filestore(source), site.filestore(name))
    return name


def drop(site, name):
    """Drop a database and its filestore if they are there."""
    postgres.query(site.server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(site.filestore(name), ignore_errors=True)


def drop_run(site, pid):
    """Drop the databases and the folder that the run with this process id left."""
    prefix = f"run_{pid}_{site.odoo.series[:2]}_"
    sql = f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%'"
    for name in postgres.query(site.server, sql).split():
        drop(site, name)


def drop_stale(site):
    """Drop what runs that were killed left behind."""
    for folder in site.folder.parent.glob(f"run-{site.odoo.series}-*"):
        pid = int(folder.name.rsplit("-", 1)[1])
        if not common.alive(pid):
            drop_run(site, pid)
            shutil.rmtree(folder, ignore_errors=True)
