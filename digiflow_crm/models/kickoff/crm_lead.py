from odoo import api, fields, models

from ..pipeline.steps import STEP_PRE_KICKOFF


class CrmLead(models.Model):
    """Pre-kickoff: the handover to Implementation begins when the lead gets there."""

    _inherit = "crm.lead"

    handover_ids = fields.One2many("digiflow.handover", "lead_id", string="Handovers")
    handover_id = fields.Many2one("digiflow.handover", compute="_compute_handover_id", store=True)

    @api.depends("handover_ids")
    def _compute_handover_id(self):
        for lead in self:
            lead.handover_id = lead.handover_ids[:1]

    def action_view_handover(self):
        """Open the handover of this lead."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_handover_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.handover_id.id}

    def _on_stage_entered(self, step):
        res = super()._on_stage_entered(step)
        if step == STEP_PRE_KICKOFF:
            leads = self.filtered(lambda lead: not lead.handover_id)
            # sudo: the handover follows from the stage, whoever moved the lead there.
            leads.env["digiflow.handover"].sudo().create([{"lead_id": lead.id} for lead in leads])
        return res

    def _merge_dependences(self, opportunities):
        """The handover of a merged lead goes to the one that remains; a lead has only one."""
        # sudo: whoever may merge the leads moves or drops their handovers.
        handovers = opportunities.sudo().handover_ids
        if not self.handover_id:
            handovers[:1].write({"lead_id": self.id})
            handovers = handovers[1:]
        # One in preparation goes; one that was submitted refuses, and so the merge is refused.
        handovers.unlink()
        return super()._merge_dependences(opportunities)
