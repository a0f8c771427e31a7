from odoo import api, models

from ...core import periods


class DigiflowCallDesk(models.AbstractModel):
    """The telemarketer's day, told with every step at the desk; and that somebody is there."""

    _inherit = "digiflow.call.desk"

    @api.model
    def open_desk(self):
        return self._with_day(super().open_desk())

    @api.model
    def next_call(self):
        return self._with_day(super().next_call())

    @api.model
    def log_call(self, lead_id, values):
        result = super().log_call(lead_id, values)
        self.env["digiflow.call.presence"]._see(False)
        return {**result, "day": self._prepare_day()}

    @api.model
    def release(self, lead_id):
        res = super().release(lead_id)
        self.env["digiflow.call.presence"]._see(False)
        return res

    @api.model
    def keep(self, lead_id):
        until = super().keep(lead_id)
        self.env["digiflow.call.presence"]._see(until and lead_id)
        return until

    @api.model
    def take(self, lead_id):
        result = super().take(lead_id)
        self.env["digiflow.call.presence"]._see(result["lead"] and result["lead"]["id"])
        return result

    @api.model
    def _with_day(self, result):
        """What the desk answers, with the user's day; the user is there, with that company."""
        lead = result["lead"]
        self.env["digiflow.call.presence"]._see(lead and lead["id"])
        return {**result, "day": self._prepare_day()}

    @api.model
    def _prepare_day(self):
        """How far the user has come today in Lima.

        :return: as `digiflow.call.day._get_days`, and ``callbacks_due`` (overdue, and for the rest
            of the day), ``waiting`` (companies to call now: a number as text, at most ``1000+``)
        """
        user, day, leads = self.env.user, periods.today(), self.env["crm.lead"]
        end = periods.starts_at(day + periods.ONE_DAY)
        callbacks, _overdue = leads._count_callbacks(user, end).get(user.id, (0, 0))
        return {
            **self.env["digiflow.call.day"]._get_days(user, day)[user.id],
            "callbacks_due": callbacks,
            "waiting": leads._count_waiting(self._prepare_queue()),
        }
