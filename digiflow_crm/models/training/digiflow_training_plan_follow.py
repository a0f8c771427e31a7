from datetime import timedelta

from odoo import _, api, models

from ...core import periods
from .digiflow_training_module_enrol import DAYS_TO_PASS
from .plan_states import EXPIRED, EXPIRING, VALID
from .training_states import RENEWAL

RENEWAL_TYPE = "digiflow_crm.mail_activity_type_training_renewal"


class DigiflowTrainingPlan(models.Model):
    """What follows from the plan by itself: what was passed is done, what expires is renewed."""

    _inherit = "digiflow.training.plan"

    @api.model
    def _cron_follow_up(self):
        """Each night: finish what was passed, tell who has to renew, and look for gaps."""
        self._finish_assignments()
        self._renew()
        companies = self.env["res.company"].search([("id", "!=", False)])
        self.env["digiflow.training.gap"]._search_gaps(companies)

    @api.model
    def _finish_assignments(self, users=None):
        """Mark as done the assignments of modules that were passed since they were given.

        :param users: res.users to look at; everybody without them
        """
        domain = [("assignment_id", "!=", False), ("status", "in", VALID)]
        if users:
            domain.append(("user_id", "in", users.ids))
        # What was read of these rows before may be history by now.
        self.invalidate_model()
        # sudo: what somebody passed finishes the task whoever recorded it.
        for row in self.sudo().search(domain):
            if row._is_fulfilled():
                row.assignment_id._update({"done_on": row.passed_on})
                row._finish_renewal()

    def _is_fulfilled(self):
        """Whether the module was passed after it was assigned."""
        self.ensure_one()
        # The end of an attempt is kept in whole seconds.
        given = self.assignment_id.create_date.replace(microsecond=0)
        attempt = self.attempt_id
        if attempt:
            return attempt.passed and attempt.done_on >= given
        # Without evaluations it is passed by being at a session.
        return periods.starts_at(self.passed_on + periods.ONE_DAY) > given

    def _finish_renewal(self):
        """Take the task of renewing the module off the person's list."""
        self.ensure_one()
        self.module_id.activity_feedback(
            [RENEWAL_TYPE], user_id=self.user_id.id, feedback=_("It was passed again.")
        )

    @api.model
    def _renew(self):
        """Give everybody whose module expires soon, or did, a day until which to pass it again.

        Who has been told, or is to pass the module for another reason, is not told twice.
        """
        self.invalidate_model()
        rows = self.sudo().search(  # sudo: the night's work looks at everybody.
            [("status", "in", (EXPIRING, EXPIRED)), ("assignment_id", "=", False)]
        )
        for row in rows:
            row._assign_renewal()
            row._plan_renewal()

    def _assign_renewal(self):
        """To be passed again before it expires; within a month where it did."""
        self.ensure_one()
        today = periods.today()
        soon = today + timedelta(days=DAYS_TO_PASS)
        due = self.valid_until if self.valid_until >= today else soon
        self.env["digiflow.training.assignment"].sudo()._assign(  # sudo: see above.
            self.user_id,
            self.module_id,
            self.company_id,
            {"date_due": due, "origin": RENEWAL, "reason": self._describe_renewal()},
        )

    def _plan_renewal(self):
        """A task on the module for the person, who is told of it by e-mail."""
        self.ensure_one()
        known = self.module_id.activity_search([RENEWAL_TYPE], user_id=self.user_id.id)
        if not known:
            person = self.with_context(lang=self.user_id.lang or self.env.lang)
            person.module_id.activity_schedule(
                RENEWAL_TYPE,
                date_deadline=max(self.valid_until, periods.today()),
                summary=person._describe_renewal(),
                user_id=self.user_id.id,
            )

    def _describe_renewal(self):
        """Until when the module holds, or held, in words."""
        self.ensure_one()
        day = self.valid_until.strftime("%d/%m/%Y")
        name = self.module_id.name
        if self.status == EXPIRED:
            return _("«%(module)s» expired on %(day)s: pass it again", module=name, day=day)
        return _("«%(module)s» expires on %(day)s: pass it again", module=name, day=day)
