from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import AVERAGED
from ...core.call_times import Try
from ...core.phones import read_number
from ...exceptions import CallRefusedError
from .crm_lead import ROLE_SELECTION
from .outcomes import CALLBACK, EFFECTIVE, OUTCOME_SELECTION, UNANSWERED

# What a call was cannot be rewritten; what was said in it can be noted better.
OPEN_FIELDS = {"note", "script_id"}
# Given once, when the call came without it: from a telephone system.
ONCE_FIELDS = {
    *("lead_id", "outcome", "callback_at", "lost_reason_id", "duration", "phone"),
    *("contact_name", "decision_maker_role", "reference", "telephone_reference"),
}
# For an hour that clocks of desk and server disagree about.
TOLERANCE = {"minutes": 5}
# Calls of a company that are looked at for its best hour.
TRIES_READ = 50
MOVE_SQL = "UPDATE digiflow_call SET lead_id = %(lead)s WHERE id = ANY(%(calls)s)"


class DigiflowCall(models.Model):
    """A call to or from a company. It stays for ever: nobody deletes it or changes what it was."""

    _name = "digiflow.call"
    _description = "Call"
    _order = "start desc, id desc"
    _rec_name = "lead_id"

    # Who and when
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", index=True, ondelete="restrict", copy=False
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_origin", store=True, readonly=True, index=True
    )
    prospect_list_id = fields.Many2one(
        "digiflow.prospect.list", compute="_compute_origin", store=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", string="Caller", required=True, default=lambda self: self.env.user
    )
    direction = fields.Selection(
        [("out", "Outgoing"), ("in", "Incoming")], default="out", required=True
    )
    start = fields.Datetime(required=True, default=fields.Datetime.now)
    duration = fields.Float(string="Minutes", help="In minutes.", **AVERAGED)
    phone = fields.Char(help="The number that was called, or that called.")
    # What came of it
    outcome = fields.Selection(OUTCOME_SELECTION, index=True)
    contact_name = fields.Char(string="Spoke with")
    decision_maker_role = fields.Selection(ROLE_SELECTION, string="Role")
    note = fields.Text()
    callback_at = fields.Datetime(string="Call back at")
    lost_reason_id = fields.Many2one("crm.lost.reason", string="Reason", ondelete="restrict")
    is_effective = fields.Boolean(string="Effective", compute="_compute_is_effective", store=True)
    # How
    script_id = fields.Many2one("digiflow.call.script", ondelete="restrict")
    reference = fields.Char(
        string="Call id",
        copy=False,
        readonly=True,
        help="Identifies the call at the desk or telephone system it came from: given again, it "
        "adds nothing.",
    )

    _sql_constraints = [
        ("reference_uniq", "UNIQUE(reference)", "This call has been logged already."),
        (
            "duration_possible",
            "CHECK (duration >= 0 AND duration <= 720)",
            "A call lasts between nothing and twelve hours. Enter its minutes.",
        ),
    ]

    @api.depends("lead_id")
    def _compute_origin(self):
        """Company and list as they were when the call was made."""
        for call in self:
            call.company_id = call.lead_id.company_id or call.company_id or self.env.company
            call.prospect_list_id = call.lead_id.prospect_list_id

    @api.depends("outcome")
    def _compute_is_effective(self):
        for call in self:
            call.is_effective = call.outcome == EFFECTIVE

    @api.constrains("start")
    def _check_start(self):
        latest = fields.Datetime.add(fields.Datetime.now(), **TOLERANCE)
        if any(call.start > latest for call in self):
            raise CallRefusedError(_("A call cannot begin in the future. Enter when it began."))

    @api.constrains("outcome", "callback_at", "start")
    def _check_callback(self):
        for call in self.filtered(lambda call: call.outcome == CALLBACK):
            if not call.callback_at or call.callback_at <= call.start:
                raise CallRefusedError(
                    _("Say when to call back: a day and an hour after this call.")
                )

    @api.constrains("outcome", "contact_name", "decision_maker_role", "lead_id")
    def _check_effective(self):
        """An effective contact is a conversation with a decision maker: with whom is part of it."""
        for call in self.filtered("is_effective"):
            lead = call.lead_id
            named = call.contact_name or lead.contact_name
            if not named or not (call.decision_maker_role or lead.decision_maker_role):
                raise CallRefusedError(
                    _(
                        "An effective contact is a conversation with who decides. Enter the name "
                        "and the role of whom you spoke with, or choose another outcome."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_caller(vals_list)
        calls = super().create(vals_list)
        calls._apply_outcomes()
        return calls

    def write(self, vals):
        given = self.filtered(lambda call: not call.outcome) if vals.get("outcome") else self[:0]
        self._check_frozen(vals)
        res = super().write(vals)
        given._apply_outcomes()
        return res

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise CallRefusedError(_("A call cannot be copied: it was made once. Log a new one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_calls(self):
        raise CallRefusedError(_("Calls stay on record: they cannot be deleted."))

    @api.model
    def _check_caller(self, vals_list):
        """Refuse calls in somebody else's name, unless a manager or Odoo itself logs them."""
        others = any(vals.get("user_id", self.env.uid) != self.env.uid for vals in vals_list)
        if others and not (self.env.su or self.env.user.has_group("digiflow_crm.group_manager")):
            raise AccessError(
                _("A call is logged by who made it. Only the manager can log one for another.")
            )

    def _check_frozen(self, vals):
        """Refuse to change what a call was.

        :raise CallRefusedError: names the field
        """
        for name in set(vals) & set(self._fields) - OPEN_FIELDS:
            field = self._fields[name]
            if field.compute or not field.store:
                continue
            for call in self:
                old = field.convert_to_write(call[name], call)
                if (name in ONCE_FIELDS and not old) or old == vals[name]:
                    continue
                raise CallRefusedError(
                    _(
                        "«%(field)s» of a call cannot be changed: it is on record as it was. "
                        "Write what there is to say into its note.",
                        field=field._description_string(self.env),
                    )
                )

    def _apply_outcomes(self):
        """What follows from these calls, in the order in which they were made."""
        for call in self.sorted("start"):
            if not call.lead_id or not call.outcome:
                continue
            lead = call.lead_id
            lead._on_called()
            lead._mark_movement(call.start)
            lead._message_log(body=call._prepare_log())
            if call._is_last() and lead.active:
                if not lead.telemarketer_id and call.direction == "out":
                    lead.telemarketer_id = call.user_id
                self.env["digiflow.call.outcome"]._get(call.outcome)._apply(call)

    def _is_last(self):
        """Whether no later call of the opportunity has said already how it goes on."""
        self.ensure_one()
        later = [
            ("lead_id", "=", self.lead_id.id),
            ("start", ">", self.start),
            ("outcome", "!=", False),
        ]
        # sudo: a later call counts whoever made it.
        return not self.sudo().search_count(later, limit=1)

    def _prepare_log(self):
        """The note on the opportunity: outcome, minutes and seconds, with whom, what was said."""
        outcome = self.env["digiflow.call.outcome"]._get(self.outcome)
        minutes, seconds = divmod(round((self.duration or 0) * 60), 60)
        title = _(
            "Call: %(outcome)s (%(minutes)d min %(seconds)02d s)",
            outcome=outcome.name,
            minutes=minutes,
            seconds=seconds,
        )
        lines = [title, self.contact_name, self.note]
        return Markup("<br/>").join(line for line in lines if line)

    def _get_number(self):
        """The number of this call as E164, or False when it is none that could be called."""
        self.ensure_one()
        return (self.phone and read_number(self.phone.strip()).sanitized) or False

    def _get_tries(self):
        """The calls of this opportunity so far, as `core.call_times` wants them."""
        self.ensure_one()
        # sudo: when a company answers is the same whoever called it.
        calls = self.sudo().search([("lead_id", "=", self.lead_id.id)], limit=TRIES_READ)
        return [Try(call.start, call.outcome not in UNANSWERED) for call in calls if call.outcome]

    def _move_to(self, lead):
        """Give these calls to the opportunity that theirs was merged into."""
        # In SQL: for everybody else a call's opportunity cannot be changed.
        self.flush_recordset(["lead_id"])
        self.env.cr.execute(MOVE_SQL, {"lead": lead.id, "calls": self.ids})
        self.invalidate_recordset(["lead_id"])
        lead.invalidate_recordset(["call_ids", "call_count"])
