from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError

# What only ticking and reminding write.
KEPT = {"done_on", "done_by_id", "reminded"}
# What whoever made the commitment writes.
OF_PERSON = {"done"}
# How often somebody was reminded: never, before the day, after it.
NEVER, AHEAD, LATE = "0", "1", "2"


class DigiflowCoachingCommitment(models.Model):
    """What a telemarketer commits to in a coaching, by when; ticked by who made it."""

    _name = "digiflow.coaching.commitment"
    _description = "Commitment of a coaching"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "coaching_id, date_due, id"

    coaching_id = fields.Many2one(
        "digiflow.coaching", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="coaching_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="coaching_id.company_id", store=True)
    name = fields.Char(string="Commitment", required=True)
    date_due = fields.Date(string="By", required=True, index=True)
    done = fields.Boolean(string="Fulfilled", copy=False)
    done_on = fields.Date(string="Kept on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Ticked by", readonly=True, copy=False)
    is_late = fields.Boolean(string="Overdue", compute="_compute_is_late")
    can_tick = fields.Boolean(compute="_compute_can_tick")
    reminded = fields.Selection(
        [(NEVER, "Not yet"), (AHEAD, "Before its day"), (LATE, "After its day")],
        default=NEVER,
        required=True,
        readonly=True,
        copy=False,
    )

    @api.depends("date_due", "done")
    def _compute_is_late(self):
        today = periods.today()
        for one in self:
            one.is_late = bool(one.date_due) and not one.done and one.date_due < today

    @api.depends_context("uid")
    @api.depends("user_id", "coaching_id.state")
    def _compute_can_tick(self):
        for one in self:
            own = one.user_id == self.env.user or one.coaching_id.can_coach
            one.can_tick = own and not one.coaching_id._is_closed()

    @api.model_create_multi
    def create(self, vals_list):
        check_access(self, "create")
        begun = {"done": False, "done_on": False, "done_by_id": False, "reminded": NEVER}
        commitments = super().create([{**vals, **begun} for vals in vals_list])
        commitments.coaching_id._check_open()
        return commitments

    def write(self, vals):
        check_access(self, "write")
        self.coaching_id._check_open()
        self._check_written(vals)
        res = super().write(vals)
        if "done" in vals:
            self._sign_off(vals["done"])
        if "date_due" in vals:
            self._update({"reminded": NEVER})
        return res

    def unlink(self):
        check_access(self, "unlink")
        self.coaching_id._check_open()
        return super().unlink()

    def action_tick(self):
        """Say that it was kept; or not, when it was ticked by mistake.

        :return: True
        """
        for one in self:
            one.write({"done": not one.done})
        return True

    def action_view_coaching(self):
        """Open the coaching in which it was agreed.

        :return: a window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.coaching_id.display_name,
            "res_model": self.coaching_id._name,
            "res_id": self.coaching_id.id,
            "views": [(False, "form")],
        }

    def _check_written(self, vals):
        """Refuse what the user may not write of a commitment.

        :raise WorkflowError: it is not for typing in
        :raise AccessError: it is for the coach to change
        """
        if KEPT & set(vals) or "coaching_id" in vals:
            raise WorkflowError(_("When a commitment was kept follows from ticking it."))
        coach = self.env.su or self.env["digiflow.coaching"]._is_coach(self.env.user)
        if not coach and set(vals) - OF_PERSON:
            raise AccessError(
                _("You tick your commitments; what they say, and by when, is agreed with the coach")
            )

    def _sign_off(self, done):
        """Keep when these commitments were ticked, and by whom."""
        self._update(
            {
                "done_on": periods.today() if done else False,
                "done_by_id": self.env.uid if done else False,
            }
        )

    @api.model
    def _cron_remind(self):
        """Remind whoever made a commitment, the day before it is due and once it is overdue."""
        today = periods.today()
        late = [("date_due", "<", today), ("reminded", "!=", LATE)]
        soon = [
            ("date_due", ">=", today),
            ("date_due", "<=", today + periods.ONE_DAY),
            ("reminded", "=", NEVER),
        ]
        waiting = [("done", "=", False), ("coaching_id.state", "!=", "closed")]
        for moment, domain in ((LATE, late), (AHEAD, soon)):
            self.search(waiting + domain)._remind(moment)

    def _remind(self, moment):
        """Tell of these commitments; the coach as well of those that are overdue.

        :param str moment: AHEAD or LATE
        """
        for one in self:
            people = one.user_id | (one.coaching_id.coach_id if moment == LATE else one.user_id)
            for user in people.filtered("active"):
                own = one.with_context(lang=user.lang)
                own.coaching_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=own._describe(moment),
                    body=own._describe(moment),
                )
            one._update({"reminded": moment})

    def _describe(self, moment):
        """The reminder, in a line."""
        self.ensure_one()
        values = {
            "person": self.user_id.name,
            "text": self.name,
            "day": self.date_due.strftime("%d/%m/%Y"),
        }
        if moment == LATE:
            return _("Overdue since %(day)s, commitment of %(person)s: %(text)s", **values)
        return _("Due on %(day)s, commitment of %(person)s: %(text)s", **values)
