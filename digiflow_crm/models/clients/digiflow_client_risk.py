from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core import periods
from ..calls.outcomes import UNANSWERED
from ..info_pack.res_partner import SATISFACTION_SELECTION
from . import risk_sql

LEVEL_HIGH, LEVEL_MEDIUM, LEVEL_LOW = LEVELS = ("1_high", "2_medium", "3_low")
UNSATISFIED = ("1", "2")
RETENTION_TYPE = "digiflow_crm.mail_activity_type_retention"
BADGE = Markup('<span class="badge rounded-pill text-bg-light border me-1">%s</span>')


class DigiflowClientRisk(models.Model):
    """How likely a client with a service running is to leave: 0 to 100, and each reason why.

    A view: one row for each client and company, reckoned when it is read, never written. The
    reasons, their limits and their points are settings of the company.
    """

    _name = "digiflow.client.risk"
    _description = "Client at risk"
    _auto = False
    _rec_name = "partner_id"
    _order = "score desc, monthly_amount desc, id"
    _depends = {
        "digiflow.client.service": [
            *("partner_id", "company_id", "monthly_amount"),
            *("date_start", "date_end", "contract_end"),
        ],
        "digiflow.client.volume": ["partner_id", "company_id", "service_id", "month", "documents"],
        "digiflow.case": ["partner_id", "company_id", "kind", "state", "solved_date"],
        "digiflow.satisfaction.answer": ["partner_id", "score", "answered_date"],
        "digiflow.call": ["lead_id", "outcome", "start"],
        "crm.lead": ["partner_id"],
        "calendar.event": [
            *("opportunity_id", "digiflow_state", "digiflow_kind"),
            *("partner_ids", "active", "start", "stop"),
        ],
        "mail.message": ["model", "res_id", "date", "subtype_id", "message_type"],
        "res.partner": ["commercial_partner_id", "user_id", "digiflow_satisfaction"],
        "res.company": [
            *("currency_id", "digiflow_risk_fall", "digiflow_risk_contract_days"),
            *("digiflow_risk_contact_days", "digiflow_risk_medium", "digiflow_risk_high"),
            *("digiflow_risk_points_volume", "digiflow_risk_points_satisfaction"),
            *("digiflow_risk_points_claims", "digiflow_risk_points_contract"),
            "digiflow_risk_points_contact",
        ],
    }

    # Whose
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    service_count = fields.Integer(string="Services", readonly=True)
    monthly_amount = fields.Monetary(string="Worth a month", readonly=True)
    client_since = fields.Date(
        readonly=True, help="The first day of the oldest service that runs today."
    )
    # Risk
    score = fields.Integer(
        readonly=True, help="The points of all reasons; 100 at most.", **AVERAGED
    )
    level = fields.Selection(
        [(LEVEL_HIGH, "High"), (LEVEL_MEDIUM, "Medium"), (LEVEL_LOW, "Low")], readonly=True
    )
    main_reason = fields.Selection(
        [
            ("volume", "Falling volume"),
            ("satisfaction", "Low satisfaction"),
            ("claims", "Open claims"),
            ("contract", "Contract end near"),
            ("contact", "No contact"),
        ],
        readonly=True,
        help="The reason with most points.",
    )
    reasons = fields.Char(
        string="Reasons in words", compute="_compute_reasons", help="Each reason with its fact."
    )
    reason_badges = fields.Html(string="Reasons", compute="_compute_reasons", sanitize=False)
    # Points
    points_volume = fields.Integer(string="Points: falling volume", readonly=True)
    points_satisfaction = fields.Integer(string="Points: low satisfaction", readonly=True)
    points_claims = fields.Integer(string="Points: open claims", readonly=True)
    points_contract = fields.Integer(string="Points: contract end near", readonly=True)
    points_contact = fields.Integer(string="Points: no contact", readonly=True)
    # Facts
    fall = fields.Float(
        string="Fall of volume (%)",
        readonly=True,
        digits=(16, 1),
        help="Of the last whole month that was given, against the average of the three before.",
        **AVERAGED,
    )
    satisfaction = fields.Selection(
        SATISFACTION_SELECTION, string="Last satisfaction", readonly=True
    )
    satisfaction_date = fields.Date(string="Answered on", readonly=True)
    open_claims = fields.Integer(readonly=True)
    contract_end = fields.Date(
        readonly=True, help="The first end of a contract, or last day, of the services that run."
    )
    last_contact = fields.Date(
        readonly=True,
        help="The last day somebody spoke with the client, met, wrote, finished an activity on "
        "the client or solved a case.",
    )
    # Retention
    retention_date = fields.Date(
        string="Retention activity",
        compute="_compute_retention_date",
        help="Until when somebody is to talk with the client.",
    )
    has_retention = fields.Boolean(
        string="With a retention activity",
        compute="_compute_retention_date",
        search="_search_has_retention",
    )

    @api.depends_context("lang")
    @api.depends("score")
    def _compute_reasons(self):
        for risk in self:
            reasons = risk._get_reasons()
            risk.reasons = "; ".join(reasons)
            risk.reason_badges = Markup().join(BADGE % reason for reason in reasons)

    def _compute_retention_date(self):
        kind = self.env.ref(RETENTION_TYPE)
        # sudo: that somebody is to talk with a client one reaches; nothing of what about.
        tasks = self.env["mail.activity"].sudo()
        found = tasks.search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", self.partner_id.ids),
                ("activity_type_id", "=", kind.id),
            ],
            order="date_deadline desc",
        )
        first = {task.res_id: task.date_deadline for task in found}
        for risk in self:
            risk.retention_date = first.get(risk.partner_id.id)
            risk.has_retention = bool(risk.retention_date)

    @api.model
    def _search_has_retention(self, operator, value):
        wanted = True in value if isinstance(value, (list, tuple, set)) else bool(value)
        kind = self.env.ref(RETENTION_TYPE)
        # sudo: see above.
        tasks = self.env["mail.activity"].sudo()
        found = tasks.search(
            [("res_model", "=", "res.partner"), ("activity_type_id", "=", kind.id)]
        )
        positive = wanted == (operator in ("=", "in"))
        return [("partner_id", "in" if positive else "not in", found.mapped("res_id"))]

    def action_open_client(self):
        """Open the client's sheet.

        :return: a window action
        """
        self.ensure_one()
        return self.partner_id._get_digiflow_sheet_action()

    def action_plan_retention(self):
        """Ask when these clients are talked with, and by whom.

        :return: a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_retention_plan_action"
        )
        return {**action, "context": {"default_partner_ids": [(6, 0, self.partner_id.ids)]}}

    @property
    def _table_query(self):
        """The clients with a service that runs today in Lima."""
        today = periods.today().isoformat()
        facts = risk_sql.FACTS_SQL.format(
            today=today,
            unsatisfied=_quoted(UNSATISFIED),
            answer_day=risk_sql.LIMA_DAY.format(moment="answer.moment"),
            contact_day=risk_sql.LIMA_DAY.format(moment="contact.moment"),
            oldest_runs=risk_sql.RUNS_SQL.format(stay="oldest", today=today),
            stay_runs=risk_sql.RUNS_SQL.format(stay="stay", today=today),
            **self._get_fact_queries(),
        )
        return risk_sql.RISK_SQL.format(total=risk_sql.TOTAL, facts=facts)

    @api.model
    def _get_fact_queries(self):
        """The query of each fact by its name, as of today in Lima."""
        today = periods.today()
        # The first days of this month and of those before it: [1] is the last whole month.
        months = [today.replace(day=1) - relativedelta(months=back) for back in range(6)]
        runs = risk_sql.RUNS_SQL.format(stay="stay", today=today.isoformat())
        return {
            "services": risk_sql.SERVICES_SQL.format(runs=runs),
            "volume": risk_sql.VOLUME_SQL.format(months=[day.isoformat() for day in months]),
            "claims": risk_sql.CLAIMS_SQL,
            "contact": risk_sql.CONTACT_SQL.format(
                unanswered=_quoted(UNANSWERED),
                told=risk_sql.TOLD_SQL.format(written=self.env.ref("mail.mt_comment").id),
            ),
            "satisfaction": risk_sql.SATISFACTION_SQL,
        }

    def _get_reasons(self):
        """Each reason of this row with its fact, in the user's language.

        :return: list of text, the reasons with most points first
        """
        self.ensure_one()
        reasons = [
            (self.points_volume, self._describe_volume),
            (self.points_satisfaction, self._describe_satisfaction),
            (self.points_claims, self._describe_claims),
            (self.points_contract, self._describe_contract),
            (self.points_contact, self._describe_contact),
        ]
        there = [reason for reason in reasons if reason[0]]
        there.sort(key=lambda reason: reason[0], reverse=True)
        return [describe() for _points, describe in there]

    def _describe_volume(self):
        fall = f"{self.fall:.0f}"
        return _("Volume fell %(fall)s %%", fall=fall)

    def _describe_satisfaction(self):
        words = dict(self._fields["satisfaction"]._description_selection(self.env))
        text = _(
            "Satisfaction %(score)s: %(words)s",
            score=self.satisfaction,
            words=words[self.satisfaction],
        )
        day = self.satisfaction_date
        return f"{text} ({_in_words(day)})" if day else text

    def _describe_claims(self):
        if self.open_claims == 1:
            return _("1 open claim")
        return _("%(count)s open claims", count=self.open_claims)

    def _describe_contract(self):
        day = _in_words(self.contract_end)
        if self.contract_end < periods.today():
            return _("Contract ended on %(day)s", day=day)
        return _("Contract ends on %(day)s", day=day)

    def _describe_contact(self):
        if not self.last_contact:
            return _("No contact on record")
        return _("No contact since %(day)s", day=_in_words(self.last_contact))


def _quoted(keys):
    """Keys of ours as a list in SQL."""
    return ", ".join(f"'{key}'" for key in keys)


def _in_words(day):
    """A date as people write it in Peru."""
    return day.strftime("%d/%m/%Y")
