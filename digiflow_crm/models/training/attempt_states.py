"""Keys of evaluations and attempts that code compares."""

from .training_states import OWNERS

METHOD_WRITTEN = "written"
METHOD_SIMULATION = "simulation"
METHOD_CASE = "case"
METHOD_PRESENTATION = "presentation"
METHOD_SELECTION = [
    (METHOD_WRITTEN, "Written test"),
    (METHOD_SIMULATION, "Practical simulation"),
    (METHOD_CASE, "Real case study"),
    (METHOD_PRESENTATION, "Presentation"),
]

ATTEMPT_OPEN = "open"
ATTEMPT_DONE = "done"
ATTEMPT_CANCELLED = "cancelled"
ATTEMPT_SELECTION = [
    (ATTEMPT_OPEN, "Open"),
    (ATTEMPT_DONE, "Done"),
    (ATTEMPT_CANCELLED, "Cancelled"),
]

# They write the evaluations and see everybody's results.
TRAINING_ADMINS = OWNERS
