from odoo import models


class IrUiMenu(models.Model):
    """The estimation rules stand in the bar of presales, and under Configuration for managers."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """The manager has the role of presales too, and does not need the same menu twice."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("digiflow_crm.group_manager"):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_estimation_rule_presales").id)
        return hidden
