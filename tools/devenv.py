#!/usr/bin/env python3
"""Run, test and keep digiflow_crm on this machine: `devenv.py COMMAND`, see `devenv.py help`.

Standard library only. What is missing is made or fetched (see tools/dev/), and reused after.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from dev import common

USAGE = """\
up [--demo]          start Odoo (made at the first start) and say where it is
down                 stop it; nothing is lost
logs                 follow the server's log
shell                Odoo's Python shell on the database
psql                 PostgreSQL's shell on the database
upgrade              update the addon in the database and restart
backup [FILE]        database and files into one file under backups/
restore FILE         put a backup back in place (YES=1 skips the question)
test [--series X] [-- PYTEST_ARGS]   all checks and tests, or a part of the tests
lint                 the static checks
bench [--series X] [--rows N,N] [--keep]   measure beside Odoo and bare SQL
env --series X       make a series' environment and print its paths
"""
SERVED = ("up", "down", "logs", "shell", "upgrade", "backup", "restore")


def test(args):
    """Run the checks and tests."""
    from dev import testrun

    return testrun.main(args)


def lint(args):
    """Run the static checks."""
    command = [sys.executable, common.TOP / "tools" / "lint.py", *args]
    return subprocess.call(command, cwd=common.TOP)


def bench(args):
    """Measure how fast the addon is, beside Odoo as it comes and beside bare SQL."""
    from bench import main as bench_main

    return bench_main.main(args)


def env(args):
    """Make a series' environment and print how to use it by hand."""
    from dev import handy

    return handy.main(args)


def psql(args):
    """Open PostgreSQL's shell on the database of `up`."""
    from dev import server

    return server.psql(args)


def served(name, args):
    """Run one of the server's commands: with Docker when its engine answers, else locally."""
    way = _compose() if not os.environ.get("DIGIFLOW_LOCAL") else None
    if way:
        return getattr(way, name)(*_compose_args(name, args))
    from dev import server

    return getattr(server, name)(args)


def _compose():
    """Return the module of the compose way when it can be used here."""
    try:
        from dev import compose
    except ImportError:
        return None
    return compose if compose.available() else None


def _compose_args(name, args):
    """Return the arguments that the compose way's function takes."""
    if name == "up":
        return ["--demo" in args]
    if name in ("backup", "restore"):
        return [Path(args[0]) if args else None]
    return []


def main():
    """Run the command named on the command line; return the exit code."""
    name, args = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    if name in SERVED:
        return served(name, args)
    own = {"test": test, "lint": lint, "bench": bench, "env": env, "psql": psql}
    if name in own:
        return own[name](args)
    print(USAGE, end="")
    return 0 if name in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(common.main_guard(main))
