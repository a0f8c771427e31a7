import logging
import time
from itertools import islice

from markupsafe import escape
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, _, api, models
from odoo.tools import config

from ...core.file_limits import MEGABYTE, UnreadableFile
from ...core.messages import FILE_MESSAGES
from ...core.prospect_filter import is_left_out
from ...exceptions import ProspectFileError
from .digiflow_prospect_import import (
    BUSY,
    COUNT_FIELDS,
    STATE_CANCELLED,
    STATE_CHECKING,
    STATE_COMPLETING,
    STATE_DONE,
    STATE_DRAFT,
    STATE_IMPORTING,
    STATE_MAPPING,
    STATE_PREVIEWED,
    STATE_UNDOING,
    STATE_UNDONE,
)
from .digiflow_prospect_import_row import ROW_LEFT_OUT, ROW_NEW, ROW_REJECTED
from .digiflow_prospect_list import STATE_DISTRIBUTED
from .lead_writer import LeadWriter

_logger = logging.getLogger(__name__)

# What is small is done while the user waits, in one transaction: all or nothing.
SMALL_FILE = 1 * MEGABYTE
SMALL_LEADS = 5_000
# Rows of a chunk: what is done, and committed, at once.
CHUNK = 5_000
# The same for what the ORM does one by one.
SMALL_CHUNK = 500
# Most seconds for which the scheduled job goes on before it lets other jobs run; a slice begins
# to read the file from its start, so few long ones are better.
MOST_SECONDS = 600
# Times that a chunk is tried again when other transactions were in its way.
TRIES = 5
KEPT_DAYS = 7


def _get_slice():
    """Seconds for which a run of the job goes on: half of what the server allows a job."""
    limit = config["limit_time_real_cron"]
    limit = config["limit_time_real"] if limit < 0 else limit
    return min(limit / 2 or MOST_SECONDS, MOST_SECONDS)


class DigiflowProspectImport(models.Model):
    """The work of an import: reading, sorting, writing and undoing, now or in the background."""

    _inherit = "digiflow.prospect.import"

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
        self.env.cr.execute(
            "DELETE FROM digiflow_prospect_import_row WHERE import_id IN ("
            "SELECT id FROM digiflow_prospect_import WHERE state NOT IN %s "
            "AND write_date < now() AT TIME ZONE 'UTC' - %s * interval '1 day')",
            (BUSY, KEPT_DAYS),
        )

    def _begin_check(self, import_next):
        """Read the file, or have it read; `import_next` says whether to import it then."""
        columns = self._find_columns()
        self._forget_rows()
        self._update(
            {
                "user_id": self.env.uid,
                "state": STATE_CHECKING if columns else STATE_MAPPING,
                "import_next": import_next,
                "position": 0,
                "done_count": 0,
                "total_count": 0,
                "error": False,
            }
        )
        if columns:
            self._go(self._get_attachment().file_size <= SMALL_FILE)

    def _begin_import(self):
        """Write the new companies of the checked file, or have them written."""
        vals = {"user_id": self.env.uid, "state": STATE_IMPORTING, "error": False}
        if self.state != STATE_CANCELLED:
            vals.update(position=0, done_count=0, created_count=0, updated_count=0)
        elif self.done_count >= self.new_count and self.complete_known:
            vals.update(position=0, state=STATE_COMPLETING)
        self._update(vals)
        known = self.duplicate_count if self.complete_known else 0
        self._go(self.new_count <= SMALL_LEADS and known <= SMALL_CHUNK)

    def _begin_undo(self):
        """Delete what nobody has worked on, or have it deleted."""
        self._update(
            {"user_id": self.env.uid, "state": STATE_UNDOING, "position": 0, "error": False}
        )
        self._go(self.created_count <= SMALL_LEADS)

    def _go(self, small):
        """Do all of it now when it is `small`, else let the scheduled job do it."""
        if not small:
            self._trigger_job()
            return
        run = ImportRun(self)
        try:
            while run.step():
                pass
        except UnreadableFile as error:
            raise self._prepare_file_error(error) from error

    @api.model
    def _trigger_job(self):
        """Have the scheduled job run as soon as this transaction is committed."""
        # sudo: whoever may import may have it done; the job works with the rights of `user_id`.
        self.env.ref("digiflow_crm.ir_cron_prospect_import").sudo()._trigger()

    @api.model
    def _take_next(self):
        """The first import that waits for the job and that no other transaction holds."""
        self.flush_model()
        self.env.cr.execute(
            "SELECT id FROM digiflow_prospect_import WHERE state IN %s AND error IS NULL "
            "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
            (BUSY,),
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _hold(self):
        """Lock this import for the transaction; False when there is nothing to do on it."""
        self.env.cr.execute(
            "SELECT id FROM digiflow_prospect_import WHERE id = %s AND state IN %s "
            "AND error IS NULL FOR UPDATE SKIP LOCKED",
            (self.id, BUSY),
        )
        self.invalidate_recordset()
        return bool(self.env.cr.fetchone())

    def _run_until(self, end):
        """Do chunks of this import, each in a transaction, until `end` (of time.monotonic)."""
        run, tries = None, 0
        while time.monotonic() < end and self._hold():
            run = run or ImportRun(self._as_its_user(), background=True)
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
            _logger.exception("Import %s of prospects was interrupted", self.id)
            self._update({"error": mine._get_interruption(error)})
        mine._tell_user(self.error)
        self.env.cr.commit()  # pylint: disable=invalid-commit # the chunk was rolled back

    def _forget_rows(self):
        """Remove the rows that were read of the file."""
        # SQL: there may be a million of them, which nothing refers to.
        self.env.cr.execute(
            "DELETE FROM digiflow_prospect_import_row WHERE import_id IN %s", (tuple(self.ids),)
        )
        self.env["digiflow.prospect.import.row"].invalidate_model()

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

    def _prepare_common_vals(self):
        """Values that all opportunities of this import share."""
        prospects = self.list_id
        return {
            "type": "opportunity",
            "team_id": self.env.ref("digiflow_crm.team_digiflow").id,
            "stage_id": self.env.ref("digiflow_crm.stage_telemarketing").id,
            "company_id": prospects.company_id.id,
            "country_id": self.env.ref("base.pe").id,
            "source_id": prospects.source_id.id,
            "prospect_list_id": prospects.id,
            "prospect_import_id": self.id,
        }

    def _tell_user(self, text):
        """Tell who started the import what became of it, wherever they are by now."""
        # As the system: Odoo tells nobody of their own messages.
        self.with_user(SUPERUSER_ID).message_post(
            body=text, partner_ids=self.user_id.partner_id.ids, subtype_xmlid="mail.mt_comment"
        )


class ImportRun:
    """Goes on with one import, chunk by chunk; keeps what lasts from one chunk to the next.

    :param job: the digiflow.prospect.import, in the environment of its user
    :param background: whether nobody waits for it, so that they are to be told
    """

    def __init__(self, job, background=False):
        self.job = job
        self.env = job.env
        self.background = background
        self.staged = self.env["digiflow.prospect.import.row"]
        self.rows = None
        self.writer = None

    def step(self):
        """Do the next chunk.

        :return: whether there is more to do
        :raise UnreadableFile: the file breaks
        """
        steps = {
            STATE_CHECKING: self._read_chunk,
            STATE_IMPORTING: self._write_chunk,
            STATE_COMPLETING: self._complete_chunk,
            STATE_UNDOING: self._undo_chunk,
        }
        step = steps.get(self.job.state)
        if step:
            step()
        return self.job.state in BUSY

    def _read_chunk(self):
        """Stage the next rows of the file; after the last ones, sort them."""
        job = self.job
        if self.rows is None:
            self.rows = job._open_table().rows_after(job.position)
        chunk = list(islice(self.rows, CHUNK))
        if not chunk:
            self._finish_check()
            return
        self.staged._stage(job, chunk, self._get_status)
        job._update({"position": chunk[-1].number, "total_count": job.total_count + len(chunk)})

    def _get_status(self, row):
        """What becomes of a ProspectRow as far as the row by itself tells."""
        if row.rejected:
            return ROW_REJECTED
        out = is_left_out(row.values, self.job.leave_out_persons, self.job.leave_out_inactive)
        return ROW_LEFT_OUT if out else ROW_NEW

    def _finish_check(self):
        """Sort the staged rows and write the result down."""
        job = self.job
        table = job._open_table()
        self.staged._reject_repeats(job, table.header[table.columns["ruc"][0]])
        self._find_known()
        job._write_report(table)
        job._update({"state": STATE_PREVIEWED, "position": 0, "created_count": job.new_count})
        if job.import_next:
            job._update({"state": STATE_IMPORTING, "created_count": 0, "import_next": False})
        elif self.background:
            job._tell_user(job._get_summary())

    def _find_known(self):
        """Compare the staged rows with the pipeline as it stands, and count."""
        self.staged._find_known(self.job)
        counts = self.staged._count(self.job)
        self.job._update({field: counts[status] for status, field in COUNT_FIELDS.items()})

    def _write_chunk(self):
        """Create the next opportunities; after the last ones, close the import."""
        job = self.job
        if not self.writer:
            if not job.position:
                self._find_known()
            self.writer = self._make_writer()
        last, rows, created = self.writer.create_next(job.id, job.position, CHUNK)
        job._update(
            {
                "position": last,
                "done_count": job.done_count + rows,
                "created_count": job.created_count + created,
                # Its company came into the pipeline since the check.
                "elsewhere_count": job.elsewhere_count + rows - created,
            }
        )
        if created and job.list_id.state != STATE_DISTRIBUTED:
            job.list_id.state = STATE_DISTRIBUTED
        if rows < CHUNK:
            self._finish_writing()

    def _make_writer(self):
        """The LeadWriter of this import."""
        job = self.job
        note = escape(_("Imported from %(file)s.", file=job._get_file_label()))
        return LeadWriter(job.env, job._prepare_common_vals(), note, job.list_id._get_owners())

    def _finish_writing(self):
        """All new companies are in: now those already there, if that was asked for."""
        job = self.job
        if job.complete_known:
            job._update({"state": STATE_COMPLETING, "position": 0, "new_count": job.done_count})
        else:
            self._finish_import()

    def _complete_chunk(self):
        """Complete the next opportunities already there; after the last ones, close the import."""
        job = self.job
        gaps = self.staged._find_gaps(job, job.position, SMALL_CHUNK)
        for lead, row in gaps:
            row._fill_in(lead)
            note = _("Completed from %(file)s.", file=job._get_file_label())
            lead._message_log(body=escape(note))
        if gaps:
            done = job.updated_count + len(gaps)
            job._update({"position": gaps[-1][0].id, "updated_count": done})
        else:
            self._finish_import()

    def _finish_import(self):
        """Close the import and say what it did."""
        job = self.job
        job._update({"state": STATE_DONE, "new_count": job.done_count})
        job.list_id._message_log(body=job._get_summary())
        if self.background:
            job._tell_user(job._get_summary())

    def _undo_chunk(self):
        """Delete the next untouched opportunities; after the last ones, list those that stay."""
        job = self.job
        leads = self.env["crm.lead"].with_context(active_test=False)
        domain = [("prospect_import_id", "=", job.id), ("id", ">", job.position)]
        chunk = leads.search(domain, order="id", limit=SMALL_CHUNK)
        if chunk:
            job._update({"position": chunk[-1].id})
            (chunk - leads.browse(leads._get_worked_ids(chunk.ids))).unlink()
            return
        job._update({"state": STATE_UNDONE})
        job._write_undo_report()
        job.list_id._message_log(body=job.report)
        if self.background:
            job._tell_user(job.report)
