from odoo import _, api, models

from ...exceptions import WorkflowError
from .plan_states import GAP_PEOPLE
from .training_states import PROPOSED


class DigiflowTrainingGap(models.Model):
    """What a gap asks for: a reinforcement session with the people who need it."""

    _inherit = "digiflow.training.gap"

    @api.model
    def action_search(self):
        """Look for gaps in the companies at work now, as is done each night.

        :return: the number of new gaps
        :raise WorkflowError: the user does not administer training
        """
        if not self.env.user._administers_training():
            raise WorkflowError(_("Quality and the manager look for gaps in training."))
        return len(self._search_gaps(self.env.companies))

    @api.model
    def _propose(self, vals_list):
        """Make gaps of these values, each with the proposed session of its module.

        People who join a gap that is proposed already are added to it.
        """
        # sudo: whoever administers training may search; gaps and proposals follow from it.
        gaps = self.sudo().browse()
        for vals in vals_list:
            gaps |= gaps._extend(vals) or gaps._open_one(vals)
        for session in gaps.session_id:
            session._take_gaps(gaps & session.gap_ids)
        return self.browse(gaps.ids)

    @api.model
    def _extend(self, vals):
        """The proposed gap of people that these join; empty when there is none."""
        if vals["kind"] != GAP_PEOPLE:
            return self.browse()
        same = [(name, "=", vals[name]) for name in ("kind", "company_id", "module_id")]
        known = self.search([*same, ("state", "=", PROPOSED)], limit=1)
        joining = {
            name: [(4, one) for one in vals[name][0][2]] for name in ("user_ids", "attempt_ids")
        }
        if known:
            known._update(joining)
        return known

    @api.model
    def _open_one(self, vals):
        """A new gap, with the session that is proposed for its module."""
        module = self.env["digiflow.training.module"].browse(vals["module_id"])
        company = self.env["res.company"].browse(vals["company_id"])
        return self.create([{**vals, "session_id": module._get_proposal(company, False).id}])
