"""`make test`: lint, then for each series install, update, tests/ and the life of the addon.

All of it on a machine with two cores or more tests both series at the same time, each in a process
and in databases of its own; 19.0's output follows when 16.0 is done.
"""

import argparse
import fnmatch
import os
import shlex
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from . import browser, common, databases, postgres, printing, series, spreadsheets
from .common import TOP, Failure

CHECKS = TOP / "tools" / "dev" / "checks"
ALLOWED_SKIPS = TOP / "tests" / "allowed_skips.txt"


@dataclass
class Report:
    """What was run: counts, failures in words, and (part, seconds) in the order they ran."""

    passed: int = 0
    failed: int = 0
    series: list = field(default_factory=list)
    failures: list = field(default_factory=list)
    parts: list = field(default_factory=list)

    def part(self, name, function, *args):
        """Run one part; count it as a passed or failed check, note its time and return its
        result (None when it failed)."""
        common.say(f"== {name}")
        start = time.monotonic()
        try:
            result = function(*args)
        except Failure as failure:
            self.fail(f"{name}: {failure}")
            result = None
        else:
            self.passed += 1
        self.parts.append((name, time.monotonic() - start))
        return result

    def fail(self, text):
        """Note a failure and show it at once."""
        self.failed += 1
        self.failures.append(text)
        common.say(f"FAILED {text}")

    def add(self, other):
        """Count what another report counted."""
        self.passed += other.passed
        self.failed += other.failed
        self.series += other.series
        self.failures += other.failures
        self.parts += other.parts

    def show(self):
        """Print the closing lines."""
        common.say("")
        for text in self.failures:
            common.say(f"FAILED {text.splitlines()[0]}")
        common.say("seconds of each part (what can runs at the same time as another):")
        for name, seconds in self.parts:
            common.say(f"{seconds:7.1f} s  {name}")
        common.say(f"series tested: {', '.join(self.series) or 'none'}")
        common.say(f"{self.passed} passed, {self.failed} failed")


def parse(args):
    """Return the options of `devenv.py test`; what follows -- goes to pytest."""
    parser = argparse.ArgumentParser(prog="devenv.py test")
    parser.add_argument("--series", choices=common.SERIES, default=os.environ.get("SERIES") or None)
    parser.add_argument("pytest_args", nargs="*", metavar="-- PYTEST_ARGS")
    options = parser.parse_args(args)
    options.pytest_args += shlex.split(os.environ.get("ARGS", ""))
    return options


def main(args):
    """Run the tests and return the exit code: 0 only when all parts passed."""
    options = parse(args)
    report = Report()
    whole = not options.pytest_args
    if whole:
        report.part("lint", lint)
    names = [options.series] if options.series else common.SERIES
    found = [odoo for odoo in (find_series(report, name, options) for name in names) if odoo]
    if whole and len(found) > 1 and (os.cpu_count() or 1) > 1:
        test_together(report, *found)
    else:
        for odoo in found:
            test_series(report, odoo, options.pytest_args, tests_beside_life)
    if not report.series:
        report.fail("no series was tested")
    report.show()
    return 1 if report.failed else 0


def lint():
    """Run the static checks; Failure when they find something."""
    if subprocess.run([sys.executable, TOP / "tools" / "lint.py"], cwd=TOP, check=False).returncode:
        raise Failure("the static checks found something (make lint)")


def find_series(report, name, options):
    """Return the Odoo of a series; None, in one line for 16.0, when it cannot be had."""
    try:
        return report_environment(report, name)
    except Failure as failure:
        if name == "19.0" or options.series:
            report.fail(f"{name} environment: {failure}")
        else:
            common.say(f"Odoo 16.0 is not tested, it cannot be had here: {failure}")
        return None


def report_environment(report, name):
    """Return the series' Odoo, noting how long it took to get it."""
    start = time.monotonic()
    odoo = series.find(name)
    report.parts.append((f"{name} environment", time.monotonic() - start))
    return odoo


def test_together(report, first, second):
    """Test two series at the same time; what the second prints follows the first's output."""
    common.say(f"== {first.series} here, {second.series} at the same time: its output follows")
    report.part("programs of the tests", ensure_programs)
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1) as processes:
        log = Path(folder) / "output.txt"
        log.touch()
        other = processes.submit(test_apart, second, log)
        test_series(report, first, [], tests_then_life)
        try:
            report.add(other.result())
        except BrokenProcessPool as error:
            report.fail(f"{second.series} was ended from outside: {error}")
        finally:
            common.say(log.read_text(encoding="utf-8", errors="replace"))


def ensure_programs():
    """Install what the tests of both series use: two processes at once could not."""
    printing.ensure()
    spreadsheets.ensure()
    browser.folder()


def test_apart(odoo, log):
    """Test a series in this process, with all that is printed in the file `log`; return the
    Report."""
    with log.open("w", encoding="utf-8") as stream:
        for output in (sys.stdout, sys.stderr):
            os.dup2(stream.fileno(), output.fileno())
    report = Report()
    test_series(report, odoo, [], life_then_tests)
    return report


def test_series(report, odoo, pytest_args, order):
    """Test one series on a PostgreSQL that runs as long as anybody uses it."""
    with common.lock(common.run_dir() / "pg-test.use", shared=True) as use:
        try:
            run_series(report, odoo, pytest_args, order)
        finally:
            if common.try_lock(use) and not os.environ.get("DIGIFLOW_KEEP_PG"):
                postgres.Cluster("pg-test").stop()


def run_series(report, odoo, pytest_args, order):
    """Run all parts of one series in databases of its own, dropped at the end."""
    report.series.append(odoo.series)
    site = report.part(f"{odoo.series} server and port", open_site, odoo)
    if not site:
        return
    try:
        if report.part(f"{odoo.series} install, no demo", fresh_install, site):
            report.part(f"{odoo.series} update", clean_update, site)
            run_checks(report, site, pytest_args, order)
    finally:
        databases.drop_run(site, os.getpid())


def run_checks(report, site, pytest_args, order):
    """Run tests/ and the checks of the addon's life by the function `order`; a part of the tests
    is all of it."""
    if pytest_args:
        run_pytest(report, site, pytest_args)
        return
    for purpose in ("uninstall", "projects"):
        databases.clone(site, databases.run_name(site, "main"), databases.run_name(site, purpose))
    order(report, site)


def tests_beside_life(report, site):
    """Both at the same time, for they are other databases and another core."""
    with ThreadPoolExecutor(1) as beside:
        life = beside.submit(run_life, report, site)
        run_pytest(report, site, [])
        life.result()


def tests_then_life(report, site):
    """One after the other, for another series has the other core."""
    run_pytest(report, site, [])
    run_life(report, site)


def life_then_tests(report, site):
    """The other way round: the browsers of two series are not open at the same time."""
    run_life(report, site)
    run_pytest(report, site, [])


def open_site(odoo):
    """Return the Site of a series: server running, addon ported, old runs cleared away."""
    port_home = common.RUN / "test" / f"run-{odoo.series}-{os.getpid()}" / "addons"
    addons = series.addon_folder(odoo, port_home)
    site = databases.test_site(odoo, postgres.server("pg-test"), addons)
    site.folder.mkdir(parents=True, exist_ok=True)
    databases.drop_stale(site)
    return site


def fresh_install(site):
    """Install the addon without demo data into a clone; Failure unless the log is clean."""
    database = databases.clone(site, databases.template(site), databases.run_name(site, "main"))
    demand_clean(site.install(database, common.ADDON))
    return database


def demand_clean(log):
    """Raise Failure with the bad lines of a log, if any."""
    bad = databases.bad_lines(log)
    if bad:
        raise Failure("the log has warnings or errors:\n" + "\n".join(bad[:20]))


def clean_update(site):
    """Install the addon once more and update it; Failure unless both logs are clean."""
    database = databases.run_name(site, "main")
    demand_clean(site.install(database, common.ADDON, log="install-again"))
    demand_clean(site.update(database))


def run_pytest(report, site, args):
    """Run tests/ on the installed database and add its counts to the report."""
    common.say(f"== {site.odoo.series} tests")
    start = time.monotonic()
    result = site.folder / "junit.xml"
    try:
        code = subprocess.run(
            pytest_command(site, args, result),
            cwd=TOP,
            check=False,
            env=pytest_env(site),
            stdin=subprocess.DEVNULL,
        ).returncode
        count_results(report, site.odoo.series, result, code)
    except Failure as failure:
        report.fail(f"{site.odoo.series} tests: {failure}")
    report.parts.append((f"{site.odoo.series} tests", time.monotonic() - start))


def pytest_command(site, args, result):
    """Return pytest's command line; without arguments that name a path it runs all of tests/."""
    paths = (
        []
        if any(not arg.startswith("-") and (TOP / arg.split("::")[0]).exists() for arg in args)
        else ["tests"]
    )
    return [
        str(site.odoo.python),
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-q",
        "-rfEs",
        "--durations=8",
        "--durations-min=2",
        f"--junitxml={result}",
        "--odoo-http",
        f"--odoo-database={databases.run_name(site, 'main')}",
        f"--odoo-config={site.config(http_port=common.free_port())}",
        *paths,
        *args,
    ]


def pytest_env(site):
    """Return the environment of the tests: ours first on PATH, for the browser."""
    printing.ensure()
    spreadsheets.ensure()
    env = site.odoo.env(site.server)
    env["PATH"] = f"{browser.folder()}{os.pathsep}{env['PATH']}"
    env["DIGIFLOW_ADDON"] = str(site.addons / common.ADDON)
    return env


def count_results(report, name, result, code):
    """Add pytest's counts to the report; skips that are not allowed are failures."""
    cases = list(ElementTree.parse(result).iter("testcase")) if result.is_file() else []
    failed = [case for case in cases if _has(case, "failure", "error")]
    skipped = [case for case in cases if _has(case, "skipped")]
    report.passed += len({_test_id(case) for case in cases}) - len(failed) - len(skipped)
    for case in failed:
        report.fail(f"{name} {_test_id(case)}")
    for case in skipped:
        if not skip_allowed(_test_id(case)):
            report.fail(
                f"{name} {_test_id(case)} was skipped, and {ALLOWED_SKIPS.name} has no reason"
            )
    if code and not failed:
        report.fail(f"{name} tests: pytest ended with code {code}")


def _has(case, *names):
    """Tell whether a junit test case has one of these elements."""
    return any(case.find(name) is not None for name in names)


def _test_id(case):
    """Return a junit test case's name: dotted class and test."""
    return f"{case.get('classname')}.{case.get('name')}"


def skip_allowed(test_id):
    """Tell whether a skip is listed: a line is `<pattern of the test's name> <reason>`."""
    lines = (
        ALLOWED_SKIPS.read_text(encoding="utf-8").splitlines() if ALLOWED_SKIPS.is_file() else []
    )
    rows = (line.split(None, 1) for line in lines if line.strip() and not line.startswith("#"))
    return any(len(row) == 2 and fnmatch.fnmatch(test_id, row[0]) for row in rows)


def run_life(report, site):
    """Check the addon's life in databases of its own: removal, arrival in a used CRM, and the app
    of projects beside it."""
    report.part(f"{site.odoo.series} uninstall leaves crm working", uninstall, site)
    report.part(f"{site.odoo.series} install with demo over a used crm", install_over, site)
    report.part(f"{site.odoo.series} accepted handover makes a project", projects, site)


def uninstall(site):
    """Uninstall the addon in its clone of the installed database and look at what is left."""
    database = databases.run_name(site, "uninstall")
    site.shell(database, CHECKS / "uninstall.py", log="uninstall")
    site.shell(database, CHECKS / "after_uninstall.py", log="after-uninstall")


def projects(site):
    """Install the app of projects beside the addon, in a clone, and accept handovers there."""
    database = databases.run_name(site, "projects")
    site.install(database, "project", log="install-projects")
    site.shell(database, CHECKS / "projects.py", log="projects")


def install_over(site):
    """Install the addon with its demo data where stock demo leads are: they stay as they were."""
    source = databases.template(site, demo=True)
    database = databases.clone(site, source, databases.run_name(site, "used"))
    before = snapshot(site, database, "before")
    demand_clean(site.install(database, common.ADDON, demo=True, log="install-over"))
    after = snapshot(site, database, "after")
    changed = [row for row in before if row not in after]
    if changed or not before:
        raise Failure("stock records were changed or lost:\n" + "\n".join(changed[:20]))


def snapshot(site, database, log):
    """Return the rows that describe the stages, teams and leads of a database as texts."""
    printed = site.shell(database, CHECKS / "snapshot.py", log=f"snapshot-{log}")
    return {line for line in printed.splitlines() if line.startswith("ROW ")}
