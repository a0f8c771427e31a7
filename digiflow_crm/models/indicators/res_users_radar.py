from odoo import fields, models

ROLES = ("manager", "executive", "quality")


class ResUsers(models.Model):
    """Who wants the opportunity radar every Monday."""

    _inherit = "res.users"

    digiflow_radar_weekly = fields.Boolean(
        string="Opportunity radar every Monday", readonly=True, copy=False
    )

    def _may_read_digiflow_radar(self):
        """Whether the user has a role that reads the radar."""
        self.ensure_one()
        return any(self.has_group(f"digiflow_crm.group_{role}") for role in ROLES)
