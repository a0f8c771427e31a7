from odoo import api, fields, models

from ...core.portfolio_file import find_overlaps
from ..prospecting.digiflow_file_import_row import ROW_NEW, ROW_REJECTED
from ..prospecting.partner_ruc import RUC_OF_PARTNER
from .res_partner import SIZE_SELECTION

ROW_KNOWN = "known"
STAGED = (
    "ruc",
    "name",
    "service_id",
    "date_start",
    "date_end",
    "end_reason_id",
    "monthly_amount",
    "contract_end",
    "user_id",
    "industry_id",
    "size",
    "district",
    "contact_name",
    "email",
    "phone",
)
# Rows of one client and service that come more than once.
SAME_SQL = """
    SELECT ruc, service_id, number, date_start, date_end FROM (
        SELECT *, count(*) OVER (PARTITION BY ruc, service_id) AS times
        FROM digiflow_client_import_row WHERE import_id = %(import)s AND status = 'new'
    ) line WHERE times > 1 ORDER BY number
"""
REJECT = """
    UPDATE digiflow_client_import_row line SET status = 'rejected',
        problems = COALESCE(line.problems, '[]') || jsonb_build_array(jsonb_build_array({problem}))
"""
OVERLAPS_SQL = (
    REJECT.format(
        problem="%(column)s::text, to_char(line.date_start, 'DD/MM/YYYY'), clash.code, clash.first"
    )
    + """
    FROM unnest(%(numbers)s::int[], %(firsts)s::int[], %(codes)s::text[]) clash(number, first, code)
    WHERE line.import_id = %(import)s AND line.number = clash.number
"""
)
AGAIN_SQL = """
    UPDATE digiflow_client_import_row SET status = 'new'
    WHERE import_id = %(import)s AND status = 'known'
"""
# The client that has the RUC: one in use, with services, the oldest.
MATCH_SQL = f"""
    UPDATE digiflow_client_import_row line SET partner_id = (
        SELECT partner.id FROM res_partner partner
        WHERE {RUC_OF_PARTNER} = line.ruc AND partner.vat IS NOT NULL
            AND partner.commercial_partner_id = partner.id
            AND COALESCE(partner.company_id, %(company)s) = %(company)s
            AND COALESCE(partner.country_id, %(peru)s) = %(peru)s
        ORDER BY partner.active DESC, EXISTS (
            SELECT FROM digiflow_client_service stay WHERE stay.partner_id = partner.id
        ) DESC, partner.id LIMIT 1
    )
    WHERE line.import_id = %(import)s AND line.status = 'new' AND line.number > %(after)s
        AND line.number <= %(last)s
"""
ARCHIVED_SQL = (
    REJECT.format(problem="%(ruc_column)s::text, line.ruc, 'client_archived', 0")
    + """
    FROM res_partner partner
    WHERE line.import_id = %(import)s AND line.status = 'new' AND partner.id = line.partner_id
        AND NOT partner.active
"""
)
UNNAMED_SQL = (
    REJECT.format(problem="%(ruc_column)s::text, line.ruc, 'client_unnamed', 0")
    + """
    WHERE line.import_id = %(import)s AND line.status = 'new' AND line.partner_id IS NULL
        AND NOT EXISTS (
            SELECT FROM digiflow_client_import_row named
            WHERE named.import_id = %(import)s AND named.ruc = line.ruc
                AND named.status = 'new' AND named.name IS NOT NULL
        )
"""
)
KNOWN_SQL = """
    UPDATE digiflow_client_import_row line SET status = 'known'
    FROM digiflow_client_service stay
    WHERE line.import_id = %(import)s AND line.status = 'new'
        AND stay.partner_id = line.partner_id AND stay.service_id = line.service_id
        AND stay.company_id = %(company)s AND stay.date_start = line.date_start
        AND stay.date_end IS NOT DISTINCT FROM line.date_end
"""
TAKEN_SQL = (
    REJECT.format(
        problem="%(column)s::text, to_char(line.date_start, 'DD/MM/YYYY'), 'stay_taken', 0, "
        "to_char(stay.date_start, 'DD/MM/YYYY') || ' – ' "
        "|| COALESCE(to_char(stay.date_end, 'DD/MM/YYYY'), '…')"
    )
    + """
    FROM digiflow_client_service stay
    WHERE line.import_id = %(import)s AND line.status = 'new'
        AND stay.partner_id = line.partner_id AND stay.service_id = line.service_id
        AND stay.company_id = %(company)s
        AND daterange(stay.date_start, stay.date_end, '[]')
            && daterange(line.date_start, line.date_end, '[]')
"""
)
CLIENTS_SQL = """
    SELECT count(DISTINCT ruc) FILTER (WHERE partner_id IS NULL),
        count(DISTINCT ruc) FILTER (WHERE partner_id IS NOT NULL)
    FROM digiflow_client_import_row WHERE import_id = %(import)s AND status IN ('new', 'known')
"""
# What a file says of each client: of each column the first cell that is filled.
DATA_SQL = """
    SELECT ruc, {firsts} FROM digiflow_client_import_row
    WHERE import_id = %(import)s AND ruc = ANY(%(rucs)s) AND status IN ('new', 'known')
    GROUP BY ruc
"""
DESCRIBING = ("name", "user_id", "industry_id", "size", "district")
# Without a contact's name the e-mail and the phone are the company's own.
COMPANY_OWN = ("email", "phone")
FIRST = "(array_agg({0} ORDER BY number) FILTER (WHERE {0} IS NOT NULL{1}))[1] AS {0}"
CONTACTS_SQL = """
    SELECT DISTINCT ON (ruc, lower(contact_name)) ruc, contact_name, email, phone
    FROM digiflow_client_import_row
    WHERE import_id = %(import)s AND ruc = ANY(%(rucs)s) AND status IN ('new', 'known')
        AND contact_name IS NOT NULL
    ORDER BY ruc, lower(contact_name), email IS NULL, number
"""


class DigiflowClientImportRow(models.Model):
    """A client's stay in a service, in a file: its values, and what becomes of it."""

    _name = "digiflow.client.import.row"
    _description = "Row of a portfolio of clients"
    _inherit = "digiflow.file.import.row"
    _log_access = False
    _staged = STAGED

    import_id = fields.Many2one("digiflow.client.import", required=True, ondelete="cascade")
    status = fields.Selection(
        selection_add=[
            (ROW_NEW, "Service to begin"),
            (ROW_KNOWN, "Already there"),
            (ROW_REJECTED,),
        ],
        ondelete={ROW_KNOWN: "cascade"},
    )
    partner_id = fields.Many2one(
        "res.partner", string="Client", index="btree_not_null", ondelete="set null"
    )
    # Values
    service_id = fields.Many2one("digiflow.service", ondelete="cascade")
    date_start = fields.Date(string="First day")
    date_end = fields.Date(string="Last day")
    end_reason_id = fields.Many2one(
        "digiflow.service.end.reason", string="Why it ended", ondelete="cascade"
    )
    monthly_amount = fields.Float(string="Worth a month")
    contract_end = fields.Date(string="End of the contract")
    user_id = fields.Many2one("res.users", string="Executive", ondelete="cascade")
    industry_id = fields.Many2one("res.partner.industry", ondelete="cascade")
    size = fields.Selection(SIZE_SELECTION)
    district = fields.Char()
    contact_name = fields.Char(string="Contact")
    email = fields.Char(string="E-mail")
    phone = fields.Char()

    _sql_constraints = [
        ("number_uniq", "UNIQUE(import_id, number)", "A row of a file is taken once."),
    ]

    @api.model
    def _reject_overlaps(self, job, column):
        """Reject the rows whose days overlap those of an earlier good row of the same service.

        :param str column: the header of the column of first days
        """
        self._analyze(job)
        self.env.cr.execute(SAME_SQL, {"import": job.id})
        stays = (((ruc, service), *rest) for ruc, service, *rest in self.env.cr.fetchall())
        clashes = find_overlaps(stays)
        params = {
            "import": job.id,
            "column": column,
            "numbers": list(clashes),
            "firsts": [first for first, _code in clashes.values()],
            "codes": [code for _first, code in clashes.values()],
        }
        self.env.cr.execute(OVERLAPS_SQL, params)
        self.invalidate_model()

    @api.model
    def _find_known(self, job, table):
        """Find the client of each row, and which stays are there already or cannot be."""
        self.env.flush_all()
        params = {
            **self._get_scope(job),
            "column": table.title_of("date_start"),
            "ruc_column": table.title_of("ruc"),
        }
        queries = (AGAIN_SQL, MATCH_SQL, ARCHIVED_SQL, UNNAMED_SQL, KNOWN_SQL, TAKEN_SQL)
        for query in queries:
            self.env.cr.execute(query, params)
        self.invalidate_model()

    @api.model
    def _match(self, job, rows):
        """Find the client of each of `rows`, the new ones of a chunk, as it stands now."""
        numbers = rows.mapped("number")
        self.env.flush_all()
        scope = self._get_scope(job, after=numbers[0] - 1, last=numbers[-1])
        self.env.cr.execute(MATCH_SQL, scope)
        rows.invalidate_recordset(["partner_id"])

    @api.model
    def _get_scope(self, job, after=0, last=2**31 - 1):
        """Parameters of the statements about rows of an import, from after one to a last one."""
        return {
            "import": job.id,
            "company": job.company_id.id,
            "peru": self.env.ref("base.pe").id,
            "after": after,
            "last": last,
        }

    @api.model
    def _count_clients(self, job):
        """(new clients, clients already there) of the rows that are good."""
        self.env.cr.execute(CLIENTS_SQL, {"import": job.id})
        return self.env.cr.fetchone()

    @api.model
    def _get_client_data(self, job, rucs):
        """What the file says of clients: ``{ruc: {column: value}}``, None for what it leaves blank.

        :return: DESCRIBING and COMPANY_OWN of each RUC, and ``contacts``, a list of
            ``{"name", "email", "phone"}``
        """
        firsts = [FIRST.format(name, "") for name in DESCRIBING]
        firsts += [FIRST.format(name, " AND contact_name IS NULL") for name in COMPANY_OWN]
        params = {"import": job.id, "rucs": rucs}
        self.env.cr.execute(DATA_SQL.format(firsts=", ".join(firsts)), params)
        data = {row.pop("ruc"): {**row, "contacts": []} for row in self.env.cr.dictfetchall()}
        self.env.cr.execute(CONTACTS_SQL, params)
        for ruc, name, email, phone in self.env.cr.fetchall():
            data[ruc]["contacts"].append({"name": name, "email": email, "phone": phone})
        return data
