from odoo import _, models

from ...exceptions import WorkflowError
from ..kickoff.ir_attachment import DOCUMENT_FIELDS

REPORT_MODEL = "digiflow.quarterly.report"


class IrAttachment(models.Model):
    """The file of a report that was signed off stays as it is."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if {*DOCUMENT_FIELDS, "mimetype"}.intersection(vals):
            self._check_not_signed()
        return super().write(vals)

    def unlink(self):
        self._check_not_signed()
        return super().unlink()

    def _check_not_signed(self):
        """Refuse to touch the file of a report that was signed off."""
        # sudo: only whose the files are; Odoo checks the user's right to the files itself.
        ids = [file.id for file in self.sudo() if file.res_model == REPORT_MODEL]
        if not ids:
            return
        # sudo: so that the signature alone decides here, of whichever role.
        if self.env[REPORT_MODEL].sudo().search_count([("attachment_id", "in", ids)], limit=1):
            raise WorkflowError(_("This file was signed off with its report: it stays as it is."))
