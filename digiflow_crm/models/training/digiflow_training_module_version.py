from odoo import _, api, fields, models
from odoo.tools import is_html_empty

from ...compat import check_access
from ...exceptions import WorkflowError
from .training_states import (
    VERSION_DRAFT,
    VERSION_PUBLISHED,
    VERSION_RETIRED,
    VERSION_SELECTION,
    is_social,
)

CONTENT = ("objectives", "material", "exercise", "duration")


class DigiflowTrainingModuleVersion(models.Model):
    """What a module teaches, as it was published once: from then on it never changes.

    Sessions and results name the version they are of, so that a module may go on changing.
    """

    _name = "digiflow.training.module.version"
    _description = "Version of a training module"
    _inherit = ["digiflow.guarded.mixin", "mail.thread"]
    _order = "module_id, number desc, id desc"
    _rec_names_search = ["module_id"]

    # Which
    module_id = fields.Many2one(
        "digiflow.training.module", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="module_id.company_id", store=True, index=True)
    number = fields.Integer(string="Version", readonly=True, copy=False)
    state = fields.Selection(
        VERSION_SELECTION,
        required=True,
        readonly=True,
        default=VERSION_DRAFT,
        index=True,
        copy=False,
        tracking=True,
    )
    # What is taught
    objectives = fields.Html(help="What a person can do after it.")
    material = fields.Html(help="What is read and shown.")
    exercise = fields.Html(help="What is practised, and how it is judged.")
    duration = fields.Float(string="Hours", default=2.0, help="How long a session of it takes.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "digiflow_training_version_attachment_rel",
        "version_id",
        "attachment_id",
        string="Files",
        copy=False,
    )
    # Publishing
    published_on = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", "Published by", readonly=True, copy=False)
    change_note = fields.Char(string="What changed", help="Against the version before.")

    _sql_constraints = [
        ("number_uniq", "UNIQUE(module_id, number)", "The module has a version of this number."),
        ("duration_positive", "CHECK (duration > 0)", "A session takes some time."),
    ]

    @api.depends("module_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.module_id.name or ''} v{version.number}"

    @api.model_create_multi
    def create(self, vals_list):
        """A version begins as a draft, with the next number of its module."""
        kept = {"published_on": False, "published_by_id": False, "state": VERSION_DRAFT}
        versions = self.browse()
        for vals in vals_list:
            module_id = vals.get("module_id") or self.env.context.get("default_module_id")
            number = self._get_next_number(module_id)
            versions |= super().create([{**vals, **kept, "number": number}])
        return versions

    def write(self, vals):
        if self.env.su and self.env.context.get("install_mode"):
            # Installing the addon once more brings its data again: what was published stays.
            drafts = self.filtered(lambda version: version.state == VERSION_DRAFT)
            return super(DigiflowTrainingModuleVersion, drafts).write(vals)
        if not is_social(vals):
            check_access(self, "write")
            self._check_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(version.state != VERSION_DRAFT for version in self):
            raise WorkflowError(_("A published version stays on record. Make a new one instead."))

    def name_get(self):
        """16.0 asks for names this way."""
        return [(version.id, version.display_name) for version in self]

    def action_publish(self):
        """Make this draft what the module teaches from now on; the one before is retired.

        :raise WorkflowError: it is no draft, or says nothing
        """
        for version in self:
            version._check_publish()
            # Whoever reads the version reads its files, from now on as they are.
            version.attachment_ids.write({"res_model": self._name, "res_id": version.id})
            before = version.module_id.version_id
            before._update({"state": VERSION_RETIRED})
            version._update(
                {
                    "state": VERSION_PUBLISHED,
                    "published_on": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
            version.module_id._update({"version_id": version.id})
        return True

    @api.model
    def _publish_shipped(self, ids):
        """Publish what the addon's data brings, once: drafts only.

        :param ids: list of ids
        """
        shipped = self.browse(ids)
        shipped.filtered(lambda version: version.state == VERSION_DRAFT).action_publish()

    def _get_content(self):
        """Values of another version that teaches the same."""
        return {name: self[name] for name in CONTENT} if self else {}

    @api.model
    def _get_next_number(self, module_id):
        """The number of the next version of a module, by its id."""
        last = self.search([("module_id", "=", module_id)], order="number desc", limit=1)
        return last.number + 1

    def _check_publish(self):
        """Refuse to publish what is no draft, or what says nothing.

        :raise WorkflowError: says what is missing
        """
        self.ensure_one()
        if self.state != VERSION_DRAFT:
            raise WorkflowError(_("«%(version)s» was published before.", version=self.display_name))
        empty = [name for name in ("objectives", "material") if is_html_empty(self[name])]
        if empty:
            labels = [self._fields[name]._description_string(self.env) for name in empty]
            raise WorkflowError(
                _(
                    "«%(version)s» cannot be published: fill in %(fields)s.",
                    version=self.display_name,
                    fields=", ".join(labels),
                )
            )

    def _check_write(self, vals):
        """Refuse to change what was published, or what only publishing writes.

        :raise WorkflowError: says what to do instead
        """
        fixed = self.filtered(lambda version: version.state != VERSION_DRAFT)
        if fixed:
            raise WorkflowError(
                _(
                    "«%(version)s» was published and stays as it is: sessions and results are of "
                    "it. Make a new version of the module.",
                    version=fixed[0].display_name,
                )
            )
        if {"module_id", *self._get_protected_fields()} & set(vals):
            raise WorkflowError(
                _("The module, number and state of a version are not typed in: use its buttons.")
            )
