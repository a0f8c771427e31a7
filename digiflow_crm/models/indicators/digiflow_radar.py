import os
import tempfile
from collections import defaultdict

from odoo import _, api, fields, models
from odoo.tools import format_date

from ...compat import search_sql
from ...core import indicator_periods, periods
from ...core.radar_sheets import WORDS
from ...core.radar_workbook import write_radar
from ...exceptions import ProcessError
from ..meeting.states import KIND_PRESENTATION
from . import radar_sql

BATCH = 5000
FIRST_DAY = "2000-01-01"
WORK = ("calls", "effective", "meetings", "minutes")


class DigiflowRadar(models.AbstractModel):
    """The workbook «Radar de oportunidades»: what the caller may read of the pipeline, as a file.

    The rows come from the database a batch at a time and are written at once: see
    core/radar_workbook. Which records they are is the ORM's answer, so record rules hold.
    """

    _name = "digiflow.radar"
    _description = "Opportunity radar"

    @api.model
    def _make(self, first, last):
        """The workbook of the companies at work.

        :param date first: offers, meetings and calls are those of the days from it
        :param date last: to it, both in Lima
        :return: (file name, bytes)
        :raise ProcessError: the days are in the wrong order
        """
        if first > last:
            raise ProcessError(_("The last day is before the first one. Exchange them."))
        self.env.flush_all()
        words = self._get_words()
        head = {
            "company": ", ".join(self.env.companies.mapped("name")),
            "first": format_date(self.env, first),
            "last": format_date(self.env, last),
            "today": format_date(self.env, periods.today()),
        }
        handle, path = tempfile.mkstemp(suffix=".xlsx")
        os.close(handle)
        try:
            money = self.env.company.currency_id.symbol
            rows = self._get_rows(first, last)
            write_radar(path, head, rows, money, words, self._get_order())
            with open(path, "rb") as file:
                content = file.read()
        finally:
            os.unlink(path)
        return f"{words['file']} {first.isoformat()} {last.isoformat()}.xlsx", content

    @api.model
    def _get_rows(self, first, last):
        """Sheet -> rows, each made as it is written."""
        return {
            "pipeline": self._iter_pipeline(),
            "offers": self._iter_offers(first, last),
            "meetings": self._iter_meetings(first, last),
            "lists": self._iter_lists(),
            **{f"calls_{kind}": rows for kind, rows in self._get_work(first, last).items()},
            "indicators": self._iter_indicators(last),
        }

    @api.model
    def _get_order(self):
        """What the summary counts, in the order of the process."""
        stages = self.env["crm.stage"]._get_digiflow_stages().filtered(lambda one: not one.is_won)
        states = self._get_labels(self.env["calendar.event"], state="digiflow_state")
        return {"pipeline": stages.mapped("name"), "meetings": list(states["state"].values())}

    @api.model
    def _iter_pipeline(self):
        """The open opportunities that somebody has worked on; companies nobody called are lists."""
        domain = [
            ("is_digiflow", "=", True),
            ("company_id", "in", [False, *self.env.companies.ids]),
            ("stage_id.is_won", "=", False),
            *("|", ("contacted_date", "!=", False)),
            ("stage_id.digiflow_step", "!=", "telemarketing"),
        ]
        activities = self.env["mail.activity"]
        # 19.0 keeps what was done, as an archived activity.
        only_active = "AND activity.active" if "active" in activities._fields else ""
        statement = radar_sql.PIPELINE_SQL.replace("{only_active}", only_active)
        return self._iter(statement, self.env["crm.lead"], domain)

    @api.model
    def _iter_offers(self, first, last):
        """The offers of the days, all rounds."""
        domain = [("is_digiflow", "=", True), *self._between("date_order", first, last)]
        domain += [("company_id", "in", self.env.companies.ids)]
        offers = self.env["sale.order"]
        labels = self._get_labels(offers, state="state", review="digiflow_review")
        return self._iter(radar_sql.OFFERS_SQL, offers, domain, labels)

    @api.model
    def _iter_meetings(self, first, last):
        """The presentations of the days."""
        domain = [
            ("digiflow_kind", "=", KIND_PRESENTATION),
            ("opportunity_id.is_digiflow", "=", True),
            ("opportunity_id.company_id", "in", [False, *self.env.companies.ids]),
            *self._between("start", first, last),
        ]
        events = self.env["calendar.event"]
        labels = self._get_labels(
            events, state="digiflow_state", mode="digiflow_mode", interest="digiflow_interest"
        )
        return self._iter(radar_sql.MEETINGS_SQL, events, domain, labels)

    @api.model
    def _iter_lists(self):
        """The lists that are not closed, from their beginning to this day."""
        lists = self.env["digiflow.prospect.list"].search(
            [("state", "!=", "closed"), ("company_id", "in", self.env.companies.ids)]
        )
        report = lists.progress_report(FIRST_DAY, periods.today())
        received = {one.id: one.received_on for one in lists}
        for one in report["lists"]:
            figures = one["figures"]
            total, contacted = figures["total"], figures["contacted"]
            yield {
                **figures,
                "name": one["name"],
                "received": received[one["id"]] or None,
                "contacted_rate": contacted / total if total else None,
                "effective_rate": figures["effective"] / contacted if contacted else None,
                "won_rate": figures["won"] / total if total else None,
            }

    @api.model
    def _get_work(self, first, last):
        """Kind of period -> rows with its calls; nothing for who may not read them."""
        if not self._may_read(self.env["digiflow.call.day"]):
            return {}
        days = self._count_work(first, last)
        return {
            kind: [self._add_up_work(days, span) for span in periods.split(first, last, kind)]
            for kind in (periods.WEEK, periods.FORTNIGHT, periods.MONTH)
        }

    @api.model
    def _count_work(self, first, last):
        """Day in Lima -> its numbers, see WORK."""
        domain = [
            ("company_id", "in", self.env.companies.ids),
            *self._between("date", first, last),
        ]
        columns = ("day", "calls", "effective", "meetings", "talk_minutes")
        own = self._own(self.env["digiflow.call.day"], domain, columns)
        self.env.cr.execute(radar_sql.WORK_SQL.replace("{own}", own), {})
        return defaultdict(
            lambda: dict.fromkeys(WORK, 0),
            {day: dict(zip(WORK, numbers)) for day, *numbers in self.env.cr.fetchall()},
        )

    @api.model
    def _add_up_work(self, days, span):
        """The row of one period."""
        inside = [numbers for day, numbers in days.items() if span.first <= day <= span.last]
        sums = {name: sum(numbers[name] or 0 for numbers in inside) for name in WORK}
        rate = sums["effective"] / sums["calls"] if sums["calls"] else None
        return {"from": span.first, "to": span.last, "effective_rate": rate, **sums}

    @api.model
    def _iter_indicators(self, last):
        """The indicators of the quarter of the last day, for who may read them."""
        indicators = self.env["digiflow.indicator"]
        if not self._may_read(indicators):
            return
        span = indicator_periods.period_of(last, indicator_periods.QUARTER)
        found = indicators._get_values(indicator_periods.QUARTER, span)
        families = dict(indicators._fields["family"]._description_selection(self.env))
        for row in found["values"]:
            texts = {"value": row["text"], "target": row["target_text"] or ""}
            yield {**row, **texts, "family": families.get(row["family"], "")}

    @api.model
    def _iter(self, statement, model, domain, labels=None):
        """Yield the rows of a statement of radar_sql, in the order of their ids.

        :param labels: column -> {key: text in the reader's language}
        """
        statement = statement.replace("{own}", self._own(model, domain))
        params = {
            "after": 0,
            "batch": BATCH,
            "lang": self.env.lang or "en_US",
            "now": self.env.cr.now(),
            "today": periods.today(),
        }
        while True:
            self.env.cr.execute(statement, params)
            rows = self.env.cr.dictfetchall()
            for row in rows:
                for column, texts in (labels or {}).items():
                    row[column] = texts.get(row[column], row[column])
                yield row
            if len(rows) < BATCH:
                return
            params["after"] = rows[-1]["id"]

    @api.model
    def _own(self, model, domain, columns=("id",)):
        """The SELECT of what the caller may read, to stand in a statement of named parameters."""
        code, params = search_sql(model, domain, columns)
        own = self.env.cr.mogrify(code, params)
        return (own.decode() if isinstance(own, bytes) else own).replace("%", "%%")

    @api.model
    def _may_read(self, model):
        """Whether the caller's roles read a model at all."""
        return self.env["ir.model.access"].check(model._name, "read", raise_exception=False)

    @api.model
    def _between(self, name, first, last):
        """A domain: a moment is within days of Lima."""
        end = periods.starts_at(fields.Date.add(last, days=1))
        return [(name, ">=", periods.starts_at(first)), (name, "<", end)]

    @api.model
    def _get_labels(self, model, **names):
        """Column -> texts of the selection field that it shows."""
        return {
            column: dict(model._fields[name]._description_selection(self.env))
            for column, name in names.items()
        }

    @api.model
    def _get_words(self):
        """The texts of the workbook in the reader's language."""
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return words
