"""One runnable Odoo: where its source is, how it is started, what addons it sees."""

import os
from dataclasses import dataclass
from pathlib import Path

from . import common, odoo16, odoo19, venv
from .common import TOP, Failure

LAUNCHER = Path(__file__).resolve().parent / "launch" / "odoo_bin.py"


@dataclass(frozen=True)
class Odoo:
    """An Odoo of one series with its Python environment."""

    series: str
    source: Path
    venv: Path

    @property
    def python(self):
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def pythonpath(self):
        """The folder from which `import odoo` finds this source."""
        return odoo19.packages(self.source) if self.series == "19.0" else self.source

    def core_addons(self):
        """Return the folders of Odoo's own addons."""
        folders = (self.pythonpath / "odoo" / "addons", self.pythonpath / "addons")
        return [folder for folder in folders if (folder / "crm" / "__manifest__.py").is_file()]

    def fingerprint(self):
        """Return a text that changes with the source's release or the requirements."""
        release = self.pythonpath / "odoo" / "release.py"
        stamp = self.pythonpath / "odoo" / "addons" / "base" / "__manifest__.py"
        files = venv.requirement_files(self.series)
        return common.digest(release, stamp, *files, *map(str, common.CORE_APPS))

    def command(self, *args):
        """Return the command line of Odoo's own program with these arguments."""
        return [str(self.python), "-W", "ignore", str(LAUNCHER), *map(str, args)]

    def env(self, server):
        """Return the process environment for this Odoo and that PostgreSQL server."""
        path = f"{self.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {
            "PATH": path,
            "PYTHONPATH": str(self.pythonpath),
            # Compiled files stay out of the checkout, and are kept: 19.0 comes without any.
            "PYTHONPYCACHEPREFIX": str(common.cache_dir() / "pycache"),
            "TZ": "UTC",
        }
        return {**server.env(), **own}


def find(series):
    """Return the Odoo of a series, fetched and installed when needed; Failure when it
    cannot be had."""
    source = (odoo16 if series == "16.0" else odoo19).source()
    return Odoo(series, source, venv.make(series))


def find_any():
    """Return Odoo 16.0, or where it cannot be had 19.0, saying so in one line."""
    try:
        return find("16.0")
    except Failure as failure:
        common.say(f"Odoo 16.0 cannot be had here ({failure}); taking 19.0 from Debian's package")
        return find("19.0")


def addon_folder(odoo, port_home):
    """Return the folder in which Odoo finds the addon: the checkout for 16.0, for 19.0
    a port of it made now under port_home."""
    if odoo.series == "16.0":
        return TOP
    porter = TOP / "tools" / "port.py"
    target = port_home / common.ADDON
    port_home.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "DIGIFLOW_ODOO19": str(odoo.pythonpath)}
    common.run([odoo.python, porter, TOP / common.ADDON, target], env=env)
    return port_home


def write_config(odoo, path, server, data_dir, addons, **options):
    """Write a configuration file of Odoo (mode 600) and return its path."""
    folders = [*odoo.core_addons(), addons]
    rows = {
        "addons_path": ",".join(map(str, folders)),
        "data_dir": data_dir,
        "admin_passwd": common.setting("MASTER_PASSWORD") or common.secret("master_password"),
        **options,
    }
    lines = ["[options]", server.config(), *(f"{key} = {value}" for key, value in rows.items())]
    common.write_private(path, "\n".join(lines) + "\n")
    return path
