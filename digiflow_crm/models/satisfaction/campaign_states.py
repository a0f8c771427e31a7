"""The keys of satisfaction campaigns, which code compares."""

CAMPAIGN_DRAFT = "draft"
CAMPAIGN_RUNNING = "running"
CAMPAIGN_CLOSED = "closed"
CAMPAIGN_SELECTION = [
    (CAMPAIGN_DRAFT, "Draft"),
    (CAMPAIGN_RUNNING, "In progress"),
    (CAMPAIGN_CLOSED, "Closed"),
]

QUARTER_SELECTION = [
    ("1", "1st quarter"),
    ("2", "2nd quarter"),
    ("3", "3rd quarter"),
    ("4", "4th quarter"),
]

# Which figure is the official one: satisfied of those who answered, or of all clients.
BASE_ANSWERS = "answers"
BASE_CLIENTS = "clients"
BASE_SELECTION = [
    (BASE_ANSWERS, "Of the clients who answered"),
    (BASE_CLIENTS, "Of all clients"),
]
