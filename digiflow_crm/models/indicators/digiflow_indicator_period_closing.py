import logging

from odoo import _, api, fields, models
from odoo.tools import format_date

from ...compat import check_access
from ...core import indicator_periods, periods
from ...core.slots import to_lima
from ...exceptions import WorkflowError
from .indicator_states import FAMILY_OTHER, STATE_CLOSED, STATE_OPEN

_logger = logging.getLogger(__name__)

# Days after its end, or after it was reopened, when a period is closed by itself.
DAYS_TO_CLOSE = 15


class DigiflowIndicatorPeriod(models.Model):
    """Closing a period freezes what each indicator came to; reopening leaves a trace of it."""

    _inherit = "digiflow.indicator.period"

    def action_close(self):
        """Freeze the indicators of these periods, with what they were reckoned from.

        :return: True
        :raise AccessError: the user does not manage
        :raise WorkflowError: one is closed already, or not over
        """
        check_access(self, "write")
        for one in self:
            one._close()
        return True

    def action_open_reopen(self):
        """Ask why it is reopened."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_indicator_reopen_action"
        )
        return {**action, "context": {"default_period_id": self.id}}

    def reopen(self, reason):
        """Let the indicators of these periods follow the records again.

        The old numbers stay on record beside the reason, and the new ones beside them when it is
        closed again: by hand, or by itself after as many days as the first time.

        :param str reason: kept for good
        :return: True
        :raise AccessError: the user does not manage
        :raise WorkflowError: one is open, or there is no reason
        """
        check_access(self, "write")
        if not (reason or "").strip():
            raise WorkflowError(_("Write why the period is reopened: it stays on record."))
        for one in self:
            one._lock()
            one._check_state(STATE_CLOSED, _("%(period)s is open already."))
            one._reopen(reason.strip())
        return True

    @api.model
    def _cron_close(self):
        """Make the periods that have begun, and close those whose days are over.

        What cannot be closed does not keep the others open: it is logged, and tried again.
        """
        # sudo: the cron works for every company.
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        self._make_current(companies)
        for one in self.search([("state", "=", STATE_OPEN)], order="date_to, date_from, id"):
            if one._get_due_day() > periods.today():
                continue
            try:
                with self.env.cr.savepoint():
                    one._close()
            except WorkflowError:
                _logger.exception("The period %s could not be closed", one._get_code())

    @api.model
    def _make_current(self, companies):
        """Make the month, the quarter and the year that run, for companies without them."""
        today = periods.today()
        spans = {kind: indicator_periods.period_of(today, kind) for kind in indicator_periods.KINDS}
        days = [span.first for span in spans.values()]
        known = {
            (one.company_id, one.kind, one.date_from)
            for one in self.search([("date_from", "in", days)])
        }
        self.create(
            [
                {"company_id": company.id, "kind": kind, "date_from": span.first}
                for company in companies
                for kind, span in spans.items()
                if (company, kind, span.first) not in known
            ]
        )

    @api.model
    def _complete(self, company, day):
        """Freeze what closed periods had left open, now that more of them is known.

        :param company: res.company
        :param date day: of the periods
        """
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", STATE_CLOSED),
            ("date_from", "<=", day),
            ("date_to", ">=", day),
        ]
        # sudo: whoever closes a campaign brings the periods up to date.
        for one in self.sudo().search(domain):
            one._freeze_values()

    def _close(self):
        """Close this period, unless somebody did meanwhile."""
        self.ensure_one()
        self._lock()
        self._check_state(STATE_OPEN, _("%(period)s is closed already."))
        if not self.is_over:
            raise WorkflowError(
                _(
                    "%(period)s runs until %(day)s. It can be closed from the day after.",
                    period=self.display_name,
                    day=format_date(self.env, self.date_to),
                )
            )
        self._freeze_values()
        self._update(
            {
                "state": STATE_CLOSED,
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        self.reopening_ids[:1]._keep_new()

    def _freeze_values(self):
        """Freeze the indicators of this period that are not frozen, but those left open."""
        span, company = self._get_span(), self.company_id
        wanted = self.env["digiflow.indicator"].search([("family", "!=", FAMILY_OTHER)])
        frozen = self._get_values().filtered("frozen")
        wanted -= frozen.indicator_id | wanted._get_left_open(company, span)
        for indicator, measured in wanted._reckon_all(company, *span).items():
            numbers = (measured.numerator, measured.denominator, measured.value)
            frozen |= indicator._freeze(company, *span, *numbers, inputs=measured.inputs)
        # sudo: nobody may write values; which period they are of follows from their days.
        frozen.sudo()._update({"period_id": self.id})

    def _reopen(self, reason):
        """Release the values of this period, and keep what they were."""
        values = self.env["digiflow.indicator"]._get_released(self._get_values().filtered("frozen"))
        # sudo: the trace is nobody's to write, the values neither.
        self.env["digiflow.indicator.reopening"].sudo()._keep_old(self, values, reason)
        # sudo: as above.
        values.sudo()._update({"frozen": False})
        self._update({"state": STATE_OPEN, "closed_on": False, "closed_by_id": False})

    def _get_values(self):
        """The values of the indicators in the days of this period."""
        self.ensure_one()
        return self.env["digiflow.indicator.value"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
            ]
        )

    def _get_due_day(self):
        """From which day on it is closed by itself."""
        reopened = self.reopening_ids[:1].reopened_on
        last = max(self.date_to, to_lima(reopened).date() if reopened else self.date_to)
        return last + DAYS_TO_CLOSE * periods.ONE_DAY

    def _check_state(self, state, refusal):
        """Refuse what does not fit the state; `refusal` names the ``period``."""
        if self.state != state:
            raise WorkflowError(refusal % {"period": self.display_name})

    def _lock(self):
        """Wait for who closes or reopens this period; a change and not a mere lock, so that whoever
        began before the other had finished begins again, and sees it.
        """
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE digiflow_indicator_period SET write_date = write_date WHERE id = %s", [self.id]
        )
        self.invalidate_recordset()
