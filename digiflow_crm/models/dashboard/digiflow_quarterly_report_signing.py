from odoo import fields, models

from ...compat import check_access
from .quarterly_report_states import STATE_SIGNED


class DigiflowQuarterlyReport(models.Model):
    """Signing a report off: figures, comments and file stay as they are."""

    _inherit = "digiflow.quarterly.report"

    def action_sign(self):
        """Sign these reports off, for good.

        :return: True
        :raise AccessError: the user does not manage
        :raise WorkflowError: one is signed already, or its quarter is open
        """
        check_access(self, "write")
        for one in self:
            one._sign()
        return True

    def _sign(self):
        """Keep figures and file, unless somebody did meanwhile."""
        self.ensure_one()
        self._lock()
        self._check_draft()
        # Whoever reopens the quarter at this moment waits, or is waited for.
        self.period_id._lock()
        self._check_closed()
        self._update(
            {
                "data": self._reckon_data(),
                "state": STATE_SIGNED,
                "signed_by_id": self.env.uid,
                "signed_on": fields.Datetime.now(),
            }
        )
        self._update({"attachment_id": self._make_file().id})

    def _lock(self):
        """Wait for who writes or signs this report; a change and not a mere lock, so that whoever
        began before the other had finished begins again, and sees it.
        """
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE digiflow_quarterly_report SET write_date = write_date WHERE id = %s", [self.id]
        )
        self.invalidate_recordset()
