from odoo import _, api, fields, models

from ..core.phones import has_shape, read_number
from ..exceptions import CallRefusedError


class DigiflowCallNumber(models.TransientModel):
    """Log a call by its phone number: finds whose it is, for who calls or was called.

    With a call it finds the opportunity that this one belongs to.
    """

    _name = "digiflow.call.number"
    _description = "Log a call by number"

    number = fields.Char(string="Phone number", required=True)
    direction = fields.Selection(
        [("out", "I called"), ("in", "They called")], default="in", required=True
    )
    call_id = fields.Many2one("digiflow.call", readonly=True)
    lead_ids = fields.Many2many(
        "crm.lead",
        string="Opportunities with this number",
        compute="_compute_lead_ids",
        context={"active_test": False},
    )
    finding = fields.Char(compute="_compute_lead_ids")
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        compute="_compute_lead_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', lead_ids)]",
        context={"active_test": False},
    )
    new_name = fields.Char(
        string="New prospect", help="Name of the company, when it is none of those."
    )

    @api.depends("number")
    def _compute_lead_ids(self):
        for search in self:
            search.lead_ids = self.env["crm.lead"]._find_by_number(search.number)
            search.finding = search._describe()

    @api.depends("lead_ids")
    def _compute_lead_id(self):
        """The only open one of the number, else its only one."""
        for search in self:
            leads = search.lead_ids.filtered("active") or search.lead_ids
            search.lead_id = leads if len(leads) == 1 else False

    def action_next(self):
        """Open the form of the call, or give the call that there is its opportunity.

        :raise CallRefusedError: it is no number, or there is something to choose
        """
        self.ensure_one()
        number = (self.number or "").strip()
        if not has_shape(number):
            raise CallRefusedError(
                _("%(number)s is no phone number. Write its 6 to 15 digits.", number=number)
            )
        lead = self.lead_id or self._make_prospect()
        if self.call_id:
            return self._assign(lead)
        if self.lead_ids and not lead:
            raise CallRefusedError(_("Choose the opportunity, or name a new prospect."))
        return self.env["digiflow.call"]._open_log_form(
            {
                "lead_id": lead.id,
                "phone": read_number(number).text,
                "direction": self.direction,
            }
        )

    def _describe(self):
        """What was found, in a line."""
        if not has_shape((self.number or "").strip()):
            return _("Write or paste a number, as it comes: 987 654 321, (01) 445-1234.")
        if not self.lead_ids and self.call_id:
            return _(
                "Nobody of your opportunities has this number. Name the company to open a new one."
            )
        if not self.lead_ids:
            return _(
                "Nobody of your opportunities has this number. Name the company to open a new one, "
                "or go on without: the call waits among those of no opportunity yet."
            )
        if len(self.lead_ids) > 1:
            return _("%(count)s opportunities have this number.", count=len(self.lead_ids))
        return _("One opportunity has this number.")

    def _make_prospect(self):
        """A new opportunity with this number, if it has a name."""
        name = (self.new_name or "").strip()
        if not name:
            return self.env["crm.lead"]
        return self.env["crm.lead"].create(
            {
                "name": name,
                "partner_name": name,
                "type": "opportunity",
                "team_id": self.env.ref("digiflow_crm.team_digiflow").id,
                "phone": read_number(self.number.strip()).text,
            }
        )

    def _assign(self, lead):
        if not lead:
            raise CallRefusedError(_("Choose the opportunity, or name a new prospect."))
        self.call_id.lead_id = lead
        return {"type": "ir.actions.act_window_close"}
