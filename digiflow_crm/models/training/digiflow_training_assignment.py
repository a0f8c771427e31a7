from odoo import fields, models

from .training_states import MANUAL, ORIGIN_SELECTION


class DigiflowTrainingAssignment(models.Model):
    """Somebody is to pass a module by a day, and why."""

    _name = "digiflow.training.assignment"
    _description = "Training assignment"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "date_due, id"
    _rec_name = "module_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    module_id = fields.Many2one(
        "digiflow.training.module",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        "digiflow.training.program", index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_due = fields.Date(string="To be passed by", required=True, index=True)
    origin = fields.Selection(
        ORIGIN_SELECTION, string="Because of", required=True, default=MANUAL, index=True
    )
    reason = fields.Text()
    done_on = fields.Date(string="Passed on", readonly=True, copy=False, index=True)

    def init(self):
        """One open assignment for each person and module in a company."""
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS digiflow_training_assignment_open_uniq
                ON digiflow_training_assignment (user_id, module_id, company_id)
             WHERE done_on IS NULL
            """
        )
