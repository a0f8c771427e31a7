from odoo import _, api, fields, models

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .training_states import MANUAL, ORIGIN_SELECTION


class DigiflowTrainingAssignment(models.Model):
    """Somebody is to pass a module by a day, and why."""

    _name = "digiflow.training.assignment"
    _description = "Training assignment"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "date_due, id"
    _rec_name = "module_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    module_id = fields.Many2one(
        "digiflow.training.module",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        "digiflow.training.program",
        string="Programme",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_due = fields.Date(string="To be passed by", required=True, index=True)
    origin = fields.Selection(
        ORIGIN_SELECTION, string="Because of", required=True, default=MANUAL, index=True
    )
    reason = fields.Text()
    done_on = fields.Date(string="Passed on", readonly=True, copy=False, index=True)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")

    _sql_constraints = [
        # Of two that are given at once one stays; `_check_open` says so before.
        (
            "open_uniq",
            "EXCLUDE USING btree (user_id WITH =, module_id WITH =, company_id WITH =) "
            "WHERE (done_on IS NULL) DEFERRABLE INITIALLY DEFERRED",
            "This person is to pass the module already.",
        ),
    ]

    @api.depends("date_due", "done_on")
    def _compute_is_overdue(self):
        today = periods.today()
        for task in self:
            task.is_overdue = not task.done_on and bool(task.date_due) and task.date_due < today

    @api.constrains("user_id", "module_id", "company_id", "done_on")
    def _check_open(self):
        """One open assignment for each person and module of a company."""
        for task in self.filtered(lambda one: not one.done_on):
            alike = self._get_open(task.user_id, task.module_id, task.company_id) - task
            if alike:
                raise WorkflowError(
                    _(
                        "%(user)s is to pass «%(module)s» already. Change the day of that "
                        "assignment.",
                        user=task.user_id.name,
                        module=task.module_id.name,
                    )
                )

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for task in self:
            if task.user_id not in task.user_id._get_digiflow_staff(task.company_id):
                raise WorkflowError(
                    _(
                        "%(user)s has no role in Digiflow CRM in %(company)s: give a role first.",
                        user=task.user_id.name,
                        company=task.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """An assignment begins open; passing the module closes it."""
        check_access(self, "create")
        return super().create([{**vals, "done_on": False} for vals in vals_list])

    def write(self, vals):
        check_access(self, "write")
        if "done_on" in vals or any(task.done_on for task in self):
            raise WorkflowError(
                _("An assignment is closed by passing its module, and stays as it is then.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(task.done_on for task in self):
            raise WorkflowError(_("What was passed stays on record."))

    @api.model
    def _assign(self, user, module, company, vals):
        """Have somebody pass a module by a day; who is to pass it already, by the sooner day.

        :param user: res.users
        :param module: digiflow.training.module
        :param company: res.company
        :param dict vals: ``date_due``, ``origin``, ``reason`` and what else the assignment says
        :return: the open digiflow.training.assignment
        """
        # sudo: who is to learn something is found out by whoever's work shows it.
        tasks = self.sudo()
        task = tasks._get_open(user, module, company)
        if not task:
            whose = {"user_id": user.id, "module_id": module.id, "company_id": company.id}
            task = tasks.create({**whose, **vals})
        elif vals["date_due"] < task.date_due:
            task.write({name: vals[name] for name in ("date_due", "origin", "reason")})
        return self.browse(task.id)

    @api.model
    def _get_open(self, user, module, company):
        """The open assignments of a module to a person of a company."""
        return self.search(
            [
                ("user_id", "=", user.id),
                ("module_id", "=", module.id),
                ("company_id", "=", company.id),
                ("done_on", "=", False),
            ]
        )
