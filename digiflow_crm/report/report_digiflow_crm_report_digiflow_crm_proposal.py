from odoo import api, models
from odoo.tools import is_html_empty

from ..compat import check_access, has_own_logo
from ..core import periods, spanish
from ..core.offer_table import MONTH, ONCE, YEAR, to_amount
from ..core.work_plan import count_weeks, plan_phases
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG
from ..models.info_pack.digiflow_info_section import (
    DOCUMENT_PROPOSAL_CONDITIONS,
    DOCUMENT_PROPOSAL_EXCLUDED,
    DOCUMENT_PROPOSAL_INCLUDED,
    DOCUMENT_PROPOSAL_LETTER,
    DOCUMENT_PROPOSAL_SOLUTION,
)
from ..models.proposal.catalog import (
    KIND_HOURS_CONSULTING,
    KIND_HOURS_IMPLEMENTATION,
    KIND_HOURS_MANAGEMENT,
    KIND_MODULE,
)

PERIOD_TITLES = {
    ONCE: "Pago único: puesta en marcha",
    MONTH: "Pago mensual: servicio",
    YEAR: "Pago anual: servicio",
}
GRAND_NAMES = {
    ONCE: "Total a pagar por única vez",
    MONTH: "Total a pagar cada mes",
    YEAR: "Total a pagar cada año",
}
CURRENCY_NAMES = {"PEN": "soles (S/)", "USD": "dólares estadounidenses (US$)"}
PERIOD_NAMES = {ONCE: "Pago único", MONTH: "Pago mensual", YEAR: "Pago anual"}
HOUR_NAMES = {
    KIND_HOURS_IMPLEMENTATION: "Implementación",
    KIND_HOURS_CONSULTING: "Consultoría",
    KIND_HOURS_MANAGEMENT: "Gestión del proyecto",
}


class ReportDigiflowCrmReportDigiflowCrmProposal(models.AbstractModel):
    """The business proposal of an offer, in Spanish whoever prints it."""

    _name = "report.digiflow_crm.report_digiflow_crm_proposal"
    _description = "Business proposal"

    @api.model
    def _get_report_values(self, docids, data=None):
        orders = self.env["sale.order"].with_context(lang=CLIENT_LANG).browse(docids)
        check_access(orders, "read")
        # sudo: whoever may read an offer reads all that its proposal says, also of the survey.
        pages = [self._prepare_page(order) for order in orders.sudo()]
        return {
            "docs": orders,
            "pages": pages,
            "has_own_logo": has_own_logo,
            **spanish.FUNCTIONS,
        }

    def _prepare_page(self, order):
        """Everything that the proposal of one offer says."""
        company = order.company_id
        return {
            "order": order,
            "company": company,
            "color": spanish.color(company.primary_color),
            "mark": order._get_offer_mark(),
            "money": lambda cents: spanish.money(to_amount(cents), order.currency_id.name),
            "dollars": lambda cents: self._tell_dollars(order, cents),
            "survey": order.requirement_id,
            **self._prepare_letter(order),
            **self._prepare_texts(order),
            **self._prepare_scope(order),
            **self._prepare_plan(order),
            **self._prepare_offer(order),
            **self._prepare_terms(order),
        }

    def _prepare_letter(self, order):
        """Whom the proposal is for, from whom, and when."""
        lead, client = order.opportunity_id, order.partner_id.commercial_partner_id
        # A person of the client; the client itself has no name beside the company's.
        person = order.partner_id.filtered(lambda partner: partner != client)
        roles = dict(lead._fields["decision_maker_role"]._description_selection(lead.env))
        return {
            "date": spanish.long_date(spanish.lima_day(order.offer_sent_on) or periods.today()),
            "client": client.name or order.partner_id.name,
            "ruc": client.vat or lead.ruc,
            "contact": person.name or lead.contact_name,
            "job": person.function or lead.function or roles.get(lead.decision_maker_role),
            "seller": order.user_id,
        }

    def _prepare_texts(self, order):
        """The manager's texts for the modality of the survey."""
        sections, modality = self.env["digiflow.info.section"], order.requirement_id.modality
        # sudo: the manager's texts are for clients, so whoever prints a proposal may read them.
        sections = sections.sudo()
        parts = {
            "letter_texts": DOCUMENT_PROPOSAL_LETTER,
            "solution_texts": DOCUMENT_PROPOSAL_SOLUTION,
            "included_texts": DOCUMENT_PROPOSAL_INCLUDED,
            "excluded_texts": DOCUMENT_PROPOSAL_EXCLUDED,
            "condition_texts": DOCUMENT_PROPOSAL_CONDITIONS,
        }
        return {
            name: sections._get_proposal_sections(document, modality)
            for name, document in parts.items()
        }

    def _prepare_scope(self, order):
        """What is included: modality, documents, modules, services, in words."""
        survey, products = order.requirement_id, order._get_offer_products().product_id
        modules = products.filtered(lambda product: product.digiflow_kind == KIND_MODULE)
        return {
            "facts": survey._get_facts(),
            "modality": survey and survey._get_fact("modality"),
            "modules": modules.mapped("name"),
            "services": survey.service_ids.mapped("name"),
            "documents": [f"{kind.name} ({kind.code})" for kind in survey.document_type_ids],
        }

    def _prepare_plan(self, order):
        """Hours by sort, the weeks that they take, and the phases over these weeks."""
        hours = order._get_offer_hours()
        total = sum(hours.values())
        weeks = count_weeks(total, order.company_id.digiflow_week_hours or 1.0)
        # sudo: the phases are told to clients, so whoever prints a proposal may read them.
        phases = self.env["digiflow.work.phase"].sudo()._get_phases()
        return {
            "hours": [(HOUR_NAMES[kind], number) for kind, number in hours.items()],
            "hours_total": total,
            "weeks": weeks,
            "phases": plan_phases(phases, weeks),
        }

    def _prepare_offer(self, order):
        """The economic offer: its groups, and what stands in their columns."""
        groups = order._get_offer_groups()
        lines = [line for group in groups for line in group.lines]
        sign = spanish.CURRENCY_SIGNS.get(order.currency_id.name, order.currency_id.name)
        return {
            "groups": groups,
            "period_titles": PERIOD_TITLES,
            "period_names": PERIOD_NAMES,
            "grand_names": GRAND_NAMES,
            "currency": CURRENCY_NAMES.get(order.currency_id.name, order.currency_id.name),
            "rate": f"{sign} {order.digiflow_usd_rate:.4f}",
            "rate_date": spanish.long_date(order.digiflow_usd_rate_date),
            "has_discount": any(line.discount for line in lines),
            "has_tax": any(group.tax for group in groups),
            "tax_name": order._get_offer_tax_name(),
            "in_dollars": order._get_usd_amount(0) is not None,
        }

    def _prepare_terms(self, order):
        """Until when it holds, and how it is paid."""
        return {
            "validity": spanish.long_date(order.validity_date),
            "payment": order.payment_term_id.name,
            "note": "" if is_html_empty(order.note) else order.note,
            "signed_on": spanish.long_date(spanish.lima_day(order.signed_on)),
        }

    def _tell_dollars(self, order, cents):
        """Cents of the offer's currency as text in dollars."""
        return spanish.money(order._get_usd_amount(cents), "USD")
