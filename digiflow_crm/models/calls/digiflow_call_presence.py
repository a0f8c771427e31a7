from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

# A company that stays on the desk keeps the moment when it came there.
SEEN_SQL = """
    INSERT INTO digiflow_call_presence AS presence (user_id, lead_id, since, seen_at)
    VALUES (%(user)s, %(lead)s, %(now)s, %(now)s)
    ON CONFLICT (user_id) DO UPDATE SET
        since = CASE WHEN presence.lead_id IS NOT DISTINCT FROM excluded.lead_id
            THEN presence.since ELSE excluded.since END,
        lead_id = excluded.lead_id,
        seen_at = excluded.seen_at
"""


class DigiflowCallPresence(models.Model):
    """Where a telemarketer is: when last seen at the call desk, with which company since when.

    One row a person, written by the desk only.
    """

    _name = "digiflow.call.presence"
    _description = "Presence at the call desk"
    _rec_name = "user_id"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", readonly=True, ondelete="set null", index=True)
    since = fields.Datetime(readonly=True)
    seen_at = fields.Datetime(readonly=True)

    _sql_constraints = [("user_uniq", "UNIQUE(user_id)", "One row a person.")]

    @api.model
    def _see(self, lead_id):
        """The user is at the desk now, with this company or, by False, with none."""
        params = {"user": self.env.uid, "lead": lead_id or None, "now": fields.Datetime.now()}
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SEEN_SQL, params, log_exceptions=False)
        except SerializationFailure:
            # Another tab of the same person has just told it: a call is not refused for that.
            return
        self.invalidate_model()
