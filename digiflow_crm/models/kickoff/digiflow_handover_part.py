from odoo import _, api, fields, models

from ...exceptions import WorkflowError


class DigiflowHandoverPart(models.AbstractModel):
    """A part of a handover, such as a contact: it changes while the handover is prepared only."""

    _name = "digiflow.handover.part"
    _description = "Part of a handover"

    handover_id = fields.Many2one(
        "digiflow.handover", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="handover_id.company_id", store=True)
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._begin_change()
        return parts

    def write(self, vals):
        new = vals.get("handover_id")
        if "handover_id" in vals and any(part.handover_id.id != new for part in self):
            raise WorkflowError(_("A part of a handover stays with it."))
        self._begin_change()
        return super().write(vals)

    def unlink(self):
        self._begin_change()
        return super().unlink()

    def _begin_change(self):
        """Refuse a change once the handover was submitted, also at this very moment."""
        handovers = self.handover_id
        handovers._check_open()
        handovers._touch()
