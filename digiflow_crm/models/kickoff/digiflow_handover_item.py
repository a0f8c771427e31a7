from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core import documents, periods
from ...exceptions import WorkflowError
from .states import (
    GIVER_CLIENT,
    GIVER_SELECTION,
    ITEM_DONE,
    ITEM_KIND_SELECTION,
    ITEM_PENDING,
    ITEM_RECEIVED,
    ITEM_SELECTION,
    ITEM_VALIDATED,
    OPEN_STATES,
)

STAMPS = {
    ITEM_PENDING: ("received_on", "validated_on", "validated_by_id"),
    ITEM_RECEIVED: ("validated_on", "validated_by_id"),
    ITEM_VALIDATED: (),
}
STAMP_FIELDS = {"received_on", "validated_on", "validated_by_id"}


class DigiflowHandoverItem(models.Model):
    """A format or start requirement of the checklist: who gives it, until when, and whether."""

    _name = "digiflow.handover.item"
    _description = "Item of a handover's checklist"
    _inherit = "digiflow.handover.part"
    _order = "handover_id, sequence, id"

    # What
    name = fields.Char(required=True)
    kind = fields.Selection(ITEM_KIND_SELECTION, default="start", required=True)
    note = fields.Text(help="What exactly is asked for; the client reads it on their page.")
    required = fields.Boolean(
        default=True, help="Without it the handover is not submitted. Presales decides that."
    )
    needs_document = fields.Boolean(
        string="Document asked for", help="It counts as given only with a document."
    )
    # Who and when
    giver = fields.Selection(
        GIVER_SELECTION, string="Given by", default=GIVER_CLIENT, required=True
    )
    user_id = fields.Many2one("res.users", string="Responsible", index=True)
    date_due = fields.Date(string="Due", index=True)
    # Progress
    state = fields.Selection(
        ITEM_SELECTION, default=ITEM_PENDING, required=True, index=True, copy=False
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    received_on = fields.Datetime(readonly=True, copy=False)
    validated_on = fields.Datetime(readonly=True, copy=False)
    validated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "digiflow_handover_item_attachment_rel",
        "item_id",
        "attachment_id",
        string="Documents",
        copy=False,
    )
    document_count = fields.Integer(string="Files", compute="_compute_document_count")
    # Handover
    lead_id = fields.Many2one(related="handover_id.lead_id", string="Opportunity")
    handover_state = fields.Selection(related="handover_id.state", string="Handover's state")

    @api.depends("state", "date_due", "handover_id.state")
    def _compute_is_overdue(self):
        today = periods.today()
        for item in self:
            waits = item.state == ITEM_PENDING and item.handover_id.state in OPEN_STATES
            item.is_overdue = bool(waits and item.date_due and item.date_due < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        domain = [
            ("state", "=", ITEM_PENDING),
            ("handover_id.state", "in", OPEN_STATES),
            ("date_due", "<", periods.today()),
        ]
        # 19.0 asks with «in» and a set.
        wanted = True in value if operator in ("in", "not in") else bool(value)
        # sudo: the search around this one leaves out what the user may not read.
        late = self.sudo().search(domain)
        is_in = wanted == (operator in ("=", "in"))
        return [("id", "in" if is_in else "not in", late.ids)]

    @api.depends("attachment_ids")
    def _compute_document_count(self):
        for item in self:
            # sudo: whoever may read the item may know how many files it has, not what is in them.
            item.document_count = len(item.sudo().attachment_ids)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_stamps(vals_list)
        items = super().create([_with_stamps(vals, self.env.uid) for vals in vals_list])
        items._adopt_documents()
        return items

    def write(self, vals):
        self._check_stamps([vals])
        if "required" in vals and not vals["required"]:
            self.filtered("required")._check_may_waive()
        res = super().write(_with_stamps(vals, self.env.uid))
        if "attachment_ids" in vals:
            self._adopt_documents()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_required(self):
        self.filtered("required")._check_may_waive()

    def action_receive(self):
        """What was asked for is here."""
        return self.write({"state": ITEM_RECEIVED})

    def action_validate(self):
        """It was looked at, and is as it has to be."""
        return self.write({"state": ITEM_VALIDATED})

    def action_reopen(self):
        """It has to be given again."""
        return self.write({"state": ITEM_PENDING})

    def action_open(self):
        """Open this item in a form of its own, with its documents."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "views": [(False, "form")],
            "res_id": self.id,
            "target": "new",
        }

    def _get_missing(self):
        """What these items lack before the handover is submitted: a list of texts."""
        missing = []
        for item in self.filtered("required"):
            if item.state not in ITEM_DONE:
                missing.append(_("«%(item)s»", item=item.name))
            elif item.needs_document and not item.document_count:
                missing.append(_("«%(item)s»: its document", item=item.name))
        return missing

    def _get_asked_of_client(self):
        """Those of these items that the client is to give and nobody has validated."""
        return self.filtered(
            lambda item: item.giver == GIVER_CLIENT and item.state != ITEM_VALIDATED
        )

    def _get_days_left(self, today):
        """Days until it is due; negative ones once it is overdue."""
        self.ensure_one()
        return (self.date_due - today).days

    def _get_notice_days(self):
        """How many days before it is due its responsible is reminded."""
        return (self.company_id or self.env.company).digiflow_handover_reminder_days

    def _receive_document(self, name, content):
        """Keep a file that was brought for this item, which is then received.

        The caller answers for who brings it: the client by the link to their page.

        :param str name: of the file, as its bringer calls it
        :param bytes content: of the file
        :return: the new ir.attachment
        :raise WorkflowError: the handover was submitted, the item validated, or the file is one
            that cannot be taken
        """
        self.ensure_one()
        self._check_takes_document()
        fault = documents.fault_of(name, content)
        if fault:
            raise WorkflowError(self._get_fault_text(fault))
        # sudo: whoever brings it, the client too, has no right to write documents.
        item = self.sudo()
        attachment = item.env["ir.attachment"].create(
            {
                "name": documents.clean_name(name),
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        vals = {"attachment_ids": [(4, attachment.id)]}
        if self.state == ITEM_PENDING:
            vals["state"] = ITEM_RECEIVED
        item.write(vals)
        text = _("«%(item)s»: %(file)s received.", item=self.name, file=attachment.name)
        item.handover_id._message_log(body=text)
        return attachment

    def _check_takes_document(self):
        """Refuse a file when nothing more is taken for this item."""
        if self.handover_id.state not in OPEN_STATES:
            raise WorkflowError(_("The handover was submitted: it takes no more documents."))
        if self.state == ITEM_VALIDATED:
            raise WorkflowError(
                _("«%(item)s» was validated: it takes no more documents.", item=self.name)
            )
        if self.document_count >= documents.MAX_FILES:
            raise WorkflowError(
                _(
                    "«%(item)s» has %(count)s files, and takes no more. Put several into one .zip "
                    "file.",
                    item=self.name,
                    count=documents.MAX_FILES,
                )
            )

    @api.model
    def _get_fault_text(self, fault):
        """Why a file is not taken, in words."""
        texts = {
            "empty": _("The file is empty. Choose it again."),
            "too_big": _(
                "The file has more than %(limit)s MB. Send it in parts, or smaller.",
                limit=documents.MAX_BYTES // documents.MEGABYTE,
            ),
            "kind": _(
                "Files of that kind are not taken. Send one of these: %(kinds)s.",
                kinds=", ".join(documents.EXTENSIONS),
            ),
            "content": _("The file is not what its name says. Choose the right one."),
        }
        return texts[fault]

    @api.model
    def _check_stamps(self, vals_list):
        """Who validated what and when follows from the state, and is not brought along."""
        if not self.env.su and any(STAMP_FIELDS.intersection(vals) for vals in vals_list):
            raise WorkflowError(_("Change the state of the item: who and when follow from it."))

    def _check_may_waive(self):
        """Refuse to do without what the kind of project requires, to anybody but presales."""
        if self and not self.env.su and not self.env.user.has_group("digiflow_crm.group_presales"):
            names = ", ".join(f"«{item.name}»" for item in self)
            raise AccessError(
                _("Only presales or the manager does without %(items)s.", items=names)
            )

    def _adopt_documents(self):
        """Files that were uploaded in a form become the item's own, so that who reads it reads
        them.

        :raise WorkflowError: a file is another record's
        """
        for item in self:
            # sudo: a file of no record is its uploader's alone.
            for file in item.sudo().attachment_ids:
                if file.res_model == self._name and file.res_id == item.id:
                    continue
                if file.res_id or file.create_uid != self.env.user:
                    raise WorkflowError(
                        _("%(file)s is another record's file: upload it here.", file=file.name)
                    )
                file.write({"res_model": self._name, "res_id": item.id})


def _with_stamps(vals, uid):
    """`vals` with who and when of the state that they bring."""
    state = vals.get("state")
    if not state:
        return vals
    now = fields.Datetime.now()
    stamps = dict.fromkeys(STAMPS[state], False)
    if state == ITEM_RECEIVED:
        stamps["received_on"] = now
    elif state == ITEM_VALIDATED:
        stamps.update(validated_on=now, validated_by_id=uid)
    return {**vals, **stamps}
