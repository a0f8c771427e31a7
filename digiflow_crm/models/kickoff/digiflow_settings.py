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
            # sudo: the manager reads this setting of the company.
            number = str(settings.company_id.sudo().digiflow_project_number)
            settings.digiflow_project = number if number in choices else False
            settings.has_projects = PROJECT in self.env

    def _inverse_digiflow_project(self):
        for settings in self:
            # sudo: the manager changes this setting of the company, and nothing else of it.
            company = settings.company_id.sudo()
            company.digiflow_project_number = int(settings.digiflow_project or 0)

    @api.model
    def _select_projects(self):
        """(number as text, name) of the projects that can be a template: those of no handover."""
        if PROJECT not in self.env:
            return []
        # sudo: the manager chooses by the name, and may have no rights in that app.
        made = self.env["digiflow.handover"].sudo().search([("project_number", "!=", 0)])
        domain = [("id", "not in", made.mapped("project_number"))]
        # sudo: as above.
        projects = self.env[PROJECT].sudo().search(domain, limit=PROJECTS_SHOWN)
        return [(str(project.id), project.display_name) for project in projects]
