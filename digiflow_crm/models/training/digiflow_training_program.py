from odoo import fields, models

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
