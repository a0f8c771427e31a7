"""`devenv.py bench`: make the databases, run the measures, print and keep the table."""

import argparse
import importlib
import json
import os
import time

from dev import common, databases, postgres, series, testrun
from dev.common import Failure

from . import lines, measures
from .scene import Scene

SIZES = "10000,100000,1000000"


def parse(args):
    """Return the options of `devenv.py bench`: from the command line, else the environment."""
    parser = argparse.ArgumentParser(prog="devenv.py bench")
    parser.add_argument("--series", choices=common.SERIES, default=os.environ.get("SERIES") or None)
    parser.add_argument("--rows", type=sizes, default=os.environ.get("ROWS") or SIZES)
    parser.add_argument("--keep", action="store_true", default=bool(os.environ.get("KEEP")))
    parser.add_argument("--only", default=os.environ.get("ONLY") or "", help="measures, by name")
    return parser.parse_args(args)


def sizes(text):
    """Return the numbers of rows in a text like 10000,1_000_000."""
    found = sorted({int(part) for part in text.replace(" ", "").split(",") if part})
    if not found or found[0] < 1:
        raise argparse.ArgumentTypeError(f"ROWS={text}: give numbers of rows, such as {SIZES}")
    return found


def main(args):
    """Run the bench and return the exit code: 1 when something could not be measured."""
    options = parse(args)
    odoo = series.find(options.series) if options.series else series.find_any()
    # While this is held, no test run stops the server.
    with common.lock(common.run_dir() / "pg-test.use", shared=True) as use:
        try:
            return run(odoo, options)
        finally:
            if common.try_lock(use) and not os.environ.get("DIGIFLOW_KEEP_PG"):
                postgres.Cluster("pg-test").stop()


def run(odoo, options):
    """Measure in databases of this run, dropped at the end but for the one to keep."""
    site = testrun.open_site(odoo)
    scene = Scene(site, options.rows)
    try:
        scene.prepare()
        found, failures = measure_all(scene, options.only.split())
        report(scene, found, failures)
        if options.keep:
            common.say(f"kept: database {scene.keep()} on {site.server.host}")
    finally:
        databases.drop_run(site, os.getpid())
    return 1 if failures else 0


def measure_all(scene, only=()):
    """Run the measures in their order; return (lines, what could not be measured)."""
    found, failures = [], []
    for name in measures.ORDER:
        if only and name not in only:
            continue
        common.say(f"== {name}")
        start = time.monotonic()
        try:
            new = importlib.import_module(f"bench.measures.{name}").measure(scene)
            common.say(lines.table(new))
            found += new
        except Failure as failure:
            failures.append(f"{name}: {failure}")
            common.say(f"NOT MEASURED {name}: {failure}")
        common.say(f"{time.monotonic() - start:7.1f} s")
    return found, failures


def report(scene, found, failures):
    """Print the table and keep it as JSON under .run/bench/."""
    header = scene.header()
    machine = f"{header['cpus']} CPUs, {header['memory_gb']} GB"
    settings = " ".join(f"{name}={value}" for name, value in header["postgresql"].items())
    common.say(f"\nOdoo {header['series']}, {machine}, PostgreSQL {settings}")
    common.say(lines.table(found))
    for failure in failures:
        common.say(f"NOT MEASURED {failure.splitlines()[0]}")
    path = common.run_dir() / "bench" / f"{scene.series}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.parent.mkdir(exist_ok=True)
    content = {**header, "lines": [line.as_dict() for line in found], "not_measured": failures}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    common.say(f"the same as JSON: {path.relative_to(common.TOP)}")
