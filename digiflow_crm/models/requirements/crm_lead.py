from odoo import _, api, fields, models

from ..pipeline.steps import STEP_SURVEY


class CrmLead(models.Model):
    """Requirements survey: the document in force, validated by the presales engineer."""

    _inherit = "crm.lead"

    requirement_ids = fields.One2many("digiflow.requirement", "lead_id", string="Surveys")
    requirement_id = fields.Many2one(
        "digiflow.requirement",
        string="Survey in force",
        compute="_compute_requirement_id",
        store=True,
        help="The newest requirements survey of the opportunity.",
    )
    requirement_count = fields.Integer(compute="_compute_requirement_count")

    @api.depends("requirement_ids")
    def _compute_requirement_id(self):
        for lead in self:
            lead.requirement_id = lead.requirement_ids.sorted("id", reverse=True)[:1]

    @api.depends("requirement_ids")
    def _compute_requirement_count(self):
        for lead in self:
            lead.requirement_count = len(lead.requirement_ids)

    def action_view_requirements(self):
        """Open the surveys of this lead; a new one where there is none."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_requirement_action"
        )
        action.update(domain=[("lead_id", "=", self.id)], context={"default_lead_id": self.id})
        if self.requirement_count <= 1:
            action.update(views=[(False, "form")], res_id=self.requirement_id.id)
        return action

    @api.model
    def _get_gate_fields(self):
        return [*super()._get_gate_fields(), "requirement_id.state"]

    def _get_missing(self, step):
        missing = super()._get_missing(step)
        # sudo: whoever may read the lead may know whether its survey is valid, no more.
        if step == STEP_SURVEY and not self.sudo().requirement_id.is_validated:
            name = _("validated requirements survey")
            missing.append(self._missing_item("requirement", name, ["requirement_id"]))
        return missing

    def _is_worked_on(self):
        # sudo: a survey that the user may not read is work all the same.
        return super()._is_worked_on() or bool(self.sudo().requirement_ids)

    def _merge_dependences(self, opportunities):
        """The surveys of merged leads go to the one that remains."""
        # sudo: whoever may merge the leads moves all of their surveys.
        opportunities.sudo().requirement_ids._move_to(self.sudo())
        return super()._merge_dependences(opportunities)
