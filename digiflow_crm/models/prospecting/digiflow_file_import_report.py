import base64

from odoo import _, models

from ...core.rejects_workbook import RejectedRow, rejected_workbook
from .digiflow_file_import_row import ROW_REJECTED

ROWS_SHOWN = 20


class DigiflowFileImport(models.AbstractModel):
    """What people read of an import: the report and the workbook of rejected rows."""

    _inherit = "digiflow.file.import"

    def _write_report(self, table):
        """Keep the report and the workbook of rejected rows.

        :param table: the core's table of the file
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
        for row in self.env[self._row_model]._iterate_rejected(self):
            cells = next(cells for number, cells in cells_of if number == row.number)
            yield RejectedRow(row.number, cells, *row._explain())

    def _get_report(self, ignored):
        """The result for people to read, as HTML: rejected rows, doubts, unused columns.

        :param list ignored: headers of the columns that nothing is taken from
        """
        rows = self.env[self._row_model]
        domain = [("import_id", "=", self.id), ("status", "=", ROW_REJECTED)]
        values = {
            "doubts": rows._get_doubts(self),
            "ignored": ignored,
            "rejected": rows.search(domain, order="number", limit=ROWS_SHOWN),
            "more": max(self.rejected_count - ROWS_SHOWN, 0),
        }
        return self.env["ir.qweb"]._render("digiflow_crm.prospect_import_report", values)

    def _write_undo_report(self):
        """Hook: keep what an undo did, how much is gone and what stays because it is used."""

    def _get_summary(self):
        """Hook: one sentence with the counts of this import."""
        return self._get_file_label()

    def _get_interruption(self, error):
        """What to say of an error that nobody foresaw."""
        return _(
            "The work was interrupted: %(error)s. What was done so far is kept. Press «Go on» to "
            "try again from there.",
            error=error,
        )
