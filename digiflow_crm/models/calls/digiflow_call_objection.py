from odoo import api, fields, models

from ...core.script_text import fill


class DigiflowCallObjection(models.Model):
    """What a client says against it, and what to answer; in the client's language."""

    _name = "digiflow.call.objection"
    _description = "Objection"
    _inherit = "digiflow.call.text"
    _order = "sequence, name, id"

    name = fields.Char(string="Objection", required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    answer = fields.Html(required=True)
    keywords = fields.Char(help="Other words that the desk finds it by.")
    script_ids = fields.Many2many("digiflow.call.script", string="Scripts")

    @api.constrains("answer")
    def _check_answer(self):
        self._check_placeholders("answer")

    def _prepare_desk(self, values):
        """This objection as the desk shows it."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "answer": fill(self.answer, values),
            "keywords": self.keywords or "",
        }
