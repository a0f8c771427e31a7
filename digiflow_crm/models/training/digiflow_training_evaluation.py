from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .attempt_states import METHOD_SELECTION, METHOD_WRITTEN


class DigiflowTrainingEvaluation(models.Model):
    """How a module, or a whole programme, is evaluated: by a test or by a trainer's scores.

    What people reach is in `digiflow.training.attempt`, which keeps what it needs of the
    evaluation: changing one does not rewrite past results.
    """

    _name = "digiflow.training.evaluation"
    _description = "Training evaluation"
    _order = "program_id, module_id, method, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    # Of what
    module_id = fields.Many2one(
        "digiflow.training.module",
        index=True,
        ondelete="restrict",
        help="Left empty where the evaluation is of a whole programme.",
    )
    program_id = fields.Many2one(
        "digiflow.training.program", string="Programme", index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    # How
    method = fields.Selection(METHOD_SELECTION, required=True, default=METHOD_WRITTEN)
    survey_id = fields.Many2one(
        "survey.survey", string="Test", index=True, ondelete="restrict", copy=False
    )
    by_group = fields.Boolean(
        string="By group", help="One score for everybody of a group that presents together."
    )
    required = fields.Boolean(
        default=True, help="Who is to have the module passes this evaluation."
    )
    pass_mark = fields.Float(
        string="Pass mark", help="From 1 to 100; 0 stands for that of the module."
    )
    # Results
    attempt_ids = fields.One2many("digiflow.training.attempt", "evaluation_id", string="Attempts")

    _sql_constraints = [
        ("survey_uniq", "UNIQUE(survey_id)", "This test belongs to another evaluation already."),
        (
            "pass_mark_range",
            "CHECK (pass_mark BETWEEN 0 AND 100)",
            "A pass mark is from 1 to 100; 0 stands for that of the module.",
        ),
        (
            "of_something",
            "CHECK (module_id IS NOT NULL OR program_id IS NOT NULL)",
            "An evaluation is of a module or of a programme: choose one.",
        ),
    ]

    @api.depends("module_id.company_id", "program_id.company_id")
    def _compute_company_id(self):
        for one in self:
            one.company_id = one.module_id.company_id or one.program_id.company_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tried(self):
        # sudo: attempts of other companies count too.
        if self.sudo().with_context(active_test=False).attempt_ids:
            raise WorkflowError(
                _("Somebody was evaluated with it, and that stays on record. Archive it instead.")
            )

    def _get_pass_mark(self, company):
        """The mark (1-100) that passes this evaluation in a company."""
        self.ensure_one()
        if self.pass_mark:
            return self.pass_mark
        if self.module_id:
            return self.module_id._get_pass_mark(company)
        # sudo: the mark is for everybody to know, the company's other settings are not.
        return company.sudo().digiflow_training_pass_mark
