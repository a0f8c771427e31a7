"""States and kinds of coaching, and what its criteria came to."""

PLANNED, HELD, CLOSED = "planned", "held", "closed"
COACHING_SELECTION = [(PLANNED, "Scheduled"), (HELD, "Held"), (CLOSED, "Closed")]
ROLE_PLAY, LISTENING = "role_play", "listening"
KIND_SELECTION = [(ROLE_PLAY, "Role play"), (LISTENING, "Listening to the call together")]

BETTER, SAME, WORSE, FEW, EARLY = "better", "same", "worse", "few", "early"
VERDICT_SELECTION = [
    (BETTER, "It helped"),
    (SAME, "No change"),
    (WORSE, "Lower than before"),
    (FEW, "Too few reviews to say"),
    (EARLY, "No review since"),
]
# Reviews of calls so many days before and after the session are compared.
COMPARED_DAYS = 90
# With fewer reviews on one side the averages are shown, and nothing is said of them.
COMPARED_REVIEWS = 3
