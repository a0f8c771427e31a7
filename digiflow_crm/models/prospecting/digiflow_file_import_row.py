import io
import json

from psycopg2 import sql

from odoo import _, api, fields, models

from ...core.prospect_file import RowProblem

ROW_NEW = "new"
ROW_REJECTED = "rejected"

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# From how many rows on the database's planner is told what a file brought.
ANALYZED = 5000

COPY = "COPY {table} (import_id, number, status, problems, {columns}) FROM STDIN"
COUNT_SQL = "SELECT status, count(*) FROM {table} WHERE import_id = %s GROUP BY status"
DOUBTS_SQL = """
    SELECT problem->>0, problem->>2, count(*), min(number),
        (array_agg(problem ORDER BY number))[1]
    FROM {table}, jsonb_array_elements(problems) problem
    WHERE import_id = %s AND status <> 'rejected' AND problems IS NOT NULL
    GROUP BY 1, 2 ORDER BY 4, 1, 2
"""


class DigiflowFileImportRow(models.AbstractModel):
    """A row of a file that is being imported: its values, and what becomes of it.

    The rows of a file are written by COPY and sorted by SQL; people only look at them. They are
    removed some days after the import. A model made of this has `import_id`, and the statuses that
    its rows come to.
    """

    _name = "digiflow.file.import.row"
    _description = "Row of a file"
    _order = "import_id, number"
    _rec_name = "name"
    _log_access = False
    # The columns of its values, as `_prepare_copy` gives them.
    _staged = ()

    number = fields.Integer(string="Row", required=True)
    status = fields.Selection(
        [(ROW_NEW, "New row"), (ROW_REJECTED, "Rejected row")],
        required=True,
    )
    # jsonb: lists of a core.prospect_file.RowProblem's values
    problems = fields.Json()
    reason = fields.Char(compute="_compute_reason")
    cure = fields.Char(string="How to mend it", compute="_compute_reason")
    ruc = fields.Char(string="RUC")
    name = fields.Char(string="Company")

    @api.depends("problems")
    def _compute_reason(self):
        for row in self:
            row.reason, row.cure = row._explain()

    @api.model
    def _stage(self, job, rows, status_of):
        """Keep rows of a file for the import.

        :param rows: the core's ProspectRow
        :param status_of: gives the status of a row by itself, before it is compared with others
        """
        buffer = io.StringIO()
        for row in rows:
            buffer.write(self._copy_line(job.id, row, status_of(row)))
        buffer.seek(0)
        columns = sql.SQL(", ").join(map(sql.Identifier, self._staged))
        query = sql.SQL(COPY).format(table=sql.Identifier(self._table), columns=columns)
        self.env.cr.copy_expert(query, buffer)
        self.invalidate_model()

    @api.model
    def _copy_line(self, import_id, row, status):
        """One line of COPY's text format for a ProspectRow."""
        values = self._prepare_copy(row.values)
        problems = json.dumps(row.problems) if row.problems else None
        cells = (import_id, row.number, status, problems, *map(values.get, self._staged))
        return "\t".join(map(_copy_cell, cells)) + "\n"

    @api.model
    def _prepare_copy(self, values):
        """Hook: ``{column of _staged: value}`` from the values of a ProspectRow."""
        return values

    @api.model
    def _analyze(self, job):
        """Tell the database's planner what a big file brought."""
        if job.total_count >= ANALYZED:
            self._run_sql("ANALYZE {table}")

    @api.model
    def _run_sql(self, query, params=None):
        """Run SQL on this model's ``{table}``."""
        self.env.cr.execute(sql.SQL(query).format(table=sql.Identifier(self._table)), params)

    @api.model
    def _count(self, job):
        """How many rows of the import have each status.

        :return: ``{status: count}``, every status being a key
        """
        self._run_sql(COUNT_SQL, (job.id,))
        none = dict.fromkeys(dict(self._fields["status"].selection), 0)
        return {**none, **dict(self.env.cr.fetchall())}

    @api.model
    def _get_doubts(self, job):
        """What is doubtful in rows that were taken, each kind once with its first case.

        :return: list of ``{"column": str, "count": int, "row": int, "reason": str}``
        """
        self._run_sql(DOUBTS_SQL, (job.id,))
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
    def _iterate_rejected(self, job, batch=2000):
        """Yield the rejected rows of the import in the file's order, `batch` of them in memory."""
        domain = [("import_id", "=", job.id), ("status", "=", ROW_REJECTED)]
        last = 0
        while rows := self.search([*domain, ("number", ">", last)], limit=batch, order="number"):
            yield from rows
            last = rows[-1].number
            rows.invalidate_recordset()

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


def _copy_cell(value):
    """A value as COPY's text format has it."""
    if value is None:
        return r"\N"
    return str(value).translate(ESCAPES)
