"""The results of training, from counts that the database made: pure Python.

Worked out once and shown many ways: on the screen and as a workbook. A rate is a percentage
(float), and None where there is nothing to divide by.
"""

from typing import NamedTuple, Union

from .satisfaction import percentage

# What results are grouped by; `ALL` has one row, the totals.
ALL, PERSON, MODULE, SESSION, METHOD = "all", "person", "module", "session", "method"
TABLES = (PERSON, MODULE, SESSION, METHOD)


class Attempts(NamedTuple):
    """The finished attempts of a group."""

    count: int = 0
    passed: int = 0
    people: int = 0
    average: Union[float, None] = None  # of their scores, from 0 to 100


class Answers(NamedTuple):
    """The answers of a group in written tests."""

    count: int = 0
    right: int = 0


def tally(attempts=None, answers=None):
    """Return the figures of a group.

    :param attempts: an `Attempts`, or None without any
    :param answers: an `Answers`, or None without any
    :return: ``{"attempts", "people", "passed", "failed", "pass_rate", "average", "answers",
        "right", "wrong", "percent"}``
    """
    attempts = attempts or Attempts()
    return {
        "attempts": attempts.count,
        "people": attempts.people,
        "passed": attempts.passed,
        "failed": attempts.count - attempts.passed,
        "pass_rate": percentage(attempts.passed, attempts.count),
        "average": attempts.average,
        **tally_answers(answers),
    }


def tally_answers(answers=None):
    """Return ``{"answers", "right", "wrong", "percent"}`` of an `Answers`, or of none."""
    answers = answers or Answers()
    return {
        "answers": answers.count,
        "right": answers.right,
        "wrong": answers.count - answers.right,
        "percent": percentage(answers.right, answers.count),
    }


def rows(attempts, answers, names):
    """Return a row for each group, by name; who has none comes last.

    :param dict attempts: key -> `Attempts`; the key of a group without a value is False
    :param dict answers: key -> `Answers`
    :param dict names: key -> name
    :return: ``[{"key", "name", and what `tally` returns}]``
    """
    found = [
        {"key": key, "name": names[key], **tally(attempts.get(key), answers.get(key))}
        for key in {**attempts, **answers}
    ]
    return sorted(found, key=lambda row: (row["key"] is False, row["name"].casefold()))


def is_under(value, mark):
    """Return whether a figure is known and under the mark."""
    return value is not None and value < mark
