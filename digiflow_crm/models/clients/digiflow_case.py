from odoo import api, fields, models

from ...compat import AVERAGED, implied_groups_field
from ...core import periods
from .case_states import (
    CHANNEL_SELECTION,
    KIND_CLAIM,
    KIND_SELECTION,
    STATE_OPEN,
    STATE_SELECTION,
    STATE_SOLVED,
)

SEQUENCE = "digiflow.case"


class DigiflowCase(models.Model):
    """A client's claim, dissatisfaction or other matter: who solves it, until when, and how.

    It is open until somebody writes how it was solved. Its days are those of Lima.
    """

    _name = "digiflow.case"
    _description = "Case of a client"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _rec_names_search = ["name", "summary", "partner_id"]
    _check_company_auto = True
    # Whoever reads a case may write into its discussion: one who took the call, say.
    _mail_post_access = "read"

    # What
    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    kind = fields.Selection(
        KIND_SELECTION, required=True, default=KIND_CLAIM, index=True, tracking=True
    )
    summary = fields.Char(required=True, help="The matter in a few words.")
    description = fields.Text(string="What happened", help="As the client tells it.")
    channel = fields.Selection(CHANNEL_SELECTION, string="Came in by", default="phone")
    # Whose
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        help="The company: a case of one of its contacts is kept as the company's.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Who of the client tells of it, and is answered.",
    )
    service_id = fields.Many2one("digiflow.service", index=True, help="The service it is about.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # Who and when
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="The client's executive, if nobody else is chosen.",
    )
    executive_id = fields.Many2one(
        related="partner_id.user_id", string="Sales executive", store=True, index=True
    )
    date_open = fields.Datetime(
        string="Opened on", default=fields.Datetime.now, readonly=True, copy=False, index=True
    )
    date_deadline = fields.Date(
        string="Deadline",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        default=lambda self: self.env.company._get_working_day(self.env.company.digiflow_case_days),
    )
    state = fields.Selection(
        STATE_SELECTION,
        required=True,
        default=STATE_OPEN,
        index=True,
        tracking=True,
        copy=False,
        group_expand="_expand_states",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="Not solved, and its deadline is over in Lima.",
    )
    # Solution
    solution = fields.Text(copy=False, help="What was done, and what the client says of it.")
    solved_by_id = fields.Many2one("res.users", string="Solved by", readonly=True, copy=False)
    solved_date = fields.Datetime(string="Solved on", readonly=True, copy=False, index=True)
    days_to_solve = fields.Integer(
        readonly=True,
        copy=False,
        help="From the day it was opened to the day it was solved, both in Lima.",
        **AVERAGED,
    )
    reopen_count = fields.Integer(string="Times reopened", readonly=True, copy=False)
    reopen_reason = fields.Char(string="Why it was reopened", readonly=True, copy=False)

    @api.depends("name", "summary")
    def _compute_display_name(self):
        for case in self:
            parts = (case.name, case.summary)
            case.display_name = " · ".join(part for part in parts if part)

    @api.depends("partner_id")
    def _compute_user_id(self):
        """The client's executive; a commercial manager when there is none."""
        for case in self:
            executive = case.partner_id.commercial_partner_id.user_id
            if executive.active and case.company_id in executive.company_ids:
                case.user_id = executive
            elif not case.user_id:
                case.user_id = case._get_manager()

    @api.depends("date_deadline", "state")
    def _compute_is_overdue(self):
        today = periods.today()
        for case in self:
            late = bool(case.date_deadline) and case.date_deadline < today
            case.is_overdue = late and case.state != STATE_SOLVED

    @api.model
    def _search_is_overdue(self, operator, value):
        late = [("state", "!=", STATE_SOLVED), ("date_deadline", "<", periods.today())]
        wanted = bool(value) if not isinstance(value, (list, tuple, set)) else True in value
        if wanted == (operator in ("=", "in")):
            return late
        return ["!", "&", *late]

    @api.model
    def _expand_states(self, states, domain, order=None):
        """Every state is a column of the kanban, with or without cases."""
        return [key for key, _name in STATE_SELECTION]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_record(vals)
        cases = super().create([self._with_client(self._numbered(vals)) for vals in vals_list])
        cases._after_open()
        return cases

    def name_get(self):
        """16.0 asks for names this way."""
        return [(case.id, case.display_name) for case in self]

    @api.model
    def _open_for(self, partner, kind, summary, user=None, deadline=None, **vals):
        """Open a case of a client.

        :param partner: res.partner, the client or a contact of it
        :param str kind: ``claim``, ``dissatisfaction`` or ``other``
        :param user: res.users who is to solve it; the client's executive without it
        :param deadline: a date in Lima; by the company's setting without it
        :param vals: other values of the case
        :return: the case
        """
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        days = company.digiflow_case_days
        responsible = {"user_id": user.id} if user else {}
        return self.create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "summary": summary,
                "company_id": company.id,
                "date_deadline": deadline or company._get_working_day(days),
                **responsible,
                **vals,
            }
        )

    @api.model
    def _numbered(self, vals):
        """`vals` with the next number of its company."""
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        # sudo: the numbers are given out to whoever may open a case.
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        return {**vals, "name": sequences.next_by_code(SEQUENCE)}

    @api.model
    def _with_client(self, vals):
        """`vals` with the commercial partner for whichever of its contacts was given."""
        if not vals.get("partner_id"):
            return vals
        given = self.env["res.partner"].browse(vals["partner_id"])
        client = given.commercial_partner_id
        contact = {} if given == client else {"contact_id": vals.get("contact_id") or given.id}
        return {**vals, "partner_id": client.id, **contact}

    def _get_manager(self):
        """The first commercial manager of the case's company; empty when there is none."""
        self.ensure_one()
        role = self.env.ref("digiflow_crm.group_manager")
        # sudo: who has which role is asked for, whoever opens the case.
        managers = self.env["res.users"].sudo()
        domain = [
            (implied_groups_field(self.env), "in", role.ids),
            ("company_ids", "in", self.company_id.ids),
            ("share", "=", False),
        ]
        return self.env["res.users"].browse(managers.search(domain, order="id", limit=1).ids)
