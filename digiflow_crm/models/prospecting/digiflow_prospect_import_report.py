import base64

from odoo import _, models

from ...core.rejects_workbook import RejectedRow, rejected_workbook
from .digiflow_prospect_import_row import ROW_REJECTED

ROWS_SHOWN = 20


class DigiflowProspectImport(models.Model):
    """What people read of an import: the report, the workbook of rejected rows, the summary."""

    _inherit = "digiflow.prospect.import"

    def _write_report(self, table):
        """Keep the report and the workbook of rejected rows.

        :param table: the core's ProspectTable of the file
        """
        self._update(
            {
                "report": self._get_report(table.ignored),
                "rejected_file": self._get_rejected_file(table),
            }
        )

    def _get_rejected_file(self, table):
        """The rejected rows as a workbook in base64, False when there are none."""
        if not self.rejected_count:
            return False
        titles = (_("Row in the file"), _("Reason"), _("How to mend it"))
        book = rejected_workbook(table.header, self._join_rejected(table), titles, _("Rejected"))
        return base64.b64encode(book)

    def _join_rejected(self, table):
        """Yield the rejected rows with their cells, which only the file itself has."""
        cells_of = table.iterate_cells()
        for row in self.env["digiflow.prospect.import.row"]._iterate_rejected(self):
            cells = next(cells for number, cells in cells_of if number == row.number)
            yield RejectedRow(row.number, cells, *row._explain())

    def _get_report(self, ignored):
        """The result for people to read, as HTML: rejected rows, doubts, unused columns.

        :param list ignored: headers of the columns that nothing is taken from
        """
        rows = self.env["digiflow.prospect.import.row"]
        domain = [("import_id", "=", self.id), ("status", "=", ROW_REJECTED)]
        values = {
            "doubts": rows._get_doubts(self),
            "ignored": ignored,
            "rejected": rows.search(domain, order="number", limit=ROWS_SHOWN),
            "more": max(self.rejected_count - ROWS_SHOWN, 0),
        }
        return self.env["ir.qweb"]._render("digiflow_crm.prospect_import_report", values)

    def _write_undo_report(self):
        """Keep what an undo did: how many are gone, which stay because of the work on them."""
        stay = self.with_context(active_test=False).lead_ids
        values = {
            "deleted": self.created_count - len(stay),
            "worked": len(stay),
            "shown": stay[:ROWS_SHOWN],
        }
        report = self.env["ir.qweb"]._render("digiflow_crm.prospect_import_undo_report", values)
        self._update({"report": report})

    def _get_summary(self):
        """One sentence with the counts of this import."""
        return _(
            "%(file)s: %(total)s rows, %(new)s new opportunities, %(known)s already in the "
            "pipeline (%(updated)s of them completed), %(rejected)s rejected.",
            file=self._get_file_label(),
            total=self.total_count,
            new=self.created_count,
            known=self.duplicate_count,
            updated=self.updated_count,
            rejected=self.rejected_count,
        )

    def _get_interruption(self, error):
        """What to say of an error that nobody foresaw."""
        return _(
            "The work was interrupted: %(error)s. What was done so far is kept. Press «Go on» to "
            "try again from there.",
            error=error,
        )
