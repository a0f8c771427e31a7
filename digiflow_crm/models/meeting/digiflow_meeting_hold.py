from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.tools import mute_logger


class DigiflowMeetingHold(models.Model):
    """The time of one person that a booked presentation takes.

    The database lets no two of a person overlap, not even two that are booked at the same moment.
    Rows are written by the presentations only, never by people.
    """

    _name = "digiflow.meeting.hold"
    _description = "Time taken by a presentation"
    _order = "start, user_id"
    _rec_name = "event_id"

    event_id = fields.Many2one("calendar.event", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="cascade")
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)

    # A range of one id: equality in such an index needs no extension of PostgreSQL.
    _sql_constraints = [
        (
            "one_at_a_time",
            "EXCLUDE USING gist (int4range(user_id, user_id + 1) WITH &&, "
            "tsrange(start, stop) WITH &&)",
            "This person has another presentation at that time. Choose another time.",
        ),
    ]

    @api.model
    def _sync(self, events):
        """Hold the time of `events` that are booked, and free that of the others.

        :return: the events whose time somebody else has; when there are any, nothing is held
        """
        # sudo: holds are the presentations' own; whoever may book or move one takes time.
        table = self.sudo()
        holds = table.search([("event_id", "in", events.ids)])
        rows = [
            {"event_id": event.id, "user_id": user.id, "start": event.start, "stop": event.stop}
            for event in events
            for user in event._get_held_people()
        ]
        # Always in the same order, so that two bookings do not wait for each other.
        rows.sort(key=lambda row: (row["user_id"], row["start"]))
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                holds.unlink()
                table.create(rows)
        except ExclusionViolation:
            return events
        return events.browse()
