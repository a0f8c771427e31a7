from odoo import _, fields, models


class DigiflowCallReview(models.Model):
    """What a signed review that failed asks for: a coaching."""

    _inherit = "digiflow.call.review"

    coaching_id = fields.Many2one(
        "digiflow.coaching",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )

    def action_view_coaching(self):
        """Open the coaching that this review asked for.

        :return: a window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Coaching"),
            "res_model": "digiflow.coaching",
            "res_id": self.coaching_id.id,
            "views": [(False, "form")],
        }

    def _on_signed(self):
        """A low score or a failed critical criterion asks for a coaching; calibrations do not."""
        res = super()._on_signed()
        for review in self._counts().filtered("failed"):
            self.env["digiflow.coaching"]._open_for(review)
        return res
