from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .digiflow_file_import import (
    STATE_CANCELLED,
    STATE_CHECKING,
    STATE_DRAFT,
    STATE_IMPORTING,
    STATE_PREVIEWED,
    STATE_UNDOING,
)
from .digiflow_prospect_import_row import (
    ROW_CLIENT,
    ROW_ELSEWHERE,
    ROW_IN_LIST,
    ROW_LEFT_OUT,
    ROW_NEW,
    ROW_REJECTED,
)
from .digiflow_prospect_list import STATE_CLOSED

STATE_MAPPING = "mapping"
STATE_COMPLETING = "completing"
# States in which the scheduled job works on the import.
BUSY = (STATE_CHECKING, STATE_IMPORTING, STATE_COMPLETING, STATE_UNDOING)
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

    A file whose columns are not known goes to ``mapping`` when it is checked, where `column_ids`
    say which is which. This file is the document; the work is in digiflow_prospect_import_run.py.
    """

    _name = "digiflow.prospect.import"
    _description = "Import of a prospect list"
    _inherit = ["digiflow.file.import"]
    _row_model = "digiflow.prospect.import.row"
    _job = "digiflow_crm.ir_cron_prospect_import"
    _busy_states = BUSY
    _open_states = (STATE_DRAFT, STATE_MAPPING, STATE_PREVIEWED)
    _input_states = (STATE_DRAFT, STATE_MAPPING)
    _input_fields = {"list_id", "file", "filename", "leave_out_persons", "leave_out_inactive"}

    list_id = fields.Many2one(
        "digiflow.prospect.list",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('state', '!=', 'closed')]",
    )
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        help="Whose opportunities they are to create: their rights, language and time."
    )
    state = fields.Selection(
        selection_add=[
            (STATE_DRAFT,),
            (STATE_MAPPING, "Columns"),
            (STATE_CHECKING,),
            (STATE_IMPORTING,),
            (STATE_COMPLETING, "Completing"),
            (STATE_CANCELLED,),
        ],
        ondelete={STATE_MAPPING: "set default", STATE_COMPLETING: "set default"},
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
    # Result
    new_count = fields.Integer(string="New companies")
    created_count = fields.Integer(string="New opportunities")
    updated_count = fields.Integer(string="Opportunities completed", readonly=True, copy=False)
    in_list_count = fields.Integer(string="Already in this list", readonly=True, copy=False)
    elsewhere_count = fields.Integer(string="Already a prospect", readonly=True, copy=False)
    client_count = fields.Integer(string="Already a client", readonly=True, copy=False)
    duplicate_count = fields.Integer(
        string="Already there", compute="_compute_duplicate_count", store=True
    )
    left_out_count = fields.Integer(string="Left out", readonly=True, copy=False)
    row_ids = fields.One2many("digiflow.prospect.import.row", "import_id", string="Rows")
    lead_ids = fields.One2many("crm.lead", "prospect_import_id", string="Opportunities")

    @api.depends("in_list_count", "elsewhere_count", "client_count")
    def _compute_duplicate_count(self):
        for one in self:
            one.duplicate_count = one.in_list_count + one.elsewhere_count + one.client_count

    def write(self, vals):
        """What completes opportunities may still be chosen when the file was checked."""
        if "complete_known" in vals:
            self._check_state(*self._open_states)
        return super().write(vals)

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

    def _check_state(self, *states):
        """Refuse an action on an import that is past it, or into a closed list."""
        res = super()._check_state(*states)
        closed = self.list_id.filtered(lambda prospects: prospects.state == STATE_CLOSED)
        if closed and STATE_PREVIEWED in states:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=closed[0].name))
        return res

    def _get_file_label(self):
        """What to call the file; one sent through the external API may have no name."""
        return self.filename or self.list_id.name
