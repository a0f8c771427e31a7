from markupsafe import escape

from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .offer_states import OPEN_STATES

# Why an opportunity was lost; emptied when it is taken up again.
LOSS_FIELDS = ("lost_reason_id", "digiflow_competitor_id", "digiflow_lost_note")


class CrmLead(models.Model):
    """An opportunity that is lost says why and to whom, once the client has had an offer.

    The offers stay on record: those that were still open are cancelled.
    """

    _inherit = "crm.lead"

    digiflow_competitor_id = fields.Many2one(
        "digiflow.competitor",
        string="Competitor",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who the client chose instead.",
    )
    digiflow_lost_note = fields.Text(
        string="Closing note", copy=False, help="What the client said when it was lost."
    )

    @api.constrains("active", "probability", "lost_reason_id", "digiflow_competitor_id", "team_id")
    def _check_loss_explained(self):
        for lead in self.filtered(lambda lead: lead._is_given_up()):
            lead._check_loss({})

    def write(self, vals):
        """Losing ends what is open; taking up again begins without the loss.

        Who says outright that an opportunity has no chance has lost it, archived or not.
        """
        if "probability" in vals and not vals["probability"]:
            for lead in self.filtered("active"):
                lead._check_loss(vals)
        given_up = self.filtered("active") if not vals.get("active", True) else self.browse()
        lost = self.filtered(lambda lead: not lead.active) if vals.get("active") else self.browse()
        lost._log_reopening()
        res = super().write(vals)
        given_up._end_offers()
        if lost:
            # What the same call says of a loss is not about an opportunity that is open.
            super(CrmLead, lost).write(dict.fromkeys(LOSS_FIELDS, False))
        return res

    def action_set_lost(self, **additional_values):
        """The reason is written first: the guard asks for it as soon as the lead is archived."""
        own = self.filtered("is_digiflow")
        if own and additional_values:
            own.write(additional_values)
        return super().action_set_lost(**additional_values)

    def _needs_loss_explained(self):
        """Whether losing this lead asks for a reason and a competitor: the client had an offer."""
        self.ensure_one()
        # sudo: that a client had an offer counts whether the user may read it or not.
        return self.is_digiflow and any(self.sudo().order_ids.mapped("offer_sent_on"))

    def _is_given_up(self):
        """Whether this lead was archived other than as a sale that was won."""
        return not self.active and not (self.stage_id.is_won and self.probability)

    def _check_loss(self, vals):
        """Refuse a loss without its reason and competitor.

        :param dict vals: what is about to be written on top of what the lead has
        """
        self.ensure_one()
        if not self._needs_loss_explained():
            return
        names = ("lost_reason_id", "digiflow_competitor_id")
        missing = [name for name in names if not vals.get(name, self[name].id)]
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise WorkflowError(
                _(
                    "%(lead)s has had an offer: before it is lost, say «%(fields)s». Use the "
                    "button «Lost». Where nobody knows the competitor, choose the one that says "
                    "so.",
                    lead=self.name,
                    fields=", ".join(labels[name]["string"] for name in missing),
                )
            )

    def _end_offers(self):
        """Cancel the open offers of these lost leads, take back their follow-up, and say so."""
        own = self.filtered("is_digiflow")
        if not own:
            return
        own._lock_offers()
        own._remove_offer_follow_ups()
        for lead in own:
            # sudo: who may lose the opportunity ends its offers, whoever's they are.
            offers = lead.sudo().order_ids.filtered(lambda order: order.state in OPEN_STATES)
            if offers:
                offers._action_cancel()
                names = ", ".join(offers.mapped("name"))
                text = _("Lost: these offers were cancelled and stay on record: %s", names)
                lead._message_log(body=escape(text))

    def _log_reopening(self):
        """Keep in the chatter why each of these leads had been lost."""
        for lead in self.filtered("is_digiflow"):
            known = [lead.lost_reason_id.name, lead.digiflow_competitor_id.name]
            known = ", ".join(filter(None, [*known, lead.digiflow_lost_note]))
            if known:
                text = _("Taken up again. It had been lost: %(reason)s", reason=known)
                lead._message_log(body=escape(text))
