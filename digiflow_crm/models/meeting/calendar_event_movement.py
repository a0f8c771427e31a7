from odoo import api, models

# A presentation is moved, held, missed or cancelled by them.
MOVING_FIELDS = {"start", "digiflow_state"}


class CalendarEvent(models.Model):
    """A presentation that is booked, moved or held moves its opportunity."""

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._mark_opportunity()
        return events

    def write(self, vals):
        res = super().write(vals)
        if MOVING_FIELDS.intersection(vals):
            self._mark_opportunity()
        return res

    def _mark_opportunity(self):
        """Note the movement on the opportunities that these presentations are for."""
        # sudo: only the date of the opportunity follows, whoever holds the presentation.
        self.sudo().filtered("digiflow_kind").opportunity_id._mark_movement()
