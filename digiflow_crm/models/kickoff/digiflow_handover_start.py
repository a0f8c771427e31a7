from markupsafe import Markup, escape

from odoo import _, fields, models

from ...core import periods
from ...core.offer_table import MONTH, YEAR
from .states import ITEM_DONE

PROJECT, TASK = "project.project", "project.task"
# How much of a price is of one month; what is paid once is not worth anything every month.
OF_A_MONTH = {MONTH: 1.0, YEAR: 1 / 12}


class DigiflowHandover(models.Model):
    """What begins when a handover is accepted: the client's services, and a project."""

    _inherit = "digiflow.handover"

    has_project = fields.Boolean(compute="_compute_has_project")

    def _compute_has_project(self):
        """Whether there is a project that the user may open; the app may not be installed."""
        access = self.env["ir.model.access"]
        readable = PROJECT in self.env and access.check(PROJECT, "read", raise_exception=False)
        for handover in self:
            handover.has_project = bool(readable and handover._get_project())

    def action_view_project(self):
        """Open the project that began with this handover."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": PROJECT,
            "views": [(False, "form")],
            "res_id": self.project_number,
        }

    def _get_project(self):
        """The project of this handover, in the hands of the superuser; False for none."""
        self.ensure_one()
        if PROJECT not in self.env or not self.project_number:
            return False
        # sudo: only whether it is there; opening it asks for the user's own rights.
        return self.env[PROJECT].sudo().browse(self.project_number).exists()

    def _get_sold_services(self):
        """The services that the client bought or that the survey names."""
        self.ensure_one()
        # sudo: Implementation starts services and does not read offers.
        known = self.sudo()
        bought = known.order_id.order_line.product_id.product_tmpl_id.digiflow_service_id
        return bought | known.requirement_id.service_ids

    def _start_services(self):
        """Begin the services of the accepted sales today in Lima; what runs already goes on."""
        for handover in self:
            services = handover._get_sold_services()
            vals_list = [handover._prepare_service_vals(service) for service in services]
            # sudo: services of clients begin through an accepted handover.
            table = self.env["digiflow.client.service"].sudo()
            begun = table._start(vals_list)
            handover._fill_client()
            handover._note_services(begun.service_id, services - begun.service_id)

    def _fill_client(self):
        """Give the client's company what its opportunity knows and it does not: whose it is, where.

        From then on its executive reaches it by `res.users.digiflow_client_domain`.
        """
        self.ensure_one()
        # sudo: Implementation writes no companies; these two come from the accepted sale.
        lead, client = self.sudo().lead_id, self.sudo().partner_id.commercial_partner_id
        known = {
            "user_id": lead.user_id.id,
            "digiflow_district": lead.city or client.city or lead.ubigeo,
        }
        vals = {name: value for name, value in known.items() if value and not client[name]}
        if vals:
            client.write(vals)

    def _prepare_service_vals(self, service):
        """Values of the client's stay in `service` that begins now."""
        # sudo: the worth comes from the offer, which Implementation does not read.
        order = self.sudo().order_id
        company = self.company_id or order.company_id or self.env.company
        today = periods.today()
        amount = sum(
            line.price_subtotal * OF_A_MONTH.get(line.product_id.digiflow_period, 0.0)
            for line in order.order_line
            if line.product_id.product_tmpl_id.digiflow_service_id == service
        )
        currency = company.currency_id
        worth = (order.currency_id or currency)._convert(amount, currency, company, today)
        return {
            "partner_id": self.partner_id.id,
            "service_id": service.id,
            "company_id": company.id,
            "date_start": today,
            "monthly_amount": worth,
            "order_id": order.id,
            "handover_id": self.id,
        }

    def _note_services(self, begun, kept):
        """Say in the chatter which services begin, and which the client had."""
        texts = []
        if begun:
            names = ", ".join(begun.mapped("name"))
            texts.append(_("Services that begin today: %(names)s.", names=names))
        if kept:
            names = ", ".join(kept.mapped("name"))
            texts.append(_("Services that the client has already: %(names)s.", names=names))
        if texts:
            self._message_log(body=escape(" ".join(texts)))

    def _start_projects(self):
        """Make the project of each accepted handover, where the app is installed."""
        if PROJECT not in self.env:
            return
        for handover in self.filtered(lambda one: not one._get_project()):
            # sudo: the project follows from the handover; Implementation may have no rights there.
            known = handover.sudo()
            project = known._make_project()
            known.project_number = project.id

    def _make_project(self):
        """The new project: a copy of the settings' template with its tasks, or a bare one."""
        company = self.company_id or self.env.company
        projects = self.env[PROJECT]
        template = projects.browse(company.digiflow_project_number).exists()
        vals = self._prepare_project_vals(company)
        if template:
            # 19.0 makes of the copy of a template another one, unless it is told.
            project = template.with_context(copy_from_template=True).copy(vals)
        else:
            project = projects.create(vals)
        self.env[TASK].create(
            [
                self._prepare_task_vals(project, item)
                for item in self.item_ids
                if item.state not in ITEM_DONE
            ]
        )
        return project

    def _prepare_project_vals(self, company):
        """Values of the project: whose it is, who leads it, when it begins and what it is about."""
        today = periods.today()
        wanted = self.requirement_id.wanted_start
        link = f"/web#id={self.id}&model={self._name}&view_type=form"
        return {
            "name": self.partner_id.name,
            "active": True,
            "partner_id": self.partner_id.id,
            "company_id": company.id,
            "user_id": self.project_manager_id.id,
            "date_start": today,
            "date": wanted if wanted and wanted > today else False,
            "description": Markup('<p><a href="{}">{}</a></p><p>{}</p>').format(
                link, self.name, Markup("<br/>").join((self.scope or "").splitlines())
            ),
        }

    def _prepare_task_vals(self, project, item):
        """Values of the task for what the checklist asked for and nobody gave until now."""
        return {
            "name": item.name,
            "project_id": project.id,
            "partner_id": self.partner_id.id,
            "date_deadline": item.date_due,
            "description": escape(item.note or ""),
        }
