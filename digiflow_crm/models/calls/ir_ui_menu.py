from odoo import models


class IrUiMenu(models.Model):
    """The call desk is what telemarketers land on, and nobody else."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever manages has the telemarketer's role too, but begins with the pipeline."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("digiflow_crm.group_manager"):
            hidden.append(self.env.ref("digiflow_crm.menu_digiflow_call_desk").id)
        return hidden
