from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import indicator_periods
from ...exceptions import ProcessError, WorkflowError
from ..indicators.digiflow_indicator_values import MANAGER
from ..indicators.indicator_states import STATE_CLOSED
from .quarterly_report_states import STATE_DRAFT, STATE_SELECTION, STATE_SIGNED

# A report begins unsigned, whatever the caller or its context brings.
UNSIGNED = {
    "state": STATE_DRAFT,
    "signed_by_id": False,
    "signed_on": False,
    "data": False,
    "attachment_id": False,
}


class DigiflowQuarterlyReport(models.Model):
    """What the commercial manager reports of a quarter: the dashboard's figures and what they mean.

    As a draft it shows the figures as they are now; signed off it keeps those of that moment, with
    the file, for good. Signing is in digiflow_quarterly_report_signing.py, the document in
    digiflow_quarterly_report_document.py.
    """

    _name = "digiflow.quarterly.report"
    _description = "Quarterly report"
    _inherit = ["digiflow.guarded.mixin", "mail.thread"]
    _order = "date_to desc, id desc"

    # Which
    period_id = fields.Many2one(
        "digiflow.indicator.period",
        string="Quarter",
        required=True,
        ondelete="restrict",
        domain=[("kind", "=", indicator_periods.QUARTER)],
        help="Its figures are those of the dashboard.",
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    date_to = fields.Date(related="period_id.date_to", store=True)
    period_state = fields.Selection(related="period_id.state", string="State of the quarter")
    is_over = fields.Boolean(related="period_id.is_over")
    # What the manager says of each area
    comment_summary = fields.Text(string="Summary")
    comment_sales = fields.Text(string="Sales and pipeline")
    comment_telemarketing = fields.Text(string="Telemarketing and lists")
    comment_clients = fields.Text(string="Clients")
    comment_satisfaction = fields.Text(string="Satisfaction")
    comment_people = fields.Text(string="Training and call quality")
    comment_improvement = fields.Text(string="Improvement actions")
    # Signed off
    state = fields.Selection(
        STATE_SELECTION,
        default=STATE_DRAFT,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    signed_by_id = fields.Many2one(
        "res.users",
        string="Signed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        tracking=True,
    )
    signed_on = fields.Datetime(string="Signed on", readonly=True, copy=False, tracking=True)
    data = fields.Json(string="Figures kept", readonly=True, copy=False, prefetch=False)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Signed file", readonly=True, copy=False, ondelete="restrict"
    )
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        help="The quarter was reopened after the report was signed off.",
    )

    _sql_constraints = [
        (
            "period_uniq",
            "UNIQUE(period_id)",
            "There is a report of this quarter already. Use that one.",
        )
    ]

    @api.depends("signed_on", "period_id.reopening_ids.reopened_on")
    def _compute_is_outdated(self):
        for one in self:
            # sudo: that it was reopened is no secret to whoever reads the report.
            reopened = one.sudo().period_id.reopening_ids[:1].reopened_on
            one.is_outdated = bool(one.signed_on and reopened and reopened > one.signed_on)

    @api.depends("period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.period_id.display_name or _("New")

    @api.constrains("period_id")
    def _check_quarter(self):
        for one in self:
            if one.period_id.kind != indicator_periods.QUARTER:
                raise ProcessError(
                    _(
                        "%(period)s is no quarter. Choose a quarter to report on.",
                        period=one.period_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A report begins as a draft, of the company of its quarter."""
        return super().create([{**self._without_related(vals), **UNSIGNED} for vals in vals_list])

    def write(self, vals):
        """Only what the manager says is written, and only until it is signed off."""
        check_access(self, "write")
        fixed = {*self._get_protected_fields(), "period_id", "company_id", "date_to"}
        if fixed & set(vals):
            raise WorkflowError(
                _("Of a report only the comments are written. It is signed off by its button.")
            )
        if not all(name.startswith("message_") for name in vals):
            self._check_draft()
        return super().write(vals)

    def copy(self, default=None):  # pylint: disable=method-required-super # it only refuses
        raise WorkflowError(_("There is one report for each quarter. Open that of another one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_draft()

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]

    def action_close_period(self):
        """Close the quarter, so that the report can be signed off."""
        self.ensure_one()
        return self.period_id.action_close()

    @api.model
    def open_for(self, period):
        """The report of a quarter of the company at work, made by the manager when missing.

        Part of the external API.

        :param str period: a quarter like 2026-Q3
        :return: a window action with its form
        :raise ProcessError: it is no quarter, or one that is yet to come
        :raise AccessError: the user may not read reports, or there is none and they do not manage
        """
        check_access(self, "read")
        kind, span = self.env["digiflow.indicator"]._parse_period(period)
        if kind != indicator_periods.QUARTER:
            raise ProcessError(_("The report is made of a quarter. Choose one."))
        own = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("period_id.date_from", "=", span.first),
            ]
        )
        return (own or self._make_for(period))._get_form_action()

    @api.model
    def _make_for(self, period):
        """A new report of a quarter, which is made as well where it is missing."""
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                _("There is no report of this quarter yet. The commercial manager begins it.")
            )
        return self.create({"period_id": self.env["digiflow.indicator"]._get_period(period).id})

    @api.model
    def _without_related(self, vals):
        """`vals` without what follows from the quarter."""
        return {name: vals[name] for name in vals if name not in ("company_id", "date_to")}

    def _get_form_action(self):
        """Open this report."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Quarterly report"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "view_mode": "form",
        }

    def _check_draft(self):
        """Refuse what would change a report that was signed off."""
        for one in self:
            if one.state == STATE_SIGNED:
                raise WorkflowError(
                    _(
                        "The report of %(period)s was signed off by %(person)s: it is not changed "
                        "any more.",
                        period=one.display_name,
                        # sudo: who signed is no secret, though they may have left.
                        person=one.sudo().signed_by_id.name,
                    )
                )

    def _check_closed(self):
        """Refuse to sign off what may still change."""
        self.ensure_one()
        if self.period_id.state != STATE_CLOSED:
            raise WorkflowError(
                _(
                    "%(period)s is still open: its figures may change. Close it first, then sign "
                    "the report off.",
                    period=self.period_id.display_name,
                )
            )
