from odoo import _, api, fields, models

from ...compat import grouped_counts
from ...exceptions import WorkflowError
from .training_states import VERSION_DRAFT, open_record


class DigiflowTrainingModule(models.Model):
    """What is to be learned and passed; what is taught of it is in its published version."""

    _name = "digiflow.training.module"
    _description = "Training module"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    # What
    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, copy=False, help="Short and unique: M1, M2 ...")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without a company it is of all of them."
    )
    # For whom, and when it is passed
    group_ids = fields.Many2many(
        "res.groups",
        "digiflow_training_module_group_rel",
        "module_id",
        "group_id",
        string="Roles that need it",
        help="Without roles everybody in the commercial team needs it.",
    )
    validity_months = fields.Integer(
        string="Holds for (months)",
        default=lambda self: self.env.company.digiflow_training_validity_months,
        tracking=True,
        help="Months for which it holds once passed; 0: for ever.",
    )
    pass_mark = fields.Float(
        tracking=True, help="From 0 to 100; 0 stands for the pass mark of the company."
    )
    # Versions
    version_ids = fields.One2many(
        "digiflow.training.module.version", "module_id", string="Versions"
    )
    version_id = fields.Many2one(
        "digiflow.training.module.version",
        string="Published version",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    version_count = fields.Integer(compute="_compute_counts")
    objectives = fields.Html(related="version_id.objectives")
    material = fields.Html(related="version_id.material")
    exercise = fields.Html(related="version_id.exercise")
    attachment_ids = fields.Many2many(related="version_id.attachment_ids", string="Files")
    # Sessions
    session_ids = fields.One2many("digiflow.training.session", "module_id", string="Sessions")
    session_count = fields.Integer(compute="_compute_counts")
    role_ids = fields.Many2many("res.groups", compute="_compute_role_ids")

    _sql_constraints = [
        ("code_uniq", "UNIQUE(code)", "Another module has this code. Each one has an own one."),
        (
            "pass_mark_range",
            "CHECK (pass_mark BETWEEN 0 AND 100)",
            "The pass mark is from 0 to 100; 0 stands for the one of the company.",
        ),
        (
            "validity_range",
            "CHECK (validity_months BETWEEN 0 AND 120)",
            "A passed module holds for 1 to 120 months, or for ever with 0.",
        ),
    ]

    def _compute_counts(self):
        domain = [("module_id", "in", self.ids)]
        sessions = grouped_counts(self.env["digiflow.training.session"], domain, "module_id")
        versions = self.env["digiflow.training.module.version"]
        versions = grouped_counts(versions, domain, "module_id")
        for module in self:
            module.session_count = sessions.get(module.id, 0)
            module.version_count = versions.get(module.id, 0)

    def _compute_role_ids(self):
        self.role_ids = self.env["res.users"]._get_digiflow_roles()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        """What was published is what people were taught: it stays on record."""
        kept = self.filtered("version_id")
        if kept:
            raise WorkflowError(
                _(
                    "«%(module)s» was published and stays on record. Archive it instead.",
                    module=kept[0].name,
                )
            )

    def action_new_version(self):
        """Open the draft of the next version; made from the published one when there is none.

        :return: a window action
        """
        self.ensure_one()
        draft = self.version_ids.filtered(lambda one: one.state == VERSION_DRAFT)[:1]
        return open_record(draft or self._make_draft())

    def action_propose_session(self):
        """Open the form of a new session of this module."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("New session"),
            "res_model": "digiflow.training.session",
            "views": [(False, "form")],
            "context": {"default_module_id": self.id},
        }

    def action_view_sessions(self):
        """Open the sessions of this module."""
        return self._get_list_action("digiflow_training_session_action")

    def action_view_versions(self):
        """Open the versions of this module."""
        return self._get_list_action("digiflow_training_module_version_action")

    def _get_list_action(self, name):
        """The window action `name`, of what belongs to this module."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"digiflow_crm.{name}")
        return {**action, "domain": [("module_id", "=", self.id)], "context": {}}

    def _make_draft(self):
        """A draft that begins with what the published version says."""
        self.ensure_one()
        return self.version_ids.create({"module_id": self.id, **self.version_id._get_content()})

    def _get_pass_mark(self, company):
        """The mark, from 0 to 100, at which the module counts as passed in a company."""
        self.ensure_one()
        # sudo: the mark is for everybody to know, the company's other settings are not.
        return self.pass_mark or company.sudo().digiflow_training_pass_mark

    def _get_audience(self, company):
        """The res.users of a company who need this module."""
        self.ensure_one()
        if self.company_id and self.company_id != company:
            return self.env["res.users"]
        return self.env["res.users"]._get_digiflow_staff(company, self.group_ids)
