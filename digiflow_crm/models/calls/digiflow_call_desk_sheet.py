import re
from datetime import datetime

import pytz

from odoo import _, api, fields, models

from ...compat import implied_groups_field
from ...core.periods import LIMA
from ...core.script_text import greeting
from .digiflow_call_desk import ANSWERS
from .digiflow_call_outcome import ASKED, CONFIRMED
from .outcomes import NO_ANSWER, QUEUE_CALLBACK, QUEUE_NEW, QUEUE_RETRY

SELECTIONS = ("decision_maker_role", "current_system", "invoice_issuer")
MANAGERS_NAMED = 3
CONTACT_VALUES = ("name", "decision_maker_role", "phone", "email", "note")


class DigiflowCallDesk(models.AbstractModel):
    """What the desk shows: the company, the script for it, the outcomes."""

    _inherit = "digiflow.call.desk"

    @api.model
    def open_desk(self):
        """As above; and the choices of the fields, the questions, and whom to ask for a list.

        :return: adds ``selections``: field -> [[key, label]]; ``lost_reasons``: [[id, name]];
            ``questions``: [{"code", "name": how it is asked, "label"}]; ``has_lists``;
            ``managers``: names
        """
        lists = self.env["digiflow.prospect.list"]
        mine = [("telemarketer_ids", "in", self.env.uid)]
        has_lists = bool(lists.search_count(mine, limit=1))
        return {
            **super().open_desk(),
            "selections": self._prepare_selections(),
            "lost_reasons": self._prepare_lost_reasons(),
            "questions": self._prepare_questions(),
            "has_lists": has_lists,
            "managers": [] if has_lists else self._list_managers(),
        }

    @api.model
    def read_sheet(self, lead_id):
        """What the desk shows of a company, read again.

        :return: its sheet
        :raise AccessError: the user may not write the opportunity
        """
        return self._prepare_sheet(self._check_reach(lead_id))

    @api.model
    def save_contact(self, lead_id, values):
        """Add another person of the company, or change one who is known.

        :param dict values: ``id`` of a known one, and what is to be kept: ``name``,
            ``decision_maker_role``, ``phone``, ``email``, ``note``
        :return: the sheet afterwards
        """
        lead = self._check_reach(lead_id)
        vals = {name: values[name] or False for name in CONTACT_VALUES if name in values}
        known = lead.other_contact_ids.filtered(lambda one: one.id == values.get("id"))
        if known:
            known.write(vals)
        else:
            self.env["digiflow.lead.contact"].create({"lead_id": lead.id, **vals})
        return self._prepare_sheet(lead)

    @api.model
    def save_lead(self, lead_id, values):
        """Keep answers or the phone right away, without a call.

        :param dict values: some of the answers of `log_call`, or ``phone``; an empty one is cleared
        :return: the sheet afterwards
        """
        lead = self._check_reach(lead_id)
        names = [name for name in (*ANSWERS, "phone") if name in values]
        lead.write({name: values[name] or False for name in names})
        return self._prepare_sheet(lead)

    @api.model
    def _prepare_sheet(self, lead):
        return {
            **super()._prepare_sheet(lead),
            **self._prepare_company(lead),
            **self._prepare_people(lead),
            "kind": self._prepare_kind(lead),
            "history": lead._get_timeline(),
            "script": self._prepare_script(lead),
            "taken_until": lead.call_taken_until,
            "now": fields.Datetime.now(),
        }

    @api.model
    def _prepare_company(self, lead):
        """Which company it is, and how far it has come."""
        following = lead.next_stage_id
        missing = lead.missing_for_stage(following) if following else []
        return {
            "company": self._get_company_name(lead),
            "ruc": lead.ruc or "",
            "taxpayer_status": _get_label(lead, "taxpayer_status"),
            "domicile_status": _get_label(lead, "domicile_status"),
            "district": lead.city or lead.ubigeo or "",
            "address": lead.street or "",
            "website": lead.website or "",
            "priority": int(lead.priority or 0),
            "stage": lead.stage_id.name,
            "next_stage": following.name or "",
            "missing": [item["name"] for item in missing],
            # sudo: only the list's name; a company may be one's own with its list another's
            "list": lead.sudo().prospect_list_id.name or "",
        }

    @api.model
    def _prepare_people(self, lead):
        """Whom one speaks with, what they answered, and where they are reached."""
        labels = dict(lead._fields["decision_maker_role"]._description_selection(self.env))
        return {
            "answers": {name: lead[name] or "" for name in ANSWERS},
            "phone": lead.phone or "",
            "phones": [
                {**phone, "href": f"tel:{re.sub('[^0-9+*#]', '', phone['number'])}"}
                for phone in lead._get_phones()
            ],
            "contacts": [
                {
                    "id": one.id,
                    "role": labels.get(one.decision_maker_role, ""),
                    **{name: one[name] or "" for name in CONTACT_VALUES},
                }
                for one in lead.other_contact_ids
            ],
        }

    @api.model
    def _prepare_kind(self, lead):
        """Why this company is on the desk now.

        :return: ``{"queue", "title", "due": when it fell due, "reason": what was agreed}``
        """
        cap = self.env["digiflow.call.outcome"]._get(NO_ANSWER).attempt_cap
        attempt = lead.call_attempts + 1
        retry = _("Try %(attempt)s of %(cap)s", attempt=attempt, cap=cap)
        titles = {
            QUEUE_NEW: _("First call"),
            QUEUE_RETRY: retry if cap >= attempt else _("Try %(attempt)s", attempt=attempt),
            QUEUE_CALLBACK: _("Callback that was agreed"),
        }
        return {
            "queue": lead.call_queue,
            "title": titles.get(lead.call_queue, ""),
            "due": lead.call_due,
            "reason": lead.call_reason or "",
        }

    @api.model
    def _prepare_script(self, lead):
        """The script for this company, its placeholders filled in."""
        now = datetime.now(pytz.utc).astimezone(LIMA)
        values = {
            "saludo": greeting(now.hour),
            "contacto": lead.contact_name or _("(name)"),
            "ejecutivo": self.env.user.name,
            "empresa": self._get_company_name(lead),
            "digiflow": (lead.company_id or self.env.company).name,
        }
        return self.env["digiflow.call.script"]._get_for(lead)._prepare_desk(values)

    @api.model
    def _get_company_name(self, lead):
        return lead.partner_name or lead.partner_id.commercial_partner_id.name or lead.name

    @api.model
    def _prepare_outcomes(self):
        """The outcomes with their keys, what follows from each, and what each asks first.

        :return: list of ``{"code", "name", "shortcut", "consequence", "asked": [field],
            "confirm": bool, "lost_reason_id"}``
        """
        return [
            {
                "code": outcome.code,
                "name": outcome.name,
                "shortcut": outcome.shortcut,
                "consequence": outcome.consequence,
                "asked": ASKED.get(outcome.code, []),
                "confirm": outcome.code in CONFIRMED,
                "lost_reason_id": outcome.lost_reason_id.id,
            }
            for outcome in self.env["digiflow.call.outcome"].search([])
        ]

    @api.model
    def _prepare_selections(self):
        leads = self.env["crm.lead"]
        return {name: leads._fields[name]._description_selection(self.env) for name in SELECTIONS}

    @api.model
    def _prepare_questions(self):
        return [
            {
                "code": question.code,
                "name": question.name,
                "label": self._get_answer_label(question.code),
            }
            for question in self.env["digiflow.call.question"].search([])
        ]

    @api.model
    def _get_answer_label(self, name):
        """What the opportunity's form calls this field."""
        if name == "contact_name":
            return _("Decision maker")
        return self.env["crm.lead"]._fields[name]._description_string(self.env)

    @api.model
    def _prepare_lost_reasons(self):
        return [[reason.id, reason.name] for reason in self.env["crm.lost.reason"].search([])]

    @api.model
    def _list_managers(self):
        """Whom a telemarketer without a list asks for one."""
        group = self.env.ref("digiflow_crm.group_manager")
        domain = [
            (implied_groups_field(self.env), "in", group.ids),
            ("company_ids", "in", self.env.company.ids),
        ]
        # sudo: only the names of the managers
        return self.env["res.users"].sudo().search(domain, limit=MANAGERS_NAMED).mapped("name")


def _get_label(lead, name):
    """The label of a selection field's value, empty without one."""
    return dict(lead._fields[name]._description_selection(lead.env)).get(lead[name], "")
