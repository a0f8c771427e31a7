from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import indicator_periods, periods
from ..notices import notify

SPAN_THIS, SPAN_LAST, SPAN_YEAR = "this", "last", "year"


class DigiflowRadarWorkbook(models.TransientModel):
    """Which days the opportunity radar is for, and how it comes: as a file or by e-mail."""

    _name = "digiflow.radar.workbook"
    _description = "Opportunity radar as a workbook"
    _inherit = ["digiflow.days.mixin"]

    company_ids = fields.Many2many(
        "res.company",
        default=lambda self: self.env.companies,
        help="Those at work when the form was opened.",
    )
    weekly = fields.Boolean(
        string="E-mail it to me every Monday",
        default=lambda self: self.env.user.digiflow_radar_weekly,
    )

    def action_download(self):
        """Hand the workbook to the browser."""
        self.ensure_one()
        self._check_role()
        url = f"/digiflow/radar/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_send(self):
        """E-mail the workbook to oneself."""
        self.ensure_one()
        self._check_role()
        if not self.env.user.email:
            raise UserError(_("You have no e-mail address. Write it in your preferences first."))
        self._get_radar()._send(self.date_from, self.date_to)
        return notify(_("On its way to %(email)s.", email=self.env.user.email))

    def action_keep(self):
        """Keep whether the user wants it every Monday."""
        self.ensure_one()
        self._check_role()
        # sudo: everybody says this of themselves, and of nobody else.
        self.env.user.sudo().digiflow_radar_weekly = self.weekly
        if self.weekly:
            return notify(_("You will get the radar every Monday."))
        return notify(_("You will not get the radar by e-mail any more."))

    @api.model
    def _get_spans(self):
        return [
            (SPAN_THIS, _("This quarter")),
            (SPAN_LAST, _("The quarter before")),
            (SPAN_YEAR, _("This year")),
            *super()._get_spans(),
        ]

    def _get_days(self):
        """The days in Lima: of what runs, those until today."""
        today = periods.today()
        quarter = indicator_periods.period_of(today, indicator_periods.QUARTER)
        return {
            SPAN_THIS: (quarter.first, today),
            SPAN_LAST: indicator_periods.before(quarter, indicator_periods.QUARTER)[:2],
            SPAN_YEAR: (today.replace(month=1, day=1), today),
        }.get(self.span)

    def _make_workbook(self):
        """The workbook: (file name, bytes)."""
        self.ensure_one()
        self._check_role()
        return self._get_radar()._make(self.date_from, self.date_to)

    def _get_radar(self):
        """The radar with the companies of this form at work."""
        # A company that is not the user's is refused by Odoo.
        return self.env["digiflow.radar"].with_context(allowed_company_ids=self.company_ids.ids)

    def _check_role(self):
        if not self.env.user._may_read_digiflow_radar():
            raise AccessError(
                _("The opportunity radar is for managers, sales executives and quality analysts.")
            )
