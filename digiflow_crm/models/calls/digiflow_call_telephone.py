from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, _, api, fields, models

from ...core.phones import read_number
from ...core.telephone_call import TelephoneCallError, read_call
from ...exceptions import CallRefusedError

# Clocks of desk and telephone system differ, and a call may be logged when it is over.
NEAR = timedelta(minutes=10)
# What a telephone system calls the fields of a call.
PLAIN_FIELDS = {
    "direction": "direction",
    "start": "start",
    "phone": "phone",
    "outcome": "outcome",
    "callback_at": "callback_at",
    "contact_name": "contact_name",
    "contact_role": "decision_maker_role",
    "note": "note",
    "recording_url": "recording_url",
}
# Who made or took the call: the field of a call -> that of the user.
CALLER_FIELDS = {"extension": "digiflow_extension", "user": "login"}
NOBODY = "extension: is missing, and so is user; give who made or took the call by one of them"
KEY_CONSTRAINT = "digiflow_call_telephone_reference_uniq"
# One call may come from two sides at once: whoever is second sees the first one's lead changed.
TOUCH_SQL = "UPDATE crm_lead SET call_attempts = call_attempts WHERE id = %s"


class DigiflowCall(models.Model):
    """Calls that a telephone system tells of: each one once, and the same as on the desk."""

    _inherit = "digiflow.call"

    telephone_reference = fields.Char(
        string="Telephone call id",
        copy=False,
        readonly=True,
        help="Identifies the call in the telephone system that told of it.",
    )

    _sql_constraints = [
        (
            "telephone_reference_uniq",
            "UNIQUE(telephone_reference)",
            "The telephone system has told of this call already.",
        ),
    ]

    def write(self, vals):
        """What a call of no opportunity led to happens when it is given one."""
        given = self.filtered(lambda call: call.outcome and not call.lead_id)
        res = super().write(vals)
        given.filtered("lead_id")._apply_outcomes()
        return res

    def action_find_lead(self):
        """Look for the opportunity of this call by its number."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_call_number_action"
        )
        vals = {"call_id": self.id, "number": self.phone, "direction": self.direction}
        context = {f"default_{name}": value for name, value in vals.items()}
        return {**action, "name": _("Find the opportunity"), "context": context}

    @api.model
    def log_from_telephone(self, values):
        """Log a call as a telephone system tells of it, with the rights of who made it.

        Told again with the same ``call_id`` it adds only what was missing. The caller is the user,
        or, for the manager, whom ``extension`` or ``user`` names.

        :param dict values: the fields of docs/telephone.md
        :return: ``{"call_id", "lead_id" or False, "created"}``
        :raise CallRefusedError: a field cannot be taken; the text says which and why
        """
        told, caller = self._read_told(values, self.env.company)
        caller = caller or self.env.user
        self._check_caller([{"user_id": caller.id}])
        return self._log_told(told, caller, f"api:{caller.id}:{told['call_id']}")

    @api.model
    def _log_of_system(self, system, values):
        """The same for a telephone system that has shown its token.

        :raise CallRefusedError: as above, or nobody is the caller
        """
        told, caller = self._read_told(values, system.company_id)
        if not caller:
            raise CallRefusedError(NOBODY)
        calls = self.with_user(caller).with_context(allowed_company_ids=system.company_id.ids)
        calls = calls.with_context(lang=calls.env.user.lang)
        return calls._log_told(told, calls.env.user, f"{system.id}:{told['call_id']}")

    @api.model
    def _read_told(self, values, company):
        """(what a telephone system tells of a call, checked; the user whom it names, if any)."""
        try:
            told = read_call(values)
            return told, self._find_caller(told, company)
        except TelephoneCallError as error:
            raise CallRefusedError(str(error)) from None

    @api.model
    def _find_caller(self, told, company):
        """The user whom a call names by extension or login; nobody when it names none.

        :raise TelephoneCallError: it names somebody who is not known, or who logs no calls
        """
        users = self.env["res.users"]
        for name, field in CALLER_FIELDS.items():
            if name not in told:
                continue
            domain = [(field, "=", told[name]), ("company_ids", "in", company.ids)]
            # sudo: only who has this extension or login is asked; the rest is done as that user.
            found = users.sudo().search(domain)
            own = found.filtered(lambda user: user.company_id == company)
            caller = (own or found)[:1]
            if not caller or not caller._logs_calls():
                raise TelephoneCallError(
                    name,
                    f"{told[name]} is nobody who logs calls in {company.name}; give the user this "
                    f"{name} and the role in Odoo, or correct it",
                )
            return users.browse(caller.id)
        return users

    @api.model
    def _log_told(self, told, caller, key):
        """Log what was told unless it is there; two at once: the second one finds the first's."""
        try:
            with self.env.cr.savepoint():
                call, created = self._keep_told(told, caller, key)
                self.env.flush_all()
        except UniqueViolation as error:
            if error.diag.constraint_name != KEY_CONSTRAINT:
                raise
            return self._read_committed(key)
        return {"call_id": call.id, "lead_id": call.lead_id.id, "created": created}

    @api.model
    def _keep_told(self, told, caller, key):
        """(the call, whether it is a new one)."""
        call = self._find_told(key)
        if call:
            call._complete(self._prepare_told_vals(told, call.lead_id))
            return call, False
        lead = self._find_told_lead(told)
        if lead:
            self.env.cr.execute(TOUCH_SQL, [lead.id])
        vals = {**self._prepare_told_vals(told, lead), "telephone_reference": key}
        call = self._find_same(vals, caller, [("telephone_reference", "=", False)])
        if call:
            call._complete(vals)
            return call, False
        return self.create({"user_id": caller.id, **vals}), True

    @api.model
    def _find_told(self, key):
        """The call with this id of the telephone system.

        :raise AccessError: there is one, of which the user may know nothing
        """
        # sudo: whether there is one decides whether another is made; its values are read as user.
        found = self.sudo().search([("telephone_reference", "=", key)])
        call = self.browse(found.ids)
        if call:
            call.read(["user_id"])
        return call

    @api.model
    def _prepare_told_vals(self, told, lead):
        vals = {name: told[key] for key, name in PLAIN_FIELDS.items() if key in told}
        if "phone" in vals:
            vals["phone"] = read_number(vals["phone"]).text
        if "duration_seconds" in told:
            vals["duration"] = told["duration_seconds"] / 60
        return {**vals, "lead_id": lead.id}

    @api.model
    def _find_told_lead(self, told):
        """The opportunity of a call: the one it names, else the only one of its number.

        Several open ones are not guessed between: the call then waits for a person who chooses.
        One that the caller may not write is none.
        """
        leads = self.env["crm.lead"]
        reach = [("is_digiflow", "=", True), *self.env.user.digiflow_lead_domain("write")]
        if told.get("lead_id"):
            found = leads.search([("id", "=", told["lead_id"]), *reach])
        elif told.get("ruc"):
            found = leads.search([("ruc", "=", told["ruc"]), *reach])
        else:
            found = leads
        found = found or leads._find_by_number(told.get("phone"))
        found = found.filtered("active") or found
        held = found & leads._get_held()
        return held or (found if len(found) == 1 else leads)

    @api.model
    def _find_same(self, vals, caller, domain):
        """The call that somebody else has told of already: same caller, number or lead, and time.

        :param dict vals: of the call that is being logged
        :param list domain: which calls may be it
        """
        start = fields.Datetime.to_datetime(vals.get("start")) or fields.Datetime.now()
        near = self.search(
            [
                ("user_id", "=", caller.id),
                ("direction", "=", vals.get("direction") or "out"),
                ("start", ">=", start - NEAR),
                ("start", "<=", start + NEAR),
                *domain,
            ]
        )
        number = vals.get("phone") and read_number(vals["phone"].strip()).sanitized
        same = near.filtered(lambda call: call._is_of(vals.get("lead_id"), number))
        return same.sorted(lambda call: abs(call.start - start))[:1]

    def _is_of(self, lead_id, number):
        """Whether this call is with that opportunity, or else with that number (E164)."""
        self.ensure_one()
        if self.lead_id and lead_id:
            return self.lead_id.id == lead_id
        return bool(number) and self._get_number() == number

    @api.model
    def _log(self, vals):
        """Log what a person tells of a call: into what the telephone system told of it already.

        :param dict vals: of a call of the user's own
        """
        told = [
            ("telephone_reference", "!=", False),
            ("reference", "=", False),
            ("outcome", "in", [False, vals.get("outcome")]),
        ]
        call = self._find_same(vals, self.env.user, told)
        if not call:
            return self.create(vals)
        call._complete(vals)
        return call

    def _complete(self, vals):
        """Add to this call what it lacks; what it has stays as it is."""
        self.ensure_one()
        # sudo: what the manager withdrew is not given again by being told again.
        if self.sudo().recording_ids.filtered("withdrawn_on"):
            vals = {name: value for name, value in vals.items() if name != "recording_url"}
        missing = {
            name: value for name, value in vals.items() if value and name in self and not self[name]
        }
        if missing:
            self.write(missing)

    @api.model
    def _read_committed(self, key):
        """What became of a call that another request logged in this very moment."""
        with self.env.registry.cursor() as cr:
            calls = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            call = calls.search([("telephone_reference", "=", key)])
            return {"call_id": call.id, "lead_id": call.lead_id.id, "created": False}

    @api.model
    def _open_log_form(self, vals):
        """The window action of the short form of a call, filled with `vals`."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_call_action_log"
        )
        return {**action, "context": {f"default_{name}": value for name, value in vals.items()}}
