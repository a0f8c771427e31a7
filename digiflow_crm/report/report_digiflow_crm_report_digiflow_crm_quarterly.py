from datetime import date

from markupsafe import Markup

from odoo import _, api, models

from ..compat import check_access, has_own_logo
from ..core import indicators, spanish, svg
from ..models.dashboard.digiflow_dashboard import SECTIONS
from ..models.dashboard.quarterly_report_states import AREAS, STATE_SIGNED
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG
from .quarterly_report_cells import HALF, NOTHING, PAGE, in_parts, share_room, write

# The figures of the cover, by the code of their indicator.
HEADLINES = (
    "clients_total",
    "satisfaction",
    "sales_target",
    "won",
    "win_rate",
    "proposals_amount",
)
# Which families of indicators an area tells of; the summary tells how all stand to their target.
FAMILIES = {
    "sales": ("proposals", "results", "sales"),
    "telemarketing": ("telemarketing", "meetings"),
    "clients": ("clients",),
    "satisfaction": ("satisfaction",),
    "people": ("quality", "training", "other"),
}
# Which drawings of the dashboard an area shows.
CHARTS = {
    "sales": ("funnel",),
    "clients": ("clients",),
    "satisfaction": ("satisfaction", "satisfaction_trend"),
    "people": ("training",),
}
# Areas whose first table stands beside their drawing, where it has as few rows as these.
BESIDE, ROWS_BESIDE = ("sales",), 9
MARK_DRAFT = "BORRADOR"
# As many bars of a drawing as have room on a page beside the rest.
BARS_SHOWN = 12
BLANK = {"rows": [], "total": False, "empty": False, "trend": [], "services": [], "actions": []}


class ReportDigiflowCrmReportDigiflowCrmQuarterly(models.AbstractModel):
    """The quarterly report on paper: a cover and a page for each area.

    Nothing is reckoned here: all figures are those of one `digiflow.dashboard.get_data`, kept when
    the report was signed off. The tables are in the file that ends in _tables.
    """

    _name = "report.digiflow_crm.report_digiflow_crm_quarterly"
    _description = "Quarterly report, on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        # The document is Spanish, whoever prints it.
        own = self.with_context(lang=CLIENT_LANG)
        reports = own.env["digiflow.quarterly.report"].browse(docids)
        check_access(reports, "read")
        return {
            "docs": reports,
            "document_lang": CLIENT_LANG,
            "pages": [own._prepare_document(report) for report in reports],
            "has_own_logo": has_own_logo,
        }

    def _prepare_document(self, report):
        """Everything that the document of one report says."""
        # What was signed off before the dashboard had a section says that there is no data.
        data = {**dict.fromkeys(SECTIONS, BLANK), **report._get_data()}
        drawn = self.env["digiflow.dashboard"]._draw_charts(data)
        company = report.company_id
        is_signed = report.state == STATE_SIGNED
        return {
            "record": report,
            "company": company,
            "color": spanish.color(company.primary_color),
            "label": data["period"]["label"],
            "mark": "" if is_signed else MARK_DRAFT,
            "days": [_day(data["period"][name]) for name in ("date_from", "date_to")],
            "is_closed": data["period"]["is_closed"],
            "closed_day": _day(data["period"]["closed_day"]),
            # sudo: who signed is no secret to whoever reads the report.
            "signed_by": report.sudo().signed_by_id.name,
            "signed_on": spanish.lima_time(report.signed_on),
            "headlines": self._prepare_headlines(data),
            "areas": [self._prepare_area(report, data, drawn, area) for area in AREAS],
        }

    def _prepare_headlines(self, data):
        """The figures of the cover, in rows of three."""
        rows = {row["code"]: row for row in self._get_indicators(data)}
        figures = [self._prepare_figure(rows[code]) for code in HEADLINES if code in rows]
        return [figures[start : start + 3] for start in range(0, len(figures), 3)]

    def _prepare_area(self, report, data, drawn, area):
        """A page: its indicators, drawings and tables, and what the manager says of them."""
        title = report._fields[f"comment_{area}"]._description_string(report.env)
        charts = self._get_charts(data, drawn, area)
        tables = getattr(self, f"_get_{area}_tables", lambda _data: [])(data)
        # Of the sales the first table has room beside the drawing.
        is_beside = area in BESIDE and len(charts) == 1 and _is_short(tables[0])
        for number, table in enumerate(tables):
            share_room(table["columns"], HALF if is_beside and not number else PAGE)
        return {
            "key": area,
            "title": title,
            "figures": self._prepare_figures(data, area),
            "compared": [data["comparisons"][name]["label"] for name in ("before", "year_before")],
            "charts": charts,
            "beside": tables[0] if is_beside else None,
            "tables": tables[1:] if is_beside else tables,
            "comment": (report[f"comment_{area}"] or "").strip(),
        }

    def _get_charts(self, data, drawn, area):
        """The drawings of an area as [(title, SVG)]; one too long for a page is left to its table.

        The drawing escapes what it writes: see core/charts.py.
        """
        titles = self._get_chart_titles()
        return [
            (titles[name], Markup(svg.without_patterns(drawn[name])))  # noqa: S704 # made here
            for name in CHARTS.get(area, ())
            if drawn.get(name) and len((data.get(name) or BLANK)["rows"]) <= BARS_SHOWN
        ]

    def _get_chart_titles(self):
        """What stands above each drawing."""
        return {
            "funnel": _("Funnel"),
            "clients": _("Clients by service"),
            "satisfaction": _("Answers by score"),
            "satisfaction_trend": _("Satisfied clients over time"),
            "training": _("Right answers by question"),
        }

    def _prepare_figures(self, data, area):
        """The tables of indicators of an area, as ``[(title or "", [figure])]``."""
        rows = self._get_indicators(data)
        if area == "summary":
            return self._prepare_standing(rows)
        own = [row for row in rows if row["family"] in FAMILIES.get(area, ())]
        return [("", [self._prepare_figure(row) for row in own])] if own else []

    def _prepare_standing(self, rows):
        """Which indicators miss their target and which reach it."""
        aimed = [row for row in rows if _is_known(row) and row["target"] is not False]
        groups = [
            (_("Targets not reached"), [row for row in aimed if row["is_under_target"]]),
            (_("Targets reached"), [row for row in aimed if not row["is_under_target"]]),
        ]
        return [
            (title, [self._prepare_figure(row) for row in group])
            for title, group in groups
            if group
        ]

    def _prepare_figure(self, row):
        """An indicator as the report shows it."""
        return {
            "name": row["name"],
            "text": write(row["text"]),
            "detail": row["detail"] or "",
            "target": row["target_text"] or NOTHING,
            "sign": row["sign"],
            "standing": self._get_standing(row),
            "compared": [self._prepare_compared(row[name]) for name in ("before", "year_before")],
        }

    def _prepare_compared(self, other):
        """The value of another period and how far this one is from it."""
        is_same = other["verdict"] == indicators.SAME
        return {"text": write(other["text"]), "change": "" if is_same else other["change"] or ""}

    def _get_standing(self, row):
        """Whether the target is reached: True or False, None where nobody can say."""
        if not _is_known(row) or row["target"] is False:
            return None
        return not row["is_under_target"]

    def _get_indicators(self, data):
        """The rows of the indicators, none where the figures have none."""
        return (data.get("indicators") or {}).get("rows") or []

    def _prepare_table(self, found, title, columns):
        """A table of the rows of one section of the dashboard.

        :param dict found: the section
        :param columns: list of quarterly_report_cells.Column, the first of them the row's name
        :return: ``{"title", "columns", "parts" (lists of rows that stay together), "total" (a row,
            or nothing), "empty" (what to do where there is nothing)}``; a row is its cells
        """
        # Where nothing was counted a table of zeros would say no more than what to do.
        known = [] if found.get("empty") and not _is_counted(found) else found.get("rows") or []
        rows = [[one.get_cell(row) for one in columns] for row in known]
        total = found.get("total")
        return {
            "title": title,
            "columns": columns,
            "parts": in_parts(rows),
            "total": [one.get_cell(total) for one in columns] if total and rows else [],
            "empty": found.get("empty") or ("" if rows else self._get_nothing()),
        }

    def _get_nothing(self):
        """What is said of a part without figures."""
        return _("No data: nothing of this is on record in the quarter.")


def _is_known(row):
    """Whether an indicator has a value."""
    return row["value"] is not False and row["value"] is not None


def _is_short(table):
    """Whether a table is not longer than the drawing beside it."""
    return len(table["parts"][0]) <= ROWS_BESIDE


def _is_counted(section):
    """Whether anything was counted in the rows of a section."""
    return any(any(row.get("counts", {}).values()) for row in section.get("rows") or [])


def _day(text):
    """«21/11/2026» of an ISO text; empty for none."""
    return spanish.short_date(date.fromisoformat(text)) if text else ""
