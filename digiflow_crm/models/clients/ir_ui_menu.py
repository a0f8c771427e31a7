from odoo import models

# The roles that find the cases under Clients.
WITH_CLIENTS = ("executive", "quality", "implementation")


class IrUiMenu(models.Model):
    """Cases stand in the bar of those who reach no other menu of clients."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever has the menu Clients does not need the same menu twice."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if any(user.has_group(f"digiflow_crm.group_{role}") for role in WITH_CLIENTS):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_case_calls").id)
        return hidden
