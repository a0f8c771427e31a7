from datetime import timedelta

from odoo import api, models

from ...core import periods
from .training_states import KIND_ONBOARDING, ONBOARDING

# Beginnings of what is written when a user's groups change: 16.0 names each one on its form.
GROUP_VALUES = ("groups_id", "group_ids", "sel_groups_", "in_group_")
WELCOME = "digiflow_crm.mail_template_training_welcome"


class ResUsers(models.Model):
    """Who gets a first role begins with the onboarding programme, and reads what is in force.

    The scheduled action does it a moment after, however the role was given: so whoever gives
    roles need not be able to administer training, and nothing slows their form down.
    """

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self._expect_onboarding()
        return users

    def write(self, vals):
        res = super().write(vals)
        if any(name.startswith(GROUP_VALUES) for name in vals):
            self._expect_onboarding()
        return res

    @api.model
    def _expect_onboarding(self):
        """Have the scheduled action look for new people soon."""
        cron = self.env.ref("digiflow_crm.ir_cron_training_onboarding", raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _cron_onboard(self):
        """Begin the onboarding of whoever got a first role; give new people what is in force."""
        # Companies are few, and each of them has its own people.
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all # few
        for company in companies:
            staff = self._get_digiflow_staff(company)
            for user in staff.filtered(lambda one: not one.digiflow_joined_on):
                user._begin_onboarding()
            self.env["digiflow.training.update"]._reach_everybody(company)

    def _begin_onboarding(self):
        """Give this user the modules of the onboarding programme that the role needs.

        :return: their digiflow.training.assignment
        """
        self.ensure_one()
        company = self.company_id
        self.digiflow_joined_on = periods.today()
        tasks = self.env["digiflow.training.assignment"]
        for line in self._get_onboarding_lines(company):
            tasks |= tasks._assign(
                self, line.module_id, company, self._prepare_onboarding_vals(line)
            )
        if tasks:
            self._welcome(tasks)
        return tasks

    def _get_onboarding_lines(self, company):
        """The lines of the onboarding programmes whose modules this user needs."""
        self.ensure_one()
        lines = self.env["digiflow.training.program.line"].search(
            [
                ("program_id.kind", "=", KIND_ONBOARDING),
                ("program_id.active", "=", True),
                ("module_id.active", "=", True),
                ("program_id.company_id", "in", [False, company.id]),
            ]
        )
        return lines.filtered(lambda line: self in line.module_id._get_audience(company))

    def _prepare_onboarding_vals(self, line):
        """Values of the assignment of a line of the onboarding programme."""
        self.ensure_one()
        return {
            "date_due": self.digiflow_joined_on + timedelta(days=line.due_days),
            "program_id": line.program_id.id,
            "origin": ONBOARDING,
            "reason": line.program_id.name,
        }

    def _welcome(self, tasks):
        """Tell a new person what is to be passed, and until when.

        :param tasks: digiflow.training.assignment
        """
        self.ensure_one()
        template = self.env.ref(WELCOME, raise_if_not_found=False)
        if template and self.email:
            template.with_context(digiflow_tasks=tasks.sorted("date_due")).send_mail(self.id)
