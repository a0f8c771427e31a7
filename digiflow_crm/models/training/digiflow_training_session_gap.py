from datetime import timedelta

from odoo import _, fields, models

from ...core import periods
from .digiflow_training_module_enrol import DAYS_TO_PASS
from .training_states import GAP, PROPOSED

PROPOSAL = "digiflow_crm.mail_activity_type_training_proposal"


class DigiflowTrainingSession(models.Model):
    """A session that is proposed because of gaps: why, for whom, and who is to decide."""

    _inherit = "digiflow.training.session"

    gap_ids = fields.One2many(
        "digiflow.training.gap",
        "session_id",
        string="Gaps to close",
        readonly=True,
        groups="digiflow_crm.group_quality,digiflow_crm.group_manager",
    )
    need_count = fields.Integer(
        string="People who need it",
        compute="_compute_need_count",
        help="Those who must have the module and do not have it now.",
    )

    def _compute_need_count(self):
        """Counted among the people whom the user reaches."""
        rows = self.env["digiflow.training.plan"].search(self._get_need_domain())
        for session in self:
            here = rows.filtered(
                lambda row, session=session: (
                    row.module_id == session.module_id and row.company_id == session.company_id
                )
            )
            session.need_count = len(here)

    def action_view_need(self):
        """Open those who must have this module and do not have it now.

        :return: a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_plan_action_people"
        )
        return {**action, "domain": self._get_need_domain(), "context": {}}

    def action_plan(self):
        """What was proposed is decided."""
        res = super().action_plan()
        self.activity_feedback([PROPOSAL], feedback=_("The session was planned."))
        return res

    def _cancel(self, reason):
        """A proposal that is discarded asks nothing more of its people."""
        proposed = self.filtered(lambda session: session.state == PROPOSED)
        res = super()._cancel(reason)
        for session in proposed:
            session._drop_assignments()
        return res

    def _drop_assignments(self):
        """Take back the days until which its people were to pass the module for its gaps."""
        self.ensure_one()
        # sudo: what its gaps asked for goes with it, whoever discards it.
        own = self.sudo()
        assignments = own.env["digiflow.training.assignment"].search(
            [
                ("user_id", "in", own.gap_ids.user_ids.ids),
                ("module_id", "=", own.module_id.id),
                ("company_id", "=", own.company_id.id),
                ("origin", "=", GAP),
                ("done_on", "=", False),
            ]
        )
        assignments.unlink()

    def _get_need_domain(self):
        """The rows of the training plan of who needs what these sessions teach."""
        return [
            ("module_id", "in", self.module_id.ids),
            ("company_id", "in", self.company_id.ids),
            ("trained", "=", 0),
        ]

    def _take_gaps(self, gaps):
        """Add new gaps to this proposal: their reasons, their people, and who is to plan it."""
        self.ensure_one()
        lines = (self.reason or "").splitlines()
        lines += [gap.reason for gap in gaps if gap.reason not in lines]
        self._update({"reason": "\n".join(lines)})
        people = gaps.user_ids - self.enrolment_ids.user_id - self.trainer_id
        # Who finds no room is to pass the module all the same.
        self._enrol_in(people[: self.free_seats] if self.seats else people, GAP)
        self._assign_people(gaps)
        self._plan_decision()

    def _assign_people(self, gaps):
        """The day until which the people of new gaps are to pass the module.

        Who is to pass it already does so by the sooner day; all the others are told at once.
        """
        task = {
            "date_due": periods.today() + timedelta(days=DAYS_TO_PASS),
            "origin": GAP,
            "reason": "\n".join(gaps.mapped("reason")),
        }
        whose = {"module_id": self.module_id.id, "company_id": self.company_id.id}
        assignments = self.env["digiflow.training.assignment"]
        same = [(name, "=", value) for name, value in whose.items()]
        known = assignments.search([*same, ("done_on", "=", False)]).user_id & gaps.user_ids
        for user in known:
            assignments._assign(user, self.module_id, self.company_id, task)
        new = gaps.user_ids - known
        assignments.create([{**whose, **task, "user_id": user.id} for user in new])

    def _plan_decision(self):
        """One activity for whoever decides about this proposal: an analyst, else a manager."""
        self.ensure_one()
        kind = self.env.ref(PROPOSAL)
        known = self.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        user = self._get_decider()
        if user and not known and self.state == PROPOSED:
            self.activity_schedule(
                PROPOSAL,
                user_id=user.id,
                summary=_("Plan the reinforcement session, or discard it with the reason"),
            )

    def _get_decider(self):
        """Who administers training in the company of this session; empty without anybody."""
        users = self.env["res.users"]
        for role in ("quality", "manager"):
            group = self.env.ref(f"digiflow_crm.group_{role}")
            staff = users._get_digiflow_staff(self.company_id, group).sorted("id")
            if staff:
                return staff[0]
        return users
