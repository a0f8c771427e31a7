"""Odoo's program, for sources that bring none: Debian's package and the nightly archive.

Odoo's prefork server starts its event process by running this file again with `gevent`,
so it has to be a file, in a folder of its own that shadows no module.
"""

import os

os.environ["TZ"] = "UTC"  # before anything imports time, as Odoo's own program does

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
