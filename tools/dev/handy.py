"""`devenv.py env`: a series' environment for running things by hand."""

import argparse

from . import browser, common, databases, postgres, series


def main(args):
    """Make the environment, a database with the core apps, and print how to use them."""
    parser = argparse.ArgumentParser(prog="devenv.py env")
    parser.add_argument("--series", choices=common.SERIES, required=True)
    odoo = series.find(parser.parse_args(args).series)
    server = postgres.server("pg-test")
    addons = series.addon_folder(odoo, common.RUN / f"port-{odoo.series}")
    site = databases.Site(
        odoo,
        server,
        addons,
        common.RUN / "test" / f"data-{odoo.series}",
        common.RUN / "test" / f"hand-{odoo.series}",
    )
    config = site.config()
    rows = {
        "source": odoo.pythonpath,
        "addon": site.addons / common.ADDON,
        "template database": databases.template(site),
        "filestores": site.filestore(""),
        "psql": f"python3 tools/devenv.py psql (kept) | {postgres.tool('psql')} (tests)",
        "PATH for the browser tests": browser.folder(),
    }
    for name, value in rows.items():
        common.say(f"# {name}: {value}")
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"):
        common.say(f"export {name}='{server.env().get(name, '')}'")
    common.say(f"export PYTHONPATH='{odoo.pythonpath}'")
    command = " ".join(odoo.command('"$@"', "-c", config))
    common.say(f"odoo() {{ {command}; }}")
    return 0
