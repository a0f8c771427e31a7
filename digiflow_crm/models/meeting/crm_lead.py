from odoo import _, api, fields, models

from ..pipeline.steps import STEP_MEETING
from .states import STATE_BOOKED


class CrmLead(models.Model):
    """Meeting: when the solution was presented, and the presales engineer who helps."""

    _inherit = "crm.lead"

    presales_user_id = fields.Many2one(
        "res.users", string="Presales engineer", index="btree_not_null", tracking=True
    )
    meeting_held_date = fields.Datetime(
        string="Presentation held",
        copy=False,
        tracking=True,
        help="When the solution was presented to the client, on line or on site.",
    )

    @api.constrains("meeting_held_date")
    def _check_meeting_held_date(self):
        self._check_happened("meeting_held_date")

    def write(self, vals):
        """Nobody presents to a client who is lost: what is booked is cancelled."""
        given_up = self.filtered("active") if vals.get("active") is False else self.browse()
        res = super().write(vals)
        given_up._cancel_booked()
        return res

    def _cancel_booked(self):
        """Cancel the presentations to come, and tell everybody invited."""
        # sudo: who may lose the opportunity frees the time that was booked for it.
        to_come = self.sudo().presentation_ids.filtered(
            lambda event: event.digiflow_state == STATE_BOOKED and not event.can_hold
        )
        if to_come:
            to_come.cancel_presentation(_("The opportunity was closed."), call_again=False)

    @api.model
    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "presales_user_id", "meeting_held_date"]

    @api.model
    def _get_gate_fields(self):
        return [*super()._get_gate_fields(), "meeting_held_date"]

    def _get_missing(self, step):
        missing = super()._get_missing(step)
        if step == STEP_MEETING and not self.meeting_held_date:
            name = _("presentation held")
            missing.append(self._missing_item("meeting_held", name, ["meeting_held_date"]))
        return missing
