from psycopg2.errors import ExclusionViolation

from odoo import _, api, fields, models
from odoo.tools import mute_logger

from ...core import periods
from ...exceptions import WorkflowError

STATE_PLANNED = "planned"
STATE_RUNNING = "running"
STATE_ENDED = "ended"


class DigiflowClientService(models.Model):
    """One service of one client, from its first day to its last one, both included.

    The database lets no two stays of a client in the same service overlap, not even two that are
    entered at the same moment: a client is counted once.
    """

    _name = "digiflow.client.service"
    _description = "Service of a client"
    _order = "date_start desc, id desc"
    _rec_name = "service_id"
    _check_company_auto = True

    # Whose
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        help="The company: a service given to one of its contacts is kept as the company's.",
    )
    service_id = fields.Many2one("digiflow.service", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # When
    date_start = fields.Date(
        string="First day", required=True, index=True, default=lambda self: periods.today()
    )
    date_end = fields.Date(string="Last day", index=True, copy=False)
    end_reason_id = fields.Many2one(
        "digiflow.service.end.reason", string="Why it ended", copy=False, ondelete="restrict"
    )
    contract_end = fields.Date(
        string="Contract until",
        index=True,
        copy=False,
        help="Last day of the contract in force. The service goes on after it until it is ended.",
    )
    state = fields.Selection(
        [(STATE_PLANNED, "Planned"), (STATE_RUNNING, "Running"), (STATE_ENDED, "Ended")],
        compute="_compute_state",
    )
    # Worth
    currency_id = fields.Many2one(related="company_id.currency_id")
    monthly_amount = fields.Monetary(
        string="Worth a month", help="Without taxes, in the currency of the company."
    )
    # Origin
    order_id = fields.Many2one(
        "sale.order", string="Proposal", copy=False, check_company=True, ondelete="restrict"
    )
    handover_id = fields.Many2one(
        "digiflow.handover", readonly=True, copy=False, index=True, ondelete="restrict"
    )

    # Ranges of one id: equality in such an index needs no extension of PostgreSQL.
    _sql_constraints = [
        (
            "days_in_order",
            "CHECK (date_end >= date_start)",
            "The last day of a service comes after its first day. Change one of them.",
        ),
        (
            "contract_after_start",
            "CHECK (contract_end >= date_start)",
            "A contract ends after the first day of its service. Change one of them.",
        ),
        (
            "once_at_a_time",
            "EXCLUDE USING gist (int4range(partner_id, partner_id + 1) WITH &&, "
            "int4range(service_id, service_id + 1) WITH &&, "
            "int4range(company_id, company_id + 1) WITH &&, "
            "daterange(date_start, date_end, '[]') WITH &&)",
            "The client has this service in those days already. End that one first, or choose "
            "other days.",
        ),
    ]

    @api.depends("date_start", "date_end")
    def _compute_state(self):
        today = periods.today()
        for stay in self:
            if stay.date_end and stay.date_end < today:
                stay.state = STATE_ENDED
            else:
                started = stay.date_start and stay.date_start <= today
                stay.state = STATE_RUNNING if started else STATE_PLANNED

    @api.constrains("date_end", "end_reason_id")
    def _check_end_reason(self):
        for stay in self:
            if bool(stay.date_end) != bool(stay.end_reason_id):
                raise WorkflowError(
                    _(
                        "%(client)s, %(service)s: give the last day together with the reason why "
                        "it ends.",
                        client=stay.partner_id.name,
                        service=stay.service_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_company_of_client(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_company_of_client(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_over(self):
        if any(stay.handover_id for stay in self):
            raise WorkflowError(
                _(
                    "A service that began with a handover stays on record. Enter its last day and "
                    "why it ended."
                )
            )

    @api.model
    def _with_company_of_client(self, vals):
        """`vals` with the commercial partner for whichever of its contacts was given."""
        if not vals.get("partner_id"):
            return vals
        client = self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id
        return {**vals, "partner_id": client.id}

    @api.model
    def _get_domain_on(self, day):
        """Domain of the stays that include `day`."""
        return [("date_start", "<=", day), "|", ("date_end", "=", False), ("date_end", ">=", day)]

    @api.model
    def _start(self, vals_list):
        """Begin services; a client that has one in those days, or gets it meanwhile, keeps it.

        :param vals_list: values of new stays
        :return: those that were begun
        """
        started = self.browse()
        for vals in vals_list:
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    stay = self.create(vals)
                    stay.flush_recordset()
            except ExclusionViolation:
                continue
            started |= stay
        return started
