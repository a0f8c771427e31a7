"""What several tests of the core reckon with; loaded as ``digiflow_core_cases``."""

from digiflow_core.business_case import Inputs

# The economic evaluation of the improvement of client acquisition, as its document has it.
BUSINESS_CASE = Inputs(
    income=2_900_000,
    variable_cost=1_885_000,
    fixed_cost=612_500,
    depreciation=70_000,
    growth=0.10,
    tax_rate=0.35,
    assets=272_327.60,
    working_capital=950_000,
    loan_rate=0.085,
    equity_rate=0.065,
)
