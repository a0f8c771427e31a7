from odoo import models

from ..core.estimation import HOUR_SORTS


class ReportDigiflowCrmReportDigiflowCrmRequirementInternal(models.AbstractModel):
    """The same form with what is Digiflow's own: kind of project, hours, notes, commitments."""

    _name = "report.digiflow_crm.report_digiflow_crm_requirement_internal"
    _inherit = "report.digiflow_crm.report_digiflow_crm_requirement"
    _description = "Requirements survey, with hours"

    def _prepare_internal(self, survey):
        """Kind of project, and the hours that each rule or person gave."""
        return {
            "facts": [
                ("Tipo de proyecto", survey._get_fact("project_kind")),
                ("Por qué", survey.kind_reason or survey.estimate_note),
                ("Horas confirmadas por", survey.hours_confirmed_by_id.name),
                ("Módulos solicitados", survey._get_fact("module_ids")),
                ("Desarrollos a medida", survey._get_fact("custom_development")),
                ("Notas técnicas", survey._get_fact("technical_notes")),
                ("Compromisos asumidos", survey._get_fact("commitments")),
            ],
            "lines": [self._prepare_line(line) for line in survey.estimate_line_ids],
            "totals": [survey[f"hours_{sort}"] for sort in HOUR_SORTS] + [survey.hours_total],
        }

    def _prepare_line(self, line):
        """What gave hours, why, how many times, and the hours of each sort with their sum."""
        hours = [line[f"hours_{sort}"] for sort in HOUR_SORTS]
        text = ""
        if line.is_adjustment:
            text = ": ".join(filter(None, [line.user_id.name, line.reason]))
        return {
            "name": line.name,
            "text": text,
            "quantity": line.quantity,
            "hours": [*hours, sum(hours)],
        }
