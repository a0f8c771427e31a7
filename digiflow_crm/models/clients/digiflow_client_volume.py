from odoo import api, fields, models

from ...core import periods


class DigiflowClientVolume(models.Model):
    """How many documents a client issued with one service in one month."""

    _name = "digiflow.client.volume"
    _description = "Documents of a client in a month"
    _order = "month desc, partner_id, service_id, id"
    _rec_name = "partner_id"

    # Whose
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        help="The company: what is given for one of its contacts is kept as the company's.",
    )
    service_id = fields.Many2one("digiflow.service", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # How many
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._first_day(periods.today()),
        help="Any day of the month will do: its first day is kept.",
    )
    documents = fields.Integer(required=True, help="Documents issued in the whole month.")

    _sql_constraints = [
        (
            "once_a_month",
            "UNIQUE(partner_id, service_id, company_id, month)",
            "This client has documents of this service in this month already. Change that row.",
        ),
        (
            "not_negative",
            "CHECK (documents >= 0)",
            "The documents of a month cannot be less than zero. Type how many were issued.",
        ),
        (
            "first_day",
            "CHECK (EXTRACT(day FROM month) = 1)",
            "The month is kept as its first day. Give the day 1.",
        ),
    ]

    @api.onchange("month")
    def _onchange_month(self):
        """Show the day that will be kept."""
        self.month = self._first_day(self.month)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._as_kept(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._as_kept(vals))

    @api.model
    def _as_kept(self, vals):
        """`vals` of the client's company, in the first day of the month."""
        vals = self.env["digiflow.client.service"]._with_company_of_client(vals)
        return {**vals, "month": self._first_day(vals["month"])} if vals.get("month") else vals

    @api.model
    def _first_day(self, day):
        """The first day of the month of `day`, a date or its ISO text; False for no day."""
        day = fields.Date.to_date(day)
        return day.replace(day=1) if day else False
