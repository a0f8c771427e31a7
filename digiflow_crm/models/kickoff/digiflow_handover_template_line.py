from datetime import timedelta

from odoo import fields, models

from ...core import periods
from .states import (
    GIVER_CLIENT,
    GIVER_SELECTION,
    ITEM_KIND_SELECTION,
    RESPONSIBLE_PRESALES,
    RESPONSIBLE_SELECTION,
)


class DigiflowHandoverTemplateLine(models.Model):
    """A format or start requirement that a kind of project asks for."""

    _name = "digiflow.handover.template.line"
    _description = "Line of a checklist"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "digiflow.handover.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    kind = fields.Selection(ITEM_KIND_SELECTION, default="start", required=True)
    giver = fields.Selection(
        GIVER_SELECTION, string="Given by", default=GIVER_CLIENT, required=True
    )
    responsible = fields.Selection(RESPONSIBLE_SELECTION, default="executive", required=True)
    days = fields.Integer(
        string="Days after", default=7, help="Days from the handover's beginning until it is due."
    )
    required = fields.Boolean(default=True)
    needs_document = fields.Boolean(string="Document asked for")
    document_type_id = fields.Many2one(
        "digiflow.document.type",
        string="Only for",
        ondelete="restrict",
        help="Asked for when the client issues documents of this kind. Empty: always.",
    )
    note = fields.Text(help="What exactly is asked for; the client reads it on their page.")

    _sql_constraints = [
        ("days_range", "CHECK (days BETWEEN 0 AND 365)", "Enter from 0 to 365 days."),
    ]

    def _is_asked(self, requirement):
        """Whether a project with these answers is asked for this line."""
        self.ensure_one()
        kinds = requirement.document_type_ids
        return not self.document_type_id or not kinds or self.document_type_id in kinds

    def _prepare_item_vals(self, lead):
        """Values of the item of a handover of `lead` that begins today."""
        self.ensure_one()
        people = lead.presales_user_id or lead.user_id, lead.user_id or lead.presales_user_id
        user = people[0] if self.responsible == RESPONSIBLE_PRESALES else people[1]
        return {
            "sequence": self.sequence,
            "name": self.name,
            "kind": self.kind,
            "giver": self.giver,
            "user_id": user.id,
            "date_due": periods.today() + timedelta(days=self.days),
            "required": self.required,
            "needs_document": self.needs_document,
            "note": self.note,
        }
