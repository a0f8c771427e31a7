from odoo import api, fields, models

from ...core.estimation import DEFAULT_KIND
from ..requirements.project_kinds import KIND_SELECTION


class DigiflowHandoverTemplate(models.Model):
    """The checklist of a kind of project; presales keeps it. Handovers keep their own copy."""

    _name = "digiflow.handover.template"
    _description = "Checklist of a kind of project"
    _order = "sequence, id"

    name = fields.Char(required=True)
    project_kind = fields.Selection(KIND_SELECTION, string="Kind of project", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    line_ids = fields.One2many("digiflow.handover.template.line", "template_id", copy=True)

    _sql_constraints = [
        (
            "one_of_a_kind",
            "EXCLUDE USING btree (project_kind WITH =) WHERE (active)",
            "This kind of project has its checklist already. Change that one, or archive it.",
        ),
    ]

    def copy_data(self, default=None):
        """A copy of a checklist is not in use until the other one is archived."""
        return super().copy_data({"active": False, **(default or {})})

    @api.model
    def _get_for(self, project_kind):
        """The checklist of a kind of project, without a survey the usual kind; an empty record
        when that kind has none."""
        # sudo: whoever brings the sale there, it has the checklist.
        return self.sudo().search([("project_kind", "=", project_kind or DEFAULT_KIND)], limit=1)
