"""`devenv.py env`: a series' environment for running things by hand."""

import argparse

from . import browser, common, databases, postgres, series


def main(args):
    """Make the environment, a database with the core apps, and print how to use them."""
    parser = argparse.ArgumentParser(prog="devenv.py env")
    parser.add_argument("--series", choices=common.SERIES, required=True)
    odoo = series.find(parser.parse_args(args).series)
    server = postgres.server("pg-test")
    port_home = common.RUN / f"port-{odoo.series}"
    bench = databases.Bench(odoo, server, series.addon_folder(odoo, port_home))
    bench.folder.mkdir(parents=True, exist_ok=True)
    config = series.write_config(
        odoo, common.RUN / "test" / f"hand-{odoo.series}.conf", server, bench.data_dir, bench.addons)
    rows = {
        "source": odoo.pythonpath,
        "addon": bench.addons / common.ADDON,
        "template database": databases.template(bench),
        "filestores": bench.filestore(""),
        "psql": f"python3 tools/devenv.py psql (kept) | {postgres.tool('psql')} (tests)",
        "PATH for the browser tests": browser.folder(),
    }
    for name, value in rows.items():
        common.say(f"# {name}: {value}")
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"):
        common.say(f"export {name}='{server.env().get(name, '')}'")
    common.say(f"export PYTHONPATH='{odoo.pythonpath}'")
    common.say(f"odoo() {{ {' '.join(odoo.command('\"$@\"', '-c', config))}; }}")
    return 0
