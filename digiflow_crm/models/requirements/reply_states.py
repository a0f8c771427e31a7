"""Where a client's reply came from, and what became of it."""

ORIGIN_PAGE = "page"
ORIGIN_WORKBOOK = "workbook"
ORIGIN_SELECTION = [(ORIGIN_PAGE, "Client's page"), (ORIGIN_WORKBOOK, "Workbook")]

STATE_WAITING = "waiting"
STATE_TAKEN = "taken"
STATE_DISCARDED = "discarded"
STATE_SELECTION = [
    (STATE_WAITING, "Waiting"),
    (STATE_TAKEN, "Taken in"),
    (STATE_DISCARDED, "Discarded"),
]

DIFFERENCE_SAME = "same"
DIFFERENCE_NEW = "new"
DIFFERENCE_OTHER = "other"
DIFFERENCE_BLANK = "blank"
DIFFERENCE_SELECTION = [
    (DIFFERENCE_SAME, "The same"),
    (DIFFERENCE_NEW, "New"),
    (DIFFERENCE_OTHER, "Different"),
    (DIFFERENCE_BLANK, "No longer applies"),
]
