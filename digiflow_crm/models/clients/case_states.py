"""Kinds, channels and states of clients' cases: keys that code compares."""

KIND_CLAIM = "claim"
KIND_DISSATISFACTION = "dissatisfaction"
KIND_OTHER = "other"
KIND_SELECTION = [
    (KIND_CLAIM, "Claim"),
    (KIND_DISSATISFACTION, "Dissatisfaction"),
    (KIND_OTHER, "Other"),
]
CHANNEL_SELECTION = [
    ("phone", "Phone"),
    ("web", "Web page"),
    ("email", "E-mail"),
    ("social", "Social networks"),
    ("visit", "Visit"),
    ("other", "Other"),
]
STATE_OPEN = "open"
STATE_IN_PROGRESS = "in_progress"
STATE_SOLVED = "solved"
STATE_SELECTION = [
    (STATE_OPEN, "Open"),
    (STATE_IN_PROGRESS, "In progress"),
    (STATE_SOLVED, "Solved"),
]
UNSOLVED = (STATE_OPEN, STATE_IN_PROGRESS)
