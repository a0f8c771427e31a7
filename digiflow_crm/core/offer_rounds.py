"""The rounds of a negotiation side by side: pure Python.

A round is a list of items: ``{"key": what it is, "name": text, "quantity", "price", "discount",
"subtotal": numbers}``; the price is for one and before the discount, which is a percentage.
"""

CHANGES = ("quantity", "price", "discount")


def compare(rounds):
    """Return the rows of a table with a column for each round.

    :param rounds: the rounds, the first one first
    :return: ``[{"name": text, "cells": [item or None]}]``, one for each thing that any round
        offers, in the order in which they come up
    """
    columns = [_by_key(items) for items in rounds]
    names = {}
    for column in columns:
        for key, item in column.items():
            names.setdefault(key, item["name"])
    return [
        {"name": name, "cells": [column.get(key) for column in columns]}
        for key, name in names.items()
    ]


def changes(before, after):
    """Return what changed of an item: ``[(code, old, new)]``.

    The code is ``added``, ``removed`` (then there are no values) or one of `CHANGES`.
    """
    if before is None or after is None:
        if before is after:
            return []
        return [("added" if before is None else "removed", None, None)]
    return [(name, before[name], after[name]) for name in CHANGES if before[name] != after[name]]


def _by_key(items):
    """The items by what they are: the second time that the same comes is another item."""
    found, times = {}, {}
    for item in items:
        times[item["key"]] = times.get(item["key"], 0) + 1
        found[item["key"], times[item["key"]]] = item
    return found
