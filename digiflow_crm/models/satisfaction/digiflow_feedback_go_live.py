import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import _, api, fields, models
from odoo.tools import email_normalize, mute_logger

from ...core import periods
from .feedback_states import JOB, KIND_GO_LIVE, STATE_TO_SEND

_logger = logging.getLogger(__name__)


class DigiflowFeedback(models.Model):
    """What a client says of how its services were put to work, some days after they began."""

    _inherit = "digiflow.feedback"

    handover_id = fields.Many2one(
        "digiflow.handover", readonly=True, index=True, ondelete="cascade"
    )

    _sql_constraints = [
        (
            "handover_uniq",
            "UNIQUE(handover_id)",
            "The client is asked about this start already. Look at the feedback there is.",
        ),
    ]

    @api.depends("handover_id.lead_id")
    def _compute_lead_id(self):
        """That of the handover, for whom a start is asked about."""
        res = super()._compute_lead_id()
        for feedback in self.filtered("handover_id"):
            feedback.lead_id = feedback.handover_id.lead_id
        return res

    @api.model
    def _ask_about_go_live(self, handovers):
        """Plan the form for what began with accepted handovers, one each however often asked.

        :param handovers: digiflow.handover
        """
        # sudo: whoever accepts a handover lets the client be asked.
        feedbacks = self.sudo()
        known = feedbacks.search([("handover_id", "in", handovers.ids)])
        # sudo: Implementation does not read the opportunities' companies and executives.
        for handover in handovers.sudo() - known.handover_id:
            if not handover.client_service_ids:
                continue
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    planned = feedbacks.create(feedbacks._prepare_go_live_vals(handover))
            except UniqueViolation:
                _logger.info("Somebody else has asked about handover %s", handover.id)
            else:
                # sudo: a scheduled job is nobody's; it is only told when there is work.
                self.env.ref(JOB).sudo()._trigger(at=planned.due_date)

    @api.model
    def _prepare_go_live_vals(self, handover):
        """Values of the feedback on a handover that was accepted: its services began."""
        company = handover.lead_id._get_client_company()
        began = handover.accepted_on or fields.Datetime.now()
        return {
            "kind": KIND_GO_LIVE,
            "handover_id": handover.id,
            "user_id": handover.executive_id.id,
            "date": began,
            "due_date": began + timedelta(days=company.digiflow_go_live_days),
            "state": STATE_TO_SEND,
        }

    def _prepare_contact_vals(self):
        """Who was handed over with an e-mail, else whom the client chose for surveys."""
        self.ensure_one()
        if self.kind != KIND_GO_LIVE:
            return super()._prepare_contact_vals()
        client = self.handover_id.partner_id.commercial_partner_id
        people = self.handover_id.contact_ids.filtered(lambda one: email_normalize(one.email))
        if not people:
            partner = client._get_digiflow_contact()
            return {"partner_id": partner.id, "email": partner.email or self.lead_id.email_from}
        address = email_normalize(people[0].email)
        known = client | client.child_ids
        partner = known.filtered(lambda one: one.email_normalized == address)
        return {"partner_id": partner[-1:].id, "email": people[0].email}

    def _send_or_fail(self):
        if self.kind == KIND_GO_LIVE and not self._is_still_client():
            return self._mark_not_sent(_("The services that began have ended meanwhile."))
        return super()._send_or_fail()

    def _is_still_client(self):
        """Whether one of the services that began with the handover goes on."""
        self.ensure_one()
        begun = self.handover_id.client_service_ids
        return bool(begun.filtered_domain(begun._get_domain_on(periods.today())))
