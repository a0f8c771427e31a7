from odoo import api, fields, models

from ...compat import grouped_counts

FIRST_CALLS_SQL = "SELECT lead_id, min(start) FROM digiflow_call WHERE lead_id = ANY(%s) GROUP BY 1"


class CrmLead(models.Model):
    """The calls of an opportunity, and what the telemarketer asks on the phone."""

    _inherit = "crm.lead"

    # Calls
    call_ids = fields.One2many("digiflow.call", "lead_id", string="Calls", readonly=True)
    # sudo: whoever may read a lead, with no role of ours too, may know how often it was called.
    call_count = fields.Integer(
        string="Calls made", compute="_compute_call_count", compute_sudo=True
    )
    # Strategic questions
    invoice_issuer = fields.Selection(
        [
            ("own_staff", "Own staff"),
            ("accountant", "Outside accountant"),
            ("provider", "A provider's platform"),
            ("branches", "Each branch its own"),
            ("nobody", "Nobody yet: on paper"),
        ],
        string="Who issues invoices today",
        tracking=True,
    )
    current_provider = fields.Char(
        string="Current provider", help="PSE or OSE that they work with today."
    )
    monthly_documents = fields.Integer(
        string="Documents a month",
        help="How many invoices, receipts, notes and guides they issue in a month, about.",
    )
    other_contact_ids = fields.One2many("digiflow.lead.contact", "lead_id", string="Other contacts")

    _sql_constraints = [
        (
            "monthly_documents_positive",
            "CHECK (monthly_documents >= 0)",
            "Documents a month cannot be fewer than none.",
        ),
    ]

    def _compute_call_count(self):
        counts = grouped_counts(self.env["digiflow.call"], [("lead_id", "in", self.ids)], "lead_id")
        for lead in self:
            lead.call_count = counts.get(lead.id, 0)

    def action_view_calls(self):
        """Open the calls of this opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.digiflow_call_action")
        return {
            **action,
            "domain": [("lead_id", "=", self.id)],
            "context": {"default_lead_id": self.id},
        }

    @api.model
    def _merge_get_fields(self):
        names = ["invoice_issuer", "current_provider", "monthly_documents"]
        return [*super()._merge_get_fields(), *names]

    def _merge_dependences(self, opportunities):
        """Calls and contacts go with the opportunity that remains."""
        # sudo: who may merge the opportunities may take along calls of people they do not know.
        calls = self.env["digiflow.call"].sudo().search([("lead_id", "in", opportunities.ids)])
        calls._move_to(self)
        # sudo: likewise for contacts that others noted; the merge keeps every one of them.
        opportunities.sudo().other_contact_ids.write({"lead_id": self.id})
        return super()._merge_dependences(opportunities)

    def _get_first_calls(self):
        """A call that was logged counts as one, like a call activity that was done."""
        calls = super()._get_first_calls()
        if self.ids:
            self.env["digiflow.call"].flush_model(["lead_id", "start"])
            self.env.cr.execute(FIRST_CALLS_SQL, [self.ids])
            for lead_id, start in self.env.cr.fetchall():
                calls[lead_id] = min(start, calls.get(lead_id, start))
        return calls

    def _is_worked_on(self):
        # sudo: a call that the user may not read is work all the same.
        return super()._is_worked_on() or bool(self.sudo().call_ids)
