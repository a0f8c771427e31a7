from odoo import _, fields, models

from ...compat import grouped_counts
from ..satisfaction.campaign_states import BASE_CLIENTS


class DigiflowSatisfactionCampaign(models.Model):
    """A closed campaign is the quarter's value of the indicator; under target, it is acted upon."""

    _inherit = "digiflow.satisfaction.campaign"

    improvement_ids = fields.One2many("digiflow.improvement", "campaign_id", readonly=True)
    improvement_count = fields.Integer(compute="_compute_improvement_count")

    def _compute_improvement_count(self):
        improvements = self.env["digiflow.improvement"]
        counts = grouped_counts(improvements, [("campaign_id", "in", self.ids)], "campaign_id")
        for campaign in self:
            campaign.improvement_count = counts.get(campaign.id, 0)

    def action_view_improvements(self):
        """Open the improvement action that this campaign asked for."""
        self.ensure_one()
        return self.improvement_ids[:1]._get_form_action()

    def _on_closed(self):
        """The figure is the quarter's value of the indicator, and a low one is acted upon."""
        res = super()._on_closed()
        self._act_upon(self._freeze_indicator())
        self.env["digiflow.indicator.period"]._complete(self.company_id, self.date_to)
        return res

    def _freeze_indicator(self):
        """Keep the official figure as the quarter's value of the indicator.

        :return: the digiflow.indicator.value; without answers it is one without data
        """
        self.ensure_one()
        return self.env.ref("digiflow_crm.indicator_satisfaction")._freeze(
            self.company_id,
            self.date_from,
            self.date_to,
            *self._get_official(),
            inputs=self._get_indicator_inputs(),
        )

    def _get_indicator_inputs(self):
        """What the indicator is reckoned with: the number of these campaigns and of answers."""
        answers = sum(one._get_figure()["answers"] for one in self)
        return {"campaigns": len(self), "answers": answers}

    def _get_official(self):
        """(satisfied clients, of how many): the official figure; of 0 while nobody answered."""
        self.ensure_one()
        figure = self._get_figure()
        base = "clients" if self._get_base() == BASE_CLIENTS else "answers"
        return figure["satisfied"], figure["answers"] and figure[base]

    def _act_upon(self, value):
        """Open an improvement action, once, when the value is under its target.

        :param value: the frozen digiflow.indicator.value of this campaign
        """
        self.ensure_one()
        if not value.is_under_target or self.improvement_ids:
            return
        self.env["digiflow.improvement"]._open_for(
            value.indicator_id,
            self.company_id,
            value,
            name=_(
                "%(campaign)s: %(value)s, under the target of %(target)s",
                campaign=self.name,
                value=value.value_text,
                target=value.target_text,
            ),
            campaign_id=self.id,
        )
