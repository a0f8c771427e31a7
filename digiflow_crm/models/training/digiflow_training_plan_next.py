from odoo import _, api, fields, models

from ...core import periods
from ...core.satisfaction import percentage
from ...exceptions import WorkflowError
from ...notices import notify
from .plan_states import (
    ATTEND,
    ENROL,
    EXPIRED,
    EXPIRING,
    FAILED,
    NOTHING,
    STUDY,
    TEST,
    WAIT,
)
from .training_states import MANUAL, RENEWAL

RENEWED = (EXPIRING, EXPIRED)


class DigiflowTrainingPlan(models.Model):
    """What to do next about a module, in words, and the buttons that do it."""

    _inherit = "digiflow.training.plan"

    next_action = fields.Char(compute="_compute_next")
    next_step = fields.Char(string="What to do next", compute="_compute_next")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_next")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends_context("lang")
    @api.depends("status", "deadline", "session_id", "open_session_id", "evaluation_id")
    def _compute_next(self):
        today = periods.today()
        words = {
            ATTEND: self._describe_attend,
            ENROL: self._describe_enrol,
            WAIT: self._describe_wait,
            TEST: self._describe_test,
            STUDY: self._describe_study,
            NOTHING: self._describe_nothing,
        }
        for row in self:
            row.next_action = row._get_next_action()
            row.next_step = words[row.next_action](row)
            row.is_overdue = bool(row.to_do and row.deadline and row.deadline < today)

    @api.depends_context("uid")
    def _compute_is_mine(self):
        for row in self:
            row.is_mine = row.user_id == self.env.user

    def action_enrol(self):
        """Give the person of this row a seat in the next session that has room.

        :return: True
        :raise WorkflowError: there is no such session any more
        """
        self.ensure_one()
        self._check_own()
        if not self.open_session_id:
            raise WorkflowError(
                _("No session of this module has room any more. Ask Quality for another one.")
            )
        origin = RENEWAL if self._is_renewal() else MANUAL
        self.open_session_id._enrol_in(self.user_id, origin)
        return True

    def action_enrol_selected(self):
        """Give the people of these rows a seat in the next session of their module, in a proposed
        one where none has room, and a day until which to pass it.

        :return: the message of what was done
        :raise WorkflowError: a row is somebody else's and the user does not administer training
        """
        self._check_own()
        count = 0
        for company in self.company_id:
            for module in self.module_id:
                rows = self.filtered_domain(
                    [("company_id", "=", company.id), ("module_id", "=", module.id)]
                )
                reason = _("Enrolled by %(user)s", user=self.env.user.name)
                count += len(module._enrol(rows.user_id, company, MANUAL, reason))
        return notify(_("Seats in sessions: %(count)s.", count=count))

    @api.model
    def action_open_people(self):
        """Open everybody's plan under the share of the staff that is trained.

        :return: a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_plan_action_people"
        )
        if not self.env.user._administers_training():
            return action
        trained, staff = self.env.company._get_staff_trained(periods.today())
        if staff:
            share = format(percentage(trained, staff), ".0f")
            title = _(
                "People and gaps: %(trained)s of %(staff)s trained in everything, %(share)s %% "
                "(goal 100 %%)",
                trained=trained,
                staff=staff,
                share=share,
            )
            # The web client looks for the one, other programs for the other.
            action.update(name=title, display_name=title)
        return action

    def action_take_test(self):
        """Begin the written test of this row, or go on with it.

        :return: what opens the test
        :raise WorkflowError: it is somebody else's, or there is no test to take
        """
        self.ensure_one()
        if not self.is_mine:
            raise WorkflowError(_("A test is taken by the person it is for."))
        if not self.evaluation_id:
            raise WorkflowError(
                _("This module has no written test: a trainer evaluates it in a session.")
            )
        return self.evaluation_id.action_start()

    def action_view_session(self):
        """Open the session that the person has a seat in."""
        self.ensure_one()
        return self._get_record_action(self.session_id or self.proposal_id or self.open_session_id)

    def action_view_material(self):
        """Open what is taught of the module now."""
        self.ensure_one()
        return self._get_record_action(self.version_id)

    def action_view_attempt(self):
        """Open the last attempt."""
        self.ensure_one()
        return self._get_record_action(self.attempt_id)

    def _check_own(self):
        """Refuse to plan for others, but for those who administer training.

        :raise WorkflowError: the row is somebody else's
        """
        if any(not row.is_mine for row in self) and not self.env.user._administers_training():
            raise WorkflowError(
                _("You can enrol yourself. Quality and the manager enrol other people.")
            )

    @api.model
    def _get_record_action(self, record):
        """The window action that opens a record on its form."""
        return {
            "type": "ir.actions.act_window",
            "name": record.display_name,
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _is_renewal(self):
        """Whether the module was passed before."""
        return self.status in RENEWED

    def _get_next_action(self):
        """The key of what the person does next."""
        self.ensure_one()
        if not self.to_do:
            return NOTHING
        if self.session_id:
            return ATTEND
        if self.open_session_id:
            return ENROL
        if self.proposal_id:
            return WAIT
        return TEST if self.evaluation_id else STUDY

    @api.model
    def _describe_attend(self, row):
        return _("Go to the session of %(moment)s.", moment=_moment(row.session_start))

    @api.model
    def _describe_enrol(self, row):
        moment = _moment(row.open_session_start)
        if row._is_renewal():
            return _("Renew it: enrol in the session of %(moment)s.", moment=moment)
        return _("Enrol in the session of %(moment)s.", moment=moment)

    @api.model
    def _describe_wait(self, row):
        return _("Read the material: a session for you is being prepared.")

    @api.model
    def _describe_test(self, row):
        if row.status == FAILED:
            return _("Go over the material and take the test again.")
        if row._is_renewal():
            return _("Renew it: take the test again.")
        return _("Read the material and take the test.")

    @api.model
    def _describe_study(self, row):
        return _("Read the material and ask Quality for a session.")

    @api.model
    def _describe_nothing(self, row):
        if not row.valid_until:
            return _("Nothing: it is passed for good.")
        return _("Nothing until %(day)s.", day=row.valid_until.strftime("%d/%m/%Y"))


def _moment(value):
    """A moment, in UTC, as people in Lima write it."""
    local = periods.pytz.utc.localize(value).astimezone(periods.LIMA)
    return local.strftime("%d/%m/%Y %H:%M")
