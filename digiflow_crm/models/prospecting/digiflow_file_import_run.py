import logging
import time
from itertools import islice

from psycopg2 import OperationalError, sql

from odoo import SUPERUSER_ID, _, api, models
from odoo.tools import config

from ...core.file_limits import MEGABYTE, UnreadableFile
from ...core.messages import FILE_MESSAGES
from ...exceptions import ProspectFileError
from .digiflow_file_import import (
    STATE_CANCELLED,
    STATE_CHECKING,
    STATE_DRAFT,
    STATE_IMPORTING,
    STATE_PREVIEWED,
    STATE_UNDOING,
)
from .digiflow_file_import_row import ROW_NEW, ROW_REJECTED

_logger = logging.getLogger(__name__)

# A small file is read while the user waits, in one transaction: all or nothing.
SMALL_FILE = 1 * MEGABYTE
# Rows of a chunk: what is done, and committed, at once.
CHUNK = 5_000
# Most seconds for which the scheduled job goes on before it lets other jobs run; a slice begins
# to read the file from its start, so few long ones are better.
MOST_SECONDS = 600
# Times that a chunk is tried again when other transactions were in its way.
TRIES = 5
KEPT_DAYS = 7

FORGET_SQL = """
    DELETE FROM {rows} WHERE import_id IN (
        SELECT id FROM {table} WHERE state NOT IN %s
            AND write_date < now() AT TIME ZONE 'UTC' - %s * interval '1 day'
    )
"""
NEXT_SQL = """
    SELECT id FROM {table} WHERE state IN %s AND error IS NULL
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
HOLD_SQL = """
    SELECT id FROM {table} WHERE id = %s AND state IN %s AND error IS NULL FOR UPDATE SKIP LOCKED
"""


def _get_slice():
    """Seconds for which a run of the job goes on: half of what the server allows a job."""
    limit = config["limit_time_real_cron"]
    limit = config["limit_time_real"] if limit < 0 else limit
    return min(limit / 2 or MOST_SECONDS, MOST_SECONDS)


class DigiflowFileImport(models.AbstractModel):
    """The work of an import: reading, sorting, writing and undoing, now or in the background."""

    _inherit = "digiflow.file.import"

    @api.model
    def _cron_run(self):
        """Go on with the imports in the background, committing every chunk, for a while.

        A server that dies loses the chunk it was at, which the next run begins again.
        """
        end = time.monotonic() + _get_slice()
        while time.monotonic() < end:
            job = self._take_next()
            if not job:
                return
            job._run_until(end)
        self._trigger_job()

    @api.autovacuum
    def _gc_rows(self):
        """Forget the rows of files that nobody has gone on with for some days."""
        # Odoo calls it on the model that the imports are made of too, which has no table.
        if not self._abstract:
            self._run_sql(FORGET_SQL, (self._busy_states, KEPT_DAYS))

    @api.model
    def _run_sql(self, query, params=None):
        """Run SQL on the ``{table}`` of the imports and that of their ``{rows}``."""
        rows = self.env[self._row_model]._table
        tables = {"table": sql.Identifier(self._table), "rows": sql.Identifier(rows)}
        self.env.cr.execute(sql.SQL(query).format(**tables), params)

    def _begin_check(self, import_next):
        """Read the file, or have it read; `import_next` says whether to import it then."""
        state = self._get_reading_state()
        self._forget_rows()
        self._update(
            {
                "user_id": self.env.uid,
                "state": state,
                "import_next": import_next,
                "position": 0,
                "done_count": 0,
                "total_count": 0,
                "error": False,
            }
        )
        if state == STATE_CHECKING:
            self._go(self._is_small_file())

    def _get_reading_state(self):
        """The state in which the file is read: refuses one that cannot be.

        :raise ProspectFileError: the file cannot be read
        """
        try:
            self._open_table()
        except UnreadableFile as error:
            raise self._prepare_file_error(error) from error
        return STATE_CHECKING

    def _is_small_file(self):
        """Whether the file is read while the user waits."""
        return self._get_attachment().file_size <= SMALL_FILE

    def _open_table(self):
        """Hook: the core's table of the file.

        :raise UnreadableFile: it cannot be read
        """
        raise NotImplementedError  # abstract: each import has its own

    def _begin_import(self):
        """Write the new rows of the checked file, or have them written."""
        vals = {"user_id": self.env.uid, "state": STATE_IMPORTING, "error": False}
        if self.state != STATE_CANCELLED:
            vals.update(self._prepare_begin_vals())
        self._update(vals)
        self._go(self._is_small_import())

    def _prepare_begin_vals(self):
        """The counts with which an import begins."""
        return {"position": 0, "done_count": 0, "created_count": 0}

    def _is_small_import(self):
        """Hook: whether the rows are written while the user waits."""
        return False

    def _begin_undo(self):
        """Delete what nobody has used, or have it deleted."""
        self._update(
            {"user_id": self.env.uid, "state": STATE_UNDOING, "position": 0, "error": False}
        )
        self._go(self._is_small_undo())

    def _is_small_undo(self):
        """Hook: whether the undo is done while the user waits."""
        return False

    def _make_run(self, background=False):
        """Hook: the FileImportRun of this import."""
        return FileImportRun(self, background)

    def _go(self, small):
        """Do all of it now when it is `small`, else let the scheduled job do it."""
        if not small:
            self._trigger_job()
            return
        run = self._make_run()
        try:
            while run.step():
                pass
        except UnreadableFile as error:
            raise self._prepare_file_error(error) from error

    @api.model
    def _trigger_job(self):
        """Have the scheduled job run as soon as this transaction is committed."""
        # sudo: whoever may import may have it done; the job works with the rights of `user_id`.
        self.env.ref(self._job).sudo()._trigger()

    @api.model
    def _take_next(self):
        """The first import that waits for the job and that no other transaction holds."""
        self.flush_model()
        self._run_sql(NEXT_SQL, (self._busy_states,))
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _hold(self):
        """Lock this import for the transaction; False when there is nothing to do on it."""
        self._run_sql(HOLD_SQL, (self.id, self._busy_states))
        self.invalidate_recordset()
        return bool(self.env.cr.fetchone())

    def _run_until(self, end):
        """Do chunks of this import, each in a transaction, until `end` (of time.monotonic)."""
        run, tries = None, 0
        while time.monotonic() < end and self._hold():
            run = run or self._as_its_user()._make_run(background=True)
            try:
                run.step()
                # What is done is kept, whatever becomes of the rest.
                self.env.cr.commit()  # pylint: disable=invalid-commit # a chunk is a transaction
                tries = 0
            except OperationalError as error:
                # Another transaction was in the way: the chunk begins again, on what it left.
                self.env.cr.rollback()
                run, tries = None, tries + 1
                if tries > TRIES:
                    self._stop(error)
            except Exception as error:  # whatever it is, the import must not be tried for ever
                self.env.cr.rollback()
                self._stop(error)

    def _as_its_user(self):
        """This import with the rights, the language and the company of who started it."""
        user = self.user_id
        context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": self.company_id.ids}
        return self.with_user(user).with_context(**context)

    def _stop(self, error):
        """Keep what interrupted the work on this import, for people to see and to go on."""
        mine = self._as_its_user()
        if isinstance(error, UnreadableFile):
            text = str(mine._prepare_file_error(error))
            self._update({"state": STATE_DRAFT, "error": text})
        else:
            _logger.exception("Import %s of %s was interrupted", self.id, self._name)
            self._update({"error": mine._get_interruption(error)})
        mine._tell_user(self.error)
        self.env.cr.commit()  # pylint: disable=invalid-commit # the chunk was rolled back

    def _forget_rows(self):
        """Remove the rows that were read of the file."""
        # SQL: there may be a million of them, which nothing refers to.
        self._run_sql("DELETE FROM {rows} WHERE import_id IN %s", (tuple(self.ids),))
        self.env[self._row_model].invalidate_model()

    def _get_attachment(self):
        """The ir.attachment that keeps the file."""
        domain = [
            ("res_model", "=", self._name),
            ("res_field", "=", "file"),
            ("res_id", "=", self.id),
        ]
        # sudo: who may read the import may read its file; Odoo hides the attachments of fields.
        return self.env["ir.attachment"].sudo().search(domain, limit=1)

    def _get_content(self):
        """The file: its path where Odoo keeps it as a file, else its bytes."""
        attachment = self._get_attachment()
        stored = attachment.store_fname
        return attachment._full_path(stored) if stored else attachment.raw or b""

    def _prepare_file_error(self, error):
        """The refusal of the file, from the core's UnreadableFile."""
        return ProspectFileError(_(FILE_MESSAGES[error.code], **error.params))

    def _tell_user(self, text):
        """Tell who started the import what became of it, wherever they are by now."""
        # As the system: Odoo tells nobody of their own messages.
        self.with_user(SUPERUSER_ID).message_post(
            body=text, partner_ids=self.user_id.partner_id.ids, subtype_xmlid="mail.mt_comment"
        )


class FileImportRun:
    """Goes on with one import, chunk by chunk; keeps what lasts from one chunk to the next.

    :param job: the import, in the environment of its user
    :param background: whether nobody waits for it, so that they are to be told
    """

    def __init__(self, job, background=False):
        self.job = job
        self.env = job.env
        self.background = background
        self.staged = self.env[job._row_model]
        self.rows = None

    def step(self):
        """Do the next chunk.

        :return: whether there is more to do
        :raise UnreadableFile: the file breaks
        """
        step = self._get_steps().get(self.job.state)
        if step:
            step()
        return self.job.state in self.job._busy_states

    def _get_steps(self):
        """What a chunk is in each state: ``{state: function}``."""
        return {
            STATE_CHECKING: self._read_chunk,
            STATE_IMPORTING: self._write_chunk,
            STATE_UNDOING: self._undo_chunk,
        }

    def _get_chunk_size(self):
        """Rows of the file that are read at once."""
        return CHUNK

    def _read_chunk(self):
        """Stage the next rows of the file; after the last ones, sort them."""
        job = self.job
        if self.rows is None:
            self.rows = job._open_table().rows_after(job.position)
        chunk = list(islice(self.rows, self._get_chunk_size()))
        if not chunk:
            self._finish_check()
            return
        self.staged._stage(job, chunk, self._get_status)
        job._update({"position": chunk[-1].number, "total_count": job.total_count + len(chunk)})

    def _get_status(self, row):
        """What becomes of a ProspectRow as far as the row by itself tells."""
        return ROW_REJECTED if row.rejected else ROW_NEW

    def _finish_check(self):
        """Sort the staged rows and write the result down."""
        job = self.job
        table = job._open_table()
        self._sort(table)
        job._write_report(table)
        job._update({"state": STATE_PREVIEWED, "position": 0, "created_count": job.new_count})
        if job.import_next:
            job._update({"state": STATE_IMPORTING, "created_count": 0, "import_next": False})
        elif self.background:
            job._tell_user(job._get_summary())

    def _sort(self, table):
        """Hook: compare the staged rows with one another and with what is there, and count.

        :param table: the core's table of the file
        """
        raise NotImplementedError  # abstract: each import has its own

    def _write_chunk(self):
        """Hook: create the records of the next rows; after the last ones, close the import."""
        raise NotImplementedError  # abstract: each import has its own

    def _undo_chunk(self):
        """Hook: delete the next unused records; after the last ones, list those that stay."""
        raise NotImplementedError  # abstract: each import has its own

    def _tell_if_left(self, text):
        """Tell who started the import, unless they wait for it."""
        if self.background:
            self.job._tell_user(text)
