from odoo import fields, models


class DigiflowCase(models.Model):
    """A case that a client's answer opened."""

    _inherit = "digiflow.case"

    satisfaction_answer_id = fields.Many2one(
        "digiflow.satisfaction.answer",
        string="Satisfaction answer",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )

    _sql_constraints = [
        (
            "satisfaction_answer_uniq",
            "UNIQUE(satisfaction_answer_id)",
            "This answer has a case already. Look at the one there is.",
        ),
    ]
