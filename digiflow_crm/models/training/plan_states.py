"""Keys of the training plan and of gaps that code compares."""

from ...core import training_gaps

MISSING, SCHEDULED, FAILED = "missing", "scheduled", "failed"
PASSED, EXPIRING, EXPIRED = "passed", "expiring", "expired"
STATUS_SELECTION = [
    (MISSING, "Not begun"),
    (SCHEDULED, "Session planned"),
    (FAILED, "Not passed"),
    (PASSED, "Passed"),
    (EXPIRING, "Expires soon"),
    (EXPIRED, "Expired"),
]
# With these one counts as trained in the module.
VALID = (PASSED, EXPIRING)

# What somebody does next about a module.
ATTEND, ENROL, WAIT, TEST, STUDY, NOTHING = "attend", "enrol", "wait", "test", "study", "nothing"

GAP_QUESTION, GAP_MODULE, GAP_PEOPLE = training_gaps.KINDS
GAP_SELECTION = [
    (GAP_QUESTION, "Question under its mark"),
    (GAP_MODULE, "Module under its mark"),
    (GAP_PEOPLE, "People who did not pass"),
]
