import io
import json
from functools import lru_cache

from psycopg2 import sql

from odoo import _, api, fields, models

from odoo.addons.iap.tools.iap_tools import mail_prepare_for_domain_search

from ...core.prospect_file import RowProblem
from .statuses import DOMICILE_WORDS, TAXPAYER_WORDS, status_key

ROW_NEW = "new"
ROW_IN_LIST = "in_list"
ROW_ELSEWHERE = "elsewhere"
ROW_CLIENT = "client"
ROW_REJECTED = "rejected"
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
STAGED = ("import_id", "number", "status", "problems", *LEAD_VALUES)
COPY = f"COPY digiflow_prospect_import_row ({', '.join(STAGED)}) FROM STDIN"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# From how many rows on the database's planner is told what a file brought.
ANALYZED = 5000

KNOWN_SQL = """
    UPDATE digiflow_prospect_import_row line SET status = %(status)s {source}
        AND line.import_id = %(import)s AND line.status = 'new'
"""
# status -> which new rows of an import have it; parameters: list, company.
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
    ROW_CLIENT: """
        FROM res_partner partner
        WHERE partner.vat IN (line.ruc, 'PE' || line.ruc)
            AND (partner.company_id = %(company)s OR partner.company_id IS NULL)
            AND EXISTS (
                SELECT FROM sale_order
                JOIN res_partner buyer ON buyer.id = sale_order.partner_id
                WHERE buyer.commercial_partner_id = partner.commercial_partner_id
                    AND sale_order.company_id = %(company)s
                    AND sale_order.state IN ('sale', 'done')
            )
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
DOUBTS_SQL = """
    SELECT problem->>0, problem->>2, count(*), min(number),
        (array_agg(problem ORDER BY number))[1]
    FROM digiflow_prospect_import_row, jsonb_array_elements(problems) problem
    WHERE import_id = %s AND status <> 'rejected' AND problems IS NOT NULL
    GROUP BY 1, 2 ORDER BY 4, 1, 2
"""


class DigiflowProspectImportRow(models.Model):
    """A row of a file that is being imported: its values, and what becomes of it.

    The rows of a file are written by COPY and sorted by SQL; people only look at them. They are
    removed some days after the import.
    """

    _name = "digiflow.prospect.import.row"
    _description = "Row of a prospect file"
    _order = "import_id, number"
    _rec_name = "name"
    _log_access = False

    import_id = fields.Many2one("digiflow.prospect.import", required=True, ondelete="cascade")
    number = fields.Integer(string="Row", required=True)
    status = fields.Selection(
        [
            (ROW_NEW, "New company"),
            (ROW_IN_LIST, "In this list"),
            (ROW_ELSEWHERE, "A prospect"),
            (ROW_CLIENT, "A client"),
            (ROW_REJECTED, "Rejected row"),
            (ROW_LEFT_OUT, "Left out row"),
        ],
        required=True,
    )
    # jsonb: a list of [column, value, code, first row], see core.prospect_file.RowProblem
    problems = fields.Json()
    reason = fields.Char(compute="_compute_reason")
    cure = fields.Char(string="How to mend it", compute="_compute_reason")
    # Values
    ruc = fields.Char(string="RUC")
    name = fields.Char(string="Company")
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

    @api.depends("problems")
    def _compute_reason(self):
        for row in self:
            row.reason, row.cure = row._explain()

    @api.model
    def _stage(self, prospect_import, rows, status_of):
        """Keep rows of a file for the import.

        :param rows: the core's ProspectRow
        :param status_of: gives the status of a row by itself, before it is compared with others
        """
        buffer = io.StringIO()
        for row in rows:
            buffer.write(_copy_line(prospect_import.id, row, status_of(row)))
        buffer.seek(0)
        self.env.cr.copy_expert(COPY, buffer)
        self.invalidate_model()

    @api.model
    def _reject_repeats(self, prospect_import, column):
        """Reject the rows whose RUC an earlier good row of the file brought.

        :param str column: the header of the column of RUCs
        """
        if prospect_import.total_count >= ANALYZED:
            self.env.cr.execute("ANALYZE digiflow_prospect_import_row")
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
    def _count(self, prospect_import):
        """How many rows of the import have each status.

        :return: ``{status: count}``, every status being a key
        """
        self.env.cr.execute(
            "SELECT status, count(*) FROM digiflow_prospect_import_row "
            "WHERE import_id = %s GROUP BY status",
            (prospect_import.id,),
        )
        none = dict.fromkeys(dict(self._fields["status"].selection), 0)
        return {**none, **dict(self.env.cr.fetchall())}

    @api.model
    def _get_doubts(self, prospect_import):
        """What is doubtful in rows that were taken, each kind once with its first case.

        :return: list of ``{"column": str, "count": int, "row": int, "reason": str}``
        """
        self.env.cr.execute(DOUBTS_SQL, (prospect_import.id,))
        return [
            {
                "column": column,
                "count": count,
                "row": first,
                "reason": RowProblem(*case).explain(self._translate)[0],
            }
            for column, _code, count, first, case in self.env.cr.fetchall()
        ]

    @api.model
    def _iterate_rejected(self, prospect_import, batch=2000):
        """Yield the rejected rows of the import in the file's order, `batch` of them in memory."""
        domain = [("import_id", "=", prospect_import.id), ("status", "=", ROW_REJECTED)]
        last = 0
        while rows := self.search([*domain, ("number", ">", last)], limit=batch, order="number"):
            yield from rows
            last = rows[-1].number
            rows.invalidate_recordset()

    def _fill_in(self, lead):
        """Fill in what an opportunity lacks and this row has."""
        self.ensure_one()
        lead.write({name: self[name] for name in GAPS if self[name] and not lead[name]})

    def _explain(self):
        """(reason, cure) of all that rejects this row, or of all that is doubtful in it."""
        self.ensure_one()
        problems = [RowProblem(*problem) for problem in self.problems or []]
        rejecting = [problem for problem in problems if problem.rejects]
        texts = [problem.explain(self._translate) for problem in rejecting or problems]
        return tuple(". ".join(dict.fromkeys(part)) for part in zip(*texts)) or ("", "")

    def _translate(self, text):
        """A text of the core in the user's language; `self` is where `_` finds the language."""
        return _(text)


def _copy_line(import_id, row, status):
    """One line of COPY's text format for a ProspectRow."""
    values = dict(row.values)
    values["email_domain_criterion"] = _get_criterion(values.get("email_normalized"))
    values["taxpayer_status"] = status_key(TAXPAYER_WORDS, values.get("taxpayer_status")) or None
    values["domicile_status"] = status_key(DOMICILE_WORDS, values.get("domicile_status")) or None
    problems = json.dumps(row.problems) if row.problems else None
    cells = (import_id, row.number, status, problems, *map(values.get, LEAD_VALUES))
    return "\t".join(map(_copy_cell, cells)) + "\n"


def _get_criterion(email):
    """What Odoo looks for duplicates of a normalised e-mail by: its domain, if it is its own."""
    domain = email and email.rsplit("@", 1)[1]
    return email and (_own_domain(domain) or email)


@lru_cache(maxsize=10_000)
def _own_domain(domain):
    """``@domain`` when Odoo takes it for that of one organisation, else None."""
    criterion = mail_prepare_for_domain_search(f"anybody@{domain}")
    return criterion if criterion.startswith("@") else None


def _copy_cell(value):
    """A value as COPY's text format has it."""
    if value is None:
        return r"\N"
    return str(value).translate(ESCAPES)
