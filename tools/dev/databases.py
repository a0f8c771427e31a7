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
class Bench:
    """Where one series is tested: its Odoo, the server, the port of the addon."""

    odoo: series.Odoo
    server: postgres.Server
    addons: Path

    @property
    def data_dir(self):
        """Odoo's data folder (filestores) of this series' test databases."""
        return common.RUN / "test" / f"data-{self.odoo.series}"

    @property
    def folder(self):
        """Folder of this run's configuration and logs."""
        return common.RUN / "test" / f"run-{self.odoo.series}-{os.getpid()}"

    def config(self):
        """Write this run's configuration file of Odoo and return its path."""
        return series.write_config(
            self.odoo, self.folder / "odoo.conf", self.server, self.data_dir, self.addons,
            http_port=common.free_port(), list_db=True,
        )

    def name(self, purpose):
        """Return the name of a database of this run."""
        return f"run_{os.getpid()}_{self.odoo.series[:2]}_{purpose}"

    def filestore(self, database):
        """Return the folder of a database's files."""
        return self.data_dir / "filestore" / database

    def run_odoo(self, log, database, *args, command=(), script=None):
        """Run Odoo on a database until it stops by itself; return its log as text, which is
        also kept as LOG.log in this run's folder.

        Raises Failure with the end of the log when it ends with an error.
        """
        line = self.odoo.command(
            *command, "-c", self.config(), "-d", database, "--no-http", "--max-cron-threads=0",
            *args)
        extra = {} if script is None else {"input": script, "stdin": None}
        done = common.run(line, check=False, env=self.odoo.env(self.server), **extra)
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

    def shell(self, database, script, log="shell"):
        """Run a Python script file in Odoo's shell and return what it printed."""
        text = Path(script).read_text(encoding="utf-8")
        return self.run_odoo(log, database, command=["shell"], script=text)


def bad_lines(log):
    """Return the lines of a log that tell of a warning, an error or failed demo data."""
    return [line for line in log.splitlines() if BAD_LINE.match(line) or DEMO_FAILED.search(line)]


def exists(server, name):
    """Tell whether a database is there."""
    quoted = name.replace("'", "''")
    return bool(postgres.query(server, f"SELECT 1 FROM pg_database WHERE datname = '{quoted}'"))


def template(bench, demo=False):
    """Return the name of the template database with the core apps, built when missing."""
    kind = "demo" if demo else "bare"
    key = common.digest(bench.odoo.fingerprint(), str(common.TOP), LANGUAGE)
    name = f"tpl_{bench.odoo.series[:2]}_{kind}_{key}"
    with common.lock(common.RUN / "test" / f"{name}.lock"):
        if not (exists(bench.server, name) and bench.filestore(name).is_dir()):
            _build_template(bench, name, demo)
    return name


def _build_template(bench, name, demo):
    """Build a template under a name of this run, then give it its name: all or nothing."""
    kind = "with demo data" if demo else "without demo data"
    common.say(f"building the template database of Odoo {bench.odoo.series} {kind}")
    draft = bench.name("template_demo" if demo else "template")
    _drop_old_templates(bench, name)
    drop(bench, name)
    drop(bench, draft)
    create(bench, draft)
    bench.install(draft, *common.CORE_APPS, demo=demo, log=f"template-{demo}")
    bench.run_odoo("language", draft, f"--load-language={LANGUAGE}", "--stop-after-init")
    bench.filestore(draft).mkdir(parents=True, exist_ok=True)
    bench.filestore(draft).replace(bench.filestore(name))
    postgres.query(bench.server, f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _drop_old_templates(bench, name):
    """Drop this checkout's templates of the same kind for other versions of the source."""
    prefix = name.rsplit("_", 1)[0]
    if bench.filestore("").is_dir():
        for folder in bench.filestore("").glob(f"{prefix}_*"):
            drop(bench, folder.name)


def create(bench, name, source="template0"):
    """Create a database, empty or as a copy of another one."""
    postgres.query(bench.server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def clone(bench, source, name):
    """Copy a database with its filestore; return the copy's name."""
    drop(bench, name)
    create(bench, name, source)
    shutil.copytree(bench.filestore(source), bench.filestore(name))
    return name


def drop(bench, name):
    """Drop a database and its filestore if they are there."""
    postgres.query(bench.server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(bench.filestore(name), ignore_errors=True)


def drop_run(bench, pid):
    """Drop the databases and the folder that the run with this process id left."""
    prefix = f"run_{pid}_{bench.odoo.series[:2]}_"
    sql = f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%'"
    for name in postgres.query(bench.server, sql).split():
        drop(bench, name)


def drop_stale(bench):
    """Drop what runs that were killed left behind."""
    for folder in bench.folder.parent.glob(f"run-{bench.odoo.series}-*"):
        pid = int(folder.name.rsplit("-", 1)[1])
        if not common.alive(pid):
            drop_run(bench, pid)
            shutil.rmtree(folder, ignore_errors=True)
