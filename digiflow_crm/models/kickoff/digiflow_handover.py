from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import WorkflowError

STATE_DRAFT = "draft"
STATE_SUBMITTED = "submitted"
STATE_ACCEPTED = "accepted"
STATE_RETURNED = "returned"
# state -> the states it may come from, and the roles that bring it there
TRANSITIONS = {
    STATE_SUBMITTED: ((STATE_DRAFT, STATE_RETURNED), ("executive", "presales")),
    STATE_ACCEPTED: ((STATE_SUBMITTED,), ("implementation",)),
    STATE_RETURNED: ((STATE_SUBMITTED,), ("implementation",)),
}


class DigiflowHandover(models.Model):
    """Hands a sold project to Implementation, which accepts it naming the project manager."""

    _name = "digiflow.handover"
    _description = "Pre-kickoff handover"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    order_id = fields.Many2one("sale.order", string="Proposal", ondelete="restrict")
    executive_id = fields.Many2one(related="lead_id.user_id", string="Sales executive")
    presales_user_id = fields.Many2one(related="lead_id.presales_user_id")
    scope = fields.Text(help="What was sold and what Implementation has to know to start.")
    project_manager_id = fields.Many2one("res.users", tracking=True, copy=False)
    return_reason = fields.Text(tracking=True, copy=False)
    state = fields.Selection(
        [
            (STATE_DRAFT, "In preparation"),
            (STATE_SUBMITTED, "To accept"),
            (STATE_ACCEPTED, "Accepted"),
            (STATE_RETURNED, "Returned"),
        ],
        default=STATE_DRAFT,
        required=True,
        copy=False,
        tracking=True,
    )

    _sql_constraints = [
        ("lead_uniq", "UNIQUE(lead_id)", "The opportunity already has its handover: open it."),
    ]

    @api.depends("lead_id.name")
    def _compute_name(self):
        for handover in self:
            handover.name = _("Handover: %(lead)s", lead=handover.lead_id.name or "")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", STATE_DRAFT) != STATE_DRAFT:
                raise WorkflowError(_("A handover begins in preparation: submit it afterwards."))
        # Said outright, for the defaults of a context come from the caller as well.
        return super().create([{**vals, "state": STATE_DRAFT} for vals in vals_list])

    def write(self, vals):
        if any(handover.state == STATE_ACCEPTED for handover in self):
            self._check_accepted_kept(vals)
        if "state" in vals:
            for handover in self:
                handover._check_transition(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(handover.state != STATE_DRAFT for handover in self):
            raise WorkflowError(_("A handover that was submitted stays on record."))

    def action_submit(self):
        """Executive to Implementation: the scope is written, please take it."""
        return self.write({"state": STATE_SUBMITTED})

    def action_accept(self):
        """Implementation takes the project, with its project manager named."""
        return self.write({"state": STATE_ACCEPTED})

    def action_return(self):
        """Implementation sends the handover back, with the reason written."""
        return self.write({"state": STATE_RETURNED})

    @api.model
    def _prepare_handover_vals(self, lead):
        """Values of the handover of `lead`: its confirmed order and the survey's text."""
        # sudo: only the id of the order and the text that goes to Implementation are taken.
        known = lead.sudo()
        order = known.order_ids.filtered(lambda order: order.state in ("sale", "done"))[:1]
        return {"lead_id": lead.id, "order_id": order.id, "scope": known.requirement_id.need}

    def _check_transition(self, vals):
        """Refuse a change of state that the process, or the user's role, does not allow."""
        self.ensure_one()
        came_from, roles = TRANSITIONS.get(vals["state"], ((), ()))
        if self.state not in came_from:
            raise WorkflowError(
                _("%(handover)s cannot change to that state from where it is.", handover=self.name)
            )
        if not any(self.env.user.has_group(f"digiflow_crm.group_{role}") for role in roles):
            raise AccessError(
                _("The executive submits a handover; Implementation accepts or returns it.")
            )
        self._check_complete({**{name: self[name] for name in self._get_needs()}, **vals})

    @api.model
    def _get_needs(self):
        """Field that must be filled -> the state that needs it."""
        return {
            "scope": STATE_SUBMITTED,
            "project_manager_id": STATE_ACCEPTED,
            "return_reason": STATE_RETURNED,
        }

    def _check_complete(self, values):
        """Refuse `values`, those after the change, when the new state's field is empty."""
        for name, state in self._get_needs().items():
            if values["state"] == state and not values[name]:
                label = self.fields_get([name], ["string"])[name]["string"]
                raise WorkflowError(
                    _("%(handover)s: fill in «%(field)s».", handover=self.name, field=label)
                )

    def _check_accepted_kept(self, vals):
        """An accepted handover is the record of what was agreed."""
        kept = {"state", "scope", "order_id", "project_manager_id", "return_reason"}
        # Only a merge of opportunities moves it to another one, as superuser.
        if kept.intersection(vals) or ("lead_id" in vals and not self.env.su):
            raise WorkflowError(_("An accepted handover cannot be changed."))
