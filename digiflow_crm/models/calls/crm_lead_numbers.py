from odoo import api, models

from ...core.phones import read_number
from .phone_tail import DIGITS, TAIL_SQL, create_tail_index

PHONE, MOBILE = "phone", "mobile"  # the second one of clients, gone in 19.0
CONTACTS_SQL = f"SELECT lead_id, {{column}} FROM digiflow_lead_contact WHERE {TAIL_SQL} = %s"
CLIENTS_SQL = f"""
    SELECT lead.id, found.number
    FROM (
        SELECT COALESCE(commercial_partner_id, id) AS client_id, {{column}} AS number
        FROM res_partner WHERE {TAIL_SQL} = %s
    ) found
    JOIN res_partner member ON member.commercial_partner_id = found.client_id
    JOIN crm_lead lead ON lead.partner_id = member.id
"""


class CrmLead(models.Model):
    """Opportunities by a phone number: who is called, or who calls back."""

    _inherit = "crm.lead"

    def init(self):
        res = super().init()
        for statement, column in self._list_number_columns():
            if statement == CLIENTS_SQL:
                create_tail_index(self.env.cr, "res_partner", column)
        return res

    def action_log_call(self):
        """Open a short form for a call with this company."""
        self.ensure_one()
        return self.env["digiflow.call"]._open_log_form({"lead_id": self.id, "phone": self.phone})

    @api.model
    def _find_by_number(self, number):
        """The opportunities of a phone number that the user may write, the open ones first.

        The number may stand on the opportunity, on its other contacts or on its client and the
        people of its client, however it is written there.

        :param str number: as people write it
        """
        wanted = read_number((number or "").strip()).sanitized
        if not wanted:
            return self.browse()
        domain = [
            ("is_digiflow", "=", True),
            "|",
            ("phone_sanitized", "=", wanted),
            ("id", "in", self._find_ids_by_number(wanted)),
            *self.env.user.digiflow_lead_domain("write"),
        ]
        leads = self.with_context(active_test=False)
        return leads.search(domain, order="active DESC, id DESC").with_env(self.env)

    @api.model
    def _find_ids_by_number(self, wanted):
        """Ids of the leads whose other contacts or client have a number (E164)."""
        for model in ("digiflow.lead.contact", "res.partner", "crm.lead"):
            self.env[model].flush_model()
        columns = self._list_number_columns()
        statements = [statement.format(column=column) for statement, column in columns]
        tail = wanted[-DIGITS:]
        self.env.cr.execute(" UNION ALL ".join(statements), [tail] * len(statements))
        return [
            lead_id
            for lead_id, text in self.env.cr.fetchall()
            if read_number(text.strip()).sanitized == wanted
        ]

    @api.model
    def _list_number_columns(self):
        """(statement, column) of each place where numbers of a company's people stand."""
        columns = [(CONTACTS_SQL, PHONE), (CLIENTS_SQL, PHONE)]
        if MOBILE in self.env["res.partner"]._fields:
            columns.append((CLIENTS_SQL, MOBILE))
        return columns
