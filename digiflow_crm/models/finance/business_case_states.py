"""The keys of business cases, which code compares."""

from ...core.business_case import CORRECTED, PRINTED

STATE_DRAFT, STATE_APPROVED = "draft", "approved"
STATE_SELECTION = [(STATE_DRAFT, "In preparation"), (STATE_APPROVED, "Approved")]
BASIS_SELECTION = [
    (CORRECTED, "Corrected: what the loan pays for is subtracted"),
    (PRINTED, "As in the document: it is not"),
]
KIND_TANGIBLE, KIND_INTANGIBLE = "tangible", "intangible"
KIND_SELECTION = [(KIND_TANGIBLE, "Tangible"), (KIND_INTANGIBLE, "Intangible")]
