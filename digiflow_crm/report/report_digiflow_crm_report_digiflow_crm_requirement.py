from odoo import api, models

from ..compat import check_access, has_own_logo
from ..core import spanish
from ..core.requirement_questions import DAY, WHOLE, questions_in
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG


class ReportDigiflowCrmReportDigiflowCrmRequirement(models.AbstractModel):
    """The printed form of the survey, as the client may have it: nothing of hours or notes."""

    _name = "report.digiflow_crm.report_digiflow_crm_requirement"
    _description = "Requirements survey, for the client"

    @api.model
    def _get_report_values(self, docids, data=None):
        surveys = self.env["digiflow.requirement"].with_context(lang=CLIENT_LANG).browse(docids)
        check_access(surveys, "read")
        # sudo: whoever may read a survey reads the names of the people that it shows.
        pages = [self._prepare_page(survey) for survey in surveys.sudo()]
        return {"docs": surveys, "pages": pages, "has_own_logo": has_own_logo, **spanish.FUNCTIONS}

    def _prepare_page(self, survey):
        """Everything that the form of one survey says."""
        company = survey.company_id or self.env.company
        return {
            "survey": survey,
            "company": company,
            "color": spanish.color(company.primary_color),
            "client": survey.lead_id._get_client_name(),
            "ruc": survey.lead_id.ruc,
            "sections": survey._get_sections(),
            "answers": self._prepare_answers(survey),
            "validated_on": spanish.lima_time(survey.validated_on),
            "internal": self._prepare_internal(survey),
        }

    def _prepare_answers(self, survey):
        """The answers by the name of their question; numbers and days as people write them."""
        answers = survey._get_answers()
        for question in questions_in(survey._get_sections()):
            if question.name in answers and question.kind == WHOLE:
                answers[question.name] = spanish.quantity(answers[question.name])
            elif question.name in answers and question.kind == DAY:
                answers[question.name] = spanish.long_date(survey[question.name])
        return answers

    def _prepare_internal(self, survey):
        """What only Digiflow's people read: nothing here."""
        return {}
