from datetime import date

from markupsafe import Markup

from odoo import api, models

from ..compat import has_own_logo
from ..core import spanish
from ..models.info_pack.crm_lead_info_documents import CLIENT_LANG

NO_DATA = "sin datos"


class ReportDigiflowCrmReportDigiflowCrmSatisfaction(models.AbstractModel):
    """The results of a satisfaction campaign as PDF: those that its reader may see."""

    _name = "report.digiflow_crm.report_digiflow_crm_satisfaction"
    _description = "Satisfaction results"

    @api.model
    def _get_report_values(self, docids, data=None):
        campaigns = self.env["digiflow.satisfaction.campaign"].with_context(lang=CLIENT_LANG)
        campaigns = campaigns.browse(docids)
        return {
            "docs": campaigns,
            "pages": [self._prepare_page(campaign) for campaign in campaigns],
            "has_own_logo": has_own_logo,
            **spanish.FUNCTIONS,
        }

    def _prepare_page(self, campaign):
        """Everything that the document of one campaign says."""
        results = campaign._get_results()
        company = campaign.company_id
        chart = campaign._draw_trend(results) if results["trend"] else ""
        words = {row["score"]: row["name"] for row in results["distribution"]}
        first, last = (
            spanish.short_date(date.fromisoformat(results["campaign"][name]))
            for name in ("date_from", "date_to")
        )
        return {
            **results,
            "record": campaign,
            "owner": company,
            "color": spanish.color(company.primary_color),
            "first": first,
            "last": last,
            "state": _tell_state(campaign),
            "cards": _prepare_cards(results),
            "verdict": _tell_verdict(results),
            "scores": results["distribution"][::-1],
            # The drawing escapes what it writes: see core/charts.py.
            "chart": Markup(chart),  # noqa: S704 # made here, nothing of it is typed in
            "groups": _prepare_groups(results),
            "comments": [_prepare_comment(said, words) for said in results["comments"]],
            "rate": _rate,
            "signed": lambda rate: _signed(rate, results["target"]),
            "average": lambda value: "–" if value is None else f"{value:.2f}",
        }


def _rate(rate):
    """«83.3 %»; words where there is nothing to divide by."""
    return NO_DATA if rate is None else f"{rate:.1f} %"


def _signed(rate, target):
    """The rate, with a mark when it is under the target: colours do not print everywhere."""
    under = rate is not None and rate < target
    return f"▼ {_rate(rate)}" if under else _rate(rate)


def _tell_state(campaign):
    """Whether the figures may still change."""
    if campaign.state == "closed":
        return "Campaña cerrada: sus cifras ya no cambian."
    return (
        f"Cifras al {spanish.long_date(spanish.periods.today())}; pueden cambiar hasta el cierre."
    )


def _prepare_cards(results):
    """The figures at the head: list of (what, value, of what), the official rate first."""
    figure = results["figure"]
    rates = [
        (
            "Satisfechos, de quienes respondieron",
            _rate(figure["rate"]),
            f"{figure['satisfied']} de {figure['answers']} respuestas",
        ),
        (
            "Satisfechos, de todos los clientes",
            _rate(figure["rate_all"]),
            f"{figure['satisfied']} de {figure['clients']} clientes",
        ),
    ]
    if results["official"] == "clients":
        rates.reverse()
    return [
        *rates,
        (
            "Tasa de respuesta",
            _rate(figure["response_rate"]),
            f"{figure['answers']} de {figure['sent']} consultados",
        ),
        (
            "Cobertura",
            _rate(figure["coverage"]),
            f"{figure['sent']} consultados de {figure['clients']} clientes",
        ),
    ]


def _tell_verdict(results):
    """How the official rate stands to the target, in words."""
    target = spanish.percent(results["target"])
    base = {
        "answers": "de quienes respondieron",
        "clients": "de todos los clientes",
    }[results["official"]]
    texts = {
        None: f"Sin datos: nadie ha respondido todavía. La meta es {target}.",
        True: f"✓ Se alcanza la meta de {target} (indicador oficial: satisfechos {base}).",
        False: f"▼ Por debajo de la meta de {target} (indicador oficial: satisfechos {base}).",
    }
    return texts[results["figure"]["reached"]]


def _prepare_groups(results):
    """The tables of the document; one without rows is left out."""
    tables = [
        ("services", "Por servicio", "Servicio"),
        ("executives", "Por Ejecutivo Comercial", "Ejecutivo Comercial"),
        ("industries", "Por rubro", "Rubro"),
        ("sizes", "Por tamaño", "Tamaño"),
        ("districts", "Por distrito", "Distrito"),
    ]
    if results["scope"] == "own":
        tables = [table for table in tables if table[0] != "executives"]
    return [
        {
            "title": title,
            "head": head,
            "rows": results[name],
            "has_own": any(row.get("own", {}).get("answers") for row in results[name]),
        }
        for name, title, head in tables
        if results[name]
    ]


def _prepare_comment(said, words):
    """A comment as the document shows it."""
    day = spanish.short_date(date.fromisoformat(said["date"])) if said["date"] else ""
    return {**said, "words": words.get(said["score"], ""), "day": day}
