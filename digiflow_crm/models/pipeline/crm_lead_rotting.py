from datetime import timedelta

import pytz

from odoo import api, fields, models

from ...core.periods import starts_at, today

NOTHING = [(0, "=", 1)]


class CrmLead(models.Model):
    """Deals that rot: opportunities in which nothing happened for longer than their stage allows.

    Days are those of Lima's calendar: what moved yesterday evening has been still for one.
    """

    _inherit = "crm.lead"

    digiflow_days_still = fields.Integer(
        string="Days without movement", compute="_compute_digiflow_rotting"
    )
    digiflow_is_rotting = fields.Boolean(
        string="Without movement",
        compute="_compute_digiflow_rotting",
        search="_search_digiflow_is_rotting",
        help="Nothing happened for as many days as its stage allows, or more.",
    )

    @api.depends("digiflow_moved_on", "stage_id.digiflow_rot_days", "active", "is_digiflow")
    def _compute_digiflow_rotting(self):
        now = today()
        for lead in self:
            moved = lead.digiflow_moved_on
            days = (now - today(pytz.utc.localize(moved))).days if moved else 0
            stage = lead.stage_id
            limit = 0 if stage.is_won else stage.digiflow_rot_days
            lead.digiflow_days_still = max(days, 0)
            lead.digiflow_is_rotting = bool(
                lead.is_digiflow and lead.active and moved and 0 < limit <= days
            )

    @api.model
    def _search_digiflow_is_rotting(self, operator, value):
        wanted = any(value) if isinstance(value, (list, tuple, set, frozenset)) else bool(value)
        domain = self._get_rotting_domain()
        return domain if wanted == (operator in ("=", "in")) else ["!", *domain]

    def action_plan_follow_up(self):
        """Open the form that plans an activity for these leads, or gives them to somebody."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_lead_follow_up_action"
        )
        return {**action, "context": {"default_lead_ids": [(6, 0, self.ids)]}}

    @api.model
    def _get_rotting_domain(self):
        """The rule of `_compute_digiflow_rotting` as a domain, one term a stage."""
        limits = self.env["crm.stage"].search(
            [("digiflow_rot_days", ">", 0), ("is_won", "=", False)]
        )
        now = today()
        terms = []
        for stage in limits:
            # Still for N days: moved before the day began that is N - 1 days ago.
            since = starts_at(now - timedelta(days=stage.digiflow_rot_days - 1))
            terms += ["&", ("stage_id", "=", stage.id), ("digiflow_moved_on", "<", since)]
        if not terms:
            return NOTHING
        own = ["&", "&", ("is_digiflow", "=", True), ("active", "=", True)]
        return own + ["|"] * (len(limits) - 1) + terms
