from odoo import _, api, fields, models
from odoo.tools import sql

from ...exceptions import ProcessError
from .crm_lead import MOVING_FIELDS

# A message that a person wrote, or that was written to one. Notes of the system are none, but
# for that of an activity that somebody did.
WRITTEN_TYPES = ("comment", "email", "email_outgoing")
# What is known of the leads that were there before there was the date.
FILL_SQL = """
    UPDATE crm_lead lead SET digiflow_moved_on = GREATEST(
        lead.create_date,
        lead.date_last_stage_update,
        (
            SELECT max(message.date) FROM mail_message message
            WHERE message.model = 'crm.lead' AND message.res_id = lead.id AND (
                message.message_type IN %s OR message.mail_activity_type_id IS NOT NULL
            )
        )
    )
"""
FILL_CALLS_SQL = """
    UPDATE crm_lead lead SET digiflow_moved_on = call.start
    FROM (SELECT lead_id, max(start) AS start FROM digiflow_call GROUP BY lead_id) call
    WHERE call.lead_id = lead.id AND call.start > lead.digiflow_moved_on
"""
MARK_SQL = """
    UPDATE crm_lead SET digiflow_moved_on = %s
    WHERE id = ANY(%s) AND (digiflow_moved_on IS NULL OR digiflow_moved_on < %s)
"""


class CrmLead(models.Model):
    """Movement: when something last really happened to an opportunity.

    A change of stage, a call, a presentation, an offer sent or changed, a survey handed on, a
    message written by a person or to one, an activity that was done. Who only corrects a field, by
    hand, by an import or by a scheduled action, moves nothing.
    """

    _inherit = "crm.lead"

    digiflow_moved_on = fields.Datetime(
        string="Last movement",
        default=fields.Datetime.now,
        index=True,
        copy=False,
        readonly=True,
        help="Last change of stage, call, presentation, offer, message or activity done.",
    )

    def _auto_init(self):
        """Fill the date of the leads that are there already, in SQL."""
        cr = self.env.cr
        known = sql.column_exists(cr, self._table, "digiflow_moved_on")
        if not known:
            sql.create_column(cr, self._table, "digiflow_moved_on", "timestamp")
            cr.execute(FILL_SQL, [WRITTEN_TYPES])
            if sql.table_exists(cr, "digiflow_call"):
                cr.execute(FILL_CALLS_SQL)
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        # Said outright: an opportunity that begins has just moved, whatever an import says.
        now = fields.Datetime.now()
        return super().create([{**vals, "digiflow_moved_on": now} for vals in vals_list])

    def write(self, vals):
        if "digiflow_moved_on" in vals:
            raise ProcessError(
                _("The last movement is kept by the system and cannot be written. Leave it out.")
            )
        if not MOVING_FIELDS.intersection(vals):
            return super().write(vals)
        before = {lead.id: (lead.stage_id, lead.active) for lead in self}
        res = super().write(vals)
        self.filtered(lambda lead: before[lead.id] != (lead.stage_id, lead.active))._mark_movement()
        return res

    def _merge_dependences(self, opportunities):
        """The merged lead last moved when one of them did."""
        res = super()._merge_dependences(opportunities)
        # sudo: whoever may merge the leads keeps the dates of all of them.
        dates = [date for date in opportunities.sudo().mapped("digiflow_moved_on") if date]
        if dates:
            self._mark_movement(max(dates))
        return res

    def _mark_movement(self, when=None):
        """Something happened to these leads.

        Written in SQL: who writes a message need not have the right to write the lead, and the
        lead itself was not changed by anybody.

        :param datetime when: naive UTC; now if not given. An earlier one than is known counts not
        """
        if not self.ids:
            return
        when = when or fields.Datetime.now()
        self.env.cr.execute(MARK_SQL, [when, self.ids, when])
        self.invalidate_recordset(["digiflow_moved_on"])
        self.modified(["digiflow_moved_on"])
