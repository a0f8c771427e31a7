from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.tools import sql

from ...compat import check_access
from ...exceptions import WorkflowError
from .digiflow_requirement import ANSWER_FIELDS, OFFICE_FIELDS

# What only the order of the surveys of an opportunity decides.
VERSION_FIELDS = {"version", "previous_id"}
# Surveys of before there were versions: numbered in the order in which they were made.
NUMBER_SQL = """
    UPDATE digiflow_requirement survey SET version = known.version, previous_id = known.previous_id
    FROM (
        SELECT id, row_number() OVER own AS version, lag(id) OVER own AS previous_id
        FROM digiflow_requirement WINDOW own AS (PARTITION BY lead_id ORDER BY id)
    ) known
    WHERE known.id = survey.id
"""
ROW = Markup("<tr><th scope='row'>{label}</th><td>{before}</td><td>{after}</td></tr>")
TABLE = Markup(
    "<table class='table table-sm'><thead><tr><th scope='col'>{answer}</th>"
    "<th scope='col'>{before}</th><th scope='col'>{after}</th></tr></thead>"
    "<tbody>{rows}</tbody></table>"
)


class DigiflowRequirement(models.Model):
    """Versions: an opportunity has one survey at a time at work, and every validated one of old."""

    _inherit = "digiflow.requirement"

    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "digiflow.requirement",
        string="Previous version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    is_newest = fields.Boolean(compute="_compute_is_newest")
    changes = fields.Html(
        string="Changes since the previous version", compute="_compute_changes", sanitize=False
    )

    _sql_constraints = [
        (
            "version_uniq",
            "UNIQUE(lead_id, version)",
            "This opportunity already has a survey of that version: somebody else has just begun "
            "it. Reload the page and open that one.",
        ),
    ]

    @api.depends("lead_id.name", "version")
    def _compute_name(self):
        res = super()._compute_name()
        for requirement in self.filtered(lambda one: one.version > 1):
            requirement.name = _(
                "%(survey)s, version %(version)s",
                survey=requirement.name,
                version=requirement.version,
            )
        return res

    @api.depends("lead_id.requirement_id")
    def _compute_is_newest(self):
        for requirement in self:
            requirement.is_newest = requirement.lead_id.requirement_id == requirement

    @api.depends("previous_id", *ANSWER_FIELDS, *OFFICE_FIELDS)
    def _compute_changes(self):
        """A table of what differs from the previous version; none for a first version."""
        for requirement in self:
            changes = requirement._get_changes()
            requirement.changes = requirement._render_changes(changes) if changes else False

    def _auto_init(self):
        """Number the surveys that are there already, before the constraint is put on them."""
        cr = self.env.cr
        exists = sql.table_exists(cr, self._table)
        if exists and not sql.column_exists(cr, self._table, "version"):
            sql.create_column(cr, self._table, "version", "int4")
            sql.create_column(cr, self._table, "previous_id", "int4")
            cr.execute(NUMBER_SQL)
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        """Number the new surveys; who makes one says its opportunity, never its number.

        :raise WorkflowError: the opportunity has a survey that can still be changed
        """
        default = self.default_get(["lead_id"]).get("lead_id")
        lead_ids = [vals.get("lead_id") or default for vals in vals_list]
        # Who may not make one is not told which there are.
        check_access(self.browse(), "create")
        check_access(self.env["crm.lead"].browse({one for one in lead_ids if one}), "read")
        known = self._find_known(lead_ids)
        numbered = []
        for lead_id, vals in zip(lead_ids, vals_list):
            earlier = known.filtered(lambda one, lead_id=lead_id: one.lead_id.id == lead_id)
            earlier._check_all_validated()
            numbered.append({**vals, **earlier._prepare_next_vals()})
        return super().create(numbered)

    def write(self, vals):
        # Only a merge of leads moves surveys and numbers them anew, as superuser.
        if not self.env.su:
            self._check_place(vals)
        return super().write(vals)

    def action_new_version(self):
        """Begin the next version of a validated survey, with its answers; return its form.

        :raise WorkflowError: this survey, or a later one, can still be changed
        """
        self.ensure_one()
        self._check_all_validated()
        newer = self.copy()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_requirement_action"
        )
        return {**action, "views": [(False, "form")], "res_id": newer.id, "context": {}}

    def action_view_lead(self):
        """Open the opportunity of this survey."""
        self.ensure_one()
        return self.lead_id.get_formview_action()

    def action_view_versions(self):
        """Open all surveys of the opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_requirement_action"
        )
        return {**action, "domain": [("lead_id", "=", self.lead_id.id)], "context": {}}

    @api.model
    def _get_living_fields(self):
        # Whoever writes them is told by `_check_place`.
        return super()._get_living_fields() | VERSION_FIELDS

    @api.model
    def _find_known(self, lead_ids):
        """The surveys that these leads have."""
        # sudo: a version that the user may not read has its number all the same.
        return self.sudo().search([("lead_id", "in", [one for one in lead_ids if one])])

    def _prepare_next_vals(self):
        """Version and predecessor of what comes after these surveys of one lead."""
        newest = self.sorted("id")[-1:]
        return {"version": max(self.mapped("version"), default=0) + 1, "previous_id": newest.id}

    def _check_all_validated(self):
        """Refuse another survey while one of these can still be changed."""
        for requirement in self.filtered(lambda one: not one.is_validated)[:1]:
            raise WorkflowError(
                _(
                    "%(survey)s is not validated yet. Go on with that one: a new version is made "
                    "of a validated survey.",
                    survey=requirement.name,
                )
            )

    def _check_place(self, vals):
        """Refuse to move a survey to another lead, where it would open a gate, or renumber it."""
        lead_id = vals.get("lead_id")
        if "lead_id" in vals and any(one.lead_id.id != lead_id for one in self):
            raise WorkflowError(
                _(
                    "A survey stays with its opportunity. Duplicate it for another one: open it, "
                    "then Action, Duplicate."
                )
            )
        if VERSION_FIELDS.intersection(vals):
            raise WorkflowError(_("Versions are numbered by themselves. Leave the number out."))

    def _move_to(self, lead):
        """Give these surveys to `lead`, numbered after those it has; for a merge of leads."""
        for requirement in self.sorted("id"):
            version = max(lead.requirement_ids.mapped("version"), default=0) + 1
            requirement.write({"lead_id": lead.id, "version": version})

    def _get_changes(self):
        """What differs from the previous version, in the order of the questions.

        :return: list of ``{"name": str, "label": str, "before": str, "after": str}``
        """
        self.ensure_one()
        if not self.previous_id:
            return []
        names = [*ANSWER_FIELDS, *OFFICE_FIELDS]
        labels = self._get_answer_labels(names)
        before = {name: self.previous_id._get_answer_text(name) for name in names}
        after = {name: self._get_answer_text(name) for name in names}
        return [
            {"name": name, "label": labels[name], "before": before[name], "after": after[name]}
            for name in names
            if before[name] != after[name]
        ]

    def _render_changes(self, changes):
        """`changes` as a table in HTML."""
        rows = [
            ROW.format(label=one["label"], before=one["before"] or "-", after=one["after"] or "-")
            for one in changes
        ]
        return TABLE.format(
            answer=_("Answer"),
            before=_("Version %(version)s", version=self.previous_id.version),
            after=_("Version %(version)s", version=self.version),
            rows=Markup().join(rows),
        )
