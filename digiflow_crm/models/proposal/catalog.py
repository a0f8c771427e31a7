"""What the catalogue sells, and where an offer finds its quantities: keys that code compares."""

KIND_PLAN = "plan"
KIND_MODULE = "module"
KIND_INTEGRATION = "integration"
KIND_BRANCH = "branch"
KIND_HOURS_IMPLEMENTATION = "hours_implementation"
KIND_HOURS_CONSULTING = "hours_consulting"
KIND_HOURS_MANAGEMENT = "hours_management"
KIND_OTHER = "other"

KIND_SELECTION = [
    (KIND_PLAN, "Plan"),
    (KIND_MODULE, "Module"),
    (KIND_INTEGRATION, "Integration"),
    (KIND_BRANCH, "Branch"),
    (KIND_HOURS_IMPLEMENTATION, "Hours of implementation"),
    (KIND_HOURS_CONSULTING, "Hours of consulting"),
    (KIND_HOURS_MANAGEMENT, "Hours of project management"),
    (KIND_OTHER, "Other"),
]

# How many times a line of a quotation template is offered.
QUANTITY_FIXED = "fixed"
QUANTITY_INTEGRATION = "integration"
QUANTITY_BRANCH = "branch"
QUANTITY_DOCUMENT_TYPE = "document_type"
QUANTITY_EXTRA = "extra"

QUANTITY_SELECTION = [
    (QUANTITY_FIXED, "As written"),
    (QUANTITY_INTEGRATION, "For each integration"),
    (QUANTITY_BRANCH, "For each branch"),
    (QUANTITY_DOCUMENT_TYPE, "For each kind of document"),
    (KIND_HOURS_IMPLEMENTATION, "For each hour of implementation"),
    (KIND_HOURS_CONSULTING, "For each hour of consulting"),
    (KIND_HOURS_MANAGEMENT, "For each hour of project management"),
    (QUANTITY_EXTRA, "For each thousand beyond the biggest band"),
]

# Which monthly volume of the survey a band is of.
VOLUME_DOCUMENTS = "documents"
VOLUME_GRE = "gre"

VOLUME_SELECTION = [
    (VOLUME_DOCUMENTS, "Documents a month"),
    (VOLUME_GRE, "Transport guides a month"),
]
