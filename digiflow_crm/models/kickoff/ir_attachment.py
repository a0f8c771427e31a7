from odoo import api, models

ITEM = "digiflow.handover.item"
# What a document is, and whose; the rest (a preview, a token to share it) may still come.
DOCUMENT_FIELDS = {
    "name",
    "raw",
    "datas",
    "db_datas",
    "store_fname",
    "url",
    "type",
    "res_model",
    "res_id",
    "res_field",
}


class IrAttachment(models.Model):
    """The documents of a checklist change as long as their handover is prepared, and no longer."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._begin_handover_change()
        return attachments

    def write(self, vals):
        if not DOCUMENT_FIELDS.intersection(vals):
            return super().write(vals)
        self._begin_handover_change()
        res = super().write(vals)
        if "res_model" in vals or "res_id" in vals:
            self._begin_handover_change()
        return res

    def unlink(self):
        self._begin_handover_change()
        return super().unlink()

    def _begin_handover_change(self):
        """Refuse to touch the documents of a handover that was submitted."""
        # sudo: only which items the files are of; Odoo checks the user's right to the files itself.
        ids = [file.res_id for file in self.sudo() if file.res_model == ITEM and file.res_id]
        if ids:
            # sudo: so that the state alone decides here, of whichever role.
            self.env[ITEM].sudo().browse(ids).exists()._begin_change()
