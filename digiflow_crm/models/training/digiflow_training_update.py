from odoo import _, api, fields, models

from ...compat import check_access, grouped_counts
from ...exceptions import WorkflowError
from .training_states import UPDATE_DRAFT, UPDATE_PUBLISHED, UPDATE_SELECTION, is_social

# What may still be changed once people read it.
OPEN_FIELDS = {"read_by"}


class DigiflowTrainingUpdate(models.Model):
    """A normative change (of SUNAT) that everybody concerned is to read.

    Published it stays as it is: who has read it, has read that. Who is to read it and has, is in
    digiflow_training_update_publish.
    """

    _name = "digiflow.training.update"
    _description = "Normative update"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "published_on desc, id desc"
    _check_company_auto = True

    # What changed
    name = fields.Char(string="Subject", required=True, tracking=True)
    body = fields.Html(string="What changes for us")
    source_number = fields.Char(
        string="Norm", help="Number of the resolution, e.g. R.S. 000123-2026/SUNAT."
    )
    source_url = fields.Char(string="Link to the norm")
    date_in_force = fields.Date(string="In force since")
    module_id = fields.Many2one(
        "digiflow.training.module",
        ondelete="restrict",
        check_company=True,
        help="The module that is to be passed again because of it, if any.",
    )
    # Whom
    group_ids = fields.Many2many(
        "res.groups",
        "digiflow_training_update_group_rel",
        "update_id",
        "group_id",
        string="Roles concerned",
        help="Without roles it concerns everybody in the commercial team.",
    )
    role_ids = fields.Many2many("res.groups", compute="_compute_role_ids")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    read_by = fields.Date(string="To be read by", help="Who has not is reminded after this day.")
    reading_ids = fields.One2many(
        "digiflow.training.update.reading", "update_id", string="Readings", readonly=True
    )
    # sudo: how many have read it is for everybody to know, not who.
    reading_count = fields.Integer(compute="_compute_readings", compute_sudo=True)
    read_count = fields.Integer(
        string="Have read it", compute="_compute_readings", compute_sudo=True
    )
    read_rate = fields.Float(string="Read (%)", compute="_compute_readings", compute_sudo=True)
    readings_text = fields.Char(string="Read", compute="_compute_readings", compute_sudo=True)
    is_to_read = fields.Boolean(
        string="For me to read", compute="_compute_is_to_read", search="_search_is_to_read"
    )
    # State
    state = fields.Selection(
        UPDATE_SELECTION,
        required=True,
        readonly=True,
        default=UPDATE_DRAFT,
        index=True,
        copy=False,
        tracking=True,
    )
    published_on = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", "Published by", readonly=True, copy=False)

    @api.depends("reading_ids.read_on")
    def _compute_readings(self):
        readings = self.env["digiflow.training.update.reading"]
        domain = [("update_id", "in", self.ids)]
        total = grouped_counts(readings, domain, "update_id")
        read = grouped_counts(readings, [*domain, ("read_on", "!=", False)], "update_id")
        for update in self:
            update.reading_count = total.get(update.id, 0)
            update.read_count = read.get(update.id, 0)
            rate = 100 * update.read_count / update.reading_count if update.reading_count else 0.0
            update.read_rate = rate
            update.readings_text = f"{update.read_count} / {update.reading_count}"

    def _compute_role_ids(self):
        self.role_ids = self.env["res.users"]._get_digiflow_roles()

    @api.depends_context("uid")
    @api.depends("reading_ids.read_on")
    def _compute_is_to_read(self):
        mine = self.env["digiflow.training.update.reading"].search(
            [("update_id", "in", self.ids), *self._get_mine()]
        )
        for update in self:
            update.is_to_read = update in mine.update_id

    @api.model
    def _search_is_to_read(self, operator, value):
        wanted = bool(value) if not isinstance(value, (list, tuple, set)) else True in value
        mine = self.env["digiflow.training.update.reading"].search(self._get_mine())
        found = wanted == (operator in ("=", "in"))
        return [("id", "in" if found else "not in", mine.update_id.ids)]

    @api.constrains("source_url")
    def _check_source_url(self):
        for update in self.filtered("source_url"):
            if not update.source_url.startswith(("https://", "http://")):
                raise WorkflowError(
                    _("The link to the norm begins with https://, as copied from the browser.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """An update begins as a draft."""
        check_access(self, "create")
        begun = {"state": UPDATE_DRAFT, "published_on": False, "published_by_id": False}
        return super().create([{**vals, **begun} for vals in vals_list])

    def write(self, vals):
        if not is_social(vals):
            check_access(self, "write")
            self._check_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(update.state == UPDATE_PUBLISHED for update in self):
            raise WorkflowError(_("A published update stays on record, with who has read it."))

    @api.model
    def _get_mine(self):
        """Domain of the readings that wait for the user."""
        return [("user_id", "=", self.env.uid), ("read_on", "=", False)]

    def _check_write(self, vals):
        """Refuse to change what was published, or what only publishing writes.

        :raise WorkflowError: says what to do instead
        """
        if self._get_protected_fields() & set(vals):
            raise WorkflowError(_("Use «Publish»: the state of an update is not typed in."))
        fixed = self.filtered(lambda update: update.state == UPDATE_PUBLISHED)
        if fixed and set(vals) - OPEN_FIELDS:
            raise WorkflowError(
                _(
                    "«%(update)s» was published and stays as it is: people have read it so. "
                    "Publish another one that corrects it.",
                    update=fixed[0].name,
                )
            )
