from odoo import _, api, fields, models

SPAN_OTHER = "other"


class DigiflowDaysMixin(models.AbstractModel):
    """A form that asks for days, the usual ones by a name (`span`), others by two dates."""

    _name = "digiflow.days.mixin"
    _description = "Form that asks for days"

    span = fields.Selection(
        selection="_get_spans",
        string="Days",
        required=True,
        default=lambda self: self._get_spans()[0][0],
    )
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

    @api.model
    def _get_spans(self):
        """Hook: what can be chosen, [(key, name)]; the first is chosen when the form opens."""
        return [(SPAN_OTHER, _("Other days"))]

    def _get_days(self):
        """Hook: (first day, last day) of the form's `span`; None for other days."""
        return None
