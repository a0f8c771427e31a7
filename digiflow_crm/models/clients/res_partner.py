from odoo import fields, models

from ...compat import grouped_counts
from ...core import periods

ROLES = "digiflow_crm.group_executive,digiflow_crm.group_quality,digiflow_crm.group_implementation"


class ResPartner(models.Model):
    """A client has the services of Digiflow; they are its company's, not a contact's."""

    _inherit = "res.partner"

    digiflow_client_service_ids = fields.One2many(
        "digiflow.client.service", "partner_id", string="Services", groups=ROLES
    )
    digiflow_service_count = fields.Integer(
        string="Services running", compute="_compute_digiflow_service_count", groups=ROLES
    )

    def _compute_digiflow_service_count(self):
        """Services that run today, of those that the user may read."""
        stays = self.env["digiflow.client.service"]
        own = [("partner_id", "in", self.commercial_partner_id.ids)]
        counts = grouped_counts(stays, own + stays._get_domain_on(periods.today()), "partner_id")
        for partner in self:
            partner.digiflow_service_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_view_client_services(self):
        """Open the services of this client, those that ended too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        client = self.commercial_partner_id
        context = {"default_partner_id": client.id}
        return {**action, "domain": [("partner_id", "=", client.id)], "context": context}
