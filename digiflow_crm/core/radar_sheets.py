"""What stands in the workbook «Radar de oportunidades»: its sheets and columns, and its words."""

from typing import NamedTuple

from .messages import _

TEXT, DATE, COUNT, AMOUNT, RATE = "text", "date", "count", "amount", "rate"


class Column(NamedTuple):
    """A column of a sheet; with `formula` it is worked out of others of its row.

    `formula` has the names of columns in braces, e.g. ``{amount}*{probability}``; `key` names the
    value of the row, that of the formula too.
    """

    key: str
    kind: str
    width: int
    formula: str = ""


def _rate(key, part, whole):
    """A column with a share, empty where there is nothing to divide by."""
    return Column(key, RATE, 11, f'IF({{{whole}}}=0,"",{{{part}}}/{{{whole}}})')


# The sheets with a row for each record, in their order after the summary.
SHEETS = {
    "pipeline": (
        Column("stage", TEXT, 24),
        Column("name", TEXT, 34),
        Column("client", TEXT, 34),
        Column("ruc", TEXT, 13),
        Column("list", TEXT, 24),
        Column("days", COUNT, 9),
        Column("still", COUNT, 9),
        Column("next_step", TEXT, 30),
        Column("next_on", DATE, 12),
        Column("amount", AMOUNT, 16),
        Column("probability", RATE, 11),
        Column("weighted", AMOUNT, 16, "{amount}*{probability}"),
        Column("executive", TEXT, 22),
        Column("telemarketer", TEXT, 22),
        Column("created", DATE, 12),
    ),
    "offers": (
        Column("state", TEXT, 14),
        Column("order", TEXT, 12),
        Column("round", COUNT, 8),
        Column("client", TEXT, 34),
        Column("date", DATE, 12),
        Column("sent", DATE, 12),
        Column("valid_until", DATE, 12),
        Column("amount", AMOUNT, 16),
        Column("discount", RATE, 11),
        Column("review", TEXT, 20),
        Column("executive", TEXT, 22),
        Column("lost_reason", TEXT, 24),
    ),
    "meetings": (
        Column("state", TEXT, 18),
        Column("date", DATE, 12),
        Column("time", TEXT, 8),
        Column("client", TEXT, 34),
        Column("mode", TEXT, 12),
        Column("executive", TEXT, 22),
        Column("presales", TEXT, 22),
        Column("interest", TEXT, 12),
    ),
    "lists": (
        Column("name", TEXT, 34),
        Column("received", DATE, 12),
        Column("total", COUNT, 12),
        Column("contacted", COUNT, 12),
        Column("effective", COUNT, 12),
        Column("meetings_booked", COUNT, 12),
        Column("meetings_held", COUNT, 12),
        Column("proposals", COUNT, 12),
        Column("won", COUNT, 10),
        Column("lost", COUNT, 10),
        _rate("contacted_rate", "contacted", "total"),
        _rate("effective_rate", "effective", "contacted"),
        _rate("won_rate", "won", "total"),
    ),
    **{
        f"calls_{kind}": (
            Column("from", DATE, 12),
            Column("to", DATE, 12),
            Column("calls", COUNT, 12),
            Column("effective", COUNT, 12),
            _rate("effective_rate", "effective", "calls"),
            Column("meetings", COUNT, 12),
            Column("minutes", COUNT, 12),
        )
        for kind in ("week", "fortnight", "month")
    },
    "indicators": (
        Column("family", TEXT, 22),
        Column("name", TEXT, 40),
        Column("value", TEXT, 18),
        Column("detail", TEXT, 34),
        Column("target", TEXT, 18),
        Column("sign", TEXT, 22),
    ),
}
# The sheets whose rows the summary adds up by the text of their first column.
SUMMED = ("pipeline", "offers", "meetings")

# What a reader sees, in English; a model translates.
WORDS = {
    "file": _("Opportunity radar"),
    "summary": _("Summary"),
    "title": _("Opportunity radar, %(company)s"),
    "days_told": _("%(first)s to %(last)s, made on %(today)s"),
    "pipeline": _("Pipeline"),
    "offers": _("Offers"),
    "meetings": _("Meetings"),
    "lists": _("Lists"),
    "calls_week": _("Calls by week"),
    "calls_fortnight": _("Calls by fortnight"),
    "calls_month": _("Calls by month"),
    "indicators": _("Indicators"),
    "stage": _("Stage"),
    "name": _("Name"),
    "client": _("Client"),
    "ruc": _("RUC"),
    "list": _("Prospect list"),
    "days": _("Days in stage"),
    "still": _("Days still"),
    "next_step": _("Next step"),
    "next_on": _("On"),
    "amount": _("Amount"),
    "probability": _("Probability"),
    "weighted": _("Weighted"),
    "executive": _("Sales executive"),
    "telemarketer": _("Telemarketer"),
    "created": _("Since"),
    "state": _("State"),
    "order": _("Offer"),
    "round": _("Round"),
    "date": _("Date"),
    "sent": _("Sent"),
    "valid_until": _("Valid until"),
    "discount": _("Discount"),
    "review": _("Review"),
    "lost_reason": _("Why lost"),
    "time": _("Time"),
    "mode": _("How"),
    "presales": _("Presales engineer"),
    "interest": _("Interest"),
    "received": _("Received"),
    "total": _("Prospects"),
    "contacted": _("Contacted"),
    "effective": _("Effective contacts"),
    "meetings_booked": _("Meetings booked"),
    "meetings_held": _("Meetings held"),
    "proposals": _("Proposals"),
    "won": _("Won"),
    "lost": _("Lost"),
    "contacted_rate": _("Contacted %"),
    "effective_rate": _("Effective %"),
    "won_rate": _("Won %"),
    "from": _("From"),
    "to": _("To"),
    "calls": _("Calls"),
    "minutes": _("Minutes"),
    "family": _("About"),
    "value": _("Result"),
    "detail": _("Of what"),
    "target": _("Target"),
    "sign": _("Against the target"),
    "count": _("Number"),
    "sum": _("Total"),
    "more": _("This sheet holds the first %(rows)s rows, and there are more. Choose fewer days."),
}
