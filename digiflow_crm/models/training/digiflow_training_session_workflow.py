from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...exceptions import WorkflowError
from .training_states import (
    CANCELLED,
    HELD,
    PENDING,
    PLANNED,
    PRESENT,
    PROPOSED,
    is_social,
)

OPEN_STATES = (PROPOSED, PLANNED)
# A session begins as a proposal, whatever the caller or its context brings.
BEGINNING = {
    "state": PROPOSED,
    "version_id": False,
    "event_id": False,
    "taken_seats": 0,
    "cancel_reason": False,
    "held_on": False,
}
# What a planned session needs.
NEEDED = ("start", "stop", "trainer_id")
# What a trainer who does not administer training changes of the own sessions.
OF_TRAINER = {"start", "stop", "location", "videocall_url", "enrolment_ids"}
# What people agreed to when the session was planned.
FIXED_WHEN_PLANNED = {"module_id", "company_id"}


class DigiflowTrainingSession(models.Model):
    """From a proposal to what was held: who may do what, and when no more."""

    _inherit = "digiflow.training.session"

    can_plan = fields.Boolean(compute="_compute_can", help="The user administers training.")
    can_lead = fields.Boolean(
        compute="_compute_can", help="The user records who was there: trainer, Quality, manager."
    )
    is_begun = fields.Boolean(compute="_compute_can")

    @api.depends_context("uid")
    @api.depends("trainer_id", "start")
    def _compute_can(self):
        plans = self._is_planner()
        now = fields.Datetime.now()
        for session in self:
            session.can_plan = plans
            session.can_lead = plans or session.trainer_id == self.env.user
            session.is_begun = bool(session.start) and session.start <= now

    @api.constrains("state", *NEEDED)
    def _check_planned(self):
        """A planned session has all that people need to come."""
        for session in self.filtered(lambda one: one.state in (PLANNED, HELD)):
            missing = [name for name in NEEDED if not session[name]]
            if missing:
                labels = [self._fields[name]._description_string(self.env) for name in missing]
                raise WorkflowError(
                    _(
                        "«%(session)s» is planned and needs: %(fields)s.",
                        session=session.name,
                        fields=", ".join(labels),
                    )
                )

    @api.constrains("trainer_id", "company_id")
    def _check_trainer(self):
        users = self.env["res.users"]
        for company in self.company_id:
            sessions = self.filtered(lambda one, company=company: one.company_id == company)
            strangers = sessions.trainer_id - users._get_digiflow_staff(company)
            if strangers:
                raise WorkflowError(
                    _(
                        "%(user)s has no role in Digiflow CRM and could not open the session. "
                        "Choose a trainer who has one.",
                        user=strangers[0].name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Begin with a proposal; what its people need follows from its enrolments."""
        check_access(self, "create")
        return super().create([{**vals, **BEGINNING} for vals in vals_list])

    def write(self, vals):
        if is_social(vals):
            return super().write(vals)
        check_access(self, "write")
        self._check_write(vals)
        gone = {session: session.trainer_id.partner_id for session in self}
        res = super().write(vals)
        for session in self:
            session._sync_event(gone[session])
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        kept = self.filtered(lambda session: session.state != PROPOSED)
        if kept:
            raise WorkflowError(
                _(
                    "«%(session)s» was planned and stays on record. Cancel it with the reason.",
                    session=kept[0].name,
                )
            )

    def action_plan(self):
        """Fix the version that will be taught, and put the session in everybody's calendar.

        :raise WorkflowError: something that people need to come is missing
        """
        self._check_planner()
        for session in self:
            session._check_state(PROPOSED)
            version = session.module_id.version_id
            if not version:
                raise WorkflowError(
                    _(
                        "«%(module)s» has no published version. Publish one first.",
                        module=session.module_id.name,
                    )
                )
            session._update({"state": PLANNED, "version_id": version.id})
            session._sync_event()
        return True

    def action_all_present(self):
        """Everybody whose attendance is pending was there.

        :raise WorkflowError: the session has not begun
        """
        check_access(self, "write")
        pending = self.enrolment_ids.filtered(lambda one: one.attendance == PENDING)
        pending.write({"attendance": PRESENT})
        return True

    def action_hold(self):
        """Record the session as held: from now on it never changes.

        :raise WorkflowError: it has not begun, or it is not known who was there
        """
        check_access(self, "write")
        for session in self:
            session._check_state(PLANNED)
            session._check_hold()
            session._update({"state": HELD, "held_on": fields.Datetime.now()})
            session._fulfil_activities()
        return True

    def action_reopen(self):
        """Propose a cancelled session again, with the people who were enrolled.

        :raise WorkflowError: it is not cancelled
        """
        self._check_planner()
        for session in self:
            session._check_state(CANCELLED)
            session._update({**BEGINNING, "taken_seats": session.taken_seats})
        return True

    def _cancel(self, reason):
        """Cancel sessions that were not held, take them off the calendars and tell the people.

        :param str reason: why, in words
        :raise WorkflowError: a session is over, or there is no reason
        """
        self._check_planner()
        if not (reason or "").strip():
            raise WorkflowError(_("Say why the session is cancelled: its people will read it."))
        for session in self:
            session._check_state(*OPEN_STATES)
            session._update({"state": CANCELLED, "cancel_reason": reason.strip()})
            session._drop_event()
            session._tell_cancelled()
            session._fulfil_activities()

    @api.model
    def _is_planner(self):
        """Whether the user administers training."""
        return self.env.su or self.env.user._administers_training()

    def _check_planner(self):
        """Refuse what only Quality and the manager do.

        :raise AccessError: the user is neither
        """
        check_access(self, "write")
        if not self._is_planner():
            raise AccessError(
                _("Sessions are planned and cancelled by Quality and the commercial manager.")
            )

    def _check_state(self, *states):
        """Refuse what cannot be done with this session as it stands.

        :param states: those in which it can be done
        :raise WorkflowError: it is in another one
        """
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise WorkflowError(
                _(
                    "«%(session)s» is «%(state)s»: that cannot be done with it any more.",
                    session=self.name,
                    state=labels[self.state],
                )
            )

    def _check_write(self, vals):
        """Refuse what may not be written, or not any more.

        :raise WorkflowError: the session is over, or its buttons write that
        :raise AccessError: it is for Quality and the manager to change
        """
        for session in self:
            if session.state not in OPEN_STATES:
                raise WorkflowError(
                    _(
                        "«%(session)s» was held or cancelled and stays as it is.",
                        session=session.name,
                    )
                )
        planned = any(session.state == PLANNED for session in self)
        fixed = FIXED_WHEN_PLANNED if planned else set()
        if (self._get_protected_fields() | fixed) & set(vals):
            raise WorkflowError(
                _(
                    "The module, version and state of a planned session are not typed in. Use its "
                    "buttons, or propose another session."
                )
            )
        if set(vals) - OF_TRAINER and not self._is_planner():
            raise AccessError(
                _(
                    "The trainer changes when and where the session is, and who was there. Ask "
                    "Quality or the commercial manager for the rest."
                )
            )

    def _check_hold(self):
        """Refuse to record as held what was not, or of what it is not known who was there.

        :raise WorkflowError: says what is missing
        """
        self.ensure_one()
        if self.start > fields.Datetime.now():
            raise WorkflowError(
                _("«%(session)s» has not begun. Record it once it is over.", session=self.name)
            )
        pending = self.enrolment_ids.filtered(lambda one: one.attendance == PENDING)
        if pending:
            raise WorkflowError(
                _(
                    "Record first whether they were there: %(people)s.",
                    people=", ".join(pending.user_id.mapped("name")),
                )
            )
        if not self.enrolment_ids.filtered(lambda one: one.attendance == PRESENT):
            raise WorkflowError(
                _(
                    "Nobody was there: «%(session)s» was not held. Cancel it with the reason.",
                    session=self.name,
                )
            )
