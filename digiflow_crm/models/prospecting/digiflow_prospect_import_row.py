from functools import lru_cache

from psycopg2 import sql

from odoo import api, fields, models

from odoo.addons.iap.tools.iap_tools import mail_prepare_for_domain_search

from ...core import periods
from .digiflow_file_import_row import ROW_NEW, ROW_REJECTED
from .partner_ruc import RUC_OF_PARTNER
from .statuses import DOMICILE_WORDS, TAXPAYER_WORDS, status_key

ROW_IN_LIST = "in_list"
ROW_ELSEWHERE = "elsewhere"
ROW_CLIENT = "client"
ROW_LEFT_OUT = "left_out"
# What is already there, in the order in which it is looked for.
KNOWN = (ROW_IN_LIST, ROW_ELSEWHERE, ROW_CLIENT)

# Values of a row that go to the opportunity under the same name.
LEAD_VALUES = (
    "ruc",
    "name",
    "contact_name",
    "function",
    "phone",
    "phone_sanitized",
    "phone_state",
    "email_from",
    "email_normalized",
    "email_state",
    "email_domain_criterion",
    "city",
    "street",
    "ubigeo",
    "taxpayer_status",
    "domicile_status",
)

KNOWN_SQL = """
    UPDATE digiflow_prospect_import_row line SET status = %(status)s {source}
        AND line.import_id = %(import)s AND line.status = 'new'
"""
# status -> which new rows of an import have it; parameters: list, company, today.
SOURCES = {
    ROW_IN_LIST: """
        FROM crm_lead lead
        WHERE lead.ruc = line.ruc AND lead.prospect_list_id = %(list)s
    """,
    ROW_ELSEWHERE: """
        FROM crm_lead lead
        WHERE lead.ruc = line.ruc AND lead.active AND lead.is_digiflow
            AND (lead.company_id = %(company)s OR lead.company_id IS NULL)
    """,
    # Who has an order, or a service that runs today.
    ROW_CLIENT: f"""
        FROM res_partner partner
        WHERE {RUC_OF_PARTNER} = line.ruc
            AND (partner.company_id = %(company)s OR partner.company_id IS NULL)
            AND (EXISTS (
                SELECT FROM sale_order
                JOIN res_partner buyer ON buyer.id = sale_order.partner_id
                WHERE buyer.commercial_partner_id = partner.commercial_partner_id
                    AND sale_order.company_id = %(company)s
                    AND sale_order.state IN ('sale', 'done')
            ) OR EXISTS (
                SELECT FROM digiflow_client_service stay
                WHERE stay.partner_id = partner.commercial_partner_id
                    AND stay.company_id = %(company)s AND stay.date_start <= %(today)s
                    AND COALESCE(stay.date_end, %(today)s) >= %(today)s
            ))
    """,
}
REPEATS_SQL = """
    WITH taken AS (
        SELECT id, number, first_value(number) OVER (PARTITION BY ruc ORDER BY number) AS first_row
        FROM digiflow_prospect_import_row WHERE import_id = %(import)s AND status = 'new'
    )
    UPDATE digiflow_prospect_import_row line
    SET status = 'rejected', problems = COALESCE(line.problems, '[]') || jsonb_build_array(
        jsonb_build_array(%(column)s::text, line.ruc, 'repeated', taken.first_row)
    )
    FROM taken WHERE taken.id = line.id AND taken.first_row < taken.number
"""
# What a file may fill in on an opportunity that lacks it.
GAPS = (
    "contact_name",
    "function",
    "phone",
    "email_from",
    "city",
    "street",
    "ubigeo",
    "taxpayer_status",
    "domicile_status",
)
GAPS_SQL = """
    SELECT lead.id, line.id
    FROM digiflow_prospect_import_row line
    JOIN crm_lead lead ON lead.ruc = line.ruc AND lead.active AND lead.is_digiflow
        AND (lead.company_id = %(company)s OR lead.company_id IS NULL)
    WHERE line.import_id = %(import)s AND line.status IN ('in_list', 'elsewhere')
        AND lead.id > %(after)s AND ({lacking})
    ORDER BY lead.id LIMIT %(limit)s
"""


class DigiflowProspectImportRow(models.Model):
    """A company in a file of prospects: its values, and what becomes of it."""

    _name = "digiflow.prospect.import.row"
    _description = "Row of a prospect file"
    _inherit = "digiflow.file.import.row"
    _log_access = False
    _staged = LEAD_VALUES

    import_id = fields.Many2one("digiflow.prospect.import", required=True, ondelete="cascade")
    status = fields.Selection(
        selection_add=[
            (ROW_NEW, "New company"),
            (ROW_IN_LIST, "In this list"),
            (ROW_ELSEWHERE, "A prospect"),
            (ROW_CLIENT, "A client"),
            (ROW_REJECTED,),
            (ROW_LEFT_OUT, "Left out row"),
        ],
        ondelete=dict.fromkeys((*KNOWN, ROW_LEFT_OUT), "cascade"),
    )
    # Values
    contact_name = fields.Char()
    function = fields.Char(string="Job position")
    phone = fields.Char()
    phone_sanitized = fields.Char()
    phone_state = fields.Char()
    email_from = fields.Char(string="E-mail")
    email_normalized = fields.Char()
    email_state = fields.Char()
    email_domain_criterion = fields.Char()
    city = fields.Char(string="District")
    street = fields.Char()
    ubigeo = fields.Char()
    taxpayer_status = fields.Char()
    domicile_status = fields.Char()

    _sql_constraints = [
        ("number_uniq", "UNIQUE(import_id, number)", "A row of a file is taken once."),
    ]

    @api.model
    def _reject_repeats(self, prospect_import, column):
        """Reject the rows whose RUC an earlier good row of the file brought.

        :param str column: the header of the column of RUCs
        """
        self._analyze(prospect_import)
        self.env.cr.execute(REPEATS_SQL, {"import": prospect_import.id, "column": column})
        self.invalidate_model()

    @api.model
    def _find_known(self, prospect_import):
        """Mark the rows whose company is already there, as the pipeline stands now."""
        self.env.flush_all()
        params = {
            "import": prospect_import.id,
            "list": prospect_import.list_id.id,
            "company": prospect_import.company_id.id,
            "known": KNOWN,
            "today": periods.today(),
        }
        self.env.cr.execute(
            "UPDATE digiflow_prospect_import_row SET status = 'new' "
            "WHERE import_id = %(import)s AND status IN %(known)s",
            params,
        )
        for status, source in SOURCES.items():
            query = sql.SQL(KNOWN_SQL).format(source=sql.SQL(source))
            self.env.cr.execute(query, {**params, "status": status})
        self.invalidate_model()

    @api.model
    def _find_gaps(self, prospect_import, after, limit):
        """Open opportunities of companies already there that lack what the file has.

        :param int after: id of the last opportunity that was dealt with
        :return: list of (lead, row), by the lead's id, at most `limit`
        """
        self.env.flush_all()
        lacking = [
            sql.SQL("(COALESCE(lead.{0}, '') = '' AND line.{0} <> '')").format(sql.Identifier(name))
            for name in GAPS
        ]
        query = sql.SQL(GAPS_SQL).format(lacking=sql.SQL(" OR ").join(lacking))
        params = {"import": prospect_import.id, "company": prospect_import.company_id.id}
        self.env.cr.execute(query, {**params, "after": after, "limit": limit})
        leads = self.env["crm.lead"]
        return [(leads.browse(lead), self.browse(row)) for lead, row in self.env.cr.fetchall()]

    @api.model
    def _prepare_copy(self, values):
        """The values of an opportunity, as Odoo would have them."""
        statuses = {
            name: status_key(words, values.get(name)) or None
            for name, words in (
                ("taxpayer_status", TAXPAYER_WORDS),
                ("domicile_status", DOMICILE_WORDS),
            )
        }
        criterion = _get_criterion(values.get("email_normalized"))
        return {**values, **statuses, "email_domain_criterion": criterion}

    def _fill_in(self, lead):
        """Fill in what an opportunity lacks and this row has."""
        self.ensure_one()
        lead.write({name: self[name] for name in GAPS if self[name] and not lead[name]})


def _get_criterion(email):
    """What Odoo looks for duplicates of a normalised e-mail by: its domain, if it is its own."""
    domain = email and email.rsplit("@", 1)[1]
    return email and (_own_domain(domain) or email)


@lru_cache(maxsize=10_000)
def _own_domain(domain):
    """``@domain`` when Odoo takes it for that of one organisation, else None."""
    criterion = mail_prepare_for_domain_search(f"anybody@{domain}")
    return criterion if criterion.startswith("@") else None
