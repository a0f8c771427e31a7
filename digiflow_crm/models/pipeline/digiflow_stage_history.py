from odoo import api, fields, models

from ...compat import AVERAGED

MOVE_CREATED = "created"
MOVE_FORWARD = "forward"
MOVE_BACK = "back"
MOVE_RESTORED = "restored"
SECONDS_PER_DAY = 86400.0


class DigiflowStageHistory(models.Model):
    """One stay of a lead in a stage: who brought it there, from when, to when, for how long.

    The clock runs while the lead is active: losing or archiving it ends the stay, restoring it
    begins another one in the same stage. Rows are written by the pipeline only, never by people.
    """

    _name = "digiflow.stage.history"
    _description = "Stay of an opportunity in a stage"
    _order = "lead_id, date_from desc, id desc"
    _rec_name = "stage_id"

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    stage_id = fields.Many2one("crm.stage", required=True, index=True, ondelete="restrict")
    from_stage_id = fields.Many2one("crm.stage", string="Came from", ondelete="set null")
    user_id = fields.Many2one("res.users", string="Moved by", required=True, ondelete="restrict")
    move = fields.Selection(
        [
            (MOVE_CREATED, "Created"),
            (MOVE_FORWARD, "Forward"),
            (MOVE_BACK, "Back"),
            (MOVE_RESTORED, "Restored"),
        ],
        required=True,
    )
    date_from = fields.Datetime(string="From", required=True, index=True)
    date_to = fields.Datetime(string="To", index=True)
    days = fields.Float(
        compute="_compute_days",
        store=True,
        digits=(12, 2),
        help="Days in the stage, counted when the stay ended; averaged when stays are grouped.",
        **AVERAGED,
    )
    merged = fields.Boolean(
        help="The stay of an opportunity that was merged into this one: kept on record, not "
        "counted in this one's times."
    )
    pass_reason = fields.Text(
        string="Reason of the pass",
        help="Why the manager let the opportunity pass with steps incomplete.",
    )

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        for stay in self:
            stay.days = stay._count_days() if stay.date_to else 0.0

    def _count_days(self):
        """Days of this stay, to now when it has not ended."""
        self.ensure_one()
        end = self.date_to or self.env.cr.now()
        return max((end - self.date_from).total_seconds(), 0.0) / SECONDS_PER_DAY

    @api.model
    def _record_moves(self, leads, before, reasons=None):
        """Close and open stays after `leads` were created or written.

        :param leads: crm.lead records
        :param dict before: lead id -> (stage, active) as it was; an id not in it is a new lead
        :param dict reasons: lead id -> the manager's reason for letting it pass
        """
        no_stage = self.env["crm.stage"]
        moved = leads.filtered(
            lambda lead: (lead.stage_id, lead.active) != before.get(lead.id, (no_stage, False))
        )
        self._close_open_stays(moved)
        # sudo: the history is the pipeline's own; nobody may write it, so nobody can forge it.
        return self.sudo().create(
            [
                self._prepare_stay_vals(lead, before.get(lead.id), (reasons or {}).get(lead.id))
                for lead in moved
                if lead.active and lead.stage_id.digiflow_step
            ]
        )

    @api.model
    def _close_open_stays(self, leads):
        """End the running stays of `leads` now."""
        # sudo: see _record_moves.
        running = self.sudo().search([("lead_id", "in", leads.ids), ("date_to", "=", False)])
        running.write({"date_to": self.env.cr.now()})

    @api.model
    def _record_merge(self, leads, target):
        """Keep the stays of `leads`, about to be merged into `target` and deleted, with it."""
        self._close_open_stays(leads)
        # sudo: see _record_moves.
        stays = self.sudo().search([("lead_id", "in", leads.ids)])
        stays.write({"merged": True, "lead_id": target.id})

    @api.model
    def _prepare_stay_vals(self, lead, before, reason):
        """Values of the stay that begins now; `before` is None for a new lead."""
        came_from = before[0] if before else self.env["crm.stage"]
        return {
            "lead_id": lead.id,
            "stage_id": lead.stage_id.id,
            "from_stage_id": came_from.id,
            "user_id": self.env.uid,
            "move": self._get_move(lead, before),
            "date_from": self.env.cr.now(),
            "pass_reason": reason,
        }

    @api.model
    def _get_move(self, lead, before):
        """Which kind of move brought `lead` where it is."""
        if before is None:
            return MOVE_CREATED
        stage, active = before
        if not active and stage == lead.stage_id:
            return MOVE_RESTORED
        forward = lead.stage_id._digiflow_rank() > stage._digiflow_rank()
        return MOVE_FORWARD if forward else MOVE_BACK
