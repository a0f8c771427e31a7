from collections import defaultdict

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
    digiflow_running_service_id = fields.Many2one(
        "digiflow.service",
        string="Service that runs",
        compute="_compute_digiflow_running",
        search="_search_digiflow_running_service_id",
        groups=ROLES,
        help="To search clients by the services that they have today; the first of them.",
    )
    digiflow_running_names = fields.Char(
        string="Names of running services", compute="_compute_digiflow_running", groups=ROLES
    )
    digiflow_next_contract_end = fields.Date(
        string="Contract until",
        compute="_compute_digiflow_running",
        groups=ROLES,
        help="Of the running services, the contract that ends first.",
    )

    @api.depends_context("uid", "company")
    def _compute_digiflow_service_count(self):
        """Services that run today, of those that the user may read."""
        stays = self.env["digiflow.client.service"]
        own = [("partner_id", "in", self.commercial_partner_id.ids)]
        counts = grouped_counts(stays, own + stays._get_domain_on(periods.today()), "partner_id")
        for partner in self:
            count = counts.get(partner.commercial_partner_id.id, 0)
            partner.digiflow_service_count = count
            partner.digiflow_is_client = bool(count)

    @api.depends_context("uid", "company")
    def _compute_digiflow_running(self):
        """What of the services that run today a list shows, in one query for all clients."""
        stays = self.env["digiflow.client.service"]
        own = [("partner_id", "in", self.commercial_partner_id.ids)]
        running = stays.search(own + stays._get_domain_on(periods.today()))
        by_client = defaultdict(stays.browse)
        for stay in running:
            by_client[stay.partner_id] |= stay
        for partner in self:
            mine = by_client[partner.commercial_partner_id]
            services = mine.service_id.sorted(lambda one: (one.sequence, one.id))
            partner.digiflow_running_service_id = services[:1]
            partner.digiflow_running_names = ", ".join(services.mapped("code"))
            partner.digiflow_next_contract_end = min(
                filter(None, mine.mapped("contract_end")), default=False
            )

    @api.model
    def _search_digiflow_is_client(self, operator, value):
        """Companies with a service that runs today, of those that the user may read."""
        wanted = bool(value) if operator in ("=", "in") else not value
        return [("id", "in" if wanted else "not in", self._get_running_ids())]

    @api.model
    def _search_digiflow_running_service_id(self, operator, value):
        """Companies with such a service today, whichever others they have."""
        if operator in ("!=", "not in", "not ilike", "not like") and value:
            positive = {"!=": "=", "not in": "in"}.get(operator, operator.replace("not ", ""))
            return [("id", "not in", self._get_running_ids(positive, value))]
        if not value:
            wanted = "not in" if operator in ("=", "in") else "in"
            return [("id", wanted, self._get_running_ids())]
        return [("id", "in", self._get_running_ids(operator, value))]

    def action_view_client_services(self):
        """Open the services of this client, those that ended too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        client = self.commercial_partner_id
        context = {"default_partner_id": client.id}
        return {**action, "domain": [("partner_id", "=", client.id)], "context": context}

    @api.model
    def _get_running_ids(self, operator=None, value=None):
        """Companies with a service that runs today, or with such a one.

        :param operator, value: of a domain term on the service; without them any service will do
        :return: list of ids of res.partner
        """
        stays = self.env["digiflow.client.service"]
        of_service = [("service_id", operator, value)] if operator else []
        running = stays._get_domain_on(periods.today()) + of_service
        return list(grouped_counts(stays, running, "partner_id"))

    def _get_digiflow_contact(self):
        """Whom we ask how satisfied the client is.

        :return: a res.partner with an e-mail: the one that was chosen, the first contact that has
            one, or the company itself; empty for none
        """
        self.ensure_one()
        client = self.commercial_partner_id
        contacts = client.digiflow_contact_id | client.child_ids.sorted("id") | client
        return contacts.filtered(lambda one: one.active and one.email)[:1]
