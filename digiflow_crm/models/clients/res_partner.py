from odoo import api, fields, models

from ...compat import grouped_counts
from ...core import periods

ROLES = "digiflow_crm.group_executive,digiflow_crm.group_quality,digiflow_crm.group_implementation"
SIZE_SELECTION = [
    ("micro", "Micro"),
    ("small", "Small"),
    ("medium", "Medium"),
    ("large", "Large"),
]


class ResPartner(models.Model):
    """A client has the services of Digiflow; they are its company's, not a contact's."""

    _inherit = "res.partner"

    # Segment
    digiflow_size = fields.Selection(SIZE_SELECTION, string="Company size")
    digiflow_district = fields.Char(
        string="District", help="Of the company: analyses go by it. For example San Isidro."
    )
    # Whom we ask
    digiflow_contact_id = fields.Many2one(
        "res.partner",
        string="Contact for surveys",
        domain="[('id', 'child_of', id), ('email', '!=', False)]",
        copy=False,
        help="Who is asked how satisfied the client is. Without one: the first contact with an "
        "e-mail, or the company's own e-mail.",
    )
    # Services
    digiflow_client_service_ids = fields.One2many(
        "digiflow.client.service", "partner_id", string="Services", groups=ROLES
    )
    digiflow_service_count = fields.Integer(
        string="Services running", compute="_compute_digiflow_service_count", groups=ROLES
    )
    digiflow_is_client = fields.Boolean(
        string="Client",
        compute="_compute_digiflow_service_count",
        search="_search_digiflow_is_client",
        groups=ROLES,
        help="A service runs today.",
    )

    def _compute_digiflow_service_count(self):
        """Services that run today, of those that the user may read."""
        stays = self.env["digiflow.client.service"]
        own = [("partner_id", "in", self.commercial_partner_id.ids)]
        counts = grouped_counts(stays, own + stays._get_domain_on(periods.today()), "partner_id")
        for partner in self:
            count = counts.get(partner.commercial_partner_id.id, 0)
            partner.digiflow_service_count = count
            partner.digiflow_is_client = bool(count)

    @api.model
    def _search_digiflow_is_client(self, operator, value):
        """Companies with a service that runs today, of those that the user may read."""
        stays = self.env["digiflow.client.service"]
        running = stays.search(stays._get_domain_on(periods.today()))
        wanted = bool(value) if operator in ("=", "in") else not value
        return [("id", "in" if wanted else "not in", running.partner_id.ids)]

    def action_view_client_services(self):
        """Open the services of this client, those that ended too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        client = self.commercial_partner_id
        context = {"default_partner_id": client.id}
        return {**action, "domain": [("partner_id", "=", client.id)], "context": context}

    def _get_digiflow_contact(self):
        """Whom we ask how satisfied the client is.

        :return: a res.partner with an e-mail: the one that was chosen, the first contact that has
            one, or the company itself; empty for none
        """
        self.ensure_one()
        client = self.commercial_partner_id
        contacts = client.digiflow_contact_id | client.child_ids.sorted("id") | client
        return contacts.filtered(lambda one: one.active and one.email)[:1]
