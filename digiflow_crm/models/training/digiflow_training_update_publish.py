from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import is_html_empty

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .training_states import NORMATIVE, UPDATE_DRAFT, UPDATE_PUBLISHED

TASK = "digiflow_crm.mail_activity_type_training_update"
DAYS_TO_READ = 7
DAYS_TO_PASS = 30


class DigiflowTrainingUpdate(models.Model):
    """Who is to read a normative update, who has, and who is reminded."""

    _inherit = "digiflow.training.update"

    def action_publish(self):
        """Give these drafts to everybody concerned to read.

        :raise WorkflowError: one is no draft, or says nothing
        """
        check_access(self, "write")
        for update in self:
            update._check_publish()
            update._update(
                {
                    "state": UPDATE_PUBLISHED,
                    "published_on": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                    "read_by": update.read_by or periods.today() + timedelta(days=DAYS_TO_READ),
                }
            )
            update._reach(update._get_concerned())
        return True

    def action_read(self):
        """Say that the user has read this.

        :return: True
        :raise WorkflowError: it does not concern the user
        """
        readings = self.env["digiflow.training.update.reading"]
        mine = readings.search([("update_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        if mine.update_id != self:
            raise WorkflowError(
                _("This update does not concern your role: there is nothing to do.")
            )
        mine._read_now()
        return True

    def action_view_readings(self):
        """Open who has read this and who has not."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_update_reading_action"
        )
        return {**action, "domain": [("update_id", "=", self.id)], "context": {}}

    @api.model
    def _reach_everybody(self, company):
        """Give the updates of a company to who joined the team, or got the role, since.

        :param company: res.company
        """
        domain = [("state", "=", UPDATE_PUBLISHED), ("company_id", "=", company.id)]
        for update in self.search(domain):
            update._reach(update._get_concerned() - update.reading_ids.user_id)

    @api.model
    def _cron_remind(self):
        """Remind, once, whoever has not read an update by its day."""
        late = self.env["digiflow.training.update.reading"].search(
            [
                ("read_on", "=", False),
                ("reminded_on", "=", False),
                ("user_id.active", "=", True),
                ("update_id.read_by", "<", periods.today()),
            ]
        )
        for reading in late:
            reading._remind()

    def _check_publish(self):
        """Refuse to publish what is no draft, or says nothing.

        :raise WorkflowError: says what is missing
        """
        self.ensure_one()
        if self.state != UPDATE_DRAFT:
            raise WorkflowError(_("«%(update)s» was published before.", update=self.name))
        if is_html_empty(self.body):
            raise WorkflowError(
                _(
                    "Say first what changes for us: «%(update)s» has no text to read.",
                    update=self.name,
                )
            )

    def _get_concerned(self):
        """The res.users who are to read this."""
        self.ensure_one()
        return self.env["res.users"]._get_digiflow_staff(self.company_id, self.group_ids)

    def _reach(self, users):
        """Give this update to people to read, and the module that it asks for.

        :param users: res.users who have no reading of it
        """
        self.ensure_one()
        # sudo: nobody writes readings by hand; publishing makes them.
        readings = self.env["digiflow.training.update.reading"].sudo()
        readings.create([{"update_id": self.id, "user_id": user.id} for user in users])
        for user in users:
            self.activity_schedule(
                TASK, date_deadline=self._get_deadline(), summary=self.name, user_id=user.id
            )
            if self.module_id:
                self._assign_module(user)

    def _get_deadline(self):
        """The day until which somebody who gets this today is to read it."""
        self.ensure_one()
        soon = periods.today() + timedelta(days=DAYS_TO_READ)
        return self.read_by if self.read_by and self.read_by >= periods.today() else soon

    def _assign_module(self, user):
        """Have somebody pass the module that this change asks for."""
        self.ensure_one()
        vals = {
            "date_due": periods.today() + timedelta(days=DAYS_TO_PASS),
            "origin": NORMATIVE,
            "reason": self.name,
        }
        tasks = self.env["digiflow.training.assignment"]
        tasks._assign(user, self.module_id, self.company_id, vals)

    def _get_reminder(self):
        """The subject of the message that reminds of this update."""
        self.ensure_one()
        return _("Still to be read: %(update)s", update=self.name)
