from ast import literal_eval

from odoo import _, models

from ...compat import search_sql
from ...core import periods
from ...core.progress import TOTAL, Group, tally
from ...exceptions import ProcessError
from .digiflow_prospect_list import COUNT_DOMAINS

# Milestone -> the field of crm.lead that says when it was reached.
DATES = {
    "contacted": "contacted_date",
    "effective": "effective_contact_date",
    "meetings_booked": "meeting_booked_date",
    "meetings_held": "meeting_held_date",
    "proposals": "proposal_date",
    "won": "won_date",
    "lost": "lost_date",
}
AMOUNT_COLUMNS = {"proposals": "proposal_amount", "won": "won_amount"}
KEYS = ("prospect_list_id", "telemarketer_id", "user_id")
COLUMNS = (*KEYS, "create_date", *DATES.values(), *AMOUNT_COLUMNS.values())
# `lead` is what the user may read. Each milestone is a search of its own, by its own index.
REPORT_SQL = "WITH lead AS NOT MATERIALIZED ({leads}) {branches}"
BRANCH_SQL = """
    SELECT '{milestone}', {keys}, width_bucket({date}, %s::timestamp[]), count(*), {amount}
    FROM lead WHERE {date} >= %s AND {date} < %s
    GROUP BY 2, 3, 4, 5
"""
BEGINNING = "-infinity"
# Ten years of weeks.
MOST_PERIODS = 530
TELEMARKETER, EXECUTIVE = "telemarketer", "executive"


class DigiflowProspectList(models.Model):
    """What became of the companies of a list, in any span of days."""

    _inherit = "digiflow.prospect.list"

    def action_view_figure(self):
        """Open the leads behind a count of the form: exactly as many as it says.

        The context's ``digiflow_figure`` names the count.
        """
        self.ensure_one()
        figure = self.env.context.get("digiflow_figure")
        if figure not in COUNT_DOMAINS:
            raise ProcessError(
                _(
                    "There is no figure «%(figure)s». Choose one of: %(figures)s.",
                    figure=figure,
                    figures=", ".join(COUNT_DOMAINS),
                )
            )
        action = self.action_view_leads()
        return {**action, "domain": action["domain"] + COUNT_DOMAINS[figure]}

    def action_progress(self):
        """Open the milestones of these lists, to group and to draw."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_prospect_progress_action"
        )
        context = {**literal_eval(action["context"]), "search_default_this_month": 0}
        domain = [("prospect_list_id", "in", self.ids)]
        return {**action, "domain": domain, "context": context}

    def action_workbook(self):
        """Ask which days the workbook of these lists is for."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_progress_workbook_action"
        )
        return {**action, "context": {"default_list_ids": [(6, 0, self.ids)]}}

    def progress_report(self, date_from, date_to, period=None):
        """The figures of these lists, as far as the user may read their leads.

        A day is Lima's, both ends are included. A milestone counts in the period when it was
        reached, for a lead that still stands there: a lead that was won and is open again is not
        won. ``total`` is how many leads were in the list by the end. Archived leads count.
        Amounts are without taxes, in ``currency``: of the last offer of the leads whose first offer
        was made in the period, and of what the leads won in it confirmed.

        :param date_from: a date, or ISO text
        :param date_to: a date, or ISO text
        :param period: ``week``, ``fortnight``, ``month``, or None for no periods within the days
        :return: JSON-able ``{"date_from", "date_to", "period", "periods": [{"date_from",
            "date_to"}], "lists": [{"id", "name", "company_id", "currency", "figures", "periods":
            [figures], "people": [{"id", "name", "role", "figures", "periods"}]}]}``; figures is a
            dict with the keys of core.progress.FIGURES, a role ``telemarketer`` or ``executive``;
            the person with id False stands for nobody
        :raise ProcessError: the days or the period cannot be read
        """
        spans = self._get_progress_periods(date_from, date_to, period)
        tallies = tally(self._count_progress(spans), len(spans))
        names = self._get_progress_names(tallies)
        shown = [span.to_json() for span in spans] if period else []
        return {
            "date_from": spans[0].first.isoformat(),
            "date_to": spans[-1].last.isoformat(),
            "period": period or False,
            "periods": shown,
            "lists": [one._prepare_progress(tallies[one.id], names, bool(shown)) for one in self],
        }

    def _get_progress_periods(self, date_from, date_to, kind):
        """The periods that a report is asked for; what cannot be read is refused."""
        try:
            first, last = periods.parse_day(date_from), periods.parse_day(date_to)
        except ValueError:
            raise ProcessError(
                _("Give the days of the report as dates, like 2026-03-31.")
            ) from None
        if first > last:
            raise ProcessError(
                _("The first day of the report is after the last one. Exchange them.")
            )
        if kind and kind not in periods.KINDS:
            raise ProcessError(
                _(
                    "There is no period «%(period)s». Choose one of: %(periods)s.",
                    period=kind,
                    periods=", ".join(periods.KINDS),
                )
            )
        # A day is the shortest part of a period.
        if kind and (last - first).days > MOST_PERIODS * 7:
            raise ProcessError(_("The report covers more than ten years. Choose fewer days."))
        return periods.split(first, last, kind or None)

    def _count_progress(self, spans):
        """Groups of the leads of these lists, in one query whatever their number.

        :param spans: consecutive periods
        :return: list of core.progress.Group
        """
        self.env.flush_all()
        mine = [("prospect_list_id", "in", self.ids)]
        leads = self.env["crm.lead"].with_context(active_test=False)
        code, params = search_sql(leads, mine, COLUMNS)
        *starts, end = periods.boundaries(spans)
        branches = [_branch(TOTAL, "create_date")]
        params += [starts, BEGINNING, end]
        for milestone, date in DATES.items():
            branches.append(_branch(milestone, date))
            params += [starts, starts[0], end]
        query = REPORT_SQL.format(leads=code, branches=" UNION ALL ".join(branches))
        self.env.cr.execute(query, params)
        return [Group(*row[:-1], float(row[-1])) for row in self.env.cr.fetchall()]

    def _get_progress_names(self, tallies):
        """``{user id: name}`` of the people of a tally."""
        ids = {user_id for one in tallies.values() for people in one[1:] for user_id in people}
        # sudo: whoever reads a lead reads whose it is, somebody of another company too.
        users = self.env["res.users"].sudo().browse(ids - {None})
        return {user.id: user.name for user in users}

    def _prepare_progress(self, tallies, names, with_periods):
        """What a report says of this list, from its Tally and those of its people."""
        self.ensure_one()
        whole, telemarketers, executives = tallies
        # Not inside: `_` finds the language by the `self` of its own frame.
        nobody = _("Nobody")
        people = [
            {
                "id": user_id or False,
                "name": names.get(user_id) or nobody,
                "role": role,
                **_prepare_figures(one, with_periods),
            }
            for role, group in ((TELEMARKETER, telemarketers), (EXECUTIVE, executives))
            for user_id, one in group.items()
        ]
        people.sort(key=lambda one: (one["role"] != TELEMARKETER, not one["id"], one["name"]))
        return {
            "id": self.id,
            "name": self.name,
            "company_id": self.company_id.id,
            # sudo: a currency's name is no secret.
            "currency": self.company_id.sudo().currency_id.name,
            **_prepare_figures(whole, with_periods),
            "people": people,
        }


def _branch(milestone, date):
    """The part of the report's query that counts one milestone."""
    amount = AMOUNT_COLUMNS.get(milestone)
    return BRANCH_SQL.format(
        milestone=milestone,
        date=date,
        keys=", ".join(KEYS),
        amount=f"COALESCE(sum({amount}), 0)" if amount else "0.0",
    )


def _prepare_figures(one, with_periods):
    """What a report says of a Tally."""
    return {"figures": one.overall(), "periods": one.by_period() if with_periods else []}
