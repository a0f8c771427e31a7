from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .digiflow_prospect_import_row import (
    ROW_CLIENT,
    ROW_ELSEWHERE,
    ROW_IN_LIST,
    ROW_LEFT_OUT,
    ROW_NEW,
    ROW_REJECTED,
)
from .digiflow_prospect_list import STATE_CLOSED

STATE_DRAFT = "draft"
STATE_MAPPING = "mapping"
STATE_CHECKING = "checking"
STATE_PREVIEWED = "previewed"
STATE_IMPORTING = "importing"
STATE_COMPLETING = "completing"
STATE_CANCELLED = "cancelled"
STATE_DONE = "done"
STATE_UNDOING = "undoing"
STATE_UNDONE = "undone"
# States in which the scheduled job works on the import.
BUSY = (STATE_CHECKING, STATE_IMPORTING, STATE_COMPLETING, STATE_UNDOING)
# What people choose, while the file has not been dealt with.
INPUT_FIELDS = {
    "list_id",
    "file",
    "filename",
    "leave_out_persons",
    "leave_out_inactive",
}
COUNT_FIELDS = {
    ROW_NEW: "new_count",
    ROW_IN_LIST: "in_list_count",
    ROW_ELSEWHERE: "elsewhere_count",
    ROW_CLIENT: "client_count",
    ROW_REJECTED: "rejected_count",
    ROW_LEFT_OUT: "left_out_count",
}


class DigiflowProspectImport(models.Model):
    """A file of companies for a prospect list: checked first, imported, undone if need be.

    This file is the document and its buttons; what they set going is in
    digiflow_prospect_import_run.py, what people read of it in digiflow_prospect_import_report.py.
    """

    _name = "digiflow.prospect.import"
    _description = "Import of a prospect list"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "filename"

    list_id = fields.Many2one(
        "digiflow.prospect.list",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('state', '!=', 'closed')]",
    )
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Imported by",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        copy=False,
        help="Whose opportunities they are to create: their rights, language and time.",
    )
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(copy=False)
    state = fields.Selection(
        [
            (STATE_DRAFT, "File"),
            (STATE_MAPPING, "Columns"),
            (STATE_CHECKING, "Checking"),
            (STATE_PREVIEWED, "Checked"),
            (STATE_IMPORTING, "Importing"),
            (STATE_COMPLETING, "Completing"),
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
    # Options
    leave_out_persons = fields.Boolean(
        string="Leave out natural persons",
        help="Leave out who is not a company: RUC that begins with 10, 15, 16 or 17.",
    )
    leave_out_inactive = fields.Boolean(
        string="Only ACTIVO and HABIDO",
        help="Leave out taxpayers that the file says are not ACTIVO, or not HABIDO.",
    )
    complete_known = fields.Boolean(
        string="Complete opportunities already there",
        help="Fill in what an open opportunity of the same company lacks (phone, e-mail, contact, "
        "address...) and the file has. Nothing that is filled in changes.",
    )
    # Progress
    import_next = fields.Boolean(readonly=True, copy=False)
    position = fields.Integer(readonly=True, copy=False, help="Last row that was dealt with.")
    done_count = fields.Integer(string="Rows dealt with", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    error = fields.Text(readonly=True, copy=False, help="Why the work on this import stopped.")
    # Result
    total_count = fields.Integer(string="Rows in the file", readonly=True, copy=False)
    new_count = fields.Integer(string="New companies", readonly=True, copy=False)
    created_count = fields.Integer(string="New opportunities", readonly=True, copy=False)
    updated_count = fields.Integer(string="Opportunities completed", readonly=True, copy=False)
    in_list_count = fields.Integer(string="Already in this list", readonly=True, copy=False)
    elsewhere_count = fields.Integer(string="Already a prospect", readonly=True, copy=False)
    client_count = fields.Integer(string="Already a client", readonly=True, copy=False)
    duplicate_count = fields.Integer(
        string="Already there", compute="_compute_duplicate_count", store=True
    )
    left_out_count = fields.Integer(string="Left out", readonly=True, copy=False)
    rejected_count = fields.Integer(string="Rejected rows", readonly=True, copy=False)
    rejected_file = fields.Binary(readonly=True, attachment=True, copy=False)
    rejected_filename = fields.Char(compute="_compute_rejected_filename")
    report = fields.Html(readonly=True, copy=False)
    row_ids = fields.One2many("digiflow.prospect.import.row", "import_id", string="Rows")
    lead_ids = fields.One2many("crm.lead", "prospect_import_id", string="Opportunities")

    @api.depends("in_list_count", "elsewhere_count", "client_count")
    def _compute_duplicate_count(self):
        for one in self:
            one.duplicate_count = one.in_list_count + one.elsewhere_count + one.client_count

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
        if INPUT_FIELDS.intersection(vals):
            self._check_state(STATE_DRAFT, STATE_MAPPING)
        if "complete_known" in vals:
            self._check_state(STATE_DRAFT, STATE_MAPPING, STATE_PREVIEWED)
        if "file" in vals:
            self._update({"state": STATE_DRAFT, "column_ids": [(5, 0, 0)], "error": False})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_busy(self):
        """The job would go on with an import that is gone."""
        self._check_state(
            *(state for state in dict(self._fields["state"].selection) if state not in BUSY)
        )

    def action_preview(self):
        """Read the file and say what importing it would do; no opportunity is written.

        A big file is read in the background: until then the state is ``checking``. A file whose
        columns are not known goes to ``mapping``, where `column_ids` say which is which.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(STATE_DRAFT, STATE_MAPPING, STATE_PREVIEWED)
        self._begin_check(import_next=False)
        return True  # None does not pass XML-RPC; so below

    def action_import(self):
        """Create an opportunity for each new company of the file, given to the list's people.

        Many companies are created in the background: until then the state is ``importing``. The
        same file again creates none.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(STATE_DRAFT, STATE_MAPPING, STATE_PREVIEWED)
        if self.state == STATE_PREVIEWED and self._has_rows():
            self._begin_import()
        else:
            self._begin_check(import_next=True)
        return True

    def action_cancel(self):
        """Stop what goes on in the background; what was imported so far stays."""
        self._check_state(STATE_CHECKING, STATE_IMPORTING, STATE_COMPLETING)
        for one in self:
            checking = one.state == STATE_CHECKING
            one._update({"state": STATE_DRAFT if checking else STATE_CANCELLED, "error": False})
        return True

    def action_resume(self):
        """Go on with what was stopped, or with what an error interrupted."""
        self.ensure_one()
        self._check_state(STATE_CANCELLED, *BUSY)
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
        """Delete the opportunities of this import that nobody has worked on; list the others."""
        self.ensure_one()
        self._check_state(STATE_DONE, STATE_CANCELLED)
        self._begin_undo()
        return True

    def action_reset(self):
        """Go back to choosing a file."""
        self._check_state(STATE_PREVIEWED, STATE_MAPPING)
        self._forget_rows()
        vals = {"state": STATE_DRAFT, "report": False, "rejected_file": False}
        return self._update({**vals, "column_ids": [(5, 0, 0)]})

    def action_view_leads(self):
        """Open the opportunities that this import created."""
        self.ensure_one()
        action = self.list_id.action_view_leads()
        return {**action, "domain": [("prospect_import_id", "=", self.id)]}

    def action_view_rows(self):
        """Open the rows of the file, with what becomes of each."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_prospect_import_row_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)], "context": {}}

    def _update(self, vals):
        """Write what the work on the import finds out."""
        # The linter expects `super()._update`: our own `write` is for people and refuses these.
        return super().write(vals)  # pylint: disable=super-method-mismatch # reason above

    @api.model
    def _get_protected_fields(self):
        """Names of the fields that only the work on the import writes."""
        own = (field for field in self._fields.values() if field._module == "digiflow_crm")
        return {field.name for field in own if field.readonly and not field.compute}

    def _check_state(self, *states):
        """Refuse an action on an import that is past it, or into a closed list."""
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
        closed = self.list_id.filtered(lambda prospects: prospects.state == STATE_CLOSED)
        if closed and STATE_PREVIEWED in states:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=closed[0].name))

    def _has_rows(self):
        """Whether the rows of the file are still kept: after some days they are not."""
        self.ensure_one()
        rows = self.env["digiflow.prospect.import.row"]
        return not self.total_count or bool(rows.search([("import_id", "=", self.id)], limit=1))

    def _get_file_label(self):
        """What to call the file; one sent through the external API may have no name."""
        return self.filename or self.list_id.name
