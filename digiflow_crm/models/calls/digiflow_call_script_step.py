from odoo import api, fields, models

from ...core.script_text import fill


class DigiflowCallScriptStep(models.Model):
    """A step of a call script: what to say, and what to find out."""

    _name = "digiflow.call.script.step"
    _description = "Step of a call script"
    _inherit = "digiflow.call.text"
    _order = "script_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    script_id = fields.Many2one(
        "digiflow.call.script", required=True, index=True, ondelete="cascade"
    )
    body = fields.Html(string="What to say")
    question_ids = fields.Many2many(
        "digiflow.call.question",
        string="Asks",
        help="The desk shows these questions as fields beside the step.",
    )

    @api.constrains("body")
    def _check_body(self):
        self._check_placeholders("body")

    def _prepare_desk(self, values):
        """This step as the desk shows it; `questions` are names of fields of an opportunity."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "body": fill(self.body, values),
            "questions": self.question_ids.mapped("code"),
        }
