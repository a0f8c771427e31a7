from odoo import api, fields, models

from ..info_pack.res_partner import SATISFACTION_SELECTION
from .calendar_event import READERS
from .feedback_states import KIND_PRESENTATION


class CrmLead(models.Model):
    """What the client says of our presentations."""

    _inherit = "crm.lead"

    feedback_ids = fields.One2many("digiflow.feedback", "lead_id", readonly=True, groups=READERS)
    feedback_count = fields.Integer(compute="_compute_feedback", groups=READERS)
    presentation_score = fields.Selection(
        SATISFACTION_SELECTION,
        string="Satisfied with the presentation",
        compute="_compute_feedback",
        groups=READERS,
        help="The client's last answer.",
    )

    @api.depends("feedback_ids.score")
    def _compute_feedback(self):
        for lead in self:
            held = lead.feedback_ids.filtered(lambda one: one.kind == KIND_PRESENTATION)
            answered = held.filtered("score").sorted("answered_date")
            lead.feedback_count = len(lead.feedback_ids)
            lead.presentation_score = answered[-1:].score

    def action_view_feedback(self):
        """Open what this client was asked and answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_feedback_action"
        )
        action.update(domain=[("lead_id", "=", self.id)], context={})
        if len(self.feedback_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.feedback_ids.id)
        return action
