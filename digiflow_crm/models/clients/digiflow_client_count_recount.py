from datetime import timedelta

from odoo import _, api, models
from odoo.exceptions import AccessError

from ...core import client_counts, periods
from .client_count_sql import FIRST_DAY_SQL, MAKE_ROOM_SQL, RECOUNT_SQL

# Whoever changes many services in one go causes one recount, soon after.
SOON = timedelta(minutes=1)
MOST_YEARS = 40
PLACE = {"company_id", "service_id", "date"}
# What the figures are made of.
SOURCES = {
    "digiflow.client.service": ["partner_id", "service_id", "company_id", "date_start", "date_end"],
    "digiflow.service": ["counted"],
    "res.partner": ["commercial_partner_id"],
    "digiflow.client.count": None,
}


class DigiflowClientCount(models.Model):
    """Computed rows: one statement counts every period of every company and writes what it found.

    It writes in SQL because the ORM refuses computed rows to everybody. The period that runs has a
    row too, with the clients of the day it was `counted_on`; the next night counts it again. All
    others are counted again as well, so that a service which is entered late or mended shows in
    the periods that it belongs to.
    """

    _inherit = "digiflow.client.count"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._ask_recount()
        return rows

    def write(self, vals):
        self._check_historical()
        if PLACE & set(vals):
            for row in self:
                here = {name: row[name].id for name in ("company_id", "service_id")}
                self._make_room({"date": row.date, **here, **vals})
        result = super().write(vals)
        self._ask_recount()
        return result

    def unlink(self):
        self._ask_recount()
        return super().unlink()

    @api.model
    def action_recount(self):
        """Count the company at work again, now; for the manager.

        :return: True
        :raise AccessError: the user does not manage
        """
        if not self.env.user.has_group("digiflow_crm.group_manager"):
            raise AccessError(_("The commercial manager counts again. Ask for it."))
        self._recount(self.env.company)
        return True

    @api.model
    def _cron_recount(self):
        """Count all companies: every night, and soon after services changed."""
        # sudo: the cron counts for every company; reading them is all it does here.
        companies = self.env["res.company"].sudo()
        self._recount(companies.search([("active", "=", True)]))

    @api.model
    def _recount(self, companies, today=None):
        """Make the computed rows of companies as their services say, in two statements.

        :param companies: res.company
        :param date today: the day it is in Lima, when another one is meant
        """
        for model, names in SOURCES.items():
            self.env[model].flush_model(names)
        today = today or periods.today()
        params = {"companies": companies.ids, "today": today, "uid": self.env.uid}
        self.env.cr.execute(FIRST_DAY_SQL, params)
        first = self.env.cr.fetchone()[0] or today
        self.env.cr.execute(RECOUNT_SQL, {**params, **_prepare_ends(first, today)})
        self.env["digiflow.client.count"].invalidate_model()

    @api.model
    def _ask_recount(self):
        """Have the counts made again soon after this transaction, once for all that it changes."""
        job = self.env.ref("digiflow_crm.ir_cron_client_count", raise_if_not_found=False)
        at = self.env.cr.now().replace(microsecond=0) + SOON
        # sudo: whoever may change a service may have it counted; nothing of the job is shown.
        triggers = self.env["ir.cron.trigger"].sudo()
        if job and not triggers.search_count([("cron_id", "=", job.id), ("call_at", "=", at)]):
            # sudo: as above.
            job.sudo()._trigger(at=at)

    @api.model
    def _make_room(self, vals):
        """Delete the computed rows where a historical one is about to be; return `vals`."""
        vals = super()._make_room(vals)
        company = vals.get("company_id") or self.env.company.id
        params = {"company": company, "date": vals.get("date"), "service": vals.get("service_id")}
        if params["date"] and params["service"]:
            self.flush_model()
            self.env.cr.execute(MAKE_ROOM_SQL, params)
            self.invalidate_model()
        return vals


def _prepare_ends(first, today):
    """The days to count: for each kind the end of the period before `first`, then of each period.

    The period that runs is counted on `today`.

    :return: parallel lists ``kinds numbers days lasts`` for the statement
    """
    first = max(first, today.replace(year=today.year - MOST_YEARS, day=1))
    rows = []
    for kind in client_counts.KINDS:
        spans = client_counts.split(first, today, kind)
        ends = [spans[0].first - periods.ONE_DAY, *(span.last for span in spans)]
        rows += [(kind, number, min(end, today), end) for number, end in enumerate(ends)]
    return dict(zip(("kinds", "numbers", "days", "lasts"), map(list, zip(*rows))))
