"""The keys of indicators and of improvement actions, which code compares."""

from ...core import indicators

UNIT_SELECTION = [
    (indicators.PERCENT, "Percentage"),
    (indicators.NUMBER, "Number"),
    (indicators.DAYS, "Days"),
    (indicators.AMOUNT, "Amount of money"),
    (indicators.SCORE, "Points of 0 to 100"),
]
DIRECTION_SELECTION = [
    (indicators.HIGHER, "The higher the better"),
    (indicators.LOWER, "The lower the better"),
]
FREQUENCY_SELECTION = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
# What an indicator is about; each family but the last is reckoned by a method of its own, see
# digiflow_indicator_reckoning.py.
FAMILY_SATISFACTION, FAMILY_CLIENTS, FAMILY_OTHER = "satisfaction", "clients", "other"
FAMILY_SELECTION = [
    (FAMILY_SATISFACTION, "Satisfaction"),
    (FAMILY_CLIENTS, "Clients"),
    ("telemarketing", "Telemarketing"),
    ("meetings", "Presentations"),
    ("proposals", "Proposals"),
    ("results", "Results"),
    ("sales", "Sales"),
    ("quality", "Call quality"),
    ("training", "Training"),
    (FAMILY_OTHER, "Others"),
]

STATE_OPEN, STATE_CLOSED = "open", "closed"
STATE_SELECTION = [(STATE_OPEN, "Open period"), (STATE_CLOSED, "Closed period")]

# The PHVA cycle: Planificar, Hacer, Verificar, Actuar.
PHASE_PLAN, PHASE_DO, PHASE_CHECK, PHASE_ACT = "plan", "do", "check", "act"
PHASE_CLOSED = "closed"
PHASE_SELECTION = [
    (PHASE_PLAN, "Plan"),
    (PHASE_DO, "Do"),
    (PHASE_CHECK, "Check"),
    (PHASE_ACT, "Act"),
    (PHASE_CLOSED, "Closed"),
]
PHASES = tuple(key for key, _label in PHASE_SELECTION)

ACT_KEEP, ACT_ADJUST, ACT_DROP = "keep", "adjust", "drop"
ACT_SELECTION = [
    (ACT_KEEP, "Keep: it works, it becomes the way we work"),
    (ACT_ADJUST, "Adjust: go round again with another plan"),
    (ACT_DROP, "Drop: it does not help"),
]

VERDICT_SELECTION = [
    (indicators.IMPROVED, "Improved"),
    (indicators.SAME, "No change"),
    (indicators.WORSE, "Worse"),
]
