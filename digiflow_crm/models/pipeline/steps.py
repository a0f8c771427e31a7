"""The six steps of the pipeline, in order: the keys that stages carry and that code compares."""

STEP_TELEMARKETING = "telemarketing"
STEP_INFO_SENT = "info_sent"
STEP_MEETING = "meeting"
STEP_SURVEY = "survey"
STEP_PROPOSAL = "proposal"
STEP_PRE_KICKOFF = "pre_kickoff"

STEP_SELECTION = [
    (STEP_TELEMARKETING, "Telemarketing contact"),
    (STEP_INFO_SENT, "Information sent"),
    (STEP_MEETING, "Meeting"),
    (STEP_SURVEY, "Requirements survey"),
    (STEP_PROPOSAL, "Proposal"),
    (STEP_PRE_KICKOFF, "Pre-kickoff"),
]
STEPS = [key for key, _label in STEP_SELECTION]


def step_rank(step):
    """Position of `step` among the six, 0 to 5; -1 for a stage of another pipeline."""
    return STEPS.index(step) if step else -1
