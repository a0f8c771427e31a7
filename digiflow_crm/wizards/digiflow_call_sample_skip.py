from odoo import _, fields, models

from ..notices import notify


class DigiflowCallSampleSkip(models.TransientModel):
    """Asks why a call is not reviewed."""

    _name = "digiflow.call.sample.skip"
    _description = "Skip a call of a sample"

    line_id = fields.Many2one(
        "digiflow.call.sample.line", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_skip(self):
        """Skip the call; the reason stays on record.

        :return: an action that says whether another call comes in its place
        """
        self.ensure_one()
        if self.line_id.skip(self.reason):
            return notify(_("The call is skipped; another one was drawn in its place."))
        return notify(_("The call is skipped; there is no other to draw in its place."))
