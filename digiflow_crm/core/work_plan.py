"""From hours of work to weeks: the plan of work that a proposal shows. No database."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """A part of the work: what it is, and its share of the whole (any positive number)."""

    name: str
    text: str
    share: float


@dataclass(frozen=True)
class PlannedPhase:
    """A phase in its weeks: `first` and `last` are numbered from 1, both included.

    `start` and `width` are percents of the whole plan, for a bar.
    """

    phase: Phase
    first: int
    last: int
    start: int
    width: int


def count_weeks(hours, week_hours):
    """Return how many weeks `hours` take at `week_hours` a week: 0 without hours, else at least 1.

    :raise ValueError: `week_hours` is not above 0
    """
    if week_hours <= 0:
        raise ValueError("hours of work a week must be above 0")
    # A hundredth of an hour, so that floats such as 0.1 + 0.2 do not take a week more.
    return math.ceil(round(hours / week_hours, 4)) if hours > 0 else 0


def plan_phases(phases, weeks):
    """Lay `phases` one after the other over `weeks`, each by its share.

    :param phases: list of Phase
    :return: list of PlannedPhase; those without a share are left out
    """
    phases = [phase for phase in phases if phase.share > 0]
    whole, done, planned = sum(phase.share for phase in phases), 0, []
    if weeks <= 0:
        return []
    for phase in phases:
        start, end = done / whole, (done + phase.share) / whole
        # Rounded first: a share of a third must not reach into the week after its last one.
        first = min(math.floor(round(start * weeks, 4)) + 1, weeks)
        last = max(math.ceil(round(end * weeks, 4)), first)
        width = round(end * 100) - round(start * 100)
        planned.append(PlannedPhase(phase, first, last, round(start * 100), width))
        done += phase.share
    return planned
