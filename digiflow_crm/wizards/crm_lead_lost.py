from odoo import api, fields, models
from odoo.tools import html2plaintext


class CrmLeadLost(models.TransientModel):
    """Losing an opportunity asks whom the client chose, once it has had an offer."""

    _inherit = "crm.lead.lost"

    digiflow_competitor_id = fields.Many2one("digiflow.competitor", string="Competitor")
    digiflow_is_asked = fields.Boolean(compute="_compute_digiflow_is_asked")
    digiflow_is_shown = fields.Boolean(compute="_compute_digiflow_is_asked")

    @api.depends("lost_reason_id")
    @api.depends_context("active_ids")
    def _compute_digiflow_is_asked(self):
        for wizard in self:
            leads = wizard._get_digiflow_leads()
            wizard.digiflow_is_shown = bool(leads)
            wizard.digiflow_is_asked = any(lead._needs_loss_explained() for lead in leads)

    def action_lost_reason_apply(self):
        """Keep the competitor and the note with the reason; the leads themselves ask for them."""
        self.ensure_one()
        leads = self._get_digiflow_leads()
        note = html2plaintext(self.lost_feedback or "").strip()
        if leads:
            vals = {"digiflow_competitor_id": self.digiflow_competitor_id.id}
            leads.write({**vals, "digiflow_lost_note": note or False})
        return super().action_lost_reason_apply()

    def _get_digiflow_leads(self):
        """The leads of our pipeline that this form is about to lose."""
        if "lead_ids" in self._fields:
            leads = self.lead_ids
        else:  # 16.0
            leads = self.env["crm.lead"].browse(self.env.context.get("active_ids") or [])
        return leads.filtered("is_digiflow")
