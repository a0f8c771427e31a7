from odoo import _, models

from ...exceptions import WorkflowError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts loses nothing of a client.

    Odoo deletes what two contacts have of the same key: here it would be a whole service, or the
    documents of a month. Whoever merges decides first which of the two is right.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, *args, **kwargs):
        clients = self.env["res.partner"].browse(partner_ids).exists()
        self._check_services_apart(clients)
        self._check_volumes_apart(clients)
        return super()._merge(partner_ids, *args, **kwargs)

    def _check_services_apart(self, clients):
        """Refuse when two of these clients have a service in the same days.

        :raise WorkflowError: it names the service and both clients
        """
        # sudo: whoever merges may not read services, and must not lose them.
        stays = self.env["digiflow.client.service"].sudo()
        last = {}
        for stay in stays.search(
            [("partner_id", "in", clients.ids)], order="company_id, service_id, date_start, id"
        ):
            key = (stay.company_id, stay.service_id)
            before = last.get(key)
            if before and (not before.date_end or before.date_end >= stay.date_start):
                self._refuse(
                    _("the service %(service)s in the same days", service=stay.service_id.name),
                    before.partner_id | stay.partner_id,
                )
            last[key] = stay

    def _check_volumes_apart(self, clients):
        """Refuse when two of these clients have documents of a service in the same month.

        :raise WorkflowError: it names the service, the month and both clients
        """
        # sudo: whoever merges may not read volumes, and must not lose them.
        volumes = self.env["digiflow.client.volume"].sudo()
        seen = {}
        for volume in volumes.search([("partner_id", "in", clients.ids)]):
            other = seen.setdefault((volume.company_id, volume.service_id, volume.month), volume)
            if other != volume:
                self._refuse(
                    _(
                        "documents of %(service)s in %(month)s",
                        service=volume.service_id.name,
                        month=volume.month.strftime("%m/%Y"),
                    ),
                    other.partner_id | volume.partner_id,
                )

    def _refuse(self, what, clients):
        raise WorkflowError(
            _(
                "%(clients)s cannot be merged: both have %(what)s. Correct or delete the one that "
                "is wrong, then merge.",
                clients=", ".join(clients.mapped("display_name")),
                what=what,
            )
        )
