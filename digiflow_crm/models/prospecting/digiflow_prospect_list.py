from ast import literal_eval

from odoo import _, api, fields, models

from ...compat import grouped_counts
from ...exceptions import WorkflowError

STATE_DRAFT = "draft"
STATE_DISTRIBUTED = "distributed"
STATE_CLOSED = "closed"
# count field -> domain on the leads of the list, archived ones included
COUNT_DOMAINS = {
    "total": [],
    "contacted": [("contacted_date", "!=", False)],
    "effective": [("effective_contact_date", "!=", False)],
    "meetings_booked": [("meeting_booked_date", "!=", False)],
    "meetings": [("meeting_held_date", "!=", False)],
    "proposals": [("proposal_date", "!=", False)],
    "won": [("won_date", "!=", False)],
    "lost": [("lost_date", "!=", False)],
}


class DigiflowProspectList(models.Model):
    """A list of companies to call, given to telemarketers and sales executives."""

    _name = "digiflow.prospect.list"
    _description = "Prospect list"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "received_on desc, id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    source_id = fields.Many2one("utm.source", ondelete="restrict")
    received_on = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    state = fields.Selection(
        [(STATE_DRAFT, "Draft"), (STATE_DISTRIBUTED, "Distributed"), (STATE_CLOSED, "Closed")],
        default=STATE_DRAFT,
        required=True,
        copy=False,
        tracking=True,
    )
    # People
    telemarketer_ids = fields.Many2many(
        "res.users",
        "digiflow_prospect_list_telemarketer_rel",
        "list_id",
        "user_id",
        string="Telemarketers",
        help="They see the list and call its companies.",
    )
    executive_ids = fields.Many2many(
        "res.users",
        "digiflow_prospect_list_executive_rel",
        "list_id",
        "user_id",
        string="Sales executives",
        help="They own the opportunities of the list.",
    )
    # Content
    lead_ids = fields.One2many("crm.lead", "prospect_list_id", string="Opportunities")
    import_ids = fields.One2many("digiflow.prospect.import", "list_id", string="Imports")
    distribution_ids = fields.One2many(
        "digiflow.prospect.distribution", "list_id", string="Distributions"
    )
    # Counts
    total = fields.Integer(string="Prospects", compute="_compute_counts")
    contacted = fields.Integer(compute="_compute_counts")
    effective = fields.Integer(string="Effective contacts", compute="_compute_counts")
    meetings_booked = fields.Integer(string="Meetings booked", compute="_compute_counts")
    meetings = fields.Integer(string="Meetings held", compute="_compute_counts")
    proposals = fields.Integer(compute="_compute_counts")
    won = fields.Integer(compute="_compute_counts")
    lost = fields.Integer(compute="_compute_counts")
    effective_rate = fields.Float(
        string="Effective contact rate",
        compute="_compute_counts",
        help="Effective contacts for every hundred prospects of the list.",
    )

    @api.depends("lead_ids")
    def _compute_counts(self):
        """One grouped count a figure for all lists together, archived leads included."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        mine = [("prospect_list_id", "in", self.ids)]
        counts = {
            name: grouped_counts(leads, mine + domain, "prospect_list_id")
            for name, domain in COUNT_DOMAINS.items()
        }
        for prospects in self:
            for name in COUNT_DOMAINS:
                prospects[name] = counts[name].get(prospects.id, 0)
            total = prospects.total
            prospects.effective_rate = 100.0 * prospects.effective / total if total else 0.0

    def action_close(self):
        """No more companies come in; the opportunities go on."""
        return self.write({"state": STATE_CLOSED})

    def action_reopen(self):
        """Take the list up again where it was."""
        for prospects in self:
            prospects.state = STATE_DISTRIBUTED if prospects.total else STATE_DRAFT
        return True

    def action_import(self):
        """Open a new import into this list."""
        self.ensure_one()
        if self.state == STATE_CLOSED:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=self.name))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_prospect_import_action"
        )
        action.update(views=[(False, "form")], context={"default_list_id": self.id})
        return action

    def action_distribute(self):
        """Open the distribution that is being prepared for this list, or a new one."""
        self.ensure_one()
        if self.state == STATE_CLOSED:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=self.name))
        distributions = self.env["digiflow.prospect.distribution"]
        begun = [("list_id", "=", self.id), ("state", "in", ("draft", "previewed"))]
        distribution = distributions.search(begun, limit=1)
        distribution = distribution or distributions.create({"list_id": self.id})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_prospect_distribution_action"
        )
        return {**action, "views": [(False, "form")], "res_id": distribution.id}

    def action_view_leads(self):
        """Open the opportunities of this list, the lost ones too: as many as `total` says."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        action["domain"] = [("prospect_list_id", "=", self.id)]
        action["context"] = {
            **literal_eval(action["context"]),
            "default_prospect_list_id": self.id,
            "active_test": False,
        }
        action["views"] = [(False, "list"), (False, "kanban"), (False, "form")]
        return action

    def _get_owners(self):
        """Who gets the next leads: for each role, who is there, the least loaded first.

        :return: ``{"telemarketer_id": [user id], "user_id": [user id]}``
        """
        self.ensure_one()
        people = {"telemarketer_id": self.telemarketer_ids, "user_id": self.executive_ids}
        owners = {}
        for name, users in people.items():
            load = grouped_counts(self.env["crm.lead"], [("prospect_list_id", "=", self.id)], name)
            there = users - users.browse(users._get_away_reasons())
            owners[name] = there.sorted(lambda user, load=load: (load.get(user.id, 0), user.id)).ids
        return owners
