"""The local way of `make up` and its sisters: Odoo on this machine, without Docker."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import archive, common, databases, postgres, printing, series
from .common import ADDON, RUN, SERIES, TOP, Failure

FIRST_START = TOP / "tools" / "dev" / "first_start.py"
DEMO = TOP / "tools" / "dev" / "load_demo.py"
FRONT = TOP / "tools" / "dev" / "launch" / "front.py"
STATE = RUN / "up.json"
LOG = RUN / "odoo.log"
HEALTH_SECONDS = 180
STOP_SECONDS = 40
WORKERS = 2
PROCESSES = 2  # Odoo and the front


def database_name(name):
    """Return the name of a series' database: one made with a series is never opened with
    another."""
    return f"{ADDON}_{name.split('.')[0]}"


# -- where it runs --------------------------------------------------------------------------


def made_series(server):
    """Return the series whose database is there, or None before the first start."""
    return next((name for name in SERIES if databases.exists(server, database_name(name))), None)


def find_odoo(server):
    """Return the Odoo to run: of the series the database was made with, else the best one."""
    made = made_series(server)
    if not made:
        return series.find_any()
    try:
        return series.find(made)
    except Failure as failure:
        raise Failure(
            f"the database {database_name(made)} was made with Odoo {made}, which cannot be had "
            f"now ({failure}). Give its folder in ODOO_HOME; no other series may open it."
        ) from failure


def open_site(odoo=None):
    """Return the Site of `up`: PostgreSQL running, the addon ported when that is needed."""
    server = postgres.server("pg")
    odoo = odoo or find_odoo(server)
    addons = series.addon_folder(odoo, RUN / f"port-{odoo.series}")
    return databases.Site(odoo, server, addons, RUN / "data", RUN / "make")


def existing_site():
    """Return the Site of a database that is there; Failure before the first start."""
    if not made_series(postgres.server("pg")):
        raise Failure("there is no database yet: `make up` makes it.")
    return open_site()


# -- the processes --------------------------------------------------------------------------


def read_state():
    """Return what the last start noted: series, database, port, and processes (their births
    by id); {} when nothing."""
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def birth(pid):
    """Return when a process began (ticks since boot), or None when it runs no more."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *fields = line.rpartition(")")[2].split()
    return None if state == "Z" else int(fields[18])


def running():
    """Return the ids of the processes of the last start that still run: those whose birth is
    the noted one, for after a reboot their ids may be other programs'."""
    noted = read_state().get("processes", {})
    return [int(pid) for pid, born in noted.items() if birth(pid) == born]


def healthy(port):
    """Tell whether Odoo answers on a port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(site):
    """Start Odoo and the front that people reach; wait until it is healthy."""
    printing.offer()
    port = common.free_port(int(common.setting("HTTP_PORT", "8069")))
    inner, events = common.free_port(), common.free_port()
    config = serving_config(site, inner, events)
    odoo = site.odoo
    front = [odoo.python, FRONT, common.setting("HTTP_BIND", "127.0.0.1"), port, inner, events]
    pids = [
        spawn(odoo.command("-c", config), odoo.env(site.server)),
        spawn(front, dict(os.environ)),
    ]
    state = {"series": odoo.series, "database": database_name(odoo.series), "port": port}
    state["processes"] = {str(pid): birth(pid) for pid in pids}
    common.write_private(STATE, json.dumps(state) + "\n")
    if not wait_until_healthy(port):
        tail = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        stop()
        raise Failure(f"Odoo did not become healthy ({LOG}):\n" + "\n".join(tail))
    return state


def wait_until_healthy(port):
    """Tell whether the server just started became healthy; a process that ends settles it."""
    common.wait_for(lambda: healthy(port) or len(running()) < PROCESSES, HEALTH_SECONDS)
    return len(running()) == PROCESSES and healthy(port)


def serving_config(site, http_port, gevent_port):
    """Write the configuration of the running server and return its path."""
    database = database_name(site.odoo.series)
    return series.write_config(
        site.odoo,
        RUN / "odoo.conf",
        site.server,
        site.data_dir,
        site.addons,
        db_name=database,
        dbfilter=f"^{database}$",
        list_db=False,
        http_interface="127.0.0.1",
        http_port=http_port,
        gevent_port=gevent_port,
        workers=WORKERS,
        max_cron_threads=1,
        limit_time_real=600,
        limit_time_cpu=300,
        without_demo="all" if site.odoo.series == "16.0" else True,
    )


def spawn(command, env):
    """Start a process in a session of its own, its output in the log; return its id."""
    with LOG.open("ab") as log:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=RUN,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process.pid


def stop():
    """Stop the processes of the last start; tell whether there were any."""
    pids = running()
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    if not common.wait_for(lambda: not running(), STOP_SECONDS):
        for pid in running():
            os.killpg(pid, signal.SIGKILL)
    STATE.unlink(missing_ok=True)
    return bool(pids)


# -- the database ---------------------------------------------------------------------------


def make_database(site, demo):
    """Make the database with the addon, under a draft's name until it is complete."""
    name = database_name(site.odoo.series)
    draft = f"{name}_new"
    common.say(f"making the database {name} (Odoo {site.odoo.series}): this takes a minute or two")
    databases.drop(site, draft)
    databases.create(site, draft)
    language = f"--load-language={databases.LANGUAGE}"
    options = [language, *site.demo_options(False), "--stop-after-init"]
    site.run_odoo("first-install", draft, "-i", ADDON, *options)
    configure(site, draft)
    if demo:
        site.shell(draft, DEMO, log="demo")
    databases.rename(site, draft, name)


def configure(site, database):
    """Set language, time zone, company and the first user, by the script both ways share."""
    login = common.setting("ADMIN_LOGIN", "admin")
    password = common.secret("admin_password", common.setting("ADMIN_PASSWORD"))
    common.write_private(common.secret_path("admin_login"), login + "\n")
    given = {"ADMIN_LOGIN": login, "ADMIN_PASSWORD": password}
    site.shell(database, FIRST_START, log="first-start", env=given)


# -- commands -------------------------------------------------------------------------------


def up(args):
    """Start what there is, made first when there is nothing, and say where it is."""
    demo = "--demo" in args or common.setting("DEMO") == "1"
    with common.lock(common.run_dir() / "up.lock"):
        state = read_state()
        if not (len(running()) == PROCESSES and healthy(state["port"])):
            stop()
            site = open_site()
            if not databases.exists(site.server, database_name(site.odoo.series)):
                make_database(site, demo)
            elif demo:
                common.say("the database is there already: demo data only goes into a new one")
            state = start(site)
    tell(state)


def tell(state):
    """Print where Odoo is, who may enter, and that it is healthy."""
    login = common.secret_path("admin_login")
    password = common.secret_path("admin_password")
    common.say(f"Odoo {read_state()['series']} with {ADDON}, database {state['database']}")
    common.say(f"address:  http://localhost:{state['port']}")
    common.say(f"user:     {login.read_text(encoding='utf-8').strip()}")
    common.say(f"password: in {password} (of the first start)")
    common.say("health:   healthy")


def down(_args):
    """Stop Odoo and the private PostgreSQL clusters."""
    common.say("stopped" if stop() else "was not running")
    if not postgres.given():
        for name in ("pg", "pg-test"):
            stop_cluster(name)


def stop_cluster(name):
    """Stop a private cluster, unless a test run is using it."""
    with (common.run_dir() / f"{name}.use").open("a", encoding="utf-8") as use:
        if common.try_lock(use):
            postgres.Cluster(name).stop()


def logs(_args):
    """Follow the server's log."""
    if not LOG.exists():
        raise Failure("there is no log yet: `make up` starts the server.")
    os.execvp("tail", ["tail", "-n", "100", "-F", str(LOG)])


def shell(_args):
    """Become Odoo's interactive shell on the database."""
    site = existing_site()
    name = database_name(site.odoo.series)
    command = site.odoo.command(
        "shell", "-c", site.config(), "-d", name, "--no-http", "--log-level=warn"
    )
    os.execve(command[0], command, site.odoo.env(site.server))


def psql(_args):
    """Become PostgreSQL's shell on the database."""
    server = postgres.server("pg")
    made = made_series(server)
    command = [postgres.tool("psql"), "-d", database_name(made) if made else "postgres"]
    os.execve(command[0], command, server.env())


def upgrade(_args):
    """Update the addon in the database; a server that ran is started again."""
    site = existing_site()
    ran = stop()
    site.update(database_name(site.odoo.series), log="upgrade")
    common.say("the addon is up to date in the database")
    if ran:
        tell(start(site))


def backup(args):
    """Write the database and its files into one file of mode 600."""
    site = existing_site()
    name = database_name(site.odoo.series)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    target = Path(args[0]) if args else TOP / "backups" / f"{name}-{stamp}.tar.gz"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, draft = Path(folder) / archive.DUMP, Path(folder) / "backup"
        pg_dump = [postgres.tool("pg_dump"), "-Fc", "--no-owner", "--no-privileges"]
        common.run([*pg_dump, "-f", dump, name], env=site.server.env())
        draft.touch(mode=0o600)
        with draft.open("wb") as stream:
            about = archive.manifest(name, site.odoo.series)
            archive.pack(stream, about, dump, site.filestore(name))
        draft.replace(target)
    common.say(f"backup: {target}")


def restore(args):
    """Put a backup in place of the database; the one there is kept until that succeeded."""
    if not args:
        raise Failure("say which file: make restore FILE=backups/...")
    with tempfile.TemporaryDirectory(dir=common.run_dir(), prefix="restore-") as folder:
        about = unpack(Path(args[0]), Path(folder))
        site = site_for(about["series"])
        confirm(f"replace the database {database_name(site.odoo.series)} by {args[0]}?")
        fill_draft(site, Path(folder))
    swap(site)
    common.say(
        "restored; users and passwords are those of the backup. "
        "`make upgrade` brings an older backup up to this addon."
    )


def unpack(path, folder):
    """Unpack a backup into a folder and return what it says of itself."""
    try:
        with path.open("rb") as stream:
            return archive.unpack(stream, folder)
    except (OSError, archive.BadArchive) as error:
        raise Failure(f"{path}: {error}") from error


def site_for(name):
    """Return the Site for a backup of this series; Failure when it may not be put here."""
    made = made_series(postgres.server("pg"))
    if name not in SERIES or (made and made != name):
        raise Failure(f"the backup was made with Odoo {name}, and the database here with {made}.")
    return open_site(series.find(name))


def confirm(question):
    """Ask before data is replaced; YES=1 answers for unattended runs."""
    if os.environ.get("YES") == "1":
        return
    try:
        answer = input(f"{question} [yes/no] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() != "yes":
        raise Failure("nothing was changed (answer yes, or set YES=1).")


def fill_draft(site, folder):
    """Restore an unpacked backup into a draft database beside the one in use."""
    draft = f"{database_name(site.odoo.series)}_new"
    databases.drop(site, draft)
    databases.create(site, draft)
    command = [postgres.tool("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    common.run([*command, "-d", draft, folder / archive.DUMP], env=site.server.env())
    site.filestore(draft).parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / archive.FILESTORE, site.filestore(draft))


def swap(site):
    """Put the draft in place of the database and see that Odoo runs on it; else go back."""
    name = database_name(site.odoo.series)
    old, draft = f"{name}_old", f"{name}_new"
    ran = stop()
    databases.drop(site, old)
    had = databases.exists(site.server, name)
    if had:
        databases.rename(site, name, old)
    databases.rename(site, draft, name)
    try:
        state = start(site)
    except Failure:
        databases.drop(site, name)
        if had:
            databases.rename(site, old, name)
        raise
    databases.drop(site, old)
    if ran:
        tell(state)
    else:
        stop()
