from odoo import _, api, models

from ...compat import implied_groups_field
from ...core import periods
from .states import (
    ITEM_PENDING,
    OPEN_STATES,
    STATE_RETURNED,
    STATE_SUBMITTED,
)

TURN = "digiflow_crm.mail_activity_type_handover"
REMINDER = "digiflow_crm.mail_activity_type_checklist"
NAMES_SHOWN = 10


class DigiflowHandover(models.Model):
    """Whose turn it is: the activities of a handover, and the reminders of its checklist."""

    _inherit = "digiflow.handover"

    def _plan_turn(self, state):
        """Ask those for their work whose turn it is in `state`."""
        self.ensure_one()
        if state == STATE_SUBMITTED:
            summary = _("Accept or return the handover")
            self._plan_for(self._get_receivers(), summary)
        elif state == STATE_RETURNED:
            summary = _("Complete the returned handover")
            self._plan_for(self._get_preparers(), summary, self.return_reason)

    def _plan_for(self, users, summary, note=False):
        for user in users.filtered(self._is_readable_by):
            self._schedule(TURN, user, summary, note)

    def _schedule(self, kind, user, summary, note=False):
        """An activity for `user`, who did not ask for it and may be somebody else."""
        # sudo: the workflow alone says whose turn it is; who moved it may not plan for others.
        self.sudo().activity_schedule(kind, user_id=user.id, summary=summary, note=note or "")

    def _close_turn(self):
        """What was asked for is done, or is no longer asked."""
        # sudo: only the two kinds planned by a handover's moves end, other people's too.
        self.sudo().activity_unlink([TURN, REMINDER])

    def _get_receivers(self):
        """Who is told of a handover that was submitted: the person of the settings, else everybody
        of Implementation, else the managers."""
        self.ensure_one()
        company = self.company_id or self.env.company
        chosen = company.digiflow_handover_user_id
        if chosen:
            return chosen
        # sudo: who has the role, which not everybody may look up.
        users = self.env["res.users"].sudo()
        role = self.env.ref("digiflow_crm.group_implementation").id
        # A manager has every role.
        people = users.search(
            [
                ("share", "=", False),
                ("company_ids", "in", company.ids),
                (implied_groups_field(self.env), "in", [role]),
            ]
        )
        own = people.filtered(lambda user: not user.has_group("digiflow_crm.group_manager"))
        return own or people

    def _get_preparers(self):
        """Who completes a returned handover: the executive, else who submitted it last."""
        self.ensure_one()
        submitted = self.move_ids.filtered(lambda move: move.move == STATE_SUBMITTED)
        return self.executive_id or submitted.sorted("id")[-1:].user_id

    def _is_readable_by(self, user):
        """Whether `user` may read this handover: an activity of nobody else is of use."""
        own = self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return user.active and bool(own.search_count([("id", "=", self.id)]))

    @api.model
    def _cron_remind_items(self):
        """Ask the responsible people for what is due, one activity for each handover and person."""
        today = periods.today()
        waiting = self.env["digiflow.handover.item"].search(
            [
                ("state", "=", ITEM_PENDING),
                ("handover_id.state", "in", OPEN_STATES),
                ("date_due", "!=", False),
                ("user_id", "!=", False),
            ]
        )
        due = waiting.filtered(lambda item: item._get_days_left(today) <= item._get_notice_days())
        for handover in due.handover_id:
            items = due.filtered(lambda item, handover=handover: item.handover_id == handover)
            for user in items.user_id.filtered(handover._is_readable_by):
                own = items.filtered(lambda item, user=user: item.user_id == user)
                handover.with_context(lang=user.lang)._remind(user, own)

    def _remind(self, user, items):
        """One reminder for `user`, unless the last one is still open."""
        kind = self.env.ref(REMINDER)
        open_ones = self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind and activity.user_id == user
        )
        if open_ones:
            return
        summary = _("Checklist: %(count)s items are due", count=len(items))
        names = items.sorted("date_due").mapped("name")[:NAMES_SHOWN]
        self._schedule(REMINDER, user, summary, "; ".join(names))
