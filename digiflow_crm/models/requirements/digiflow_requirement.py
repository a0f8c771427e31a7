from odoo import _, api, fields, models

from ..info_pack.modalities import MODALITY_SELECTION

STATE_DRAFT = "draft"
STATE_SUBMITTED = "submitted"
STATE_VALIDATED = "validated"
STATE_SELECTION = [
    (STATE_DRAFT, "Draft"),
    (STATE_SUBMITTED, "To validate"),
    (STATE_VALIDATED, "Validated"),
]
LAYOUT_CENTRALIZED = "centralized"
LAYOUT_DECENTRALIZED = "decentralized"
LAYOUT_BRANCHES = "branches"
LAYOUT_SELECTION = [
    (LAYOUT_CENTRALIZED, "Centralized"),
    (LAYOUT_DECENTRALIZED, "Decentralized"),
    (LAYOUT_BRANCHES, "By branches"),
]
# What the client answers, in the order of the conversation: the public page, the workbook, a new
# version and the estimation of hours go by this list.
ANSWER_FIELDS = (
    "modality",
    "service_ids",
    "module_ids",
    "monthly_documents",
    "document_type_ids",
    "monthly_gre",
    "billing_layout",
    "branch_count",
    "integration_count",
    "erp",
    "is_upgrade",
    "custom_development",
    "wanted_start",
    "contact_name",
    "contact_phone",
    "contact_email",
    "need",
)
# What a survey says stays readable when it is no longer offered.
WITH_ARCHIVED = {"active_test": False}
# What only Digiflow's own people write, and read.
OFFICE_FIELDS = ("technical_notes", "commitments")


class DigiflowRequirement(models.Model):
    """What a client needs, written by the executive and validated by the presales engineer."""

    _name = "digiflow.requirement"
    _description = "Requirements survey"
    _inherit = ["digiflow.public.link", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _link_page = "survey"
    _link_mail = "digiflow_crm.mail_template_requirement_link"

    name = fields.Char(compute="_compute_name", store=True)
    # Opportunity
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_digiflow', '=', True)]",
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    executive_id = fields.Many2one(
        related="lead_id.user_id", string="Sales executive", store=True, index=True
    )
    presales_user_id = fields.Many2one(related="lead_id.presales_user_id")
    # Solution
    modality = fields.Selection(
        MODALITY_SELECTION, tracking=True, help="Where the client wants the solution to run."
    )
    service_ids = fields.Many2many(
        "digiflow.service",
        string="Services",
        ondelete="restrict",
        context=WITH_ARCHIVED,
        help="Which of our services the client asks for.",
    )
    module_ids = fields.Many2many(
        "product.product",
        string="Modules",
        domain=[("digiflow_kind", "=", "module")],
        ondelete="restrict",
        context=WITH_ARCHIVED,
        help="Modules that the client wants beside the plan.",
    )
    is_upgrade = fields.Boolean(
        string="Upgrade", help="The client already runs a Digiflow solution, which changes."
    )
    # Documents
    monthly_documents = fields.Integer(
        string="Documents a month",
        tracking=True,
        help="Everything that is issued in a usual month: invoices, receipts, notes and GRE.",
    )
    document_type_ids = fields.Many2many(
        "digiflow.document.type",
        string="Kinds of document",
        ondelete="restrict",
        context=WITH_ARCHIVED,
    )
    monthly_gre = fields.Integer(
        string="GRE a month", help="How many of the documents a month are GRE."
    )
    # Places
    billing_layout = fields.Selection(
        LAYOUT_SELECTION,
        string="Billing layout",
        tracking=True,
        help="Centralized: one place issues everything. Decentralized: places that invoice each "
        "on their own. By branches: branches of one system.",
    )
    branch_count = fields.Integer(string="Branches", help="How many places issue documents.")
    # Integration
    integration_count = fields.Integer(
        string="Integrations", help="How many systems of the client are to be connected."
    )
    erp = fields.Char(string="ERP or system", help="What is connected: SAP, own development...")
    # Need
    need = fields.Text(
        string="What the client needs",
        help="In the client's words: what it is for, what does not work today, what must not fail.",
    )
    custom_development = fields.Text(
        string="Custom development", help="What the client needs that the product does not do."
    )
    wanted_start = fields.Date(
        string="Wanted start", help="When the client wants to issue with the new solution."
    )
    # Contact
    contact_name = fields.Char(string="Contact", help="Who answers technical questions.")
    contact_phone = fields.Char(string="Contact's phone")
    contact_email = fields.Char(string="Contact's e-mail")
    # Notes
    technical_notes = fields.Text(
        string="Technical notes",
        help="For presales and Implementation; the client never sees it.",
    )
    commitments = fields.Text(help="What was promised to the client: dates, prices, special terms.")
    # Workflow
    state = fields.Selection(
        STATE_SELECTION, default=STATE_DRAFT, required=True, copy=False, tracking=True
    )
    is_validated = fields.Boolean(compute="_compute_is_validated")
    validated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    validated_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("lead_id.name")
    def _compute_name(self):
        for requirement in self:
            requirement.name = _("Survey: %(lead)s", lead=requirement.lead_id.name or "")

    @api.depends("state")
    def _compute_is_validated(self):
        for requirement in self:
            requirement.is_validated = requirement.state == STATE_VALIDATED
