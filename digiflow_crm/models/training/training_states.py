"""The keys of training, which code compares."""

KIND_TRAINING, KIND_ONBOARDING = "training", "onboarding"
PROGRAM_SELECTION = [(KIND_TRAINING, "Training"), (KIND_ONBOARDING, "Onboarding of new people")]

VERSION_DRAFT, VERSION_PUBLISHED, VERSION_RETIRED = "draft", "published", "retired"
VERSION_SELECTION = [
    (VERSION_DRAFT, "Draft"),
    (VERSION_PUBLISHED, "Published"),
    (VERSION_RETIRED, "Retired"),
]

SESSION_REGULAR, SESSION_REINFORCEMENT = "regular", "reinforcement"
SESSION_KIND_SELECTION = [
    (SESSION_REGULAR, "Regular"),
    (SESSION_REINFORCEMENT, "Reinforcement"),
]

PROPOSED, PLANNED, HELD, CANCELLED = "proposed", "planned", "held", "cancelled"
SESSION_SELECTION = [
    (PROPOSED, "To be scheduled"),
    (PLANNED, "Scheduled"),
    (HELD, "Held"),
    (CANCELLED, "Cancelled"),
]

PENDING, PRESENT, ABSENT, EXCUSED = "pending", "present", "absent", "excused"
ATTENDANCE_SELECTION = [
    (PENDING, "Pending"),
    (PRESENT, "Present"),
    (ABSENT, "Absent"),
    (EXCUSED, "Excused"),
]

# Why somebody is to learn something.
MANUAL, GAP, COACHING = "manual", "gap", "coaching"
ONBOARDING, RENEWAL, NORMATIVE = "onboarding", "renewal", "normative"
ENROLMENT_ORIGIN_SELECTION = [
    (MANUAL, "By hand"),
    (GAP, "Gap found"),
    (COACHING, "Coaching"),
    (ONBOARDING, "Onboarding"),
    (RENEWAL, "Renewal"),
]
ORIGIN_SELECTION = [*ENROLMENT_ORIGIN_SELECTION, (NORMATIVE, "Normative change")]

UPDATE_DRAFT, UPDATE_PUBLISHED = "draft", "published"
UPDATE_SELECTION = [(UPDATE_DRAFT, "Draft"), (UPDATE_PUBLISHED, "Published")]

# Who administers training.
OWNERS = ("digiflow_crm.group_quality", "digiflow_crm.group_manager")
# The roles that a module, or a normative update, may be meant for.
ROLES = ("telemarketer", "executive", "presales", "quality", "implementation", "manager")
# What stays open for discussion when a record is fixed.
SOCIAL = ("message_", "activity_", "website_message_")


def is_social(vals):
    """Whether only the chatter or the activities are written."""
    return all(name.startswith(SOCIAL) for name in vals)


def open_record(record):
    """The window action that opens one record."""
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [(False, "form")],
    }
