from odoo import api, fields, models


class DigiflowDaysMixin(models.AbstractModel):
    """A form that asks for days, the usual ones by a name (`span`), others by two dates."""

    _name = "digiflow.days.mixin"
    _description = "Form that asks for days"

    # Each form has its own names.
    span = fields.Selection([("other", "Other days")], string="Days", required=True)
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )

    @api.depends("span")
    def _compute_dates(self):
        """The days in Lima that a name stands for; other days are the user's."""
        for form in self:
            days = form._get_days()
            if days:
                form.date_from, form.date_to = days

    def _get_days(self):
        """Hook: (first day, last day) of the form's `span`; None for other days."""
        return None
