from odoo import _, api, fields, models

from ...exceptions import WorkflowError

STATE_DRAFT = "draft"
STATE_CHECKING = "checking"
STATE_PREVIEWED = "previewed"
STATE_IMPORTING = "importing"
STATE_CANCELLED = "cancelled"
STATE_DONE = "done"
STATE_UNDOING = "undoing"
STATE_UNDONE = "undone"
# States in which the scheduled job works on the import.
BUSY = (STATE_CHECKING, STATE_IMPORTING, STATE_UNDOING)


class DigiflowFileImport(models.AbstractModel):
    """A file whose rows become records: checked first, imported, undone if need be.

    What every import has is here: this file is the document and its buttons; the work that they
    set going is in digiflow_file_import_run.py, what people read in digiflow_file_import_report.py.
    """

    _name = "digiflow.file.import"
    _description = "Import of a file"
    _inherit = ["digiflow.guarded.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "filename"
    # For the imports that are made of this: the model of their rows and the scheduled job; the
    # states in which that works, those before the import, those in which people choose and what.
    _row_model = None
    _job = None
    _busy_states = BUSY
    _open_states = (STATE_DRAFT, STATE_PREVIEWED)
    _input_states = (STATE_DRAFT,)
    _input_fields = {"file", "filename"}

    user_id = fields.Many2one(
        "res.users",
        string="Imported by",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        copy=False,
        help="Whose records they are to create: their rights, language and time.",
    )
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(copy=False)
    state = fields.Selection(
        [
            (STATE_DRAFT, "File"),
            (STATE_CHECKING, "Checking"),
            (STATE_PREVIEWED, "Checked"),
            (STATE_IMPORTING, "Importing"),
            (STATE_CANCELLED, "Stopped"),
            (STATE_DONE, "Imported"),
            (STATE_UNDOING, "Undoing"),
            (STATE_UNDONE, "Undone"),
        ],
        default=STATE_DRAFT,
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # Progress
    import_next = fields.Boolean(readonly=True, copy=False)
    position = fields.Integer(readonly=True, copy=False, help="Last row that was dealt with.")
    done_count = fields.Integer(string="Rows dealt with", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    error = fields.Text(readonly=True, copy=False, help="Why the work on this import stopped.")
    # Result
    total_count = fields.Integer(string="Rows in the file", readonly=True, copy=False)
    new_count = fields.Integer(string="New rows", readonly=True, copy=False)
    created_count = fields.Integer(string="Records created", readonly=True, copy=False)
    rejected_count = fields.Integer(string="Rejected rows", readonly=True, copy=False)
    rejected_file = fields.Binary(readonly=True, attachment=True, copy=False)
    rejected_filename = fields.Char(compute="_compute_rejected_filename")
    report = fields.Html(readonly=True, copy=False)

    @api.depends("filename")
    def _compute_rejected_filename(self):
        for one in self:
            stem = (one.filename or "").rsplit(".", 1)[0]
            one.rejected_filename = _("%(stem)s - rejected.xlsx", stem=stem)

    @api.depends("state", "done_count", "new_count")
    def _compute_progress(self):
        for one in self:
            share = one.done_count / one.new_count if one.new_count else 0.0
            begun = one.state in (STATE_IMPORTING, STATE_CANCELLED)
            one.progress = 100.0 * share if begun else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        protected = self._get_protected_fields()
        clean = [{name: vals[name] for name in vals if name not in protected} for vals in vals_list]
        return super().create(clean)

    def write(self, vals):
        """What the work on the import finds out is not for others to write."""
        if self._get_protected_fields().intersection(vals):
            raise WorkflowError(
                _("The state and the counts of an import cannot be written. Use its buttons.")
            )
        if self._input_fields.intersection(vals):
            self._check_state(*self._input_states)
        if "file" in vals:
            self._update(self._prepare_new_file_vals())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_busy(self):
        """The job would go on with an import that is gone."""
        states = dict(self._fields["state"].selection)
        self._check_state(*(state for state in states if state not in self._busy_states))

    def action_preview(self):
        """Read the file and say what importing it would do; no record is written.

        A big file is read in the background: until then the state is ``checking``.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(*self._open_states)
        self._begin_check(import_next=False)
        return True  # None does not pass XML-RPC; so below

    def action_import(self):
        """Create what the file has and is not there yet.

        Much is created in the background: until then the state is ``importing``. The same file
        again creates nothing.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(*self._open_states)
        if self.state == STATE_PREVIEWED and self._has_rows():
            self._begin_import()
        else:
            self._begin_check(import_next=True)
        return True

    def action_cancel(self):
        """Stop what goes on in the background; what was imported so far stays."""
        self._check_state(*(state for state in self._busy_states if state != STATE_UNDOING))
        for one in self:
            checking = one.state == STATE_CHECKING
            one._update({"state": STATE_DRAFT if checking else STATE_CANCELLED, "error": False})
        return True

    def action_resume(self):
        """Go on with what was stopped, or with what an error interrupted."""
        self.ensure_one()
        self._check_state(STATE_CANCELLED, *self._busy_states)
        if self.state == STATE_CANCELLED:
            if self._has_rows():
                self._begin_import()
            else:
                self._begin_check(import_next=True)
        elif self.error:
            self._update({"error": False})
            self._trigger_job()
        return True

    def action_undo(self):
        """Delete what this import created and nobody has used since; list the rest."""
        self.ensure_one()
        self._check_state(STATE_DONE, STATE_CANCELLED)
        self._begin_undo()
        return True

    def action_reset(self):
        """Go back to choosing a file."""
        self._check_state(*(state for state in self._open_states if state != STATE_DRAFT))
        self._forget_rows()
        vals = {**self._prepare_new_file_vals(), "report": False, "rejected_file": False}
        return self._update(vals)

    def _prepare_new_file_vals(self):
        """What an import is set to when another file is to be chosen."""
        return {"state": STATE_DRAFT, "error": False}

    def _check_state(self, *states):
        """Refuse an action on an import that is past it."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self.filtered(lambda one: one.state not in states):
            raise WorkflowError(
                _(
                    "%(file)s is «%(state)s»; for this it must be «%(needed)s».",
                    file=one._get_file_label(),
                    state=labels[one.state],
                    needed="», «".join(labels[state] for state in states),
                )
            )

    def _has_rows(self):
        """Whether the rows of the file are still kept: after some days they are not."""
        self.ensure_one()
        rows = self.env[self._row_model]
        return not self.total_count or bool(rows.search([("import_id", "=", self.id)], limit=1))

    def _get_file_label(self):
        """What to call the file; one sent through the external API may have no name."""
        return self.filename or self.display_name
