"""SUNAT's words for a taxpayer's status and domicile, and the keys that stand for them."""

OTHER = "other"

TAXPAYER_STATUS_SELECTION = [
    ("active", "Active"),
    ("suspended", "Temporary suspension"),
    ("provisional_leave", "Provisional deregistration"),
    ("final_leave", "Final deregistration"),
    (OTHER, "Other"),
]
DOMICILE_STATUS_SELECTION = [
    ("found", "Found at its domicile"),
    ("not_found", "Not found (no habido)"),
    ("not_located", "Not located (no hallado)"),
    ("pending", "Pending"),
    (OTHER, "Other"),
]

# How the word begins in SUNAT's registers, in capitals without accents -> key.
TAXPAYER_WORDS = {
    "ACTIVO": "active",
    "SUSPENSION": "suspended",
    "BAJA PROV": "provisional_leave",
    "BAJA": "final_leave",
}
DOMICILE_WORDS = {
    "HABIDO": "found",
    "NO HABIDO": "not_found",
    "NO HALLADO": "not_located",
    "PENDIENTE": "pending",
}


def status_key(words, text):
    """The key for SUNAT's `text`: that of the first of `words` it begins with, else `other`.

    :param dict words: TAXPAYER_WORDS or DOMICILE_WORDS
    :param str text: as in the register; empty or None gives False
    """
    if not text:
        return False
    capitals = text.upper().replace("Ó", "O")
    return next((key for word, key in words.items() if capitals.startswith(word)), OTHER)
