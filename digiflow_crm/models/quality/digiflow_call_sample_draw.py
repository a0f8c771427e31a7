import logging

from odoo import _, api, fields, models

from ...compat import implied_groups_field
from ...core import periods, sampling
from ...exceptions import WorkflowError
from ...notices import notify
from ..calls.outcomes import UNANSWERED
from .sample_states import RANDOM

_logger = logging.getLogger(__name__)

CALLERS_SQL = """
    SELECT DISTINCT call.user_id FROM digiflow_call call
    WHERE call.company_id = %(company)s AND call.start >= %(begin)s AND call.start < %(end)s
        AND call.user_id = ANY(%(users)s)
"""
# Calls that can be heard, and that nobody has chosen or reviewed yet.
CANDIDATES_SQL = """
    SELECT call.id, call.user_id, call.outcome
    FROM digiflow_call call
    JOIN digiflow_call_recording recording
        ON recording.call_id = call.id AND recording.withdrawn_on IS NULL
    WHERE call.company_id = %(company)s AND call.start >= %(begin)s AND call.start < %(end)s
        AND call.user_id = ANY(%(users)s)
        AND NOT EXISTS (
            SELECT FROM digiflow_call_sample_line line WHERE line.call_id = call.id
        )
        AND NOT EXISTS (SELECT FROM digiflow_call_review review WHERE review.call_id = call.id)
"""
# It writes: whoever draws at the same moment begins again then, with what this one drew in sight.
LOCK_SQL = "UPDATE digiflow_call_sample SET write_date = write_date WHERE id = %s"
USED = {
    "digiflow.call": ["company_id", "user_id", "start", "outcome"],
    "digiflow.call.recording": ["call_id", "withdrawn_on"],
    "digiflow.call.review": ["call_id"],
    "digiflow.call.sample.line": ["call_id"],
}


class DigiflowCallSample(models.Model):
    """The draw: every Monday, by the button, and of one more call in place of a skipped one."""

    _inherit = "digiflow.call.sample"

    @api.model
    def _cron_draw(self):
        """Draw the week that is over, for every company."""
        week = self._get_closed_week()
        for company in self.env["res.company"].search([("digiflow_quality_sample_size", ">", 0)]):
            drawn = self._draw_week(company, week)
            _logger.info("week of %s: %s calls drawn in %s", week, drawn, company.name)

    @api.model
    def _draw_week(self, company, week):
        """Draw the calls of a company's week; what was drawn before stays.

        :param date week: any day of it
        :return: number of calls that came to the sample
        :raise WorkflowError: the week is not over
        """
        week = periods.period_of(week, periods.WEEK).first
        if week > self._get_closed_week():
            raise WorkflowError(
                _("The week is not over: its last calls would have no chance. Choose another one.")
            )
        if not company.digiflow_quality_sample_size or not self._find_callers(company, week):
            return 0
        return self._get_or_make(company, week)._draw()

    def _draw(self):
        """Give each telemarketer who called as many calls as are still missing to the quota.

        Drawn again it adds nothing, unless calls or their recordings came later.

        :return: number of calls that came to the sample
        """
        self.ensure_one()
        self.env.cr.execute(LOCK_SQL, (self.id,))
        if not self.drawn_on:
            quota = self.company_id.digiflow_quality_sample_size
            self.write({"quota": quota, "drawn_on": fields.Datetime.now()})
        self._add_people()
        missing = self._get_missing()
        drawn = sampling.draw(self._get_candidates(missing), missing, self.seed, UNANSWERED)
        number = max(self.line_ids.mapped("number"), default=0)
        vals_list = [
            {"sample_id": self.id, "call_id": call.call_id, "origin": RANDOM}
            for user_id in sorted(drawn)
            for call in drawn[user_id]
        ]
        for place, vals in enumerate(vals_list, number + 1):
            vals["number"] = place
        self.env["digiflow.call.sample.line"].create(vals_list)
        return len(vals_list)

    def _add_people(self):
        """Note who called in the week and is not in the sample yet."""
        callers = self._find_callers(self.company_id, self.week)
        new = sorted(callers - set(self.person_ids.user_id.ids))
        self.env["digiflow.call.sample.person"].create(
            [{"sample_id": self.id, "user_id": one, "quota": self.quota} for one in new]
        )

    def _get_missing(self):
        """``{person's id: number of calls to the quota}``; those that were skipped do not count."""
        found = dict.fromkeys(self.person_ids.user_id.ids, 0)
        for line in self.line_ids:
            if line.origin == RANDOM and not line.skipped_on:
                found[line.user_id.id] = found.get(line.user_id.id, 0) + 1
        missing = {one.user_id.id: one.quota - found[one.user_id.id] for one in self.person_ids}
        return {user_id: count for user_id, count in missing.items() if count > 0}

    def _get_candidates(self, users):
        """The calls of the week that may be drawn, of those people.

        :param users: their ids
        """
        for model, names in USED.items():
            self.env[model].flush_model(names)
        params = self._prepare_params(self.company_id, self.week, users)
        self.env.cr.execute(CANDIDATES_SQL, params)
        return [sampling.Candidate(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _find_callers(self, company, week):
        """Ids of the telemarketers of a company who called in the week of that Monday."""
        users = self._get_telemarketers(company).ids
        self.env["digiflow.call"].flush_model(USED["digiflow.call"])
        self.env.cr.execute(CALLERS_SQL, self._prepare_params(company, week, users))
        return {user_id for (user_id,) in self.env.cr.fetchall()}

    @api.model
    def _get_telemarketers(self, company):
        """Who calls for a company; the manager, who has every role, is none of them."""
        groups = implied_groups_field(self.env)
        domain = [("company_ids", "in", company.ids), ("share", "=", False)]
        # sudo: who has which role, for the draw alone.
        users = self.env["res.users"].sudo()
        people, managers = (
            users.search([*domain, (groups, "in", self.env.ref(f"digiflow_crm.group_{role}").ids)])
            for role in ("telemarketer", "manager")
        )
        return people - managers

    @api.model
    def _prepare_params(self, company, week, users):
        """Parameters of the queries about a week of some people's calls."""
        begin, end = periods.boundaries([periods.period_of(week, periods.WEEK)])
        return {"company": company.id, "begin": begin, "end": end, "users": list(users)}

    @api.model
    def _tell_drawn(self, count):
        """The message after a draw."""
        if count:
            return notify(_("%(count)s calls were drawn for review.", count=count))
        return notify(_("There is no call to draw: each one has as many as can be."), kind="info")
