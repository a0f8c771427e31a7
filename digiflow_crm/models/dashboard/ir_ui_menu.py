from odoo import models


class IrUiMenu(models.Model):
    """The own day is what everybody lands on but the manager, who has the dashboard."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever manages has every role, and no day of any of them."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("digiflow_crm.group_manager"):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_workday").id)
        return hidden
