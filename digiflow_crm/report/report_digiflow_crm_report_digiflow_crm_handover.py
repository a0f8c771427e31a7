from odoo import api, models

from ..compat import check_access, has_own_logo
from ..core import spanish
from ..core.offer_table import MONTH, ONCE, YEAR
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG

PERIOD_WORDS = {ONCE: "Una vez", MONTH: "Cada mes", YEAR: "Cada año"}


class ReportDigiflowCrmReportDigiflowCrmHandover(models.AbstractModel):
    """The handover to Implementation on paper: what was sold, without what it costs."""

    _name = "report.digiflow_crm.report_digiflow_crm_handover"
    _description = "Pre-kickoff handover"

    @api.model
    def _get_report_values(self, docids, data=None):
        handovers = self.env["digiflow.handover"].with_context(lang=CLIENT_LANG).browse(docids)
        check_access(handovers, "read")
        # sudo: whoever may read a handover reads what was sold, of its offer, never its prices.
        pages = [self._prepare_page(handover) for handover in handovers.sudo()]
        return {
            "docs": handovers,
            "pages": pages,
            "has_own_logo": has_own_logo,
            **spanish.FUNCTIONS,
        }

    def _prepare_page(self, handover):
        """Everything that the document of one handover says."""
        company = handover.company_id or self.env.company
        return {
            "handover": handover,
            "company": company,
            "color": spanish.color(company.primary_color),
            "client": handover._get_document_client(),
            "state": self._get_label(handover, "state"),
            "facts": self._prepare_facts(handover),
            "survey_facts": handover.requirement_id._get_facts(),
            "items": [self._prepare_item(item) for item in handover.item_ids],
            "lines": self._prepare_lines(handover.order_id),
            "moves": [self._prepare_move(move) for move in handover.move_ids.sorted("id")],
        }

    def _prepare_facts(self, handover):
        """The head of the document: list of (label, text); those without a text are left out."""
        order, survey = handover.order_id, handover.requirement_id
        confirmed = handover.technical_by_id.name
        facts = [
            ("Cliente", handover._get_document_client()),
            ("RUC", handover.partner_id.commercial_partner_id.vat or handover.lead_id.ruc),
            ("Propuesta", self._tell_offer(order)),
            ("Tipo de proyecto", self._get_label(survey, "project_kind")),
            ("Levantamiento de información", survey and f"Versión {survey.version}"),
            ("Ejecutivo Comercial", handover.executive_id.name),
            ("Ingeniero Preventa", handover.presales_user_id.name),
            ("Parte técnica confirmada por", confirmed),
            ("Jefe de Proyectos", handover.project_manager_id.name),
        ]
        return [(label, text) for label, text in facts if text]

    def _prepare_lines(self, order):
        """What was sold: name, text, quantity and how often; no money."""
        if not order:
            return []
        return [
            {
                "name": line.name,
                "text": line.text,
                "quantity": spanish.quantity(line.quantity),
                "period": PERIOD_WORDS[line.period],
            }
            for line in order._get_offer_lines()
        ]

    def _prepare_item(self, item):
        """A row of the checklist."""
        return {
            "name": item.name,
            "note": item.note,
            "required": item.required,
            "giver": self._get_label(item, "giver"),
            "responsible": item.user_id.name,
            "due": spanish.short_date(item.date_due),
            "is_overdue": item.is_overdue,
            "state": self._get_label(item, "state"),
            "files": item.attachment_ids.mapped("name"),
        }

    def _prepare_move(self, move):
        """A row of what happened: when, what, who and why."""
        return {
            "date": spanish.lima_time(move.date),
            "what": self._get_label(move, "move"),
            "who": move.user_id.name,
            "reason": move.reason,
        }

    def _tell_offer(self, order):
        """Number and round of the offer, and when it was confirmed."""
        if not order:
            return ""
        day = spanish.long_date(spanish.lima_day(order.date_order))
        return f"{order.name}, ronda {order.round or 1}, confirmada el {day}"

    def _get_label(self, record, name):
        """The choice of a selection field as text; empty when there is none."""
        labels = dict(record._fields[name]._description_selection(record.env))
        return labels.get(record[name], "") if record else ""
