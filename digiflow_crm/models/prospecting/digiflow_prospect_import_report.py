from odoo import _, models

from .digiflow_file_import_report import ROWS_SHOWN


class DigiflowProspectImport(models.Model):
    """What people read of an import of prospects, beside what they read of any import."""

    _inherit = "digiflow.prospect.import"

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
