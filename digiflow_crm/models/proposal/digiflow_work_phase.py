from odoo import api, fields, models

from ...core.work_plan import Phase


class DigiflowWorkPhase(models.Model):
    """A phase of the plan of work that proposals show, in the language of the clients."""

    _name = "digiflow.work.phase"
    _description = "Phase of the plan of work"
    _order = "sequence, id"

    name = fields.Char(required=True)
    text = fields.Text(string="What is done", help="As clients read it in the proposal.")
    share = fields.Float(
        default=20.0,
        required=True,
        help="Its part of the weeks, beside those of the other phases: all of them are the whole.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _sql_constraints = [
        ("share_positive", "CHECK (share > 0)", "A phase takes a part of the time: above 0."),
    ]

    @api.model
    def _get_phases(self):
        """The phases in their order, as core.work_plan reckons with them."""
        return [Phase(phase.name, phase.text or "", phase.share) for phase in self.search([])]
