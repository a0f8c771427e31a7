from odoo import models

from .steps import step_rank


class CrmLead(models.Model):
    """Advancing: what was done in a step takes the lead into the next stage by itself."""

    _inherit = "crm.lead"

    def _advance_to(self, step):
        """Move these leads into the stage of `step`, as far as the gates let them.

        Leads that are there already or further on, lost ones and those of another pipeline stay.

        :param str step: key of a step
        :return: ``{lead id: [missing item]}`` of those that stay because something is missing, as
            `missing_for_stage` gives it
        """
        stage = self._resolve_stage(step)
        behind = self.filtered(
            lambda lead: lead.active and 0 <= lead.stage_id._digiflow_rank() < step_rank(step)
        )
        missing = {lead.id: lead.missing_for_stage(stage) for lead in behind}
        ready = behind.filtered(lambda lead: not missing[lead.id])
        if ready:
            ready.write({"stage_id": stage.id})
        return {lead_id: items for lead_id, items in missing.items() if items}
