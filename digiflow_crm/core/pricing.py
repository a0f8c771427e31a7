"""The arithmetic of the yearly price review: pure Python, exact.

Money, hours and percentages come as ``Decimal``, ``int``, or the ``float`` that Odoo keeps, which
is taken for the number that a person typed (0.1 is one tenth). A percentage is in hundredths: 18
is 18 %. Money is of one currency, whichever it is. Halves are rounded away from zero, as invoices
and spreadsheets round them.

Source: the yearly budget of the commercial process (costs of the year over its billable hours give
the cost per hour, and the margin is a part of the price, not of the cost).
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
# Digits to work with: far above those of any amount, so that only the last step rounds.
PRECISION = 60


class PricingError(ValueError):
    """A figure is not defined; ``code`` says why: no_hours, margin, no_income, step or no_share."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def exact(value):
    """Return a number as Decimal: a float as the number of 15 digits that it stands for.

    The digits after those are the noise of binary numbers, and spreadsheets leave them out too.

    :param value: Decimal, int, float, or text
    :raise ValueError: it is infinite or no number at all
    """
    number = Decimal(format(value, ".15g") if isinstance(value, float) else value)
    if not number.is_finite():
        raise ValueError(f"exact: {value} is no number")
    return number


def round_to_step(value, step=CENT):
    """Return the multiple of `step` that is nearest to `value`; a half goes away from zero.

    :raise PricingError: ``step``: the step is not above 0
    """
    value, step = exact(value), exact(step)
    if step <= 0:
        raise PricingError("step")
    with localcontext() as context:
        context.prec = PRECISION
        return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def variation(old, new):
    """Return by how many percent `new` is above `old`: (new - old) / old * 100.

    :return: a percentage, not rounded; None from nothing, of which no part can be taken
    """
    old, new = exact(old), exact(new)
    return (new - old) / abs(old) * HUNDRED if old else None


def hour_cost(cost, hours):
    """Return what a billable hour costs: cost / hours, in money an hour, not rounded.

    :param cost: all costs of a year, money
    :param hours: the hours of that year that clients pay for
    :raise PricingError: ``no_hours``: there is no hour to spread the cost over
    """
    cost, hours = exact(cost), exact(hours)
    if hours <= 0:
        raise PricingError("no_hours")
    return cost / hours


def price_by_margin(cost, margin, step=CENT):
    """Return the price that leaves a margin: cost / (1 - margin / 100), to the nearest `step`.

    :param cost: what one unit costs, money
    :param margin: percentage of the price that is left after the cost
    :raise PricingError: ``margin``: of 100 % or more, which no price leaves; or ``step``
    """
    margin = exact(margin)
    if margin >= HUNDRED:
        raise PricingError("margin")
    return round_to_step(exact(cost) * HUNDRED / (HUNDRED - margin), step)


def price_by_percent(price, percent, step=CENT):
    """Return price * (1 + percent / 100) to the nearest `step`.

    0 % leaves the price as it is, a multiple of the step or not.

    :raise PricingError: ``step``
    """
    price, percent = exact(price), exact(percent)
    if not percent:
        return price
    return round_to_step(price * (HUNDRED + percent) / HUNDRED, step)


def margin(income, cost):
    """Return the percentage of `income` left after `cost`: (income - cost) / income * 100.

    :return: a percentage, not rounded; below 0 for a loss
    :raise PricingError: ``no_income``: there is nothing to take a part of
    """
    income, cost = exact(income), exact(cost)
    if income <= 0:
        raise PricingError("no_income")
    return (income - cost) / income * HUNDRED


def income(units, price):
    """Return what a year's sales of a product bring in: units * price, money to the cent."""
    return round_to_step(exact(units) * exact(price))


def income_effect(units, old, new):
    """Return what a new price adds to a year's income: that at `new` less that at `old`, money.

    :param units: how many are sold in a year
    """
    return income(units, new) - income(units, old)


def spread(amount, weights, unit=CENT):
    """Split `amount` in proportion to `weights`, by the largest remainder.

    The parts are whole multiples of `unit`; what of the amount is no whole unit goes to the last
    part that has a weight. Of two parts with the same remainder, the first takes the rest.

    :param weights: numbers, none below 0
    :return: list of money, one a weight, that adds up to exactly `amount`
    :raise PricingError: ``no_share``: a weight is below 0 or none is above it; or ``step``
    """
    amount, unit = exact(amount), exact(unit)
    weights = [exact(weight) for weight in weights]
    if not any(weights) or min(weights) < 0:
        raise PricingError("no_share")
    if unit <= 0:
        raise PricingError("step")
    whole, left = divmod(amount, unit)
    total = sum(weights)
    with localcontext() as context:
        context.prec = PRECISION
        quotas = [whole * weight / total for weight in weights]
        units = [quota.to_integral_value(rounding="ROUND_FLOOR") for quota in quotas]
        rest = int(whole - sum(units))
    first = sorted(range(len(units)), key=lambda one: (units[one] - quotas[one], one))
    for number in first[:rest]:
        units[number] += 1
    shares = [number * unit for number in units]
    shares[max(number for number, weight in enumerate(weights) if weight)] += left
    return shares
