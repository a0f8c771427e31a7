from odoo import models

from ..prospecting.digiflow_file_import import STATE_DONE, STATE_UNDONE
from ..prospecting.digiflow_file_import_run import FileImportRun
from .client_writer import ClientWriter
from .usage_sql import find_used

# Rows that are written at once, and committed when it goes on in the background.
CHUNK = 500
# What is small is done while the user waits, in one transaction: all or nothing.
SMALL_IMPORT = 1_000
# What refers to a client because of the import only.
OWN_TABLES = ("digiflow_client_import_partner", "digiflow_client_import_row")


class DigiflowClientImport(models.Model):
    """What is written and undone of an import of a portfolio, and how much of it at once."""

    _inherit = "digiflow.client.import"

    def _prepare_begin_vals(self):
        return {**super()._prepare_begin_vals(), "new_client_count": 0}

    def _is_small_import(self):
        return self.new_count <= SMALL_IMPORT

    def _is_small_undo(self):
        return self.created_count <= SMALL_IMPORT

    def _make_run(self, background=False):
        return ClientImportRun(self, background)


class ClientImportRun(FileImportRun):
    """Goes on with one import of a portfolio."""

    def __init__(self, job, background=False):
        super().__init__(job, background)
        self.writer = None

    def _sort(self, table):
        """Reject overlaps within the file; find what the database has, and count."""
        self.staged._reject_overlaps(self.job, table.title_of("date_start"))
        self._find_known(table)

    def _find_known(self, table):
        """Compare the staged rows with the clients as they stand, and count."""
        job = self.job
        self.staged._find_known(job, table)
        counts = self.staged._count(job)
        new, known = self.staged._count_clients(job)
        job._update(
            {
                "new_count": counts["new"],
                "known_count": counts["known"],
                "rejected_count": counts["rejected"],
                "new_client_count": new,
                "known_client_count": known,
            }
        )

    def _begin_writing(self):
        """Look again what is there: between the check and the import the days go on."""
        job = self.job
        if not job.position:
            table, before = job._open_table(), job.rejected_count
            self._find_known(table)
            if job.rejected_count != before:
                job._write_report(table)
            job._update({"new_client_count": 0})
        return ClientWriter(job)

    def _write_chunk(self):
        """Begin the next services; after the last ones, close the import."""
        job = self.job
        self.writer = self.writer or self._begin_writing()
        last, rows, begun, clients = self.writer.create_next(job.position, CHUNK)
        job._update(
            {
                "position": last,
                "done_count": job.done_count + rows,
                "created_count": job.created_count + begun,
                # Somebody else began it since the check.
                "known_count": job.known_count + rows - begun,
                "new_client_count": job.new_client_count + clients,
            }
        )
        if rows < CHUNK:
            self._finish_import()

    def _finish_import(self):
        """Close the import and say what it did."""
        job = self.job
        job._update({"state": STATE_DONE, "new_count": job.done_count})
        job._message_log(body=job._get_summary())
        self._tell_if_left(job._get_summary())

    def _undo_chunk(self):
        """Delete the next unused services, after them the unused clients; list what stays."""
        job = self.job
        domain = [("client_import_id", "=", job.id), ("id", ">", job.position)]
        chunk = self.env["digiflow.client.service"].search(domain, order="id", limit=CHUNK)
        if chunk:
            job._update({"position": chunk[-1].id})
            used = find_used(chunk) | chunk.filtered(lambda stay: stay.order_id or stay.handover_id)
            (chunk - used).unlink()
            return
        self._remove_clients()
        job._update({"state": STATE_UNDONE})
        job._write_undo_report()
        job._message_log(body=job.report)
        self._tell_if_left(job.report)

    def _remove_clients(self):
        """Delete the clients and contacts that the import made and nobody uses."""
        # sudo: a manager may not delete partners; these nobody has used since the import made them.
        made = self.job.made_ids.partner_id.sudo().with_context(active_test=False)
        used = find_used(made, OWN_TABLES)
        # A client stays with the contacts that came with it, and a used contact keeps its client.
        kept = used | used.parent_id
        kept |= made.filtered(lambda partner: partner.parent_id in kept)
        (made - kept).unlink()
        self.job.invalidate_recordset(["made_ids"])
