"""The business case against the printed tables, and against a sum of its own."""

import pytest
from digiflow_core.business_case import (
    CORRECTED,
    PRINTED,
    STEPS,
    sensitivity,
    wacc,
    work_out,
)
from digiflow_core_cases import BUSINESS_CASE as INPUTS


def cents(numbers):
    return [round(number, 2) for number in numbers]


def test_printed_tables():
    """The loan, the flows and what follows from them, to the cent."""
    case = work_out(INPUTS)
    assert cents(part.payment for part in case.loan) == [69_107.42] * 5
    assert cents(part.amortisation for part in case.loan) == [
        *(45_959.57, 49_866.14, 54_104.76, 58_703.66, 63_693.47)
    ]
    assert cents(part.interest for part in case.loan) == [
        *(23_147.85, 19_241.28, 15_002.66, 10_403.76, 5_413.95)
    ]
    assert round(sum(part.interest for part in case.loan), 2) == 73_209.49
    assert cents(year.flow for year in case.years) == [
        *(225_119.33, 252_364.53, 282_354.76, 315_366.27, 351_703.08)
    ]
    assert round(case.wacc, 4) == 0.0628
    assert round(case.benefit_cost, 2) == 1.16


def test_both_ways_of_telling_year_0():
    outcomes = work_out(INPUTS).outcomes
    assert round(outcomes[PRINTED].year_0, 2) == -677_672.40
    assert round(outcomes[PRINTED].npv, 2) == 499_219.64
    assert round(outcomes[PRINTED].returns.rate, 2) == 0.28
    assert round(outcomes[CORRECTED].year_0, 2) == -950_000
    assert round(outcomes[CORRECTED].npv, 2) == 226_892.04
    assert outcomes[CORRECTED].returns.rate < outcomes[PRINTED].returns.rate
    assert outcomes[CORRECTED].payback > outcomes[PRINTED].payback


def test_flow_is_what_the_shareholders_keep():
    """What comes in less what is paid out, tax with the interest taken off: another way to it."""
    inputs = INPUTS._replace(years=7, loan_years=3, growth=-0.04)
    case = work_out(inputs)
    assert [part.payment for part in case.loan[:1]] * 3 == [part.payment for part in case.loan]
    for number, year in enumerate(case.years):
        income = 2_900_000 * 0.96**number
        costs = (1_885_000 + 612_500) * 0.96**number
        interest, paid = (case.loan[number][1], case.loan[number][0]) if number < 3 else (0, 0)
        tax = 0.35 * (income - costs - 70_000 * 0.96**number - interest)
        assert year.flow == pytest.approx(income - costs - tax - paid)


def test_sensitivity_is_the_case_worked_out_again():
    """Each cell with other costs is a case of its own; of the growth, income alone changes."""
    table = sensitivity(INPUTS, 0.02, 0.05, PRINTED)
    middle = STEPS.index(0)
    for column, step in enumerate(STEPS):
        changed = INPUTS._replace(
            variable_cost=INPUTS.variable_cost * (1 + step * 0.05),
            fixed_cost=INPUTS.fixed_cost * (1 + step * 0.05),
        )
        npv = work_out(changed).outcomes[PRINTED].npv
        assert table[middle][column] == pytest.approx(npv)
    for row, step in enumerate(STEPS):
        flows = [year.flow for year in work_out(INPUTS).years]
        more = [0.65 * 2_900_000 * ((1.1 + step * 0.02) ** year - 1.1**year) for year in range(5)]
        npv = -677_672.40
        for year, (flow, extra) in enumerate(zip(flows, more, strict=True), 1):
            npv += (flow + extra) / (1 + wacc(INPUTS)) ** year
        assert table[row][middle] == pytest.approx(npv)


def test_nothing_costs_nothing():
    """Without costs there is nothing to divide by."""
    case = work_out(INPUTS._replace(variable_cost=0, fixed_cost=0))
    assert case.benefit_cost is None


@pytest.mark.parametrize(
    "changed",
    [
        {"income": -1},
        {"assets": 0, "working_capital": 0},
        {"years": 0},
        {"years": 31},
        {"loan_years": 6},
        {"loan_years": 0},
        {"tax_rate": 1},
        {"growth": -1},
    ],
)
def test_no_such_case(changed):
    with pytest.raises(ValueError, match=r"\("):
        work_out(INPUTS._replace(**changed))
