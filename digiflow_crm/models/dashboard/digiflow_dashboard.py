import json

from odoo import _, api, models
from odoo.exceptions import AccessError

from ...core import indicator_periods
from ...core.external import without_none
from ...exceptions import ProcessError
from ..indicators.indicator_states import STATE_CLOSED

MANAGER = "digiflow_crm.group_manager"
# The parts of the dashboard in their order. Each has a file of its own with three methods:
# `_reckon_<section>`, `_present_<section>` and `_find_<section>`.
SECTIONS = (
    *("indicators", "funnel", "lost", "clients", "satisfaction", "lists"),
    *("executives", "telemarketers", "improvements", "training"),
)


class DigiflowDashboard(models.AbstractModel):
    """The commercial manager's dashboard: everything the screen and the report show.

    A section is reckoned as ``numbers``, which closing the period freezes, and presented from them
    in the words of whoever looks::

        _reckon_<section>(company, kind, span) -> JSON-able dict, None where nobody can say
        _present_<section>(company, kind, span, numbers) -> {"rows", "total", "empty", ...}
        _find_<section>(company, kind, span, key, part) -> (model name, domain, title)

    ``numbers`` are presented as JSON keeps them, frozen or not: the keys of dicts are texts.
    """

    _name = "digiflow.dashboard"
    _description = "Dashboard of the commercial manager"

    @api.model
    def get_data(self, period):
        """All figures of the dashboard in a period of the company at work.

        Part of the external API. Of a closed period they are what they were when it was closed, in
        as many queries however many records there are; of an open one they are reckoned now, of
        the whole company. False stands for what nobody can say.

        :param str period: a year like 2026, a quarter like 2026-Q3, or a month like 2026-09
        :return: ``{"period", "company": {"id", "name"}, "currency", "comparisons", ...}`` and a key
            for each section. ``period`` is as `digiflow.indicator.get_values` has it, with
            ``live_sections``: True of a period closed without its sections, which are reckoned now.
            ``comparisons`` is ``{"before", "year_before"}``, each ``{"code", "label"}``. A section
            has ``rows``, ``total`` (a row, or False), ``empty`` (what to do where there is nothing
            to show, or False) and what its own file says; a row has ``key``, ``name``, ``counts``
            (``{part: number of the records that open_records opens}``) and its other figures
        :raise ProcessError: it is no period, or one that is yet to come
        :raise AccessError: the user is no commercial manager
        """
        self._check_manager()
        catalogue = self.env["digiflow.indicator"]
        kind, span = catalogue._parse_period(period)
        with catalogue._ask_once():
            return without_none(self._get_data(kind, span))

    @api.model
    def open_records(self, period, section, key, part):
        """The records behind a figure of the dashboard; of an open period exactly as many.

        :param str period: see `get_data`
        :param str section: one of SECTIONS
        :param key: ``key`` of a row, or ``total``
        :param str part: one of the row's ``counts``
        :return: a window action
        :raise ProcessError: there is no such figure, or no such period
        :raise AccessError: the user is no commercial manager
        """
        self._check_manager()
        kind, span = self.env["digiflow.indicator"]._parse_period(period)
        if section not in SECTIONS:
            raise ProcessError(
                _("The dashboard has no section «%(section)s».", section=section),
            )
        find = getattr(self, f"_find_{section}")
        model, domain, title = find(self.env.company, kind, span, key, part)
        if self._get_own_period(kind, span).state == STATE_CLOSED:
            title = _("%(title)s: the records as they are today", title=title)
        return self._prepare_action(model, domain, title)

    @api.model
    def _get_data(self, kind, span):
        """`get_data` with None in place of False."""
        company = self.env.company
        own = self._get_own_period(kind, span)
        numbers, are_live = self._get_numbers(company, kind, span, own)
        period = self.env["digiflow.indicator"]._prepare_period(kind, span, own)
        return {
            "period": {**period, "live_sections": are_live},
            "company": {"id": company.id, "name": company.name},
            "currency": company.currency_id.name,
            "comparisons": {
                name: {
                    "code": indicator_periods.code_of(other, kind),
                    "label": self.env["digiflow.indicator"]._get_period_label(kind, other),
                }
                for name, other in self._get_compared(kind, span).items()
            },
            **{
                section: getattr(self, f"_present_{section}")(company, kind, span, numbers[section])
                for section in SECTIONS
            },
        }

    @api.model
    def _get_numbers(self, company, kind, span, own):
        """``({section: numbers}, whether some of a closed period are reckoned now)``.

        :param own: digiflow.indicator.period, or none
        """
        is_closed = own.state == STATE_CLOSED
        frozen = (own.dashboard or {}) if is_closed else {}
        missing = [section for section in SECTIONS if section not in frozen]
        live = self._reckon_sections(company, kind, span, missing)
        return {**frozen, **live}, is_closed and bool(missing)

    @api.model
    def _reckon_sections(self, company, kind, span, sections=SECTIONS):
        """``{section: numbers}`` as the records say now, and as JSON keeps them."""
        if sections:
            self.env.flush_all()
        own = self.with_company(company)
        found = {one: getattr(own, f"_reckon_{one}")(company, kind, span) for one in sections}
        return json.loads(json.dumps(found))

    @api.model
    def _ask(self, query, company, span, **params):
        """The rows of a statement about a period; see `digiflow.indicator._ask`."""
        return self.env["digiflow.indicator"]._ask(query, company, span, **params)

    @api.model
    def _get_own_period(self, kind, span):
        """The digiflow.indicator.period of the company at work, if there is one."""
        return self.env["digiflow.indicator.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "=", kind),
                ("date_from", "=", span.first),
            ]
        )

    @api.model
    def _get_compared(self, kind, span):
        """What a period is compared with: ``{"before": Period, "year_before": Period}``."""
        first = span.first.replace(year=span.first.year - 1)
        return {
            "before": indicator_periods.before(span, kind),
            "year_before": indicator_periods.period_of(first, kind),
        }

    @api.model
    def _prepare_action(self, model, domain, title):
        """The window action that shows some records, archived ones too."""
        # sudo: which kinds of views a model has is no secret.
        found = self.env["ir.ui.view"].sudo()
        kinds = [
            kind
            for kind in ("pivot", "graph")
            if found.search_count([("model", "=", model), ("type", "=", kind)], limit=1)
        ]
        kinds = ["list", "form", *kinds]
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "display_name": title,
            "res_model": model,
            "view_mode": ",".join(kinds),
            "views": [(False, kind) for kind in kinds],
            "domain": domain,
            "context": {"active_test": False, "create": False},
            "target": "current",
        }

    @api.model
    def _check_manager(self):
        """Let nobody but the commercial manager by.

        :raise AccessError: the user is another
        """
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                _("This dashboard is the commercial manager's. You find your own work in «My day».")
            )
