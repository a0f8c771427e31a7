"""Tests of the pure core: no Odoo is imported and no database is needed.

The core is loaded as the package ``digiflow_core`` straight from its folder, because importing it
through the addon would import the models. ``samples.py`` is loaded as ``digiflow_core_samples``,
``tests/spreadsheets.py`` as ``digiflow_test_spreadsheets``.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORE = HERE.parents[1] / "digiflow_crm" / "core"


def load(name, path, folder=None):
    """Import the file at ``path`` as module ``name``; a package when its ``folder`` is given."""
    if name in sys.modules:
        return
    search = [str(folder)] if folder else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=search)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


load("digiflow_core", CORE / "__init__.py", CORE)
load("digiflow_core_samples", HERE / "samples.py")
load("digiflow_core_cases", HERE / "cases.py")
load("digiflow_test_spreadsheets", HERE.parent / "spreadsheets.py")
