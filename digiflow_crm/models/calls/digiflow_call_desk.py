from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .call_queue import NEXT_SQL, PRIORITIES, TAKE_SQL
from .outcomes import QUEUE_CALLBACK

# Put back without having been called, it is not the first to come again.
RELEASED_FOR = timedelta(minutes=15)
# What the desk may tell of the opportunity together with the call.
ANSWERS = (
    "contact_name",
    "decision_maker_role",
    "current_system",
    "invoice_issuer",
    "current_provider",
    "monthly_documents",
    "email_from",
)
CALL_VALUES = (
    "outcome",
    "start",
    "duration",
    "direction",
    "phone",
    "contact_name",
    "decision_maker_role",
    "note",
    "callback_at",
    "lost_reason_id",
    "script_id",
    "reference",
)


class DigiflowCallDesk(models.AbstractModel):
    """The telemarketer's desk: hands out companies to call, one person each, and takes calls in."""

    _name = "digiflow.call.desk"
    _description = "Call desk"

    @api.model
    def open_desk(self):
        """Everything the desk shows when it opens.

        :return: ``{"lead": sheet of the company on the user's desk or False, "minutes": how long
            it stays there untouched, "outcomes": [...], ...}``
        :raise AccessError: the user is no telemarketer
        """
        self._check_role()
        held = self.env["crm.lead"]._get_held()
        return {
            "lead": (held and self._prepare_sheet(held)) or False,
            "minutes": self.env.company.digiflow_call_minutes,
            "outcomes": self._prepare_outcomes(),
        }

    @api.model
    def next_call(self):
        """Put the next company on the user's desk; the one that is there stays there.

        Nobody else gets it until it is called, released, or left for the time in the settings.

        :return: ``{"lead", "next_at"}``: its sheet, or False when there is nobody to call now; and
            then when the user's next one falls due, a naive UTC datetime or False
        :raise AccessError: the user is no telemarketer
        """
        self._check_role()
        lead = self.env["crm.lead"]._get_held() or self._take_next()
        if lead:
            return {"lead": self._prepare_sheet(lead), "next_at": False}
        return {"lead": False, "next_at": self._get_next_due()}

    @api.model
    def log_call(self, lead_id, values):
        """Log a call, do what follows from its outcome, and free the desk.

        :param int lead_id: the opportunity, which the user may write
        :param dict values: those of a `digiflow.call` (``outcome`` at least; ``duration`` in
            minutes, datetimes in UTC), and answers for the opportunity (``current_system``,
            ``email_from``...). With the same ``reference`` a call is logged once, however often
            it is sent
        :return: ``{"call_id", "stage", "active", "queue", "due", "missing": [names]}`` of the
            opportunity afterwards
        :raise CallRefusedError: something is missing, or cannot be true; nothing is saved
        """
        lead = self._check_reach(lead_id)
        call = self._find_logged(values.get("reference"))
        if not call:
            answers = {name: values[name] for name in ANSWERS if values.get(name)}
            if answers:
                lead.write(answers)
            vals = {name: values[name] for name in CALL_VALUES if values.get(name)}
            call = self.env["digiflow.call"]._log({"lead_id": lead.id, **vals})
            if lead.call_taken_by_id == self.env.user:
                lead._free()
        return {"call_id": call.id, **self._prepare_result(call.lead_id)}

    @api.model
    def release(self, lead_id):
        """Put a company back into the queue without having called it.

        It comes again after a quarter of an hour, a callback at once; of others' nothing changes.

        :return: True
        """
        lead = self.env["crm.lead"].browse(lead_id)
        if lead.call_taken_by_id == self.env.user:
            if lead.call_queue != QUEUE_CALLBACK:
                lead.call_due = fields.Datetime.now() + RELEASED_FOR
            lead._free()
        return True

    @api.model
    def keep(self, lead_id):
        """Keep the company on the user's desk: it is being spoken to.

        :return: until when (naive UTC); False when somebody else has it by now
        """
        self._check_reach(lead_id)
        return self._take(lead_id) and self._get_until()

    @api.model
    def take(self, lead_id):
        """Put one company on the user's desk, chosen from a list rather than by the queue.

        :return: as `next_call`; ``lead`` is False when somebody else has it on theirs
        """
        lead = self._check_reach(lead_id)
        for held in self.env["crm.lead"]._get_held() - lead:
            held._free()
        taken = lead if self._take(lead_id) else lead.browse()
        return {"lead": (taken and self._prepare_sheet(taken)) or False, "next_at": False}

    @api.model
    def _check_role(self):
        if not self.env.user.has_group("digiflow_crm.group_telemarketer"):
            raise AccessError(
                _("The call desk is for telemarketers. Ask the manager to give you the role.")
            )

    @api.model
    def _check_reach(self, lead_id):
        """The opportunity, which the user may write; AccessError otherwise."""
        self._check_role()
        lead = self.env["crm.lead"].browse(lead_id)
        lead.check_access_rights("write")
        lead.check_access_rule("write")
        return lead

    @api.model
    def _take_next(self):
        """The first company of the user's queue that nobody else takes in this very moment."""
        self.env["crm.lead"].flush_model()
        self.env.cr.execute(NEXT_SQL, self._prepare_queue())
        for (lead_id,) in self.env.cr.fetchall():
            if self._take(lead_id):
                return self.env["crm.lead"].browse(lead_id)
        return self.env["crm.lead"]

    @api.model
    def _take(self, lead_id):
        """Put this company on the user's desk, unless somebody else has it.

        :return: whether it is there
        """
        params = {
            "lead": lead_id,
            "user": self.env.uid,
            "now": fields.Datetime.now(),
            "until": self._get_until(),
        }
        lead = self.env["crm.lead"].browse(lead_id)
        lead.flush_recordset()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(TAKE_SQL, params, log_exceptions=False)
                taken = bool(self.env.cr.fetchone())
        except SerializationFailure:
            # Somebody took or called it after this request began: it is not for us.
            return False
        lead.invalidate_recordset(["call_taken_by_id", "call_taken_until"])
        return taken

    @api.model
    def _get_until(self):
        """Until when a company that is taken now stays on the desk (naive UTC)."""
        return fields.Datetime.now() + timedelta(minutes=self.env.company.digiflow_call_minutes)

    @api.model
    def _prepare_queue(self):
        """What the queue is looked through with: whose, in which lists and companies."""
        lists = self.env["digiflow.prospect.list"].search(
            [("telemarketer_ids", "in", self.env.uid)]
        )
        return {
            "user": self.env.uid,
            "lists": lists.ids,
            "companies": self.env.companies.ids,
            "now": fields.Datetime.now(),
            "priorities": PRIORITIES,
        }

    @api.model
    def _get_next_due(self):
        """When the user's next company falls due (naive UTC); False when none is waiting."""
        domain = [
            ("telemarketer_id", "=", self.env.uid),
            ("is_digiflow", "=", True),
            ("call_queue", "in", ("new", "retry", "callback")),
            ("call_due", ">", fields.Datetime.now()),
        ]
        return self.env["crm.lead"].search(domain, order="call_due", limit=1).call_due

    @api.model
    def _find_logged(self, reference):
        """The user's call with that reference, if it was logged before."""
        calls = self.env["digiflow.call"]
        domain = [("reference", "=", reference), ("user_id", "=", self.env.uid)]
        return calls.search(domain, limit=1) if reference else calls

    @api.model
    def _prepare_sheet(self, lead):
        """What the desk shows of a company."""
        return {"id": lead.id, "name": lead.name}

    @api.model
    def _prepare_outcomes(self):
        """The outcomes, in the order of the desk's keys."""
        return []

    @api.model
    def _prepare_result(self, lead):
        """How an opportunity stands after a call."""
        missing = lead.missing_for_stage(lead.next_stage_id) if lead.next_stage_id else []
        return {
            "stage": lead.stage_id.name,
            "active": lead.active,
            "queue": lead.call_queue,
            "due": lead.call_due,
            "missing": [item["name"] for item in missing],
        }
