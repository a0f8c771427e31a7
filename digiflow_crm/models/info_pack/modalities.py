"""The modalities of the Suite: the keys that the survey and the information on the Suite share."""

MODALITY_SELECTION = [
    ("cloud", "Cloud"),
    ("in_house", "In house"),
    ("hybrid", "Hybrid"),
    ("web", "Web platform"),
]
MODALITIES = [key for key, _label in MODALITY_SELECTION]
