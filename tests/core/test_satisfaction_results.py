"""The results of a campaign: rows of answers against counts made by hand and at random."""

import random

import pytest
from digiflow_core.satisfaction_results import (
    SEGMENTS,
    Choice,
    Reply,
    by_choice,
    by_service,
    comments,
    distribution,
    tally,
)

NONE = Choice(False, "Sin dato")
OSE, GRE = Choice(1, "OSE"), Choice(2, "GRE")
ROSA, LUIS = Choice(7, "Rosa"), Choice(8, "Luis")


def reply(number, score="", asked=True, **values):
    """Return a reply of an invited client that belongs nowhere unless `values` say so."""
    places = {"executive": ROSA, **dict.fromkeys(SEGMENTS, NONE), **values}
    return Reply(number, f"Cliente {number}", asked, score, **places)


def test_tally():
    """Nothing to divide by gives no rate, neither 0 nor 100."""
    assert tally([]) == {"answers": 0, "satisfied": 0, "rate": None, "average": None}
    assert tally(["4", "5", "3", "1"]) == {
        "answers": 4,
        "satisfied": 2,
        "rate": 50.0,
        "average": 3.25,
    }


def test_distribution_has_all_five_scores():
    rows = distribution([reply(1, "5"), reply(2, "5"), reply(3, "2"), reply(4), reply(5, "4")])
    assert [(row["score"], row["count"], row["share"]) for row in rows] == [
        ("1", 0, 0.0),
        ("2", 1, 25.0),
        ("3", 0, 0.0),
        ("4", 1, 25.0),
        ("5", 2, 50.0),
    ]
    assert [row["share"] for row in distribution([reply(1)])] == [None] * 5


def test_who_has_no_value_comes_last_and_most_asked_first():
    shop, mine = Choice(3, "Comercio"), Choice(4, "Minería")
    replies = [
        reply(1, "5", industry=mine),
        reply(2, industry=shop),
        reply(3, "1", industry=shop),
        *(reply(number, industry=NONE) for number in (4, 5, 6)),
        reply(7, asked=False, industry=shop),
    ]
    rows = by_choice(replies, "industry")
    assert [(row["name"], row["asked"], row["answers"], row["rate"]) for row in rows] == [
        ("Comercio", 2, 1, 0.0),
        ("Minería", 1, 1, 100.0),
        ("Sin dato", 3, 0, None),
    ]


def test_services_have_the_general_score_and_their_own():
    replies = [
        reply(1, "5", services=(OSE, GRE), service_scores=((OSE, "4"), (GRE, "1"))),
        reply(2, "2", services=(OSE,)),
        # The client had GRE when it answered and no more when the campaign was made.
        reply(3, "4", services=(), service_scores=((Choice(9, "PSE"), "3"),)),
    ]
    rows = {row["name"]: row for row in by_service(replies)}
    assert (rows["OSE"]["asked"], rows["OSE"]["answers"], rows["OSE"]["rate"]) == (2, 2, 50.0)
    assert (rows["OSE"]["own"]["answers"], rows["OSE"]["own"]["rate"]) == (1, 100.0)
    assert (rows["GRE"]["rate"], rows["GRE"]["own"]["rate"]) == (100.0, 0.0)
    assert (rows["PSE"]["asked"], rows["PSE"]["rate"], rows["PSE"]["own"]["rate"]) == (0, None, 0.0)


def test_comments_unread_first_then_the_newest():
    replies = [
        reply(1, "5", comment="Bien", date="2026-05-03", is_read=True),
        reply(2, "1", comment="Mal", date="2026-05-01"),
        reply(3, "3", comment="Regular", date="2026-05-02"),
        reply(4, "4", date="2026-05-04"),
        reply(5, "4", date="2026-05-01", call_me=True),
        reply(6, call_me=True),
    ]
    assert [row["id"] for row in comments(replies)] == [3, 2, 1, 5]
    assert comments(replies)[0]["comment"] == "Regular"


@pytest.mark.parametrize("seed", range(20))
def test_rows_add_up_to_the_whole(seed):
    """Whatever the answers: every table is the same clients, counted another way."""
    dice = random.Random(seed)
    choices = [NONE, *(Choice(number, f"Rubro {number}") for number in range(1, 5))]
    replies = [
        reply(
            number,
            dice.choice(["", "", "1", "2", "3", "4", "5"]),
            industry=dice.choice(choices),
            executive=dice.choice([ROSA, LUIS]),
        )
        for number in range(dice.randrange(60))
    ]
    answered = [one for one in replies if one.score]
    assert sum(row["count"] for row in distribution(replies)) == len(answered)
    for name in ("industry", "executive"):
        rows = by_choice(replies, name)
        assert sum(row["asked"] for row in rows) == len(replies)
        assert sum(row["satisfied"] for row in rows) == sum(one.score > "3" for one in answered)
        for row in rows:
            own = [one for one in answered if getattr(one, name).key == row["key"]]
            assert row["answers"] == len(own)
            if own:
                assert row["average"] == pytest.approx(sum(int(o.score) for o in own) / len(own))
