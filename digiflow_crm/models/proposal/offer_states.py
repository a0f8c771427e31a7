"""The states of an offer: keys of sale.order that code compares."""

STATE_DRAFT = "draft"
STATE_SENT = "sent"
STATE_SALE = "sale"
STATE_CANCEL = "cancel"
# "done" is a confirmed order that was locked, in 16.0.
CONFIRMED_STATES = (STATE_SALE, "done")
OPEN_STATES = (STATE_DRAFT, STATE_SENT)
