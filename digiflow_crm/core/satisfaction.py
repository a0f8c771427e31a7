"""The arithmetic of satisfaction: pure Python.

Clients answer from 1 (dissatisfied) to 5 (very satisfied); with 4 or 5 they are satisfied.
"""

from datetime import date

from .periods import ONE_DAY, Period

SCORES = ("1", "2", "3", "4", "5")
SATISFIED = ("4", "5")
MONTHS_OF_QUARTER = 3


def figure(satisfied, answers, sent):
    """Return the figure of satisfaction.

    :param int satisfied: answers of 4 or 5
    :param int answers: all answers
    :param int sent: clients that were asked
    :return: ``{"satisfied", "answers", "sent", "rate", "response_rate"}``; the rates are
        percentages (float), and None where there is nothing to divide by: no answer is neither
        0 % nor 100 %
    """
    return {
        "satisfied": satisfied,
        "answers": answers,
        "sent": sent,
        "rate": percentage(satisfied, answers),
        "response_rate": percentage(answers, sent),
    }


def percentage(part, whole):
    """Return ``part`` of ``whole`` in percent, or None when there is no whole."""
    return 100.0 * part / whole if whole else None


def quarter_of(day):
    """Return the quarter that ``day`` belongs to."""
    month = day.month - (day.month - 1) % MONTHS_OF_QUARTER
    first = day.replace(month=month, day=1)
    after = month + MONTHS_OF_QUARTER
    following = date(day.year + after // 12, after % 12, 1) if after > 12 else None
    return Period(first, (following or first.replace(month=after)) - ONE_DAY)


def campaign_figure(satisfied, answers, sent, clients):
    """Return the figure of a campaign that asks the clients of a quarter.

    :param int satisfied: answers of 4 or 5
    :param int answers: all answers
    :param int sent: clients that were asked
    :param int clients: all clients of the quarter, asked or not
    :return: what `figure` returns, and ``{"clients", "rate_all", "coverage"}``: satisfied, and
        asked, of all clients in percent, None where there is nothing to divide by
    """
    # Nobody answered: that nobody is satisfied is not known.
    known = satisfied if answers else None
    return {
        **figure(satisfied, answers, sent),
        "clients": clients,
        "rate_all": None if known is None else percentage(known, clients),
        "coverage": percentage(sent, clients),
    }


def official_figure(campaign, base, target):
    """Return a campaign's figure with the official one of its two rates, and its target.

    :param dict campaign: what `campaign_figure` returns
    :param str base: ``answers`` or ``clients``: satisfied of whom is official
    :param float target: in percent
    :return: it with ``{"base", "official", "target", "reached"}``; reached is None without an
        official figure
    """
    official = campaign["rate_all" if base == "clients" else "rate"]
    reached = None if official is None else official >= target
    return {**campaign, "base": base, "official": official, "target": target, "reached": reached}
