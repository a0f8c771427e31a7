from odoo import fields, models


class DigiflowTrainingProgramLine(models.Model):
    """A module of a programme, and how soon a new person is to pass it."""

    _name = "digiflow.training.program.line"
    _description = "Module of a training programme"
    _order = "sequence, id"
    _rec_name = "module_id"
    _check_company_auto = True

    program_id = fields.Many2one(
        "digiflow.training.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    module_id = fields.Many2one(
        "digiflow.training.module",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    due_days = fields.Integer(
        string="Due after (days)",
        default=30,
        help="Days after somebody joined the team until which the module is to be passed.",
    )

    _sql_constraints = [
        (
            "module_uniq",
            "UNIQUE(program_id, module_id)",
            "The programme has this module already. Change its line.",
        ),
        (
            "due_days_range",
            "CHECK (due_days BETWEEN 1 AND 730)",
            "A module of a programme is due after 1 to 730 days.",
        ),
    ]
