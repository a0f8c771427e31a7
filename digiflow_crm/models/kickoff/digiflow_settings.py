from odoo import api, fields, models

from .digiflow_handover_start import PROJECT

PROJECTS_SHOWN = 200


class DigiflowSettings(models.TransientModel):
    """Settings of the handover."""

    _inherit = "digiflow.settings"

    digiflow_handover_user_id = fields.Many2one(
        related="company_id.digiflow_handover_user_id", readonly=False
    )
    digiflow_handover_reminder_days = fields.Integer(
        related="company_id.digiflow_handover_reminder_days", readonly=False
    )
    has_projects = fields.Boolean(compute="_compute_digiflow_project")
    digiflow_project = fields.Selection(
        selection="_select_projects",
        string="Template of projects",
        compute="_compute_digiflow_project",
        inverse="_inverse_digiflow_project",
        help="The project of an accepted handover is a copy of this one, with its tasks.",
    )

    @api.depends("company_id")
    def _compute_digiflow_project(self):
        choices = dict(self._select_projects())
        for settings in self:
            # sudo: of the company only this setting is read, which the manager may not do directly.
            number = str(settings.company_id.sudo().digiflow_project_number)
            settings.digiflow_project = number if number in choices else False
            settings.has_projects = PROJECT in self.env

    def _inverse_digiflow_project(self):
        for settings in self:
            # sudo: of the company only this setting is written, by who may save the settings.
            company = settings.company_id.sudo()
            company.digiflow_project_number = int(settings.digiflow_project or 0)

    @api.model
    def _select_projects(self):
        """(number as text, name) of the projects that can be a template: those of no handover."""
        if PROJECT not in self.env:
            return []
        # sudo: a handover that the manager does not read has its project all the same.
        made = self.env["digiflow.handover"].sudo().search([("project_number", "!=", 0)])
        domain = [("id", "not in", made.mapped("project_number"))]
        # sudo: only numbers and names are shown, to a manager who may have no rights in that app.
        projects = self.env[PROJECT].sudo().search(domain, limit=PROJECTS_SHOWN)
        return [(str(project.id), project.display_name) for project in projects]
