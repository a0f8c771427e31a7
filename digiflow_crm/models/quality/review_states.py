"""States and origins of call reviews, and of calibrations."""

DRAFT, SIGNED, ANSWERED, CLOSED = "draft", "signed", "answered", "closed"
STATE_SELECTION = [
    (DRAFT, "Being scored"),
    (SIGNED, "Signed"),
    (ANSWERED, "Answered"),
    (CLOSED, "Closed"),
]
SAMPLE, PICKED, CALIBRATION = "sample", "picked", "calibration"
ORIGIN_SELECTION = [
    (SAMPLE, "Drawn at random"),
    (PICKED, "Picked"),
    (CALIBRATION, "Calibration"),
]
OPEN, DONE, CANCELLED = "open", "done", "cancelled"
CALIBRATION_SELECTION = [(OPEN, "Blind"), (DONE, "Compared"), (CANCELLED, "Cancelled")]
