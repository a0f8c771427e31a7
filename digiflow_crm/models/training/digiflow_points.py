from odoo import _, api, fields, models

from ...exceptions import WorkflowError

MODULE, CONTACT, MEETING = "module", "contact", "meeting"
KIND_SELECTION = [
    (MODULE, "Module passed"),
    (CONTACT, "Effective contact"),
    (MEETING, "Meeting held"),
]
# What each is worth.
WORTH = {MODULE: 20, CONTACT: 1, MEETING: 5}


class DigiflowPoints(models.Model):
    """Points that somebody earned by something that happened: once for each, and for good.

    How they are earned is in digiflow_points_award; the same points are Odoo's karma.
    """

    _name = "digiflow.points"
    _description = "Points earned"
    _order = "day desc, id desc"
    _rec_name = "kind"

    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    kind = fields.Selection(KIND_SELECTION, string="For", required=True, readonly=True)
    source = fields.Char(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, index=True, help="In Lima.")
    points = fields.Integer(required=True, readonly=True)
    # What happened
    call_id = fields.Many2one("digiflow.call", readonly=True, index=True, ondelete="set null")
    event_id = fields.Many2one(
        "calendar.event", string="Presentation", readonly=True, index=True, ondelete="set null"
    )
    module_id = fields.Many2one(
        "digiflow.training.module", readonly=True, index=True, ondelete="set null"
    )

    _sql_constraints = [
        (
            "source_uniq",
            "UNIQUE(user_id, source)",
            "Nobody earns points for the same thing twice.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super # it only refuses
        raise WorkflowError(_("Points are earned, not written down."))

    def write(self, vals):  # pylint: disable=method-required-super # it only refuses
        raise WorkflowError(_("Points that were earned stay as they are."))
