from odoo import _, fields, models

from ...compat import AVERAGED, check_access
from ...core import periods
from ...core.ruc import ruc_problem
from ...exceptions import WorkflowError
from ...notices import notify
from ..prospecting.crm_lead_second_opportunity import REASON_WIN_BACK
from . import lost_sql
from .client_lock import lock_clients

EXECUTIVE = "digiflow_crm.group_executive"


class DigiflowClientLost(models.Model):
    """A client whose last service ended: when, why, what it was worth, and who wins it back.

    A view: one row for each client and company, reckoned when it is read, never written.
    """

    _name = "digiflow.client.lost"
    _description = "Client to win back"
    _auto = False
    _rec_name = "partner_id"
    _order = "last_end desc, monthly_amount desc, id"
    _depends = {
        "digiflow.client.service": [
            *("partner_id", "company_id", "service_id", "monthly_amount"),
            *("date_start", "date_end", "end_reason_id"),
        ],
        "crm.lead": ["partner_id", "ruc", "active", "is_digiflow", "stage_id", "company_id"],
        "crm.stage": ["is_won"],
        "res.partner": ["commercial_partner_id", "user_id", "vat"],
        "res.company": ["currency_id"],
    }

    # Whose
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    # What was lost
    last_end = fields.Date(string="Left on", readonly=True, help="The last day of any service.")
    months_since = fields.Integer(
        readonly=True, help="Whole months since the last day.", **AVERAGED
    )
    end_reason_id = fields.Many2one(
        "digiflow.service.end.reason", string="Why it left", readonly=True
    )
    service_count = fields.Integer(string="Services lost", readonly=True)
    service_names = fields.Char(string="Services", compute="_compute_service_names")
    currency_id = fields.Many2one("res.currency", readonly=True)
    monthly_amount = fields.Monetary(
        string="Worth a month", readonly=True, help="What its services were worth when they ended."
    )
    client_count = fields.Integer(string="Clients", readonly=True)
    # Winning back
    lead_id = fields.Many2one("crm.lead", string="Open opportunity", readonly=True)

    def _compute_service_names(self):
        """The services that the client had, of those that the user may read."""
        stays = self.env["digiflow.client.service"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        names = {}
        for stay in stays:
            names.setdefault((stay.partner_id, stay.company_id), {})[stay.service_id.name] = True
        for lost in self:
            lost.service_names = ", ".join(names.get((lost.partner_id, lost.company_id), ()))

    def action_win_back(self):
        """Open the client's open opportunity, or make one in the first stage of the pipeline.

        Of several clients each gets one, and a message tells what was done.

        :return: an action: the opportunity, or the message with the list of opportunities
        :raise WorkflowError: somebody else follows the only client's opportunity
        """
        check_access(self, "read")
        self.env.flush_all()
        lock_clients(self.partner_id)
        self.invalidate_recordset(["lead_id"])
        there = self.lead_id
        made = self.env["crm.lead"].create(
            [lost._prepare_lead_vals() for lost in self if not lost.lead_id]
        )
        if len(self) == 1:
            return self._open_lead(there or made)
        return self._tell_won_back(made, there)

    def action_open_client(self):
        """Open the client's sheet.

        :return: a window action
        """
        self.ensure_one()
        return self.partner_id._get_digiflow_sheet_action()

    @property
    def _table_query(self):
        """The clients without a service that runs, or will, by the day it is in Lima."""
        today = periods.today().isoformat()
        return lost_sql.VIEW_SQL.format(
            today=today,
            lost=lost_sql.LOST_SQL.format(today=today),
            is_open=lost_sql.OPEN_SQL,
        )

    def _prepare_lead_vals(self):
        """A new opportunity of the pipeline for this client, with what is known of why it left."""
        self.ensure_one()
        client, ruc = self.partner_id, self._get_ruc()
        before = self._find_leads([("partner_id.commercial_partner_id", "=", client.id)])
        caller = before.telemarketer_id.filtered("active")[:1]
        vals = {
            "name": _("Win back: %(client)s", client=client.name),
            "type": "opportunity",
            "partner_id": client.id,
            "ruc": ruc,
            "team_id": self.env.ref("digiflow_crm.team_digiflow").id,
            "company_id": self.company_id.id,
            "user_id": self._get_executive().id,
            "telemarketer_id": caller.id,
            "description": self._describe_loss(),
        }
        # The opportunity that was won stands in the pipeline still, under the same RUC.
        if ruc and self._find_leads([("ruc", "=", ruc), ("active", "=", True)]):
            vals["second_reason"] = REASON_WIN_BACK
        return vals

    def _get_ruc(self):
        """The client's RUC as opportunities keep it; False when it has none that can be right."""
        ruc = "".join(digit for digit in self.partner_id.vat or "" if digit.isdigit())
        return False if ruc_problem(ruc) else ruc

    def _get_executive(self):
        """Who wins the client back: its executive, else who asks when it is one."""
        users = self.user_id | self.env.user
        sells = users.filtered(lambda user: user.active and user.has_group(EXECUTIVE))
        return sells[:1]

    def _find_leads(self, domain):
        """Opportunities of the pipeline in the company of this row, the newest first."""
        self.ensure_one()
        # sudo: those of colleagues too; who called the client, and whether one stands open.
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        companies = [("company_id", "in", [False, self.company_id.id])]
        return leads.search([("is_digiflow", "=", True), *companies, *domain], order="id desc")

    def _describe_loss(self):
        """What the executive has to know before calling."""
        self.ensure_one()
        return _(
            "Was a client until %(day)s. Services: %(services)s. Why it left: %(reason)s.",
            day=self.last_end.strftime("%d/%m/%Y"),
            services=self.service_names,
            reason=self.end_reason_id.name,
        )

    def _open_lead(self, lead):
        """The window action that opens `lead`.

        :raise WorkflowError: the user may not read it
        """
        if not lead.search_count([("id", "=", lead.id)]):
            raise WorkflowError(
                _(
                    "The client has an open opportunity already: %(lead)s. Talk with who follows "
                    "it.",
                    # sudo: who comes upon a colleague's opportunity is told whose it is, no more.
                    lead=lead.sudo()._describe_standing(),
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        return {**action, "views": [(False, "form")], "res_id": lead.id}

    def _tell_won_back(self, made, there):
        """The message of what was done for many clients, then the list of opportunities."""
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        text = _(
            "Opportunities made: %(made)s. Clients that had an open one already: %(there)s.",
            made=len(made),
            there=len(there),
        )
        following = {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", (made | there).ids)],
            "context": {},
        }
        return notify(text, kind="success" if made else "info", following=following, sticky=True)
