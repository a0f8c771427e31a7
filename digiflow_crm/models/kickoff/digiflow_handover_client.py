from odoo import _, models


class DigiflowHandover(models.Model):
    """The handover as its client meets it."""

    _inherit = "digiflow.handover"

    def _get_documents_task(self):
        """What a responsible has to do about documents that came."""
        return _("Look at the documents that the client uploaded")
