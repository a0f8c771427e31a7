from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from ..info_pack.res_partner import SATISFACTION_SELECTION


class DigiflowSatisfactionServiceScore(models.Model):
    """How satisfied a client is with one of its services, 1 to 5."""

    _name = "digiflow.satisfaction.service.score"
    _description = "Satisfaction with a service"
    _rec_name = "service_id"

    answer_id = fields.Many2one(
        "digiflow.satisfaction.answer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    campaign_id = fields.Many2one(related="answer_id.campaign_id", store=True, index=True)
    service_id = fields.Many2one(
        "digiflow.service", required=True, readonly=True, index=True, ondelete="restrict"
    )
    score = fields.Selection(SATISFACTION_SELECTION, required=True, readonly=True)

    _sql_constraints = [
        (
            "service_uniq",
            "UNIQUE(answer_id, service_id)",
            "This client has answered about this service already.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        scores = super().create(vals_list)
        scores.answer_id.campaign_id._check_open()
        return scores

    def write(self, vals):
        self.answer_id.campaign_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        """What clients answered stays on record."""
        raise WorkflowError(_("What clients were asked, and answered, stays on record."))
