from odoo import models


class IrUiMenu(models.Model):
    """Improvement actions are under Satisfaction for whoever opens that."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever manages has the other roles too, and finds the actions under Satisfaction."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("digiflow_crm.group_manager"):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_improvement_mine").id)
        return hidden
