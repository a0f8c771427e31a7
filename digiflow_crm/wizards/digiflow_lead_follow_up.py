from odoo import _, api, fields, models

from ..exceptions import ProcessError


class DigiflowLeadFollowUp(models.TransientModel):
    """What to do with opportunities that stand still: an activity, another person, or both."""

    _name = "digiflow.lead.follow.up"
    _description = "Get opportunities moving"

    lead_ids = fields.Many2many("crm.lead", string="Opportunities", required=True, readonly=True)
    lead_count = fields.Integer(string="Opportunities chosen", compute="_compute_lead_count")
    # Activity
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity",
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
    )
    summary = fields.Char()
    date_deadline = fields.Date(string="Due", default=fields.Date.context_today)
    # Person
    user_id = fields.Many2one(
        "res.users",
        string="New sales executive",
        domain=[("share", "=", False)],
        help="Empty: they stay with whom they have.",
    )
    telemarketer_id = fields.Many2one(
        "res.users",
        string="New telemarketer",
        domain=[("share", "=", False)],
        help="Empty: they stay with whom they have.",
    )

    @api.depends("lead_ids")
    def _compute_lead_count(self):
        for wizard in self:
            wizard.lead_count = len(wizard.lead_ids)

    def action_apply(self):
        """Give the opportunities to whom was chosen, then plan the activity with who has them.

        :raise ProcessError: nothing was chosen, or an activity has no day
        """
        self.ensure_one()
        owners = {name: self[name].id for name in ("user_id", "telemarketer_id") if self[name]}
        if not owners and not self.activity_type_id:
            raise ProcessError(_("Choose an activity, a person, or both."))
        if self.activity_type_id and not self.date_deadline:
            raise ProcessError(_("Enter until when the activity is to be done."))
        if owners:
            self.lead_ids.write(owners)
        if self.activity_type_id:
            self._plan()
        return {"type": "ir.actions.act_window_close"}

    def _plan(self):
        """An activity on each opportunity: for its executive, else its telemarketer."""
        for lead in self.lead_ids:
            person = lead.user_id or lead.telemarketer_id or self.env.user
            lead.activity_schedule(
                activity_type_id=self.activity_type_id.id,
                summary=self.summary or False,
                date_deadline=self.date_deadline,
                user_id=person.id,
            )
