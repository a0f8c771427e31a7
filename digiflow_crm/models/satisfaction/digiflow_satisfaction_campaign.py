from datetime import date, timedelta

from odoo import _, api, fields, models

from ...core import periods
from ...core.satisfaction import quarter_of
from ...exceptions import ProcessError, WorkflowError
from .campaign_states import (
    BASE_SELECTION,
    CAMPAIGN_CLOSED,
    CAMPAIGN_DRAFT,
    CAMPAIGN_RUNNING,
    CAMPAIGN_SELECTION,
    QUARTER_SELECTION,
)

DAYS_TO_ANSWER = 30
SIZE_FIELDS = ("size_micro", "size_small", "size_medium", "size_large")
# What may still be changed while clients answer.
RUNNING_FIELDS = {
    "name",
    "deadline",
    "reminder_days",
    "invitation_template_id",
    "reminder_template_id",
    "user_id",
}


class DigiflowSatisfactionCampaign(models.Model):
    """The clients of a quarter are asked how satisfied they are, each once.

    A draft says whom and when; running, its invitations go out and answers come in; closed, its
    figures are kept and nothing of it changes any more. The clients it asks are taken in
    digiflow_satisfaction_campaign_clients.py, its e-mails go out in .._send.py, its figures are
    worked out in .._figure.py and kept in .._close.py.
    """

    _name = "digiflow.satisfaction.campaign"
    _description = "Satisfaction campaign"
    _inherit = [
        *("digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"),
        "digiflow.year.mixin",
    ]
    _order = "date_from desc, id desc"

    # Which quarter
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    year = fields.Char(default=lambda self: str(self._default_period().first.year), copy=False)
    quarter = fields.Selection(
        QUARTER_SELECTION,
        required=True,
        copy=False,
        default=lambda self: str((self._default_period().first.month + 2) // 3),
    )
    date_from = fields.Date(string="From", compute="_compute_days", store=True, index=True)
    date_to = fields.Date(string="To", compute="_compute_days", store=True)
    state = fields.Selection(
        CAMPAIGN_SELECTION,
        default=CAMPAIGN_DRAFT,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Is reminded to close the campaign.",
    )
    # Whom: nothing chosen, all clients
    service_ids = fields.Many2many(
        "digiflow.service", string="Only clients of", help="Empty: of any service."
    )
    executive_ids = fields.Many2many(
        "res.users", string="Only clients of these executives", help="Empty: of all."
    )
    industry_ids = fields.Many2many(
        "res.partner.industry", string="Only of these industries", help="Empty: of any."
    )
    size_micro = fields.Boolean(string="Micro")
    size_small = fields.Boolean(string="Small")
    size_medium = fields.Boolean(string="Medium")
    size_large = fields.Boolean(string="Large")
    # How
    deadline = fields.Date(
        string="Closing date",
        required=True,
        default=lambda self: periods.today() + timedelta(days=DAYS_TO_ANSWER),
        copy=False,
        help="Clients are asked to answer by this day. Later answers count until the campaign is "
        "closed, by hand.",
    )
    reminder_days = fields.Char(
        string="Remind after",
        default="7, 14",
        help="Days after the invitation on which who has not answered is reminded, for example "
        "«7, 14». Empty: never.",
    )
    invitation_template_id = fields.Many2one(
        "mail.template",
        string="Invitation",
        required=True,
        domain="[('model', '=', 'digiflow.satisfaction.answer')]",
        default=lambda self: self.env.ref("digiflow_crm.mail_template_feedback_quarter"),
    )
    reminder_template_id = fields.Many2one(
        "mail.template",
        string="Reminder",
        required=True,
        domain="[('model', '=', 'digiflow.satisfaction.answer')]",
        default=lambda self: self.env.ref("digiflow_crm.mail_template_feedback_quarter_reminder"),
    )
    paused = fields.Boolean(
        string="Sending stopped", readonly=True, copy=False, help="Answers are still taken."
    )
    # Who
    answer_ids = fields.One2many("digiflow.satisfaction.answer", "campaign_id", readonly=True)
    started_date = fields.Datetime(string="Started on", readonly=True, copy=False)
    clients_date = fields.Datetime(
        string="Clients taken on",
        readonly=True,
        copy=False,
        help="When it was last looked which clients there are.",
    )
    # Closed
    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict"
    )
    closed_satisfied = fields.Integer(readonly=True, copy=False)
    closed_answers = fields.Integer(readonly=True, copy=False)
    closed_sent = fields.Integer(readonly=True, copy=False)
    closed_clients = fields.Integer(readonly=True, copy=False)
    closed_base = fields.Selection(BASE_SELECTION, readonly=True, copy=False)
    closed_target = fields.Float(readonly=True, copy=False)

    _sql_constraints = [
        (
            "quarter_uniq",
            "UNIQUE(company_id, year, quarter)",
            "There is a campaign of this quarter already: each client is asked once a quarter. "
            "Open that one.",
        ),
    ]

    @api.model
    def _default_period(self):
        return quarter_of(periods.today())

    @api.depends("year", "quarter")
    def _compute_name(self):
        for campaign in self:
            year, quarter = campaign.year or "", campaign.quarter or ""
            campaign.name = _("Satisfaction %(year)s Q%(quarter)s", year=year, quarter=quarter)

    @api.depends("year", "quarter")
    def _compute_days(self):
        for campaign in self:
            year = campaign._get_year()
            first = year and campaign.quarter and date(year, 3 * int(campaign.quarter) - 2, 1)
            period = quarter_of(first) if first else None
            campaign.date_from = period and period.first
            campaign.date_to = period and period.last

    @api.constrains("reminder_days")
    def _check_reminder_days(self):
        for campaign in self:
            campaign._get_reminder_days()

    @api.model_create_multi
    def create(self, vals_list):
        if any(self._get_protected_fields().intersection(vals) for vals in vals_list):
            raise WorkflowError(_("A campaign begins as a draft. Start it with its button."))
        return super().create(vals_list)

    def write(self, vals):
        """Only a draft changes freely, and a closed campaign not at all."""
        own = {name for name in vals if self._fields[name]._module == "digiflow_crm"}
        if own & self._get_protected_fields():
            raise WorkflowError(
                _("The state and the figures of a campaign cannot be written. Use its buttons.")
            )
        if own:
            self._check_open()
        fixed = own - RUNNING_FIELDS
        if fixed and any(one.state == CAMPAIGN_RUNNING for one in self):
            raise WorkflowError(
                _("Clients are being asked already: whom and when stay as they are.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(campaign.state != CAMPAIGN_DRAFT for campaign in self):
            raise WorkflowError(_("What clients were asked, and answered, stays on record."))

    def action_view_answers(self):
        """Open the clients that this campaign asks, those who answered first."""
        return self._view_answers({"search_default_answered": 1})

    def action_view_not_sent(self):
        """Open the clients that no invitation could go to: they can be called."""
        return self._view_answers({"search_default_not_sent": 1})

    def _view_answers(self, context):
        """The action that shows the answers of this campaign, with a filter on."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_satisfaction_answer_action"
        )
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": context}

    def _check_open(self):
        """Refuse what would change a closed campaign."""
        closed = self.filtered(lambda one: one.state == CAMPAIGN_CLOSED)[:1]
        if closed:
            raise WorkflowError(
                _(
                    "%(campaign)s is closed: its answers and its figures stay as they are.",
                    campaign=closed.name,
                )
            )

    def _check_state(self, state, refusal):
        """Refuse an action on a campaign that is not in the state it needs."""
        if any(campaign.state != state for campaign in self):
            raise WorkflowError(refusal)

    def _get_short_name(self):
        """The quarter of this campaign, as charts name it."""
        self.ensure_one()
        return _("Q%(quarter)s %(year)s", quarter=self.quarter, year=self.year)

    def _get_reminder_days(self):
        """Days after the invitation on which who has not answered is reminded, as sorted ints.

        :raise ProcessError: they are written otherwise
        """
        self.ensure_one()
        texts = [text.strip() for text in (self.reminder_days or "").split(",") if text.strip()]
        days = {int(text) for text in texts if text.isdecimal() and 0 < int(text) <= 365}
        if len(days) != len(texts):
            raise ProcessError(
                _(
                    "«%(days)s»: write the days of the reminders from 1 to 365, each once, with "
                    "commas: 7, 14.",
                    days=self.reminder_days,
                )
            )
        return sorted(days)
