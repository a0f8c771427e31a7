from odoo import models

from ...core.phones import read_number
from .outcomes import WRONG_NUMBER

# A field of partners that 19.0 has no more.
MOBILE = "mobile"


class CrmLead(models.Model):
    """The phone numbers at which a company may be reached."""

    _inherit = "crm.lead"

    def _get_phones(self):
        """Every number known of this company, the opportunity's own first.

        :return: list of ``{"number", "text", "who", "wrong", "blocked"}``, each number once:
            `number` is E164, or the text where it is none; `wrong`: a call said so; `blocked`:
            nobody may call it
        """
        self.ensure_one()
        wrong = self._get_wrong_numbers()
        phones = {}
        for text, who in self._list_phones():
            phone = read_number(text.strip())
            number = phone.sanitized or phone.text
            if number not in phones:
                phones[number] = {
                    "number": number,
                    "text": phone.text,
                    "who": who or "",
                    "wrong": number in wrong,
                }
        blocked = self._get_blocked_numbers(list(phones))
        return [{**phone, "blocked": phone["number"] in blocked} for phone in phones.values()]

    def _get_next_phone(self):
        """The text of the first number that is neither wrong nor blocked; False without one."""
        usable = [one for one in self._get_phones() if not one["wrong"] and not one["blocked"]]
        return usable[0]["text"] if usable else False

    def _list_phones(self):
        """(text, whose) of every number as it is written: lead, client, the others."""
        people = self.partner_id | self.partner_id.commercial_partner_id
        people |= self.partner_id.commercial_partner_id.child_ids
        written = [(self.phone, self.contact_name)]
        written += [(one.phone, one.name) for one in self.other_contact_ids]
        written += [(partner.phone, partner.name) for partner in people]
        if MOBILE in people._fields:
            written += [(partner[MOBILE], partner.name) for partner in people]
        return [(text, who) for text, who in written if text]

    def _get_wrong_numbers(self):
        """The numbers of which a call said that they are not the company's."""
        # sudo: a number that does not exist is none for anybody, whoever called it.
        calls = self.env["digiflow.call"].sudo()
        domain = [("lead_id", "=", self.id), ("outcome", "=", WRONG_NUMBER)]
        return {
            read_number(call.phone).sanitized or call.phone
            for call in calls.search(domain)
            if call.phone
        }

    def _get_blocked_numbers(self, numbers):
        """Those of `numbers` that asked not to be called."""
        # sudo: only whether a number is blocked is read; Odoo keeps the list to administrators.
        blacklist = self.env["phone.blacklist"].sudo()
        return set(blacklist.search([("number", "in", numbers)]).mapped("number"))
