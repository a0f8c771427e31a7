from odoo import _, api, fields, models

from ...core.script_text import fill


class DigiflowCallScript(models.Model):
    """What a telemarketer says, step by step.

    What is said to a client is written in the client's language, so it is not translated.
    """

    _name = "digiflow.call.script"
    _description = "Call script"
    _inherit = "digiflow.call.text"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first one is that of lists without a script.")
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    body = fields.Html(help="How the call begins.")
    step_ids = fields.One2many("digiflow.call.script.step", "script_id", copy=True)
    objection_ids = fields.Many2many("digiflow.call.objection", string="Objections")

    @api.constrains("body")
    def _check_body(self):
        self._check_placeholders("body")

    @api.model
    def _get_for(self, lead):
        """The script of the list of `lead`, else the first one of its company; maybe none."""
        script = lead.prospect_list_id.script_id.filtered("active")
        # The rules leave the user scripts of their companies only.
        return script or self.search(
            [("company_id", "in", (False, lead.company_id.id or self.env.company.id))], limit=1
        )

    def _prepare_desk(self, values):
        """This script and its objections as the desk shows them.

        :param dict values: name of each placeholder -> what stands there for this call
        :return: ``{"id", "name", "steps": [{"id", "name", "body", "questions"}], "objections":
            [{"id", "name", "answer", "keywords"}]}``; bodies are safe HTML
        """
        steps = [step._prepare_desk(values) for step in self.step_ids]
        opening = fill(self.body, values)
        if opening:
            steps.insert(0, {"id": 0, "name": _("Opening"), "body": opening, "questions": []})
        return {
            "id": self.id,
            "name": self.name or "",
            "steps": steps,
            "objections": [one._prepare_desk(values) for one in self.objection_ids],
        }
