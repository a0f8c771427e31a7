"""The results of a satisfaction campaign, from the plain rows of its answers: pure Python.

Worked out once and shown many ways: on the screen, as a PDF and as a workbook. A share or a rate
is a percentage (float), and None where there is nothing to divide by: no answer is neither 0 % nor
100 %.
"""

from collections import Counter
from typing import NamedTuple, Union

from .satisfaction import SATISFIED, SCORES, percentage

# What answers are grouped by; each is a field of `Reply` with one Choice.
SEGMENTS = ("industry", "size", "district")
EXECUTIVE = "executive"
SERVICE = "service"


class Choice(NamedTuple):
    """What a client is grouped under: its key (False when it has none) and its name."""

    key: Union[int, str, bool]
    name: str


class Reply(NamedTuple):
    """What one invited client answered, with what the client was when the campaign began."""

    id: int
    client: str
    asked: bool  # the invitation went out, or the client answered without it
    score: str  # one of SCORES; empty without an answer
    executive: Choice
    industry: Choice
    size: Choice
    district: Choice
    services: tuple[Choice, ...] = ()
    service_scores: tuple[tuple[Choice, str], ...] = ()
    comment: str = ""
    date: str = ""  # ISO text of the day in Lima on which the client answered
    is_read: bool = False
    call_me: bool = False


def tally(scores):
    """Return ``{"answers", "satisfied", "rate", "average"}`` of an iterable of scores."""
    scores = list(scores)
    satisfied = sum(score in SATISFIED for score in scores)
    average = sum(map(int, scores)) / len(scores) if scores else None
    return {
        "answers": len(scores),
        "satisfied": satisfied,
        "rate": percentage(satisfied, len(scores)),
        "average": average,
    }


def distribution(replies):
    """Return how often each score was given, from 1 to 5.

    :return: ``[{"score": text, "count": int, "share": percents of the answers}]``, always five
    """
    given = Counter(reply.score for reply in replies if reply.score)
    total = sum(given.values())
    return [
        {"score": score, "count": given[score], "share": percentage(given[score], total)}
        for score in SCORES
    ]


def by_choice(replies, name):
    """Return a row for each value of a field of Reply: `EXECUTIVE` or one of `SEGMENTS`.

    Each client is in one row, so the rows add up to the whole. Most clients asked first; who has
    no value comes last.

    :return: ``[{"key", "name", "asked", "answers", "satisfied", "rate", "average"}]``
    """
    return _rows([(getattr(reply, name), reply) for reply in replies])


def by_service(replies):
    """Return a row for each service that an invited client has.

    A client with two services is in two rows. Beside the general score of its clients stands what
    they said of the service itself, where they were asked and said it.

    :return: as `by_choice`, and ``own``: ``{"answers", "satisfied", "rate", "average"}``
    """
    rows = _rows([(service, reply) for reply in replies for service in reply.services])
    own = {}
    for reply in replies:
        for service, score in reply.service_scores:
            own.setdefault(service, []).append(score)
    known = {row["key"] for row in rows}
    rows += [_row(service, []) for service in own if service.key not in known]
    scores = {service.key: given for service, given in own.items()}
    return [{**row, "own": tally(scores.get(row["key"], ()))} for row in rows]


def comments(replies):
    """Return what clients wrote and who wants to be called: unread first, then the newest.

    :return: ``[{"id", "client", "executive", "score", "comment", "date", "is_read", "call_me"}]``
    """
    written = [reply for reply in replies if reply.comment or (reply.call_me and reply.score)]
    written.sort(key=lambda reply: (reply.date, reply.id), reverse=True)
    written.sort(key=lambda reply: reply.is_read or not reply.comment)
    return [
        {
            "id": reply.id,
            "client": reply.client,
            "executive": reply.executive.name,
            "score": reply.score,
            "comment": reply.comment,
            "date": reply.date,
            "is_read": reply.is_read,
            "call_me": reply.call_me,
        }
        for reply in written
    ]


def _rows(pairs):
    """Return a row for each choice of ``(choice, reply)``, in the order of `by_choice`."""
    found = {}
    for choice, reply in pairs:
        found.setdefault(choice, []).append(reply)
    rows = [_row(choice, replies) for choice, replies in found.items()]
    return sorted(rows, key=lambda row: (row["key"] is False, -row["asked"], row["name"]))


def _row(choice, replies):
    """Return the figures of some replies under their choice."""
    given = tally(reply.score for reply in replies if reply.score)
    asked = sum(reply.asked for reply in replies)
    return {"key": choice.key, "name": choice.name, "asked": asked, **given}
