from markupsafe import escape

from odoo import _, models

from ...core.file_limits import MEGABYTE
from ...core.prospect_filter import is_left_out
from .digiflow_file_import import (
    STATE_CANCELLED,
    STATE_DONE,
    STATE_UNDONE,
)
from .digiflow_file_import_run import FileImportRun
from .digiflow_prospect_import import COUNT_FIELDS, STATE_COMPLETING
from .digiflow_prospect_import_row import ROW_LEFT_OUT, ROW_NEW, ROW_REJECTED
from .digiflow_prospect_list import STATE_DISTRIBUTED
from .lead_writer import LeadWriter

# What is small is done while the user waits, in one transaction: all or nothing.
SMALL_FILE = 1 * MEGABYTE
SMALL_LEADS = 5_000
# Rows of a chunk: what is done, and committed, at once.
CHUNK = 5_000
# The same for what the ORM does one by one.
SMALL_CHUNK = 500


class DigiflowProspectImport(models.Model):
    """What is written and undone of an import of prospects, and how much of it at once."""

    _inherit = "digiflow.prospect.import"

    def _is_small_file(self):
        return self._get_attachment().file_size <= SMALL_FILE

    def _begin_import(self):
        """Write the new companies of the checked file, or only complete those already there."""
        if self.state == STATE_CANCELLED and self._is_completing():
            begun = {"user_id": self.env.uid, "state": STATE_COMPLETING, "position": 0}
            self._update({**begun, "error": False})
            self._go(self._is_small_import())
            return
        super()._begin_import()

    def _is_completing(self):
        """Whether all new companies are in, and those already there are to be completed."""
        return self.done_count >= self.new_count and self.complete_known

    def _prepare_begin_vals(self):
        return {**super()._prepare_begin_vals(), "updated_count": 0}

    def _is_small_import(self):
        known = self.duplicate_count if self.complete_known else 0
        return self.new_count <= SMALL_LEADS and known <= SMALL_CHUNK

    def _is_small_undo(self):
        return self.created_count <= SMALL_LEADS

    def _make_run(self, background=False):
        return ImportRun(self, background)

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


class ImportRun(FileImportRun):
    """Goes on with one import of prospects."""

    def __init__(self, job, background=False):
        super().__init__(job, background)
        self.writer = None

    def _get_steps(self):
        return {**super()._get_steps(), STATE_COMPLETING: self._complete_chunk}

    def _get_chunk_size(self):
        return CHUNK

    def _get_status(self, row):
        """What becomes of a ProspectRow as far as the row by itself tells."""
        if row.rejected:
            return ROW_REJECTED
        out = is_left_out(row.values, self.job.leave_out_persons, self.job.leave_out_inactive)
        return ROW_LEFT_OUT if out else ROW_NEW

    def _sort(self, table):
        """Reject the RUCs that come twice; what the pipeline has already is not new."""
        self.staged._reject_repeats(self.job, table.header[table.columns["ruc"][0]])
        self._find_known()

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
        self._tell_if_left(job._get_summary())

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
        self._tell_if_left(job.report)
