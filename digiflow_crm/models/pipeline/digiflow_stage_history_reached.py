from odoo import api, fields, models
from odoo.tools import sql

from .steps import STEPS

# Whether stays are the first of their opportunity in their stage, and whether it has been in a
# later stage since: of some opportunities, or of all without any. Stays of one moment came about in
# the order of their ids.
REACHED_SQL = """
    WITH stay AS (
        SELECT stay.id, stay.lead_id, stay.stage_id, stay.date_from,
            stay.merged IS TRUE AS merged,
            array_position(%(steps)s, stage.digiflow_step::text) AS rank
        FROM digiflow_stage_history stay JOIN crm_stage stage ON stage.id = stay.stage_id
        WHERE %(leads)s::int[] IS NULL OR stay.lead_id = ANY(%(leads)s::int[])
    ), found AS (
        SELECT id, NOT merged AND row_number() OVER (
                PARTITION BY lead_id, merged, stage_id ORDER BY date_from, id
            ) = 1 AS first_time,
            NOT merged AND COALESCE(max(rank) OVER (
                PARTITION BY lead_id, merged ORDER BY date_from, id
                ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
            ) > rank, FALSE) AS went_on
        FROM stay
    )
    UPDATE digiflow_stage_history stay
    SET first_time = found.first_time, went_on = found.went_on
    FROM found
    WHERE found.id = stay.id
        AND (found.first_time, found.went_on) IS DISTINCT FROM (stay.first_time, stay.went_on)
"""
LOOKED_AT = ["lead_id", "stage_id", "date_from", "merged"]
REACHED = ["first_time", "went_on"]


class DigiflowStageHistory(models.Model):
    """How far opportunities got, kept with each stay, so that a million of them are counted."""

    _inherit = "digiflow.stage.history"

    first_time = fields.Boolean(
        string="First time",
        readonly=True,
        help="The opportunity had not been in this stage before.",
    )
    went_on = fields.Boolean(
        string="Went on",
        readonly=True,
        help="The opportunity has been in a later stage since then.",
    )

    def _auto_init(self):
        """Tell it of the stays that are there already, in SQL."""
        cr = self.env.cr
        known = sql.column_exists(cr, self._table, "went_on")
        is_new = not sql.table_exists(cr, self._table)
        res = super()._auto_init()
        if not known and not is_new:
            cr.execute(REACHED_SQL, {"steps": STEPS, "leads": None})
        return res

    @api.model
    def _record_moves(self, leads, before, reasons=None):
        """Stays of opportunities that have moved before are told from their first ones."""
        stays = super()._record_moves(leads, before, reasons)
        self._note_reached(stays.lead_id.filtered(lambda lead: lead.id in before))
        return stays

    @api.model
    def _record_merge(self, leads, target):
        """What was merged into another opportunity reached nothing by itself."""
        res = super()._record_merge(leads, target)
        self._note_reached(target)
        return res

    @api.model
    def _prepare_stay_vals(self, lead, before, reason):
        return {**super()._prepare_stay_vals(lead, before, reason), "first_time": before is None}

    @api.model
    def _note_reached(self, leads):
        """Look at all stays of these opportunities again."""
        if leads:
            self.flush_model(LOOKED_AT + REACHED)
            self.env.cr.execute(REACHED_SQL, {"steps": STEPS, "leads": leads.ids})
            self.invalidate_model(REACHED)
