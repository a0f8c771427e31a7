from collections import defaultdict

from odoo import _, api, fields, models

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from ...notices import notify
from .campaign_states import CAMPAIGN_DRAFT, CAMPAIGN_RUNNING
from .digiflow_satisfaction_campaign import SIZE_FIELDS
from .feedback_states import STATE_TO_SEND


class DigiflowSatisfactionCampaign(models.Model):
    """The clients that a campaign asks: those with a service on a day of its quarter, until now."""

    _inherit = "digiflow.satisfaction.campaign"

    def action_start(self):
        """Take the clients of the quarter, one row each, and begin to send the invitations.

        A client that no invitation can go to is taken as well, with the reason: it can answer by
        phone.

        :raise WorkflowError: it is no draft, the quarter is to come, or there is no client
        """
        check_access(self, "write")
        self._check_state(CAMPAIGN_DRAFT, _("The campaign has begun already."))
        for campaign in self:
            campaign._start()
        return True

    def action_add_clients(self):
        """Take the clients who began to be one since the campaign took its clients.

        :return: a client action that tells how many
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_state(CAMPAIGN_RUNNING, _("Clients are added while the campaign is running."))
        added = self._take_clients()
        self._trigger_job()
        return notify(_("New clients in the campaign: %(number)s", number=added))

    def _start(self):
        """Begin this draft."""
        if self.date_from > periods.today():
            raise WorkflowError(
                _(
                    "The quarter begins on %(day)s: until then it has no clients.",
                    day=self.date_from.strftime("%d/%m/%Y"),
                )
            )
        # The state first: of two who start it at once, the second one waits here and is refused.
        self._update({"state": CAMPAIGN_RUNNING, "started_date": fields.Datetime.now()})
        self.flush_recordset()
        if not self._take_clients():
            raise WorkflowError(
                _("No client had a service in that quarter, or none is of that segment.")
            )
        if self.user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.deadline,
                summary=_("Close the satisfaction campaign"),
                user_id=self.user_id.id,
            )
        self._trigger_job()

    def _take_clients(self):
        """Make the rows of the clients that have none yet.

        :return: how many were taken
        """
        # Two who add clients at once: the second one waits for the first, and sees its rows.
        self._update({"clients_date": fields.Datetime.now()})
        self.flush_recordset()
        # sudo: nobody writes the rows of a campaign but the campaign; its right was checked.
        own = self.sudo()
        services = own._find_services()
        answers = own.env["digiflow.satisfaction.answer"]
        known = answers.search([("campaign_id", "=", self.id)]).partner_id
        clients = own._filter_segment(services) - known
        own._get_survey()._make_service_questions()
        taken = answers.create([own._prepare_answer_vals(one, services[one.id]) for one in clients])
        taken._sort_out_unreachable()
        return len(taken)

    def _get_client_domain(self):
        """Domain on digiflow.client.service: a day of the quarter, until now, in this company."""
        self.ensure_one()
        last = min(self.date_to, periods.today())
        return [
            ("company_id", "=", self.company_id.id),
            ("date_start", "<=", last),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", self.date_from),
        ]

    def _find_services(self):
        """Which services each client had.

        :return: ``{id of the client: set of digiflow.service ids}``
        """
        services = defaultdict(set)
        for stay in self.env["digiflow.client.service"].search(self._get_client_domain()):
            services[stay.partner_id.id].add(stay.service_id.id)
        return services

    def _filter_segment(self, services):
        """The clients, as res.partner, that the campaign is for.

        :param services: what `_find_services` returns
        """
        wanted = set(self.service_ids.ids)
        ids = [one for one, own in services.items() if not wanted or own & wanted]
        clients = self.env["res.partner"].browse(sorted(ids))
        if self.executive_ids:
            clients = clients.filtered(lambda one: one.user_id in self.executive_ids)
        if self.industry_ids:
            clients = clients.filtered(lambda one: one.industry_id in self.industry_ids)
        sizes = [name[len("size_") :] for name in SIZE_FIELDS if self[name]]
        return clients.filtered(lambda one: one.digiflow_size in sizes) if sizes else clients

    def _prepare_answer_vals(self, client, service_ids):
        """Values of the row of a client, as it is now."""
        contact = client._get_digiflow_contact()
        return {
            "campaign_id": self.id,
            "partner_id": client.id,
            "client_key": client.id,
            "client_name": client.name,
            "contact_id": contact.id,
            "email": contact.email,
            "user_id": client.user_id.id,
            "industry_id": client.industry_id.id,
            "size": client.digiflow_size,
            "district": client.digiflow_district,
            "service_ids": [(6, 0, sorted(service_ids))],
            "state": STATE_TO_SEND,
        }

    @api.model
    def _get_survey(self):
        """The survey.survey that clients are asked."""
        return self.env.ref("digiflow_crm.survey_feedback_quarter")
