from odoo import _, api, fields, models

from ...core import periods
from ..calls.outcomes import QUEUE_CALLBACK
from .workday_parts import CALM, LATE, TODAY


class DigiflowWorkday(models.AbstractModel):
    """What the days of several roles have in common: domains, and how their records are told."""

    _inherit = "digiflow.workday"

    # -- which
    @api.model
    def _get_today_domain(self, name):
        """The records whose moment `name` is of today in Lima."""
        begin, end = periods.boundaries([periods.Period(periods.today(), periods.today())])
        return [(name, ">=", begin), (name, "<", end)]

    @api.model
    def _get_open_leads(self, owner):
        """The user's opportunities before the sale, in the company at work.

        :param str owner: the field of crm.lead that says whose they are
        """
        return [
            ("is_digiflow", "=", True),
            ("type", "=", "opportunity"),
            (owner, "=", self.env.uid),
            ("company_id", "in", (False, self.env.company.id)),
            ("stage_id.is_won", "=", False),
        ]

    @api.model
    def _get_callback_domain(self):
        """Companies that are to be called back today, or were before."""
        return [
            ("is_digiflow", "=", True),
            ("call_queue", "=", QUEUE_CALLBACK),
            ("call_due", "<", periods.starts_at(periods.today() + periods.ONE_DAY)),
        ]

    @api.model
    def _find_tasks(self, *terms):
        """The user's activities that are due, as a domain.

        Odoo leaves out those of records that are out of reach, but after it has cut off a search:
        all are looked for, so that as many are counted as open.
        """
        due = [("user_id", "=", self.env.uid), ("date_deadline", "<=", periods.today())]
        return [("id", "in", self.env["mail.activity"].search([*due, *terms]).ids)]

    # -- how
    @api.model
    def _tell_callback(self, lead):
        is_late = lead.call_due <= fields.Datetime.now()
        return {
            "detail": ", ".join(filter(None, [lead.contact_name, lead.phone, lead.call_reason])),
            "when": self._say_moment(lead.call_due),
            "level": LATE if is_late else TODAY,
            "sign": _("Call now") if is_late else _("Today"),
        }

    @api.model
    def _tell_meeting(self, event):
        """A meeting with its hour; what was booked for another day is not pressing."""
        modes = dict(event._fields["digiflow_mode"]._description_selection(self.env))
        states = dict(event._fields["digiflow_state"]._description_selection(self.env))
        is_today = periods.today(periods.aware(event.start)) == periods.today()
        return {
            "detail": ", ".join(
                filter(None, [modes.get(event.digiflow_mode), event.location or ""])
            ),
            "when": _("All day") if event.allday else self._say_moment(event.start),
            "level": TODAY if is_today else CALM,
            "sign": states.get(event.digiflow_state, ""),
        }

    @api.model
    def _tell_task(self, activity):
        """An activity, opened where it is to be done."""
        return {
            "model": activity.res_model,
            "id": activity.res_id,
            "name": activity.res_name or activity.display_name,
            "detail": activity.summary or activity.activity_type_id.name,
            "when": self._say_day(activity.date_deadline),
            **self._judge(activity.date_deadline),
        }
