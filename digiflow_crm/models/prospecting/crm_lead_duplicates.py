from odoo import api, fields, models

from odoo.addons.iap.tools import iap_tools

# As Odoo has it: a telephone or a domain that so many leads share says nothing of any two.
HITS_LIMIT = 21
LIMITED_CRITERIA = {"phone", "email", "domain"}
# One pass of each index for each lead of a recordset, all in one statement; `place` tells a lead's
# row from the others', one that is not yet saved has no id. The e-mail of a provider such as gmail
# is its own criterion, one of a company's own domain has «@domain» as criterion.
DUPLICATES_QUERY = """
    WITH wanted(place, own_id, ruc, phone, email, criterion, partner_id) AS (
        SELECT * FROM unnest(
            %s::int[], %s::int[], %s::varchar[], %s::varchar[], %s::varchar[], %s::varchar[],
            %s::int[]
        )
    )
    SELECT place, 'ruc', other.id
      FROM wanted JOIN crm_lead other ON other.ruc = wanted.ruc AND other.id != own_id
    UNION ALL
    SELECT place, 'partner', other.id
      FROM wanted
      JOIN res_partner partner ON partner.commercial_partner_id = wanted.partner_id
      JOIN crm_lead other ON other.partner_id = partner.id AND other.id != own_id
    UNION ALL
    SELECT place, 'phone', hit.id
      FROM wanted CROSS JOIN LATERAL (
           SELECT other.id FROM crm_lead other
            WHERE other.phone_sanitized = wanted.phone AND other.id != own_id
            LIMIT %s
           ) hit
    UNION ALL
    SELECT place, 'email', hit.id
      FROM wanted CROSS JOIN LATERAL (
           SELECT other.id FROM crm_lead other
            WHERE other.email_domain_criterion = wanted.criterion
              AND other.email_normalized = wanted.email AND other.id != own_id
            LIMIT %s
           ) hit
    UNION ALL
    SELECT place, 'domain', hit.id
      FROM wanted CROSS JOIN LATERAL (
           SELECT other.id FROM crm_lead other
            WHERE other.email_domain_criterion = wanted.criterion
              AND starts_with(wanted.criterion, '@') AND other.id != own_id
            LIMIT %s
           ) hit
"""
SEARCHED_FIELDS = [
    "ruc",
    "partner_id",
    "phone_sanitized",
    "email_normalized",
    "email_domain_criterion",
]


class CrmLead(models.Model):
    """Duplicates of a lead: by RUC, telephone, e-mail, own domain and customer, all exact."""

    _inherit = "crm.lead"

    # Criteria
    phone_sanitized = fields.Char(index="btree_not_null")
    email_normalized = fields.Char(index="btree_not_null")
    # Odoo 19.0 has this field, 16.0 has not.
    email_domain_criterion = fields.Char(
        compute="_compute_email_domain_criterion",
        store=True,
        index="btree_not_null",
    )
    # Result: as the user, so that the button counts what it opens.
    duplicate_lead_ids = fields.Many2many(compute_sudo=False)
    duplicate_lead_count = fields.Integer(compute_sudo=False)

    @api.depends("email_normalized")
    def _compute_email_domain_criterion(self):
        for lead in self:
            email = lead.email_normalized
            criterion = iap_tools.mail_prepare_for_domain_search(email) if email else False
            lead.email_domain_criterion = criterion

    @api.depends(*SEARCHED_FIELDS)
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_potential_lead_duplicates(self):
        """In place of Odoo's, which asks for each lead and each value, on 16.0 by ``ilike``.

        Archived leads count, those that the user may not read do not. As with Odoo, the lead
        itself is in the list and not in the count.
        """
        found = self._find_duplicate_ids()
        readable = self.with_context(active_test=False).search(
            [("id", "in", list(set().union(*found)))]
        )
        readable_ids = set(readable.ids)
        for lead, ids in zip(self, found):
            duplicates = self.browse(sorted(ids & readable_ids, reverse=True))
            lead.duplicate_lead_ids = duplicates + lead
            lead.duplicate_lead_count = len(duplicates)

    def _find_duplicate_ids(self):
        """The leads like each of these, whoever may read them, whatever their company.

        :return: a list with the set of ids of each lead, in the order of `self`
        """
        self.flush_model(SEARCHED_FIELDS)
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = [lead._get_criteria(place) for place, lead in enumerate(self)]
        columns = [list(column) for column in zip(*rows)]
        limits = [HITS_LIMIT] * len(LIMITED_CRITERIA)
        self.env.cr.execute(DUPLICATES_QUERY, columns + limits)
        hits = {}
        for place, criterion, lead_id in self.env.cr.fetchall():
            hits.setdefault((place, criterion), set()).add(lead_id)
        found = [set() for _lead in self]
        for (place, criterion), ids in hits.items():
            if criterion not in LIMITED_CRITERIA or len(ids) < HITS_LIMIT:
                found[place] |= ids
        return found

    def _get_criteria(self, place):
        """The values that duplicates of this lead share: its row in DUPLICATES_QUERY."""
        self.ensure_one()
        return (
            place,
            self._origin.id or 0,
            self.ruc or None,
            self.phone_sanitized or None,
            self.email_normalized or None,
            self.email_domain_criterion or None,
            self.partner_id.commercial_partner_id._origin.id or None,
        )

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        """Odoo's, by customer and e-mail, and the leads with the RUC of `self` beside them.

        Only those that nobody holds apart on purpose: what this offers, Odoo merges.
        """
        found = super()._get_lead_duplicates(
            partner=partner, email=email, include_lost=include_lost
        )
        rucs = [lead.ruc for lead in self if lead.ruc and not lead.second_reason]
        if not rucs:
            return found
        domain = [("ruc", "in", rucs), ("second_reason", "=", False)]
        if include_lost:
            domain += ["|", ("type", "=", "opportunity"), ("active", "=", True)]
        else:
            domain += [("active", "=", True), ("stage_id.is_won", "=", False)]
        return found | self.with_context(active_test=False).search(domain)
