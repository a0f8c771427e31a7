from odoo import _, api, fields, models

from ...core.messages import ROW_MESSAGES
from ...core.ruc import clean_ruc, ruc_problem
from ...exceptions import InvalidRucError
from .statuses import DOMICILE_STATUS_SELECTION, TAXPAYER_STATUS_SELECTION
from .worked import WORKED_IDS_SQL, worked_sql


class CrmLead(models.Model):
    """Prospecting: which company it is, which list it came from, who calls it."""

    _inherit = "crm.lead"

    # Taxpayer
    # No size: Odoo would cut a RUC with a digit too many to one that may be right.
    ruc = fields.Char(
        string="RUC",
        index="btree_not_null",
        tracking=True,
        help="Peruvian tax id: 11 digits, the last one a check digit.",
    )
    taxpayer_status = fields.Selection(TAXPAYER_STATUS_SELECTION)
    domicile_status = fields.Selection(DOMICILE_STATUS_SELECTION)
    ubigeo = fields.Char(size=6, help="INEI's six-digit code of the district.")
    # List
    prospect_list_id = fields.Many2one(
        "digiflow.prospect.list", index="btree_not_null", copy=False, ondelete="restrict"
    )
    prospect_import_id = fields.Many2one(
        "digiflow.prospect.import", index="btree_not_null", copy=False, ondelete="set null"
    )
    telemarketer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self._default_telemarketer_id(),
    )
    distributed_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When a distribution last gave it to somebody, with nobody having worked on it.",
    )

    _sql_constraints = [
        (
            "prospect_list_ruc_uniq",
            "UNIQUE(prospect_list_id, ruc)",
            "This company is already in the prospect list: a RUC stands once in each list. "
            "Open the one there is.",
        ),
    ]

    @api.model
    def _default_telemarketer_id(self):
        """Who records a prospect by hand calls it, when it is a telemarketer's job."""
        user = self.env.user
        calls = user.has_group("digiflow_crm.group_telemarketer")
        return user if calls and not user.has_group("digiflow_crm.group_manager") else False

    @api.depends("prospect_list_id.company_id")
    def _compute_company_id(self):
        """A lead of a list stays in the list's company, followed by somebody or by nobody yet."""
        listed = self.filtered("prospect_list_id")
        for lead in listed:
            lead.company_id = lead.prospect_list_id.company_id
        return super(CrmLead, self - listed)._compute_company_id()

    @api.constrains("ruc")
    def _check_ruc(self):
        for lead in self.filtered("ruc"):
            code = ruc_problem(lead.ruc)
            if code:
                raise lead._prepare_ruc_error(code)

    @api.onchange("ruc")
    def _onchange_ruc(self):
        """Take the spaces and dashes out of a RUC that was pasted."""
        self.ruc = clean_ruc(self.ruc) or False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_ruc_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_ruc_vals(vals))

    @api.model
    def _clean_ruc_vals(self, vals):
        """`vals` with its RUC as it is kept: digits only, or nothing."""
        return {**vals, "ruc": clean_ruc(vals["ruc"]) or False} if "ruc" in vals else vals

    def _prepare_ruc_error(self, code):
        """The refusal of this lead's RUC; `code` is one of core.ruc's."""
        self.ensure_one()
        message = ROW_MESSAGES[f"ruc_{code}"]
        return InvalidRucError(
            _(
                "%(lead)s: %(reason)s. %(cure)s.",
                lead=self.name,
                reason=_(message.reason, value=self.ruc),
                cure=_(message.cure),
            )
        )

    @api.model
    def _merge_get_fields(self):
        return [
            *super()._merge_get_fields(),
            "ruc",
            "taxpayer_status",
            "domicile_status",
            "ubigeo",
            "prospect_list_id",
            "telemarketer_id",
        ]

    def _merge_dependences(self, opportunities):
        """The merged leads leave their lists, where the one that remains may stand with their RUC.

        Odoo writes the merged values before it deletes the others.
        """
        res = super()._merge_dependences(opportunities)
        # sudo: whoever may merge the leads, and so delete them, takes them from their lists.
        opportunities.sudo().write({"prospect_list_id": False})
        opportunities.flush_recordset(["prospect_list_id"])
        return res

    def _is_worked_on(self):
        """Hook: whether anybody did something with this lead since it came or was distributed.

        `worked_sql` says the same for many leads at once.
        """
        self.ensure_one()
        # The note of an activity that was done is a notification too, but somebody did it.
        spoken = self.message_ids.filtered(
            lambda message: message.message_type != "notification" or message.mail_activity_type_id
        )
        return bool(
            self.write_date > (self.distributed_on or self.create_date)
            or spoken
            or self.message_attachment_count
            or self.activity_ids
            or self.calendar_event_ids
            or self.order_ids
        )

    @api.model
    def _get_worked_ids(self, lead_ids):
        """`_is_worked_on` for many leads in one query.

        :param list lead_ids: ids of leads, whoever may read them
        :return: set of those that somebody worked on
        """
        self.env.flush_all()
        query = WORKED_IDS_SQL.format(worked=worked_sql(self.env))
        self.env.cr.execute(query, [list(lead_ids)])
        return {lead_id for (lead_id,) in self.env.cr.fetchall()}
