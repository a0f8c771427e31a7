"""Kinds of project and what hours are counted by: keys that code compares, with their labels."""

from ...core.estimation import PER_BRANCH, PER_DOCUMENT_TYPE, PER_INTEGRATION, PER_ONCE

# From the least to the most demanding, as in core.
KIND_SELECTION = [
    ("express", "Express"),
    ("standard", "Standard"),
    ("upgrade", "Upgrade"),
    ("non_standard", "Non-standard"),
]
PER_SELECTION = [
    (PER_ONCE, "Project"),
    (PER_INTEGRATION, "Integration"),
    (PER_BRANCH, "Branch"),
    (PER_DOCUMENT_TYPE, "Kind of document"),
]
# Hours are shown and kept with two decimals.
HOURS_DIGITS = (16, 2)
