"""Which calls of a person are listened to: a draw by lot that anybody can do again. Pure Python.

Each call has a lot that follows from the seed and the call alone, so the draw does not depend on
the order in which a database gives the calls, and a call more leaves the others in their order.
Outcomes take turns, so that a few refusals are heard beside many callbacks; in whose turn the draw
begins is by lot too. Outcomes named as last ones come when the others are used up: in a call that
nobody answered there is little to listen to.
"""

import random
from collections import defaultdict
from typing import NamedTuple, Optional


class Candidate(NamedTuple):
    """A call that may be drawn."""

    call_id: int
    user_id: int
    outcome: Optional[str]


def draw(candidates, places, seed, last=()):
    """Draw calls for each person.

    :param candidates: Candidate of any people, in any order
    :param dict places: person's id -> how many calls at most; nobody else gets one
    :param int seed: the same seed draws the same calls out of the same candidates
    :param last: outcomes whose calls are drawn when there is no other left
    :return: ``{person's id: [Candidate, in the order of the draw]}`` for everybody in ``places``
    """
    by_person = defaultdict(list)
    for candidate in candidates:
        by_person[candidate.user_id].append(candidate)
    return {
        user_id: in_order(by_person[user_id], seed, last)[: max(count, 0)]
        for user_id, count in places.items()
    }


def in_order(candidates, seed, last=()):
    """Return all calls of one person in the order in which that seed draws them.

    Parameters as in `draw`.
    """
    by_outcome = defaultdict(list)
    for candidate in candidates:
        by_outcome[candidate.outcome or ""].append(candidate)
    turns = []
    for outcome, calls in by_outcome.items():
        calls.sort(key=lambda call: (_lot(seed, "call", call.call_id), call.call_id))
        lot = _lot(seed, "outcome", calls[0].user_id, outcome)
        turns.extend(
            ((outcome in last, turn, lot, outcome), call) for turn, call in enumerate(calls)
        )
    return [call for _key, call in sorted(turns, key=lambda turn: turn[0])]


def _lot(seed, *what):
    """Return a number from 0 to 1 that follows from the seed and from what it is drawn for."""
    # A text seeds Random by its digest: the same in every process and on every series of Python.
    lot = random.Random("/".join(map(str, (seed, *what))))  # noqa: S311  # a draw, not a secret
    return lot.random()
