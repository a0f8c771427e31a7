"""States, roles and choices of the handover: keys that code compares, with their labels."""

STATE_DRAFT = "draft"
STATE_SUBMITTED = "submitted"
STATE_ACCEPTED = "accepted"
STATE_RETURNED = "returned"
STATE_SELECTION = [
    (STATE_DRAFT, "In preparation"),
    (STATE_SUBMITTED, "To accept"),
    (STATE_ACCEPTED, "Accepted"),
    (STATE_RETURNED, "Returned"),
]
# Sales works on it; in the other states it is read.
OPEN_STATES = (STATE_DRAFT, STATE_RETURNED)
# state -> the states it may come from, and the roles that bring it there
TRANSITIONS = {
    STATE_SUBMITTED: (OPEN_STATES, ("executive", "presales")),
    STATE_ACCEPTED: ((STATE_SUBMITTED,), ("implementation",)),
    STATE_RETURNED: ((STATE_SUBMITTED,), ("implementation",)),
}
# Who prepares a handover.
SALES_ROLES = ("executive", "presales")

MOVE_MADE = "made"
MOVE_OFFER = "offer"
MOVE_TECHNICAL = "technical"
MOVE_TECHNICAL_UNDONE = "technical_undone"
MOVE_SELECTION = [
    (MOVE_MADE, "Made"),
    (MOVE_OFFER, "Other offer confirmed"),
    (MOVE_TECHNICAL, "Technical part confirmed"),
    (MOVE_TECHNICAL_UNDONE, "Technical part changed, to be confirmed again"),
    (STATE_SUBMITTED, "Submitted"),
    (STATE_ACCEPTED, "Accepted"),
    (STATE_RETURNED, "Returned"),
]

ITEM_PENDING = "pending"
ITEM_RECEIVED = "received"
ITEM_VALIDATED = "validated"
ITEM_SELECTION = [
    (ITEM_PENDING, "Pending"),
    (ITEM_RECEIVED, "Received"),
    (ITEM_VALIDATED, "Validated"),
]
ITEM_DONE = (ITEM_RECEIVED, ITEM_VALIDATED)

ITEM_KIND_SELECTION = [("format", "Format"), ("start", "Start requirement")]
GIVER_CLIENT = "client"
GIVER_SELECTION = [(GIVER_CLIENT, "Client"), ("digiflow", "Digiflow")]
RESPONSIBLE_EXECUTIVE = "executive"
RESPONSIBLE_PRESALES = "presales"
RESPONSIBLE_SELECTION = [
    (RESPONSIBLE_EXECUTIVE, "Sales executive"),
    (RESPONSIBLE_PRESALES, "Presales engineer"),
]
