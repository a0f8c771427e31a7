import base64
from itertools import cycle, islice

from odoo import _, api, fields, models

from ...core.file_limits import UnreadableFile
from ...core.messages import FILE_MESSAGES
from ...core.prospect_file import mark_repeated, read_prospects
from ...core.rejects_workbook import RejectedRow, rejected_workbook
from ...exceptions import ProspectFileError, WorkflowError
from .digiflow_prospect_list import STATE_CLOSED, STATE_DISTRIBUTED
from .statuses import DOMICILE_WORDS, TAXPAYER_WORDS, status_key

STATE_DRAFT = "draft"
STATE_PREVIEWED = "previewed"
STATE_DONE = "done"
STATE_UNDONE = "undone"
BATCH = 500
ROWS_SHOWN = 20
# Odoo's discussion of a new record takes longer than the record: it is done here for a batch.
QUIET = {"tracking_disable": True}


class DigiflowProspectImport(models.Model):
    """A file of companies for a prospect list: checked first, imported, undone if need be."""

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
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(copy=False)
    state = fields.Selection(
        [
            (STATE_DRAFT, "File"),
            (STATE_PREVIEWED, "Checked"),
            (STATE_DONE, "Imported"),
            (STATE_UNDONE, "Undone"),
        ],
        default=STATE_DRAFT,
        required=True,
        readonly=True,
        copy=False,
    )
    # Result
    total_count = fields.Integer(string="Rows in the file", readonly=True, copy=False)
    created_count = fields.Integer(string="New opportunities", readonly=True, copy=False)
    duplicate_count = fields.Integer(string="Already in the pipeline", readonly=True, copy=False)
    rejected_count = fields.Integer(string="Rejected rows", readonly=True, copy=False)
    rejected_file = fields.Binary(readonly=True, attachment=True, copy=False)
    rejected_filename = fields.Char(compute="_compute_rejected_filename")
    report = fields.Html(readonly=True, copy=False)
    lead_ids = fields.One2many("crm.lead", "prospect_import_id", string="Opportunities")

    @api.depends("filename")
    def _compute_rejected_filename(self):
        for wizard in self:
            stem = (wizard.filename or "").rsplit(".", 1)[0]
            wizard.rejected_filename = _("%(stem)s - rejected.xlsx", stem=stem)

    def action_preview(self):
        """Read the file and say what importing it would do; no opportunity is written.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(STATE_DRAFT, STATE_PREVIEWED)
        table, new, known, rejected = self._read_file()
        self._write_result(table, new, known, rejected)
        self.state = STATE_PREVIEWED
        return True  # None does not pass XML-RPC; so below

    def action_import(self):
        """Create an opportunity for each new company of the file, given to the list's people.

        All or nothing: an error leaves no opportunity behind. The same file again creates none.

        :raise ProspectFileError: the file cannot be read; it says why and what to do
        """
        self.ensure_one()
        self._check_state(STATE_DRAFT, STATE_PREVIEWED)
        self._lock_lists()
        table, new, known, rejected = self._read_file()
        self._create_leads(new)
        self._write_result(table, new, known, rejected)
        self.state = STATE_DONE
        if new:
            self.list_id.state = STATE_DISTRIBUTED
        self.list_id._message_log(body=self._get_summary())
        return True

    def action_undo(self):
        """Delete the opportunities of this import that nobody has worked on; list the others."""
        self.ensure_one()
        self._check_state(STATE_DONE)
        leads = self.with_context(active_test=False).lead_ids
        worked = leads.filtered(lambda lead: lead._is_worked_on())
        (leads - worked).unlink()
        self.state = STATE_UNDONE
        self.report = self._get_undo_report(len(leads - worked), worked)
        self.list_id._message_log(body=self.report)
        return True

    def action_reset(self):
        """Go back to choosing a file."""
        self._check_state(STATE_PREVIEWED)
        return self.write({"state": STATE_DRAFT, "report": False, "rejected_file": False})

    def action_view_leads(self):
        """Open the opportunities that this import created."""
        self.ensure_one()
        action = self.list_id.action_view_leads()
        return {**action, "domain": [("prospect_import_id", "=", self.id)]}

    def _check_state(self, *states):
        """Refuse an action on an import that is past it, or into a closed list."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for wizard in self.filtered(lambda wizard: wizard.state not in states):
            raise WorkflowError(
                _(
                    "%(file)s is «%(state)s»; for this it must be «%(needed)s».",
                    file=wizard._get_file_label(),
                    state=labels[wizard.state],
                    needed="», «".join(labels[state] for state in states),
                )
            )
        closed = self.list_id.filtered(lambda prospects: prospects.state == STATE_CLOSED)
        if closed and STATE_DONE not in states:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=closed[0].name))

    def _lock_lists(self):
        """Make a second import in the company wait for this one, and then see its companies.

        Into whichever list: a company stands in the pipeline once. Under repeatable read the
        second one fails on the rows that the first changed; Odoo runs it again from the start.
        """
        self.list_id.flush_model()
        self.env.cr.execute(
            "UPDATE digiflow_prospect_list SET write_date = write_date WHERE company_id = %s",
            (self.company_id.id,),
        )

    def _read_file(self):
        """Read and sort the rows of the file.

        :return: (table, new, known, rejected): the core's ProspectTable and lists of its rows;
            `known` are companies that the pipeline already has
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        try:
            table = read_prospects(content, self.filename or "")
            rows = list(mark_repeated(table))
        except UnreadableFile as error:
            message = _(FILE_MESSAGES[error.code], **error.params)
            raise ProspectFileError(message) from error
        good = [row for row in rows if not row.rejected]
        taken = self._get_known_rucs([row.values["ruc"] for row in good])
        new = [row for row in good if row.values["ruc"] not in taken]
        known = [row for row in good if row.values["ruc"] in taken]
        return table, new, known, [row for row in rows if row.rejected]

    def _get_known_rucs(self, rucs):
        """Which of `rucs` already stand in this list or have an open opportunity.

        :param list rucs: valid RUCs
        :return: set of RUCs
        """
        # sudo: a company that somebody else already follows must not be imported twice; only
        # the RUC is looked at, within the list's company.
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        domain = [
            ("ruc", "in", rucs),
            "|",
            ("prospect_list_id", "=", self.list_id.id),
            "&",
            ("active", "=", True),
            "&",
            ("is_digiflow", "=", True),
            ("company_id", "in", [self.company_id.id, False]),
        ]
        return {row["ruc"] for row in leads.search_read(domain, ["ruc"])}

    def _create_leads(self, rows):
        """Create the opportunities of `rows`, in batches, owners in turn."""
        common = self._prepare_common_vals()
        owners = {name: cycle(ids) for name, ids in self.list_id._get_owners().items() if ids}
        note = _("Imported from %(file)s.", file=self._get_file_label())
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            vals_list = [
                {
                    **common,
                    **self._prepare_lead_vals(row),
                    **{name: next(turn) for name, turn in owners.items()},
                }
                for row in batch
            ]
            leads = self.env["crm.lead"].with_context(**QUIET).create(vals_list)
            leads._message_log_batch(dict.fromkeys(leads.ids, note))
            for executive in leads.user_id:
                own = leads.filtered(lambda lead, user=executive: lead.user_id == user)
                own.message_subscribe(executive.partner_id.ids)

    def _prepare_common_vals(self):
        """Values that all opportunities of this import share."""
        prospects = self.list_id
        return {
            "type": "opportunity",
            "team_id": self.env.ref("digiflow_crm.team_digiflow").id,
            "stage_id": self.env.ref("digiflow_crm.stage_telemarketing").id,
            "company_id": prospects.company_id.id,
            "country_id": self.env.ref("base.pe").id,
            "source_id": prospects.source_id.id,
            "prospect_list_id": prospects.id,
            "prospect_import_id": self.id,
            "telemarketer_id": False,
            "user_id": False,
        }

    @api.model
    def _prepare_lead_vals(self, row):
        """Values of one opportunity from the core's ProspectRow."""
        vals = dict(row.values, partner_name=row.values["name"])
        vals["taxpayer_status"] = status_key(TAXPAYER_WORDS, vals.get("taxpayer_status"))
        vals["domicile_status"] = status_key(DOMICILE_WORDS, vals.get("domicile_status"))
        return vals

    def _write_result(self, table, new, known, rejected):
        """Keep the counts, the workbook of rejected rows and the report."""
        self.write(
            {
                "total_count": len(new) + len(known) + len(rejected),
                "created_count": len(new),
                "duplicate_count": len(known),
                "rejected_count": len(rejected),
                "rejected_file": self._get_rejected_file(table, rejected),
                "report": self._get_report(table, [*new, *known], rejected),
            }
        )

    def _get_rejected_file(self, table, rejected):
        """The rejected rows as a workbook in base64, False when there are none."""
        if not rejected:
            return False
        rows = [RejectedRow(row.number, row.cells, *self._explain(row)) for row in rejected]
        titles = (_("Row in the file"), _("Reason"), _("How to mend it"))
        book = rejected_workbook(table.header, rows, titles, _("Rejected"))
        return base64.b64encode(book)

    def _translate(self, text):
        """A text of the core in the user's language; `self` is where `_` finds the language."""
        return _(text)

    @api.model
    def _explain(self, row):
        """(reason, cure) of all that rejects a row, in the user's language."""
        texts = [problem.explain(self._translate) for problem in row.problems if problem.rejects]
        return tuple(". ".join(dict.fromkeys(part)) for part in zip(*texts))

    def _get_report(self, table, good, rejected):
        """The result for people to read, as HTML: doubts, unused columns, first rejected rows."""
        shown = [(row, *self._explain(row)) for row in rejected[:ROWS_SHOWN]]
        values = {
            "doubts": self._get_doubts(good),
            "ignored": table.ignored,
            "rejected": shown,
            "more": len(rejected) - len(shown),
        }
        return self.env["ir.qweb"]._render("digiflow_crm.prospect_import_report", values)

    @api.model
    def _get_doubts(self, rows):
        """What is doubtful in rows that were taken, each kind once with its first case.

        :return: list of ``{"column": str, "count": int, "row": int, "reason": str}``
        """
        doubts = {}
        for row in rows:
            for problem in row.problems:
                doubt = doubts.setdefault(
                    (problem.column, problem.code),
                    {"column": problem.column, "count": 0, "row": row.number},
                )
                doubt["count"] += 1
                doubt.setdefault("reason", problem.explain(self._translate)[0])
        return list(doubts.values())

    def _get_file_label(self):
        """What to call the file; one sent through the external API may have no name."""
        return self.filename or self.list_id.name

    def _get_summary(self):
        """One sentence with the counts of this import."""
        return _(
            "%(file)s: %(total)s rows, %(new)s new opportunities, %(known)s already in the "
            "pipeline, %(rejected)s rejected.",
            file=self._get_file_label(),
            total=self.total_count,
            new=self.created_count,
            known=self.duplicate_count,
            rejected=self.rejected_count,
        )

    def _get_undo_report(self, deleted, worked):
        """What an undo did, as HTML; `worked` are the opportunities that stay."""
        values = {"deleted": deleted, "worked": worked, "shown": worked[:ROWS_SHOWN]}
        return self.env["ir.qweb"]._render("digiflow_crm.prospect_import_undo_report", values)
