"""States of a price review, kinds of its prices and how they are set: keys that code compares."""

from ..proposal.catalog import (
    KIND_HOURS_CONSULTING,
    KIND_HOURS_IMPLEMENTATION,
    KIND_HOURS_MANAGEMENT,
    KIND_MODULE,
    KIND_PLAN,
)

STATE_DRAFT = "draft"
STATE_SUBMITTED = "submitted"
STATE_APPROVED = "approved"
STATE_APPLIED = "applied"
STATE_CANCELLED = "cancelled"
STATE_SELECTION = [
    (STATE_DRAFT, "In preparation"),
    (STATE_SUBMITTED, "To approve"),
    (STATE_APPROVED, "Approved"),
    (STATE_APPLIED, "Applied"),
    (STATE_CANCELLED, "Cancelled"),
]
# state -> the states it may come from
CAME_FROM = {
    STATE_SUBMITTED: (STATE_DRAFT,),
    STATE_APPROVED: (STATE_SUBMITTED,),
    STATE_DRAFT: (STATE_SUBMITTED, STATE_APPROVED),
    STATE_APPLIED: (STATE_APPROVED,),
    STATE_CANCELLED: (STATE_DRAFT, STATE_SUBMITTED, STATE_APPROVED),
}

KIND_SERVICE = "service"
KIND_LICENCE = "licence"
KIND_SELECTION = [(KIND_SERVICE, "Service"), (KIND_LICENCE, "Licence")]
LICENCES = (KIND_PLAN, KIND_MODULE)
# What is sold by the hour: the cost of an hour is its cost.
HOURS = (KIND_HOURS_IMPLEMENTATION, KIND_HOURS_CONSULTING, KIND_HOURS_MANAGEMENT)

METHOD_PERCENT = "percent"
METHOD_FORMULA = "formula"
METHOD_AMOUNT = "amount"
METHOD_SELECTION = [
    (METHOD_PERCENT, "Percentage"),
    (METHOD_FORMULA, "Cost and margin"),
    (METHOD_AMOUNT, "Amount"),
]
