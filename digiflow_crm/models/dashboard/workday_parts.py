"""What the own day of a role is made of: definitions that say where their records come from.

A definition has one domain. How many there are, which ones are shown and what opens at a click all
follow from it, so they cannot differ. Nothing is read until the definition is shown.
"""

from typing import Any, Callable, NamedTuple, Optional

# How pressing a row of a block is.
LATE, TODAY, CALM = "late", "today", ""
# Rows of a block on the screen; the rest is one click away.
ROWS_SHOWN = 7


class Button(NamedTuple):
    """Something to begin with.

    ``run`` is a callable without arguments that returns an action, or the xml id of one.
    ``icon`` is the name of a Font Awesome sign, such as fa-phone.
    """

    key: str
    label: str
    icon: str
    run: Any
    is_primary: bool = False


class Block(NamedTuple):
    """Records that wait for the user, the most pressing ones first.

    ``tell(record)`` returns what a row says beside the record's name: any of ``detail`` (text),
    ``when`` (text), ``level`` (LATE, TODAY or CALM), ``sign`` (the level in words) and, where a
    click opens something else, ``model``, ``id`` and ``name``. ``empty`` says what to do, or well
    done. ``action`` is the xml id of a window action whose views open at a click on the count.
    """

    key: str
    title: str
    icon: str
    model: str
    domain: list
    tell: Callable
    empty: str
    order: Optional[str] = None
    action: str = ""


class Figure(NamedTuple):
    """A number, and the records that it is made of.

    ``tell(count)`` returns ``value`` and ``detail`` (texts) and, where there is a goal,
    ``verdict`` (whether it is reached) and ``text`` (the verdict in words). ``model`` is empty
    when no records stand behind it: ``count`` is False then.
    """

    key: str
    label: str
    tell: Callable
    model: str = ""
    domain: list = ()
    action: str = ""


class Table(NamedTuple):
    """Records by the value of one of their fields.

    ``read(counts)`` is given ``{value: number of records}`` (a many2one's value is its id) and
    returns the rows as ``{"key": value, "cells": [text of each column]}`` in their order. A row
    opens the records of ``domain`` whose field ``by`` is its key. Without rows ``empty`` is shown.
    """

    key: str
    title: str
    head: list
    model: str
    domain: list
    by: str
    read: Callable
    empty: str
    action: str = ""
