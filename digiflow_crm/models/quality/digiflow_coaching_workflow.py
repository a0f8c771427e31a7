from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .coaching_states import CLOSED, HELD, PLANNED

# Whose and where it is follows from how it began.
FIXED_FIELDS = {"user_id", "company_id"}
SOCIAL = ("message_", "activity_", "website_message_")


class DigiflowCoaching(models.Model):
    """The way of a coaching: planned, held, closed; closed, it stays as it is for everybody."""

    _inherit = "digiflow.coaching"

    @api.model_create_multi
    def create(self, vals_list):
        check_access(self, "create")
        # Said outright, for the defaults of a context come from the caller as well.
        begun = dict.fromkeys(self._get_protected_fields() - {"review_ids"}, False)
        begun = {**begun, "state": PLANNED, "closing_note": False}
        coachings = super().create([{**vals, **begun} for vals in vals_list])
        coachings._keep_event()
        return coachings

    def write(self, vals):
        if all(name.startswith(SOCIAL) for name in vals):
            return super().write(vals)
        check_access(self, "write")
        self._check_open()
        if (FIXED_FIELDS | self._get_protected_fields()) & set(vals):
            raise WorkflowError(
                _("Whose a coaching is, and how far it is, is not typed in. Use its buttons.")
            )
        if {"start", "minutes", "coach_id"} & set(vals):
            self._check_planned()
        res = super().write(vals)
        self._keep_event()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(one.state != PLANNED or one.review_ids for one in self):
            raise WorkflowError(
                _("A coaching that a review asked for, or that was held, stays on record. Close it")
            )
        # sudo: the appointment goes with it, in whosever calendar it is.
        self.sudo().event_id.unlink()

    def action_hold(self):
        """Record that the session was held.

        :return: True
        :raise WorkflowError: it is not planned, has no hour, or has not begun
        """
        check_access(self, "write")
        self._check_planned()
        for one in self:
            if not one.coach_id or not one.start or one.start > fields.Datetime.now():
                raise WorkflowError(
                    _(
                        "%s: the session has not begun. Say who coaches and when it was, then "
                        "record it as held.",
                        one.display_name,
                    )
                )
        self._update({"state": HELD, "held_on": fields.Datetime.now()})
        return True

    def action_close(self):
        """End it for good: nobody changes it any more.

        :return: True
        :raise WorkflowError: it is closed already, or nobody wrote how it ended
        """
        check_access(self, "write")
        self._check_open()
        for one in self:
            if not (one.closing_note or "").strip():
                raise WorkflowError(
                    _(
                        "%s: write how it ended before you close it: what is better, or why the "
                        "session was not held.",
                        one.display_name,
                    )
                )
        self._drop_event()
        self._update(
            {
                "state": CLOSED,
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        return True

    def _check_open(self):
        """Refuse to change what is closed.

        :raise WorkflowError: names the first one
        """
        closed = self.filtered(lambda one: one.state == CLOSED)
        if closed:
            raise WorkflowError(
                _(
                    "The coaching «%s» is closed and stays as it is; its discussion goes on.",
                    closed[0].display_name,
                )
            )

    def _check_planned(self):
        """Refuse what only a session that was not held yet goes through.

        :raise WorkflowError: names the first one that was
        """
        held = self.filtered(lambda one: one.state != PLANNED)
        if held:
            raise WorkflowError(
                _("The session «%s» was held already: plan another one.", held[0].display_name)
            )
