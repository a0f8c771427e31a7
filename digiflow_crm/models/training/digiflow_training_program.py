from odoo import api, fields, models

from ...compat import grouped_counts
from .training_states import KIND_TRAINING, PROGRAM_SELECTION


class DigiflowTrainingProgram(models.Model):
    """Modules that are taught together, in their order; one kind is for new people."""

    _name = "digiflow.training.program"
    _description = "Training programme"
    _inherit = ["mail.thread"]
    _order = "kind, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        PROGRAM_SELECTION,
        required=True,
        default=KIND_TRAINING,
        index=True,
        help="What is for onboarding is given to everybody who gets a first role.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Without a company it is of all of them."
    )
    description = fields.Html(string="Objective")
    line_ids = fields.One2many("digiflow.training.program.line", "program_id", "Modules", copy=True)
    session_ids = fields.One2many("digiflow.training.session", "program_id", "Sessions")
    session_count = fields.Integer(compute="_compute_session_count")
    module_count = fields.Integer(string="Number of modules", compute="_compute_module_count")

    @api.depends("line_ids")
    def _compute_module_count(self):
        for program in self:
            program.module_count = len(program.line_ids)

    def _compute_session_count(self):
        sessions = self.env["digiflow.training.session"]
        counts = grouped_counts(sessions, [("program_id", "in", self.ids)], "program_id")
        for program in self:
            program.session_count = counts.get(program.id, 0)

    def action_view_sessions(self):
        """Open the sessions of this programme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_session_action"
        )
        return {**action, "domain": [("program_id", "=", self.id)], "context": {}}
