from odoo import fields, models


class SurveyQuestion(models.Model):
    """A question of a written test: which module it is about."""

    _inherit = "survey.question"

    digiflow_module_id = fields.Many2one(
        "digiflow.training.module",
        string="About module",
        index="btree_not_null",
        ondelete="set null",
        help="Whoever gets it wrong needs reinforcement of this module. Empty: of the module that "
        "the whole test is of.",
    )
