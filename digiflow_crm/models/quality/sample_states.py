"""States and origins of the calls of a sample."""

RANDOM, BY_HAND = "random", "picked"
ORIGIN_SELECTION = [(RANDOM, "Drawn at random"), (BY_HAND, "Picked")]
TO_REVIEW, REVIEWED, SKIPPED = "to_review", "reviewed", "skipped"
LINE_SELECTION = [
    (TO_REVIEW, "To review"),
    (REVIEWED, "Reviewed"),
    (SKIPPED, "Skipped"),
]
