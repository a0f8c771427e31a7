from odoo import models

# The parts of the dashboard in their order. Each has a file of its own with three methods:
# `_reckon_<section>`, `_present_<section>` and `_find_<section>`.
SECTIONS = ()


class DigiflowDashboard(models.AbstractModel):
    """The commercial manager's dashboard: everything the screen and the report show."""

    _name = "digiflow.dashboard"
    _description = "Dashboard of the commercial manager"
