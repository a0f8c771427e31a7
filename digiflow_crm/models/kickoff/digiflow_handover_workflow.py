from odoo import _, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...exceptions import WorkflowError
from ..pipeline.digiflow_public_link import LINK_FIELDS
from ..proposal.crm_lead import CONFIRMED_STATES
from .states import (
    MOVE_TECHNICAL,
    MOVE_TECHNICAL_UNDONE,
    OPEN_STATES,
    SALES_ROLES,
    STATE_ACCEPTED,
    STATE_RETURNED,
    STATE_SUBMITTED,
    TRANSITIONS,
)

# What sales writes, while the handover is in its hands.
CONTENT_FIELDS = {
    "partner_id",
    "order_id",
    "requirement_id",
    "scope",
    "contact_ids",
    "commitments",
    "technical_notes",
    "item_ids",
}
# What the presales engineer confirms: another text needs another word.
TECHNICAL_FIELDS = ("scope", "technical_notes", "requirement_id")
# What Implementation writes, while it decides.
DECISION_FIELDS = {"project_manager_id", "return_reason"}
# What only the handover's own moves write.
RECORD_FIELDS = {
    "lead_id",
    "technical_by_id",
    "technical_on",
    "submitted_on",
    "accepted_on",
    "move_ids",
    "revision",
    "client_service_ids",
    "project_number",
}
# What may still come when everything else is settled.
LIVING_FIELDS = {*LINK_FIELDS, "project_number"}


class DigiflowHandover(models.Model):
    """The way of a handover: who may change what in which state, and what each move leaves."""

    _inherit = "digiflow.handover"

    def write(self, vals):
        self._check_may_write(vals)
        state = vals.get("state")
        if "state" in vals:
            for handover in self:
                handover._check_transition(state)
        before = {handover: (handover.state, handover._get_technical()) for handover in self}
        # The content first: what is written together with the state counts for it.
        res = super().write({name: value for name, value in vals.items() if name != "state"})
        self._undo_technical(before)
        if state:
            self._check_complete(state)
            super().write(self._prepare_state_vals(state))
            self._after_change(state, before)
        return res

    def _check_may_write(self, vals):
        """Refuse what the state of these handovers, or the user's role, does not let change."""
        names = {name for name in vals if name in self._fields}
        ours = {name for name in names if self._fields[name]._module == "digiflow_crm"}
        # Only a merge of opportunities moves it to another one, as superuser.
        merging = self.env.su and ours == {"lead_id"}
        settled = any(handover.state == STATE_ACCEPTED for handover in self)
        if settled and ours - LIVING_FIELDS and not merging:
            raise WorkflowError(_("An accepted handover cannot be changed."))
        if ours & RECORD_FIELDS and not self.env.su:
            raise WorkflowError(_("What is on the record of a handover is not written by hand."))
        if ours & CONTENT_FIELDS:
            self._check_open()
        if ours & DECISION_FIELDS:
            self._check_deciding()

    def _check_open(self):
        """Refuse changes of the content by who does not prepare it, or once it was submitted."""
        if any(handover.state not in OPEN_STATES for handover in self):
            raise WorkflowError(
                _(
                    "The handover was submitted: its content stays as it is. To change it, "
                    "Implementation returns it."
                )
            )
        if not self.env.su and not self._has_role(SALES_ROLES):
            raise AccessError(_("The executive and the presales engineer prepare the handover."))

    def _check_deciding(self):
        """Refuse a project manager or a reason by another role, or when nothing is to decide."""
        if not self._has_role(("implementation",)):
            raise AccessError(_("Implementation names the project manager and gives the reason."))
        if any(handover.state != STATE_SUBMITTED for handover in self):
            raise WorkflowError(
                _("Implementation decides on a handover that was submitted, and only once.")
            )

    def _has_role(self, roles):
        user = self.env.user
        return any(user.has_group(f"digiflow_crm.group_{role}") for role in roles)

    def _check_transition(self, state):
        """Refuse a change of state that the process, or the user's role, does not allow."""
        self.ensure_one()
        came_from, roles = TRANSITIONS.get(state, ((), ()))
        if self.state not in came_from:
            raise WorkflowError(
                _("%(handover)s cannot change to that state from where it is.", handover=self.name)
            )
        if not self._has_role(roles):
            raise AccessError(
                _("The executive submits a handover; Implementation accepts or returns it.")
            )

    def _check_complete(self, state):
        """Refuse a state that something is missing for; it says all of it, by name."""
        for handover in self:
            missing = handover._get_missing(state)
            if missing:
                title = _("%(handover)s is not complete. Missing:", handover=handover.name)
                raise WorkflowError("\n".join([title, *(f"- {text}" for text in missing)]))

    def _get_missing(self, state):
        """What this handover lacks for `state`: a list of texts."""
        self.ensure_one()
        if state == STATE_RETURNED:
            given = (self.return_reason or "").strip()
            return [] if given else [_("the reason why it is returned")]
        missing = [*self._get_missing_content(), *self.item_ids._get_missing()]
        if state == STATE_ACCEPTED and not self.project_manager_id:
            missing.append(_("the project manager"))
        return missing

    def _get_missing_content(self):
        """What is missing beside the checklist: a list of texts."""
        missing = []
        # sudo: Implementation checks it once more when it accepts, and does not read offers.
        if self.sudo().order_id.state not in CONFIRMED_STATES:
            missing.append(_("the confirmed proposal"))
        if not self.partner_id:
            missing.append(_("the client"))
        if not (self.scope or "").strip():
            missing.append(_("the scope"))
        if not any(contact.phone or contact.email for contact in self.contact_ids):
            missing.append(_("a contact of the client with a phone or an e-mail"))
        if self.presales_user_id and not self.technical_on:
            who = self.presales_user_id.name
            missing.append(_("the technical part, confirmed by presales (%(who)s)", who=who))
        return missing

    def _get_technical(self):
        """What the presales engineer confirms, to be compared."""
        return [self[name] or False for name in TECHNICAL_FIELDS]

    def _undo_technical(self, before):
        """Take the word of presales back where the technical part is another now.

        :param dict before: handover -> (state, `_get_technical`), as it was
        """
        changed = self.filtered(
            lambda one: one.technical_on and one._get_technical() != before[one][1]
        )
        if changed:
            # sudo: who changes the technical part takes the word on it back; nobody may write that.
            changed.sudo().write({"technical_by_id": False, "technical_on": False})
            changed._log_move(MOVE_TECHNICAL_UNDONE)

    def _confirm_technical(self):
        """Note that the user answers for the technical part.

        :raise AccessError: the user is no presales engineer
        :raise WorkflowError: it was submitted, or there are no technical notes
        """
        check_access(self, "write")
        if not self._has_role(("presales",)):
            raise AccessError(_("Only a presales engineer confirms the technical part."))
        self._check_open()
        for handover in self:
            if not (handover.technical_notes or "").strip():
                raise WorkflowError(
                    _("%(handover)s: write the technical notes first.", handover=handover.name)
                )
        # sudo: nobody may write who confirmed it, and when; the role was checked above.
        signed = self.sudo()
        signed.write({"technical_by_id": self.env.uid, "technical_on": fields.Datetime.now()})
        self._log_move(MOVE_TECHNICAL)
        return True

    def _prepare_state_vals(self, state):
        """The new state, and when it came."""
        stamps = {STATE_SUBMITTED: "submitted_on", STATE_ACCEPTED: "accepted_on"}
        stamp = {stamps[state]: fields.Datetime.now()} if state in stamps else {}
        return {"state": state, **stamp}

    def _after_change(self, state, before):
        """Keep the move, tell whose turn it is now, and begin what was accepted.

        :param dict before: handover -> (state, what presales confirms), as it was
        """
        self._close_turn()
        for handover in self:
            reason = handover.return_reason if state == STATE_RETURNED else False
            handover._log_move(state, before[handover][0], state, reason)
            handover._plan_turn(state)
        if state == STATE_ACCEPTED:
            self._start_services()
            self._start_projects()

    def _log_move(self, move, from_state=False, to_state=False, reason=False):
        """Keep who did what and when."""
        # sudo: nobody has the right to write moves, so that nobody can forge one.
        self.env["digiflow.handover.move"].sudo().create(
            [
                {
                    "handover_id": handover.id,
                    "move": move,
                    "from_state": from_state,
                    "to_state": to_state,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "reason": reason,
                }
                for handover in self
            ]
        )

    def _touch(self):
        """Write on the row that a change of a part concerns.

        Not only locked: who submits at the same moment meets this write, and reads again.
        """
        self.flush_recordset(["revision"])
        self.env.cr.execute(
            "UPDATE digiflow_handover SET revision = COALESCE(revision, 0) + 1 WHERE id IN %s",
            [tuple(self.ids) or (0,)],
        )
        self.invalidate_recordset(["revision"], flush=False)
