"""The keys of presentations, which code compares."""

KIND_PRESENTATION = "presentation"

STATE_BOOKED = "booked"
STATE_HELD = "held"
STATE_NO_SHOW = "no_show"
STATE_CANCELLED = "cancelled"
STATE_SELECTION = [
    (STATE_BOOKED, "Booked"),
    (STATE_HELD, "Held"),
    (STATE_NO_SHOW, "Client did not come"),
    (STATE_CANCELLED, "Cancelled"),
]

MODE_VIRTUAL = "virtual"
MODE_ON_SITE = "on_site"
MODE_SELECTION = [(MODE_VIRTUAL, "Virtual"), (MODE_ON_SITE, "On site")]

INTEREST_SELECTION = [("1", "None"), ("2", "Low"), ("3", "Medium"), ("4", "High")]
