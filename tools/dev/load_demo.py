"""Load the addon's own demo data into a database without any; runs in Odoo's shell.

Odoo's own switch would load the demo data of all apps as well: companies and entries in dollars,
after which the currency is fixed, and users whose passwords everybody knows.
"""

from odoo.modules.module import get_manifest
from odoo.release import version_info
from odoo.tools import convert_file

ADDON = "digiflow_crm"


def load_demo(env):
    """Load the demo files that the manifest names, in its order; all or nothing."""
    first = env if version_info >= (17,) else env.cr
    ids = {}
    for name in get_manifest(ADDON)["demo"]:
        convert_file(first, ADDON, name, ids, mode="init", noupdate=True)
    env.cr.commit()


load_demo(env)
