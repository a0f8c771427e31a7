from odoo import _, models

from ...exceptions import WorkflowError
from ..kickoff.ir_attachment import DOCUMENT_FIELDS
from .training_states import VERSION_DRAFT

VERSION = "digiflow.training.module.version"


class IrAttachment(models.Model):
    """The files of a published version of a module stay as they were published."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if DOCUMENT_FIELDS.intersection(vals):
            self._check_training_files()
        return super().write(vals)

    def unlink(self):
        self._check_training_files()
        return super().unlink()

    def _check_training_files(self):
        """Refuse to touch what people were taught with.

        :raise WorkflowError: a file is of a published version
        """
        # sudo: only whose files they are; Odoo checks the user's right to the files itself.
        ids = [file.id for file in self.sudo() if file.res_model == VERSION]
        if not ids:
            return
        # sudo: so that the state alone decides here, of whichever role.
        versions = self.env[VERSION].sudo()
        fixed = versions.search(
            [("attachment_ids", "in", ids), ("state", "!=", VERSION_DRAFT)], limit=1
        )
        if fixed:
            raise WorkflowError(
                _(
                    "This file is of «%(version)s», which was published and stays as it is. Put "
                    "the new file into a new version of the module.",
                    version=fixed.display_name,
                )
            )
