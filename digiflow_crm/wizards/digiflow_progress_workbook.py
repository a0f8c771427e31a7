import base64

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import periods
from ..exceptions import ProcessError
from ..notices import notify
from .digiflow_days_mixin import SPAN_OTHER


class DigiflowProgressWorkbook(models.TransientModel):
    """Which lists and which days the workbook of progress is for."""

    _name = "digiflow.progress.workbook"
    _description = "Progress of prospect lists as a workbook"
    _inherit = ["digiflow.days.mixin"]

    list_ids = fields.Many2many(
        "digiflow.prospect.list", string="Prospect lists", help="None: all that you may read."
    )
    period = fields.Selection(
        [
            (periods.WEEK, "Week by week"),
            (periods.FORTNIGHT, "Fortnight by fortnight"),
            (periods.MONTH, "Month by month"),
        ],
        string="Periods",
        help="Adds a sheet with the figures of each period.",
    )
    file = fields.Binary(readonly=True)
    filename = fields.Char(readonly=True)

    def action_download(self):
        """Make the workbook and hand it to the browser."""
        self.ensure_one()
        lists = self._get_lists()
        report = lists.progress_report(self.date_from, self.date_to, self.period or None)
        name, content = lists._make_progress_workbook(report)
        self.write({"file": base64.b64encode(content), "filename": name})
        url = f"/web/content/{self._name}/{self.id}/file/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_send(self):
        """E-mail the figures and the workbook to oneself, as the weekly e-mail does."""
        self.ensure_one()
        if not self.env.user.email:
            raise UserError(_("You have no e-mail address. Write it in your preferences first."))
        lists = self._get_lists()
        lists._send_progress(self.env.user, self.date_from, self.date_to, self.period or None)
        return notify(_("On its way to %(email)s.", email=self.env.user.email))

    @api.model
    def _get_spans(self):
        return [
            (periods.WEEK, _("Closed week")),
            (periods.FORTNIGHT, _("Closed fortnight")),
            (periods.MONTH, _("Closed month")),
            *super()._get_spans(),
        ]

    def _get_days(self):
        """The closed period in Lima."""
        is_named = self.span and self.span != SPAN_OTHER
        return periods.closed(self.span, periods.today()) if is_named else None

    def _get_lists(self):
        """The lists that were chosen, else all; refused when there is none."""
        at_work = [("company_id", "in", self.env.companies.ids)]
        lists = self.list_ids or self.env["digiflow.prospect.list"].search(at_work)
        if not lists:
            raise ProcessError(_("There is no prospect list yet. Create one first."))
        return lists
