from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..exceptions import StageGateError

# Code of a missing item -> the fields of the form that cure it.
CURES = {
    "contact_name": ("contact_name",),
    "decision_maker_role": ("decision_maker_role",),
    "effective_contact": ("effective_contact_date",),
    "current_system": ("current_system",),
    "reach": ("phone", "email_from"),
    "info_sent": ("info_sent_date",),
    "meeting_held": ("meeting_held_date",),
}


class DigiflowStageGate(models.TransientModel):
    """The form that asks only for what a lead lacks to enter a stage; saving it moves the lead."""

    _name = "digiflow.stage.gate"
    _description = "Complete the steps before a stage"

    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, ondelete="cascade")
    stage_id = fields.Many2one("crm.stage", required=True, readonly=True, ondelete="cascade")
    # What the form can cure
    contact_name = fields.Char(string="Decision maker")
    decision_maker_role = fields.Selection(
        lambda self: self.env["crm.lead"]._fields["decision_maker_role"].selection
    )
    effective_contact_date = fields.Datetime(string="Effective contact")
    current_system = fields.Selection(
        lambda self: self.env["crm.lead"]._fields["current_system"].selection
    )
    phone = fields.Char()
    email_from = fields.Char(string="E-mail")
    info_sent_date = fields.Datetime(string="Information sent")
    meeting_held_date = fields.Datetime(string="Presentation held")
    # What it shows
    need_contact_name = fields.Boolean(compute="_compute_needs")
    need_decision_maker_role = fields.Boolean(compute="_compute_needs")
    need_effective_contact = fields.Boolean(compute="_compute_needs")
    need_current_system = fields.Boolean(compute="_compute_needs")
    need_reach = fields.Boolean(compute="_compute_needs")
    need_info_sent = fields.Boolean(compute="_compute_needs")
    need_meeting_held = fields.Boolean(compute="_compute_needs")
    need_requirement = fields.Boolean(compute="_compute_needs")
    need_order = fields.Boolean(compute="_compute_needs")
    can_pass = fields.Boolean(compute="_compute_needs")
    pass_reason = fields.Text(string="Reason to let it pass")

    @api.depends("lead_id", "stage_id")
    def _compute_needs(self):
        """One flag for each thing that can be missing."""
        is_manager = self.env.user.has_group("digiflow_crm.group_manager")
        for gate in self:
            known = gate.lead_id and gate.stage_id
            items = gate.lead_id.missing_for_stage(gate.stage_id) if known else []
            codes = {item["code"] for item in items}
            for code in (*CURES, "requirement", "order"):
                gate[f"need_{code}"] = code in codes
            gate.can_pass = is_manager and bool(codes)

    def action_move(self):
        """Write what was filled in on the lead and move it.

        What the form took is on the lead in the same transaction: a refusal keeps the form open
        with all that was typed.

        :raise ValidationError: something is still missing; it says what
        """
        self.ensure_one()
        values = {name: self[name] for name in self._get_asked_fields() if self[name]}
        try:
            self.lead_id.write({**values, "stage_id": self.stage_id.id})
        except StageGateError as error:
            # Not the gate's own error: the browser would open this form once more, on top.
            raise ValidationError(str(error)) from error
        return {"type": "ir.actions.act_window_close"}

    def action_pass(self):
        """Let the lead pass as it is, with the manager's reason."""
        self.ensure_one()
        self.lead_id.action_pass_gate(self.stage_id, self.pass_reason)
        return {"type": "ir.actions.act_window_close"}

    def action_open_requirement(self):
        """Open the requirements survey that has to be validated."""
        return self.lead_id.action_view_requirements()

    def action_open_order(self):
        """Open the offer of the lead, or a new one."""
        lead = self.lead_id
        if lead.quotation_count:
            return lead.action_view_sale_quotation()
        return lead.action_sale_quotations_new()

    def _get_asked_fields(self):
        """The fields that the form shows, for what is missing."""
        asked = [names for code, names in CURES.items() if self[f"need_{code}"]]
        return [name for names in asked for name in names]
