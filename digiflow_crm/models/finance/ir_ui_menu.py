from odoo import models


class IrUiMenu(models.Model):
    """One's own targets are among the reports of executives, and of nobody else."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever manages has the executive's role too, but finds all targets under Finance."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("digiflow_crm.group_manager"):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_sales_target_mine").id)
        return hidden
