from odoo import _, api, models

from ..proposal.crm_lead import CONFIRMED_STATES
from .states import (
    MOVE_MADE,
    MOVE_OFFER,
    OPEN_STATES,
    STATE_DRAFT,
)

# A handover begins with nobody's word on it, whatever the caller or its context brings.
BEGINNING = {
    "state": STATE_DRAFT,
    "technical_by_id": False,
    "technical_on": False,
    "submitted_on": False,
    "accepted_on": False,
    "project_manager_id": False,
    "return_reason": False,
    "project_number": 0,
}
# What the survey answers about the solution, in the order in which the scope tells it.
SCOPE_ANSWERS = (
    "modality",
    "service_ids",
    "module_ids",
    "monthly_documents",
    "document_type_ids",
    "monthly_gre",
    "billing_layout",
    "branch_count",
    "integration_count",
    "erp",
    "custom_development",
    "wanted_start",
)


class DigiflowHandover(models.Model):
    """What is handed over, taken from the record: nothing that is known is typed again."""

    _inherit = "digiflow.handover"

    @api.model
    def _prepare_new_vals(self, vals):
        """Values of a new handover: those given, and for the others what the record says."""
        lead_id = vals.get("lead_id") or self.env.context.get("default_lead_id")
        lead = self.env["crm.lead"].browse(lead_id)
        known = self._prepare_handover_vals(lead) if lead else {}
        return {**known, **vals, **BEGINNING}

    @api.model
    def _prepare_handover_vals(self, lead):
        """Values of the handover of `lead`: offer, client, contacts, scope and checklist."""
        # sudo: what was sold goes to Implementation, whoever brought the opportunity there.
        known = lead.sudo()
        order = known.order_ids.filtered(lambda one: one.state in CONFIRMED_STATES)
        order = order.sorted("id")[-1:]
        vals = self._prepare_offer_vals(known, order)
        requirement = known.env["digiflow.requirement"].browse(vals["requirement_id"])
        items = self._prepare_items(known, requirement)
        return {
            "lead_id": lead.id,
            **vals,
            "technical_notes": requirement.technical_notes,
            "contact_ids": [(0, 0, contact) for contact in self._prepare_contacts(known, order)],
            "item_ids": [(0, 0, item) for item in items],
        }

    @api.model
    def _prepare_offer_vals(self, lead, order):
        """What follows from the offer: itself, its client, its survey and the scope."""
        requirement = order.requirement_id or lead.requirement_id
        client = (order.partner_id or lead.partner_id).commercial_partner_id
        return {
            "order_id": order.id,
            "partner_id": client.id,
            "requirement_id": requirement.id,
            "scope": self._prepare_scope(order, requirement),
            "commitments": requirement.commitments,
        }

    @api.model
    def _prepare_scope(self, order, requirement):
        """The scope as a text: what was bought, and what the survey says of the solution."""
        parts = [self._prepare_bought(order), self._prepare_solution(requirement)]
        if requirement.need:
            parts.append(_("What the client needs:") + "\n" + requirement.need)
        return "\n\n".join(part for part in parts if part) or False

    @api.model
    def _prepare_bought(self, order):
        """The lines of the offer as a text; an empty one without an offer."""
        rows = [
            f"- {line.product_uom_qty:g} x {(line.name or '').strip().splitlines()[0]}"
            for line in order.order_line
            if not line.display_type and (line.name or "").strip()
        ]
        if not rows:
            return ""
        return "\n".join([_("Bought with %(offer)s:", offer=order.name), *rows])

    @api.model
    def _prepare_solution(self, requirement):
        """What the survey answers about the solution, a line each; nothing for nothing."""
        answered = [name for name in SCOPE_ANSWERS if requirement[name]]
        if not answered:
            return ""
        labels = requirement._get_answer_labels(answered)
        rows = [f"- {labels[name]}: {requirement._get_answer_text(name)}" for name in answered]
        return "\n".join([_("The solution:"), *rows])

    @api.model
    def _prepare_contacts(self, lead, order):
        """Values of the people of the client that the record knows, each of them once."""
        labels = dict(lead._fields["decision_maker_role"]._description_selection(self.env))
        survey = order.requirement_id or lead.requirement_id
        people = [
            _person(lead.contact_name, labels.get(lead.decision_maker_role), lead, lead.email_from),
            _person(
                survey.contact_name,
                _("Technical contact"),
                False,
                survey.contact_email,
                survey.contact_phone,
            ),
        ]
        for contact in lead.other_contact_ids:
            role = labels.get(contact.decision_maker_role)
            people.append(_person(contact.name, role, contact, contact.email))
        for partner in (order.partner_id | order.partner_id.child_ids).filtered(_is_person):
            people.append(_person(partner.name, partner.function, partner, partner.email))
        first = {}
        for person in people:
            if person["name"]:
                first.setdefault(person["name"].strip().lower(), person)
        return list(first.values())

    @api.model
    def _prepare_items(self, lead, requirement):
        """Values of the checklist that the kind of project asks for."""
        template = self.env["digiflow.handover.template"]._get_for(requirement.project_kind)
        lines = template.line_ids.filtered(lambda line: line._is_asked(requirement))
        return [line._prepare_item_vals(lead) for line in lines]

    def _log_made(self):
        for handover in self:
            handover._log_move(MOVE_MADE, to_state=handover.state)

    def _take_order(self, order):
        """Another offer of the opportunity was confirmed.

        One that replaces what is no longer sold brings its own scope and checklist, while sales
        still prepares; otherwise the record says so, and the people decide.
        """
        self.ensure_one()
        if order == self.order_id:
            return
        replaces = self.order_id.state not in CONFIRMED_STATES
        if replaces and self.state in OPEN_STATES:
            self._replace_order(order)
        self._log_move(MOVE_OFFER, reason=order.name)

    def _replace_order(self, order):
        """Take offer, scope and checklist of `order`; what was written before is kept below."""
        lead = order.opportunity_id
        vals = self._prepare_offer_vals(lead, order)
        if self.scope and self.order_id:
            before = _("Written for %(offer)s:", offer=self.order_id.name)
            vals["scope"] = "\n\n".join([vals["scope"] or "", before, self.scope])
        vals["commitments"] = self.commitments or vals["commitments"]
        there = set(self.item_ids.mapped("name"))
        requirement = order.requirement_id or lead.requirement_id
        items = self._prepare_items(lead, requirement)
        vals["item_ids"] = [(0, 0, item) for item in items if item["name"] not in there]
        self.write(vals)


def _is_person(partner):
    return not partner.is_company and partner.type in ("contact", "other")


def _person(name, function, source, email, phone=False):
    """Values of a contact; the phone is that of `source` unless it is given."""
    return {
        "name": name,
        "function": function or False,
        "phone": phone or (source and source.phone) or False,
        "email": email,
    }
