"""The keys of a quarterly report, which code compares: its states and its areas."""

STATE_DRAFT, STATE_SIGNED = "draft", "signed"
STATE_SELECTION = [(STATE_DRAFT, "Draft"), (STATE_SIGNED, "Signed off")]

# What the report speaks of, in the order of its pages; each has a field `comment_<area>`.
AREAS = (
    "summary",
    "sales",
    "telemarketing",
    "clients",
    "satisfaction",
    "people",
    "improvement",
)
