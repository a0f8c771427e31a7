"""Who gets how many: shares of a number of opportunities, the same every time.

People are positions in lists; of two who are equal, the one who comes first goes first.
"""

from fractions import Fraction


def even_shares(count, loads):
    """Shares of `count` that leave everybody's load as equal as can be.

    :param int count: how many there are to give
    :param list loads: what each person has already
    :return: list of shares, one a person, that add up to `count`
    :raise ValueError: there is nobody to give to
    """
    if not loads:
        raise ValueError("even_shares: nobody to give to")
    order = sorted(range(len(loads)), key=lambda person: (loads[person], person))
    raised, had = _least_loaded(count, [loads[person] for person in order])
    level, rest = divmod(had + count, raised)
    shares = [0] * len(loads)
    for turn, person in enumerate(order[:raised]):
        shares[person] = level - loads[person] + (turn < rest)
    return shares


def _least_loaded(count, loads):
    """How many of the least loaded share `count`, and what those have together.

    :param list loads: in ascending order
    """
    had = 0
    for number, load in enumerate(loads):
        # Raising those before to this one's load takes all there is: this one gets nothing.
        if number and load * number - had >= count:
            return number, had
        had += load
    return len(loads), had


def weighted_shares(count, weights, floors=None):
    """Shares of `count` in proportion to weights, whole ones by the largest remainder.

    :param int count: how many there are to give
    :param list weights: one a person, none below 0
    :param list floors: what each person gets in any case, besides `count`; it counts as part of
        the person's share of the whole
    :return: list of shares, one a person, that add up to `count`
    :raise ValueError: no weight is above 0
    """
    if not any(weight > 0 for weight in weights):
        raise ValueError("weighted_shares: no weight is above 0")
    floors = list(floors or [0] * len(weights))
    weights = [Fraction(weight) for weight in weights]
    people = list(range(len(weights)))
    while True:
        whole = count + sum(floors[person] for person in people)
        total = sum(weights[person] for person in people)
        quotas = {person: whole * weights[person] / total for person in people}
        under = [person for person in people if floors[person] <= quotas[person]]
        if len(under) == len(people):
            break
        # Who has more than their part in any case gets no more; the others share the rest.
        people = under
    return _round_quotas(whole, quotas, floors)


def _round_quotas(whole, quotas, floors):
    """Whole shares for quotas that add up to `whole`, without what the floors gave already."""
    shares = [0] * len(floors)
    for person, quota in quotas.items():
        shares[person] = int(quota) - floors[person]
    rest = whole - sum(int(quota) for quota in quotas.values())
    by_remainder = sorted(quotas, key=lambda person: (int(quotas[person]) - quotas[person], person))
    for person in by_remainder[:rest]:
        shares[person] += 1
    return shares


def place_owners(places, loads):
    """Give whole places to people: the biggest first, to whoever has least.

    :param dict places: place -> how many are there
    :param dict loads: person -> what they have already; it is left as it is
    :return: ``{place: person}``
    :raise ValueError: there is nobody to give to
    """
    if not loads:
        raise ValueError("place_owners: nobody to give to")
    loads, turns = dict(loads), {person: turn for turn, person in enumerate(loads)}
    owners = {}
    for place, count in sorted(places.items(), key=lambda item: (-item[1], item[0])):
        person = min(loads, key=lambda one: (loads[one], turns[one]))
        owners[place] = person
        loads[person] += count
    return owners
