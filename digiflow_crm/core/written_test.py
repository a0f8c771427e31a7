"""What a written test needs besides Odoo: an order of one's own, and when it ends by itself."""

import random
from datetime import timedelta

# Seconds after the time limit in which what was sent in time may still arrive.
GRACE_SECONDS = 60


def shuffled(items, seed):
    """The items in an order that follows from the seed alone: the same each time it is asked.

    :param items: an iterable
    :param str seed: what is one person's own, such as the token of an attempt
    :return: list
    """
    order = list(items)
    # An order is no secret: it only has to be each one's own.
    random.Random(str(seed)).shuffle(order)  # noqa: S311 # reason above
    return order


def is_over(started, now, limit_minutes):
    """Whether a test that began at `started` can take no more answers.

    :param started: datetime, or False where it has not begun
    :param now: datetime, of the same kind
    :param float limit_minutes: 0 for a test without a time limit
    """
    if not started or not limit_minutes:
        return False
    return now >= started + timedelta(minutes=limit_minutes, seconds=GRACE_SECONDS)
