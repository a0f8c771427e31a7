"""What is behind an indicator: its parts, each a number of records, and where that number is kept.

A part is counted by the ``value``, the ``numerator`` or the ``denominator`` of the indicator, or by
one of its inputs: what an indicator was frozen with says for good how many records it was of.
"""

from ..indicators.indicator_states import FAMILY_CLIENTS

VALUE, NUMERATOR, DENOMINATOR = "value", "numerator", "denominator"
# Of a number of clients: the services that say it, and the figures that were typed in their place.
CLIENTS, TYPED = {"clients": "stays"}, {"typed": "typed"}
# Code of an indicator -> {part: what counts it}.
PARTS = {
    "satisfaction": {"satisfied": NUMERATOR, "answers": "answers", "campaigns": "campaigns"},
    "clients_total": {**CLIENTS, **TYPED},
    "clients_growth": {
        **CLIENTS,
        **TYPED,
        "clients_before": "stays_before",
        "typed_before": "typed_before",
    },
    "clients_new": {"new": VALUE},
    "clients_lost": {"gone": VALUE},
    "retention": {"kept": NUMERATOR, "at_start": DENOMINATOR, "gone": "lost"},
    "effective_contact": {"effective": NUMERATOR, "calls": DENOMINATOR},
    "list_progress": {"called": NUMERATOR, "prospects": DENOMINATOR},
    "meetings_booked": {"booked": VALUE},
    "meetings_held": {"held": VALUE},
    "no_show": {"no_show": NUMERATOR, "expected": DENOMINATOR},
    "proposals_sent": {"offers": VALUE},
    "proposals_amount": {"offers": "offers"},
    "won": {"won": VALUE},
    "lost": {"lost": VALUE, "lost_offered": "lost_offered"},
    "win_rate": {"won": NUMERATOR, "ended": DENOMINATOR},
    "win_rate_offered": {"won_offered": NUMERATOR, "ended_offered": DENOMINATOR},
    "conversion": {"won": NUMERATOR, "first_called": DENOMINATOR},
    "conversion_cohort": {"called_won": NUMERATOR, "first_called": DENOMINATOR},
    "cycle_average": {"cycles": DENOMINATOR},
    "cycle_median": {"cycles": "cycles"},
    "sales_target": {"orders": "orders", "targets": "targets"},
    "discount": {"orders": "orders"},
    "call_quality": {"reviews": DENOMINATOR, "failed": "failed"},
    "training": {"right": NUMERATOR, "told": DENOMINATOR},
    "staff_trained": {"trained": NUMERATOR, "staff": DENOMINATOR},
}


def get_parts(code, family):
    """Return ``{part: what counts it}`` of an indicator; empty where nobody knows its records."""
    own = {**CLIENTS, **TYPED} if family == FAMILY_CLIENTS else {}
    return PARTS.get(code, own)


def count_parts(row):
    """Return ``{part: number of records}`` of what is told of an indicator.

    :param dict row: ``code family value numerator denominator inputs`` as in
        `digiflow.indicator.get_values`, None where there is no number
    :return: the parts whose number is kept: values that were frozen before it was have none
    """
    numbers = dict(row["inputs"])
    # Frozen, a number that is not there is 0: without data, 0 of 0 says nothing.
    if row["value"] is not None or row["numerator"] or row["denominator"]:
        numbers.update((name, row[name]) for name in (VALUE, NUMERATOR, DENOMINATOR))
    kept = {part: numbers.get(name) for part, name in get_parts(row["code"], row["family"]).items()}
    return {part: round(number) for part, number in kept.items() if number is not None}
