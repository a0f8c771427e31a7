from odoo import models


class ResUsers(models.Model):
    """Whose calls somebody may log and note on."""

    _inherit = "res.users"

    def digiflow_call_domain(self):
        """Which calls the user may write; used by the record rule.

        Their own, as far as the opportunity is theirs to work on or there is none yet; all of
        them for the manager.
        """
        self.ensure_one()
        if self.has_group("digiflow_crm.group_manager"):
            return [(1, "=", 1)]
        reach = self.digiflow_lead_domain("write", "lead_id.")
        return ["&", ("user_id", "=", self.id), "|", ("lead_id", "=", False), *reach]
