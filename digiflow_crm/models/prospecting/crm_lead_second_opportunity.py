from markupsafe import Markup
from psycopg2.errors import ExclusionViolation

from odoo import _, api, fields, models
from odoo.tools import mute_logger

from ...core.ruc import clean_ruc
from ...exceptions import SecondOpportunityError

REASON_UPGRADE = "upgrade"
REASON_SERVICE = "other_service"
REASON_AREA = "other_area"
REASON_WIN_BACK = "win_back"
# What says whether a lead stands open in the pipeline, under which RUC and in which company.
STANDING_FIELDS = ["ruc", "active", "is_digiflow", "company_id", "second_reason"]


def _meet(one, other):
    """Whether two standings, (RUC, company id) or None, meet: no company is each of them."""
    if not one or not other:
        return False
    return one[0] == other[0] and (one[1] == other[1] or 0 in (one[1], other[1]))


class CrmLead(models.Model):
    """A company stands once among the open leads; a second opportunity says why there is one."""

    _inherit = "crm.lead"

    # Second opportunity
    second_reason = fields.Selection(
        [
            (REASON_UPGRADE, "Upgrade or extension of what they have"),
            (REASON_SERVICE, "Another service"),
            (REASON_AREA, "Another branch or area of the company"),
            (REASON_WIN_BACK, "Client that left and may come back"),
        ],
        string="Reason for a second opportunity",
        tracking=True,
        copy=False,
        help="Why this company has another open opportunity at the same time.",
    )
    second_note = fields.Char(string="Note on the second opportunity", copy=False)
    same_ruc_lead_ids = fields.Many2many(
        "crm.lead",
        string="Open opportunities with this RUC",
        compute="_compute_same_ruc",
        help="Those that you may open.",
    )
    same_ruc_notice = fields.Html(compute="_compute_same_ruc", sanitize=False)
    needs_second_reason = fields.Boolean(compute="_compute_same_ruc")

    # Not deferrable: an import leaves out what is there by ON CONFLICT DO NOTHING.
    _sql_constraints = [
        (
            "open_ruc_once",
            "EXCLUDE USING btree (ruc WITH =, (COALESCE(company_id, 0)) WITH =) "
            "WHERE (is_digiflow AND active AND second_reason IS NULL AND ruc IS NOT NULL)",
            "This company already has an open opportunity. Open that one, or give the reason for "
            "a second opportunity.",
        ),
    ]

    @api.depends("ruc", "active", "is_digiflow", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_same_ruc(self):
        """The other open leads of the company, and whether this one must say why it is there."""
        others = self._find_open_others()
        found = self.browse().union(*others.values())
        readable = self.search([("id", "in", found.ids)])
        for lead in self:
            rest = others[lead]
            lead.same_ruc_lead_ids = self.browse(rest.ids) & readable
            lead.same_ruc_notice = lead._prepare_same_ruc_notice(rest, readable)
            first = any(not other.second_reason for other in rest)
            lead.needs_second_reason = first or (bool(rest) and lead._is_entering())

    @api.constrains(*STANDING_FIELDS)
    def _check_second_opportunity(self):
        """Refuse a second open lead of a company that does not say why it is there.

        The database decides, also between transactions. Beyond it, what comes in is refused
        beside any other open lead that the company's people see: one of no company, and one that
        gave its reason and is alone by now.

        :raise SecondOpportunityError: names the other one, who follows it, and the cure
        """
        standing = self.filtered(lambda lead: lead._get_standing() and not lead.second_reason)
        if not standing:
            return
        known = standing._read_standing()
        entering = standing.filtered(
            lambda lead: not _meet(known.get(lead.id), lead._get_standing())
        )
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                standing.flush_recordset(STANDING_FIELDS)
        except ExclusionViolation as error:
            raise standing._prepare_second_error() from error
        # Those that come in together, as rows of one file, know of each other.
        for lead, others in entering._find_open_others().items():
            if others - self:
                raise lead._prepare_second_error()

    def copy_data(self, default=None):
        """A copy is for another company, or says why it is for the same one."""
        vals_list = super().copy_data(default)
        given = default or {}
        if not given.get("second_reason"):
            for vals in vals_list:
                vals["ruc"] = given.get("ruc", False)
        return vals_list

    def _get_standing(self):
        """(RUC, company id) under which this lead is open in the pipeline; None if it is not."""
        self.ensure_one()
        ruc = clean_ruc(self.ruc)
        if ruc and self.active and self.is_digiflow:
            return ruc, self.company_id._origin.id or 0
        return None

    def _read_standing(self):
        """What the database has of these leads, before what is being written: {id: standing}."""
        self.env.cr.execute(
            "SELECT id, ruc, COALESCE(company_id, 0) FROM crm_lead "
            "WHERE id = ANY(%s) AND is_digiflow AND active AND ruc IS NOT NULL",
            (self.ids,),
        )
        return {lead_id: (ruc, company_id) for lead_id, ruc, company_id in self.env.cr.fetchall()}

    def _is_entering(self):
        """Whether this lead, as it is on the screen, is not yet open under its RUC."""
        self.ensure_one()
        return not self._origin or not _meet(self._origin._get_standing(), self._get_standing())

    def _find_open_others(self):
        """The other open leads of the same RUC and company.

        :return: {lead of self: leads}, the leads as the superuser
        """
        standing = {lead: lead._get_standing() for lead in self}
        # sudo: who enters a company that somebody else follows must know of it; what is told of
        # such a lead is its name, its stage and who follows it.
        leads = self.env["crm.lead"].sudo()
        by_ruc = dict.fromkeys((key[0] for key in standing.values() if key), leads)
        if by_ruc:
            domain = [("is_digiflow", "=", True), ("active", "=", True)]
            for lead in leads.search([("ruc", "in", list(by_ruc)), *domain]):
                by_ruc[lead.ruc] |= lead
        return {
            lead: by_ruc[key[0]].filtered(
                lambda other, own=lead._origin, key=key: (
                    other.id != own.id and _meet(other._get_standing(), key)
                )
            )
            if key
            else leads
            for lead, key in standing.items()
        }

    def _prepare_second_error(self):
        """The refusal of the first of these leads that is not alone, naming the other one."""
        others = self._find_open_others()
        for lead in self:
            key = lead._get_standing()
            same = self.filtered(lambda other, key=key: other._get_standing() == key)
            rest = others[lead].sorted(lambda other: (bool(other.second_reason), other.id))
            # sudo: of other new leads of the same batch the same is told, see above.
            rest |= (same - lead).sudo()
            if rest:
                return SecondOpportunityError(lead._describe_second(rest[0]))
        # Two at the same moment: what the other transaction wrote is not to be seen in this one.
        return SecondOpportunityError(
            _(
                "%(lead)s: somebody has just entered the RUC %(ruc)s. Look for it and open that "
                "opportunity, or give the reason for a second one.",
                lead=self[0].name,
                ruc=self[0].ruc,
            )
        )

    def _describe_second(self, other):
        """Why this lead is refused beside `other`, and what to do."""
        self.ensure_one()
        return _(
            "%(lead)s: the company with RUC %(ruc)s already has an open opportunity, %(other)s. "
            "Open that one, or give the reason for a second opportunity.",
            lead=self.name,
            ruc=self.ruc,
            other=other._describe_standing(),
        )

    def _describe_standing(self):
        """«name» (stage; who follows it), for whoever comes upon this lead."""
        self.ensure_one()
        people = [user.name for user in self.telemarketer_id | self.user_id]
        return _(
            "«%(name)s» (stage %(stage)s; followed by %(people)s)",
            name=self.name,
            stage=self.stage_id.name,
            people=", ".join(people) or _("nobody yet"),
        )

    def _prepare_same_ruc_notice(self, others, readable):
        """`others` as HTML, each with a link when it is one of the `readable`; False for none."""
        lines = Markup()
        for other in others.sorted("id"):
            lines += Markup("<li>%s%s</li>") % (
                other._describe_standing(),
                self._prepare_open_link(other) if other.id in readable.ids else "",
            )
        return Markup('<ul class="o_digiflow_same_ruc mb-0">%s</ul>') % lines if others else False

    @api.model
    def _prepare_open_link(self, other):
        """A link that opens `other` beside the form, which need not be saved for it."""
        return Markup(
            ' <a class="btn btn-sm btn-secondary" target="_blank" '
            'href="/mail/view?model=crm.lead&amp;res_id=%s">%s</a>'
        ) % (other.id, _("Open it"))

    def _merge_get_fields_specific(self):
        """The one that remains needs a reason only if each of the merged ones had to give one."""
        return {
            **super()._merge_get_fields_specific(),
            "second_reason": lambda name, leads: leads._merge_second(name),
            "second_note": lambda name, leads: leads._merge_second(name),
        }

    def _merge_second(self, name):
        """The value of field `name` for the lead that these become."""
        ruc = next((lead.ruc for lead in self if lead.ruc), False)
        same = self.filtered(lambda lead: lead.ruc == ruc and lead.is_digiflow and lead.active)
        if not all(lead.second_reason for lead in same):
            return False
        return same[:1][name]

    def _merge_dependences(self, opportunities):
        """The merged leads give up their RUC to the one that remains, before they are deleted."""
        res = super()._merge_dependences(opportunities)
        # sudo: whoever may merge the leads, and so delete them, takes their RUC. Not tracked:
        # they are gone in a moment.
        leads = opportunities.sudo().with_context(tracking_disable=True)
        leads.write({"ruc": False})
        leads.flush_recordset(["ruc"])
        return res
