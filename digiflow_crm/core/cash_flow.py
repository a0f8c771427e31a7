"""Arithmetic of money over time: loans, present value, rate of return, payback. Pure Python.

Rates are fractions a year (0.085 is 8.5 %), amounts are floats in one currency, and a series of
flows begins with year 0. Nothing is rounded here: who shows an amount rounds it.
"""

from typing import NamedTuple

# Beyond it no rate of return is looked for: a thousandfold a year.
MOST_RATE = 1000.0
STEPS = 200
TINY = 1e-12


class Instalment(NamedTuple):
    """One year of a loan: what is paid, what of it pays the loan back, and what is still owed."""

    payment: float
    interest: float
    amortisation: float
    balance: float


class Returns(NamedTuple):
    """The internal rates of return of some flows.

    ``rates`` are all the rates at which their present value is 0, from the lowest: none, one, or
    several when the flows change their sign more than once; then none of them says much.
    """

    rates: tuple
    sign_changes: int

    @property
    def rate(self):
        """The rate, None when there is none or more than one."""
        return self.rates[0] if len(self.rates) == 1 else None


def loan_schedule(amount, rate, years):
    """Return the equal yearly instalments that pay a loan back, as a list of Instalment.

    Each is ``amount * rate / (1 - (1 + rate) ** -years)`` (French system), in arrears; without
    interest the loan in equal parts.

    :raise ValueError: the amount or the rate is below 0, or there is no year
    """
    if amount < 0 or rate < 0 or years < 1:
        raise ValueError((amount, rate, years))
    payment = amount * rate / (1 - (1 + rate) ** -years) if rate else amount / years
    balance, schedule = amount, []
    for year in range(1, years + 1):
        interest = balance * rate
        # The last one pays what is left: floats leave a trifle.
        amortisation = balance if year == years else payment - interest
        balance -= amortisation
        schedule.append(Instalment(payment, interest, amortisation, balance))
    return schedule


def present_value(rate, flows, first_year=1):
    """Return what ``flows`` are worth in year 0: each over ``(1 + rate) ** year``.

    :param int first_year: the year of the first flow
    :raise ValueError: the rate is -100 % or below
    """
    if rate <= -1:
        raise ValueError(rate)
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows, first_year))


def net_present_value(rate, flows):
    """Return the present value of ``flows``, the first of which is that of year 0."""
    return present_value(rate, flows, first_year=0)


def internal_rates(flows):
    """Return every internal rate of return above -100 %, as Returns.

    A rate is one at which the net present value is 0: a root ``x = 1 / (1 + rate) > 0`` of the
    polynomial whose coefficients the flows are. All of them are found: between two turning points
    of a polynomial there is one at most, and its turning points are the roots of its derivative.
    """
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(one != other for one, other in zip(signs, signs[1:]))
    roots = _positive_roots(list(flows)) if changes else []
    return Returns(tuple(sorted(1 / root - 1 for root in roots)), changes)


def payback(flows):
    """Return after how many years the flows have paid back what was laid out, as a float.

    Within a year money comes in evenly. None when they never do; 0.0 when nothing was laid out.
    After it the sum may fall below 0 again: the year is the first one from which it does not.
    """
    total, sums = 0.0, []
    for flow in flows:
        total += flow
        sums.append(total)
    below = [year for year, known in enumerate(sums) if known < 0]
    if not below:
        return 0.0
    last = below[-1]
    if last == len(sums) - 1:
        return None
    return last + -sums[last] / flows[last + 1]


def discounted(rate, flows):
    """Return the flows as what each is worth in year 0."""
    return [flow / (1 + rate) ** year for year, flow in enumerate(flows)]


def _positive_roots(coefficients):
    """Return the roots above 0 of a polynomial, lowest power first; each once, ascending."""
    while coefficients and not coefficients[-1]:
        coefficients = coefficients[:-1]
    if len(coefficients) < 2:
        return []
    derivative = [power * value for power, value in enumerate(coefficients)][1:]
    low = 1 / (1 + MOST_RATE)
    bound = 1 + max(abs(value / coefficients[-1]) for value in coefficients[:-1])
    marks = [low, *(root for root in _positive_roots(derivative) if low < root < bound), bound]
    roots = []
    for left, right in zip(marks, marks[1:]):
        root = _root_between(coefficients, left, right)
        if root is not None and not any(abs(root - known) <= TINY * bound for known in roots):
            roots.append(root)
    return roots


def _root_between(coefficients, left, right):
    """Return the root between two points, None without one; there is one at most."""
    at_left, at_right = (_value(coefficients, point) for point in (left, right))
    for point, value in ((left, at_left), (right, at_right)):
        if abs(value) <= TINY * _scale(coefficients, point):
            return point
    if (at_left > 0) == (at_right > 0):
        return None
    for _step in range(STEPS):
        middle = (left + right) / 2
        if (_value(coefficients, middle) > 0) == (at_left > 0):
            left = middle
        else:
            right = middle
    return (left + right) / 2


def _value(coefficients, point):
    """Return a polynomial's value at a point (Horner)."""
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * point + coefficient
    return value


def _scale(coefficients, point):
    """Return how big the terms of a polynomial are at a point, to tell 0 from nearly 0."""
    return _value([abs(value) for value in coefficients], point)
