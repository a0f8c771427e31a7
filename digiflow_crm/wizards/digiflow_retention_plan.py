from markupsafe import Markup

from odoo import _, api, fields, models

from ..core import periods
from ..exceptions import ProcessError
from ..models.clients.client_lock import lock_clients
from ..models.clients.digiflow_client_risk import RETENTION_TYPE
from ..notices import notify

WORKING_DAYS = 3


class DigiflowRetentionPlan(models.TransientModel):
    """When clients at risk are talked with, and by whom: an activity on each of them."""

    _name = "digiflow.retention.plan"
    _description = "Plan of retention activities"

    partner_ids = fields.Many2many(
        "res.partner", "digiflow_retention_plan_partner_rel", string="Clients", readonly=True
    )
    client_count = fields.Integer(string="Clients chosen", compute="_compute_clients")
    reasons = fields.Text(string="Why", compute="_compute_clients")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False)]",
        help="Empty: the executive of each client; you, for a client that has none.",
    )
    date_deadline = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self.env.company._get_working_day(WORKING_DAYS),
    )
    note = fields.Text(help="What to talk about. Each activity tells the client's own reasons too.")

    @api.depends("partner_ids")
    def _compute_clients(self):
        for plan in self:
            plan.client_count = len(plan.partner_ids)
            plan.reasons = "\n".join(
                f"{risk.partner_id.name}: {risk.reasons or '-'}" for risk in plan._find_risks()
            )

    @api.constrains("date_deadline")
    def _check_date_deadline(self):
        if any(plan.date_deadline < periods.today() for plan in self):
            raise ProcessError(_("Retention activities cannot be due in the past. Choose a day."))

    def action_plan(self):
        """Plan the activities; a client that has an open one keeps that one alone.

        :return: the message of what was done
        """
        self.ensure_one()
        self.env.flush_all()
        lock_clients(self.partner_ids)
        risks = self._find_risks()
        risks.invalidate_recordset(["has_retention"])
        waiting = risks.filtered("has_retention")
        planned = self.env["res.partner"]
        for risk in risks - waiting:
            # A client of two companies of ours has a row for each.
            if risk.partner_id not in planned:
                self._plan_one(risk)
                planned |= risk.partner_id
        return self._tell(len(planned), len(waiting.partner_id))

    def _find_risks(self):
        """The rows of the clients chosen, of those that the user reaches."""
        return self.env["digiflow.client.risk"].search([("partner_id", "in", self.partner_ids.ids)])

    def _plan_one(self, risk):
        """The activity of one client."""
        executive = risk.user_id if risk.user_id.active else self.env["res.users"]
        reader = self.user_id or executive or self.env.user
        own = risk.with_context(lang=reader.lang or self.env.lang)
        risk.partner_id.activity_schedule(
            RETENTION_TYPE,
            date_deadline=self.date_deadline,
            user_id=reader.id,
            note=self._prepare_note(own),
        )

    def _prepare_note(self, risk):
        """The reasons of one client and what was written for all, as markup."""
        lines = Markup().join(Markup("<li>%s</li>") % reason for reason in risk._get_reasons())
        note = Markup("<p>%s</p>") % self.note if self.note else Markup()
        return (Markup("<ul>%s</ul>") % lines if lines else Markup()) + note

    def _tell(self, planned, waiting):
        """The message of what was done, then the list again."""
        text = _(
            "Retention activities planned: %(planned)s. Clients that had one already: %(waiting)s.",
            planned=planned,
            waiting=waiting,
        )
        return notify(text, kind="success" if planned else "info")
