"""The review of an offer: keys that code compares, with their labels."""

REVIEW_NONE = "none"
REVIEW_PRESALES = "presales"
REVIEW_MANAGER = "manager"
REVIEW_APPROVED = "approved"
REVIEW_REJECTED = "rejected"
REVIEW_SELECTION = [
    (REVIEW_NONE, "Not reviewed"),
    (REVIEW_PRESALES, "With presales"),
    (REVIEW_MANAGER, "With the manager"),
    (REVIEW_APPROVED, "Approved"),
    (REVIEW_REJECTED, "Rejected"),
]
# Waiting for the word of a reviewer: the key is the reviewer's role too.
WAITING = (REVIEW_PRESALES, REVIEW_MANAGER)
STEP_SELECTION = [
    (REVIEW_PRESALES, "Presales engineer"),
    (REVIEW_MANAGER, "Commercial manager"),
]

DECISION_ASKED = "asked"
DECISION_APPROVED = "approved"
DECISION_REJECTED = "rejected"
DECISION_SENT_BACK = "sent_back"
DECISION_RESET = "reset"
DECISION_FREE = "free"
DECISION_SELECTION = [
    (DECISION_ASKED, "Asked for"),
    (DECISION_APPROVED, "Approved"),
    (DECISION_REJECTED, "Rejected"),
    (DECISION_SENT_BACK, "Sent back"),
    (DECISION_RESET, "Reset"),
    (DECISION_FREE, "None needed"),
]
