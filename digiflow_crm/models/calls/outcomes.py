"""The keys of what came of a call, and of the call queue, that code compares."""

NO_ANSWER = "no_answer"
BUSY = "busy"
WRONG_NUMBER = "wrong_number"
CALLBACK = "callback"
EFFECTIVE = "effective"
REFUSED = "refused"
DO_NOT_CALL = "do_not_call"

OUTCOME_SELECTION = [
    (NO_ANSWER, "No answer"),
    (BUSY, "Busy"),
    (WRONG_NUMBER, "Wrong number"),
    (CALLBACK, "Call back"),
    (EFFECTIVE, "Effective contact"),
    (REFUSED, "Not interested"),
    (DO_NOT_CALL, "Do not call again"),
]
# Nobody of the company was spoken to.
UNANSWERED = (NO_ANSWER, BUSY, WRONG_NUMBER)

QUEUE_NEW = "new"
QUEUE_RETRY = "retry"
QUEUE_CALLBACK = "callback"
QUEUE_OUT = "out"

QUEUE_SELECTION = [
    (QUEUE_NEW, "To call for the first time"),
    (QUEUE_RETRY, "To try again"),
    (QUEUE_CALLBACK, "To call back"),
    (QUEUE_OUT, "Not to call"),
]
