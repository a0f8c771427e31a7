"""The draw of calls: the same for whoever repeats it, fair to outcomes, and truly by lot."""

import random
from collections import Counter

from digiflow_core.sampling import Candidate, draw, in_order

ANSWERED = ("effective", "refused", "callback")
LAST = ("no_answer", "busy", "wrong_number")
# seed -> the first five calls of `test_known_draw`
KNOWN = {1: [7003, 7009, 7005, 7010, 7007], 2: [7010, 7001, 7009, 7005, 7006]}


def calls_of(user_id, **counts):
    """So many calls of each outcome, of one person."""
    outcomes = [outcome for outcome, count in counts.items() for _number in range(count)]
    return [
        Candidate(user_id * 1000 + number, user_id, outcome)
        for number, outcome in enumerate(outcomes)
    ]


def ids(calls):
    """Their ids, in order."""
    return [call.call_id for call in calls]


class TestDraw:
    """Calls by lot."""

    def test_the_same_in_whatever_order_the_calls_come(self):
        calls = [*calls_of(7, effective=9, refused=2), *calls_of(8, callback=5, no_answer=30)]
        drawn = draw(calls, {7: 4, 8: 4}, 20261122, LAST)
        dice = random.Random(5)
        for _try in range(50):
            dice.shuffle(calls)
            assert draw(calls, {8: 4, 7: 4}, 20261122, LAST) == drawn

    def test_known_draw(self):
        """A seed means the same next year, in another process and on another Python."""
        calls = calls_of(7, effective=9, refused=2, no_answer=4)
        assert ids(in_order(calls, 1, LAST))[:5] == KNOWN[1]
        assert ids(in_order(calls, 2, LAST))[:5] == KNOWN[2]

    def test_outcomes_take_turns(self):
        calls = calls_of(7, effective=40, refused=2, callback=1, no_answer=50)
        for seed in range(40):
            order = [call.outcome for call in in_order(calls, seed, LAST)]
            assert sorted(order[:3]) == sorted(ANSWERED), seed
            assert sorted(order[3:5]) == ["effective", "refused"], seed
            assert set(order[5:43]) == {"effective"}, seed
            assert set(order[43:]) == {"no_answer"}, seed

    def test_one_call_more_leaves_the_others_in_their_order(self):
        calls = calls_of(7, effective=20, refused=5)
        before = ids(in_order(calls, 11))
        more = Candidate(7999, 7, "effective")
        after = ids(in_order([more, *calls], 11))
        effective = set(ids(calls[:20]))
        assert [one for one in after if one in effective] == [
            one for one in before if one in effective
        ]

    def test_who_has_too_few_gets_what_there_is_and_others_nothing(self):
        calls = [*calls_of(7, effective=2), *calls_of(8, effective=9)]
        drawn = draw(calls, {7: 5, 9: 3}, 3)
        assert {user_id: len(found) for user_id, found in drawn.items()} == {7: 2, 9: 0}
        assert draw(calls, {7: 0, 8: -1}, 3) == {7: [], 8: []}

    def test_a_call_without_an_outcome_is_drawn_as_one_of_its_own(self):
        calls = [Candidate(1, 7, None), Candidate(2, 7, "effective"), Candidate(3, 7, "effective")]
        for seed in range(20):
            assert 1 in ids(in_order(calls, seed)[:2])

    def test_every_call_has_the_same_chance(self):
        """Over many seeds each of ten calls is drawn about as often, and leads as often."""
        calls = calls_of(7, effective=10)
        drawn = [in_order(calls, seed)[:3] for seed in range(4000)]
        often = Counter(call.call_id for found in drawn for call in found)
        first = Counter(found[0].call_id for found in drawn)
        # 1200 and 400 are expected; five standard deviations are 145 and 95.
        assert all(abs(often[call.call_id] - 1200) < 145 for call in calls), often
        assert all(abs(first[call.call_id] - 400) < 95 for call in calls), first

    def test_who_comes_first_among_outcomes_is_by_lot(self):
        calls = calls_of(7, effective=5, refused=5)
        first = Counter(in_order(calls, seed)[0].outcome for seed in range(1000))
        assert abs(first["effective"] - 500) < 80, first

    def test_people_with_the_same_calls_are_drawn_apart(self):
        """A seed does not give everybody the first call of the week."""
        found = [ids(in_order(calls_of(user, effective=30), 9))[0] % 1000 for user in range(1, 30)]
        assert len(set(found)) > 10
