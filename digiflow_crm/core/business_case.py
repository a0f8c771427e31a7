"""The business case of an investment in the commercial area: pure Python.

Income, variable and fixed costs and depreciation of year 1 grow by one rate. Fixed assets are paid
with a loan in equal yearly instalments, working capital by the shareholders. The flow of a year is
net profit + depreciation - interest + tax shield of the interest - amortisation of the loan.

Year 0 is told in two ways. As printed in the document that the case comes from: the loan comes in
and the working capital goes out, but the assets that the loan pays for do not. Corrected, which is
what a case says by default: they do. Amounts are unrounded floats; rates are fractions.
"""

from typing import NamedTuple, Optional

from . import cash_flow

CORRECTED, PRINTED = "corrected", "printed"
BASES = (CORRECTED, PRINTED)
MOST_YEARS = 30
# Steps below and above the case itself in the table of sensitivity.
STEPS = (-2, -1, 0, 1, 2)


class Inputs(NamedTuple):
    """What a case is reckoned from; year 1 for income, costs and depreciation."""

    income: float
    variable_cost: float
    fixed_cost: float
    depreciation: float
    growth: float
    tax_rate: float
    assets: float
    working_capital: float
    loan_rate: float
    equity_rate: float
    years: int = 5
    loan_years: int = 5


class Year(NamedTuple):
    """One year of a case, from year 1 on."""

    income: float
    variable_cost: float
    fixed_cost: float
    depreciation: float
    profit_before_tax: float
    tax: float
    net_profit: float
    interest: float
    tax_shield: float
    amortisation: float
    flow: float


class Outcome(NamedTuple):
    """What a case comes to with one way of telling year 0.

    ``npv`` an amount, ``returns`` a cash_flow.Returns, ``payback`` and ``discounted_payback`` years
    or None when it is never paid back.
    """

    year_0: float
    npv: float
    returns: cash_flow.Returns
    payback: Optional[float]
    discounted_payback: Optional[float]


class Case(NamedTuple):
    """A case worked out; ``outcomes`` is a dict by basis (``corrected``, ``printed``)."""

    inputs: Inputs
    wacc: float
    loan: list
    years: list
    benefit_cost: Optional[float]
    outcomes: dict


def work_out(inputs):
    """Return the Case of ``inputs``.

    :raise ValueError: an amount is below 0, nothing is invested, or years are not possible
    """
    _demand_possible(inputs)
    loan = cash_flow.loan_schedule(inputs.assets, inputs.loan_rate, inputs.loan_years)
    years = _work_out_years(inputs, loan)
    rate = wacc(inputs)
    return Case(
        inputs=inputs,
        wacc=rate,
        loan=loan,
        years=years,
        benefit_cost=_benefit_cost(rate, years),
        outcomes={basis: _outcome(year_0(inputs, basis), rate, years) for basis in BASES},
    )


def wacc(inputs):
    """Return the weighted average cost of capital: the loan's after tax, the shareholders' as is.

    ``(assets * Kd * (1 - tax) + working capital * Ke) / (assets + working capital)``
    """
    debt = inputs.assets * inputs.loan_rate * (1 - inputs.tax_rate)
    equity = inputs.working_capital * inputs.equity_rate
    return (debt + equity) / (inputs.assets + inputs.working_capital)


def year_0(inputs, basis):
    """Return the flow of year 0.

    :param str basis: ``printed`` (loan in, working capital out) or ``corrected`` (what the loan
        pays for goes out too)
    """
    printed = inputs.assets - inputs.working_capital
    return printed - inputs.assets if basis == CORRECTED else printed


def sensitivity(inputs, growth_step, cost_step, basis=CORRECTED):
    """Return the net present value when income grows otherwise and costs are others.

    :param float growth_step: by how much the yearly growth of the income differs, e.g. 0.02
    :param float cost_step: by how much variable and fixed costs of every year differ, e.g. 0.05
    :return: rows of numbers, one for each of STEPS of the growth, a column for each of the costs
    """
    case = work_out(inputs)
    keep = 1 - inputs.tax_rate
    rows = []
    for step in STEPS:
        growth = inputs.growth + step * growth_step
        incomes = [inputs.income * (1 + growth) ** year for year in range(inputs.years)]
        more = [keep * (one - year.income) for one, year in zip(incomes, case.years)]
        gained = cash_flow.present_value(case.wacc, more)
        costs = [keep * (year.variable_cost + year.fixed_cost) for year in case.years]
        spent = cash_flow.present_value(case.wacc, costs)
        npv = case.outcomes[basis].npv
        rows.append([npv + gained - other * cost_step * spent for other in STEPS])
    return rows


def _demand_possible(inputs):
    """Refuse what is no case."""
    amounts = (
        *(inputs.income, inputs.variable_cost, inputs.fixed_cost, inputs.depreciation),
        *(inputs.assets, inputs.working_capital, inputs.loan_rate, inputs.equity_rate),
    )
    if min(amounts) < 0 or inputs.assets + inputs.working_capital <= 0:
        raise ValueError(inputs)
    if not 1 <= inputs.loan_years <= inputs.years <= MOST_YEARS:
        raise ValueError((inputs.loan_years, inputs.years))
    if not 0 <= inputs.tax_rate < 1 or inputs.growth <= -1:
        raise ValueError((inputs.tax_rate, inputs.growth))


def _work_out_years(inputs, loan):
    """Return the Year of each year; a loan may be paid back before the last one."""
    none = cash_flow.Instalment(0.0, 0.0, 0.0, 0.0)
    paid = [*loan, *[none] * (inputs.years - len(loan))]
    return [_work_out_year(inputs, year, part) for year, part in enumerate(paid)]


def _work_out_year(inputs, passed, part):
    """Return the Year after ``passed`` others, with its part of the loan."""
    grown = (1 + inputs.growth) ** passed
    income, variable, fixed, depreciation = (
        amount * grown
        for amount in (
            *(inputs.income, inputs.variable_cost),
            *(inputs.fixed_cost, inputs.depreciation),
        )
    )
    profit = income - variable - fixed - depreciation
    tax = profit * inputs.tax_rate
    shield = part.interest * inputs.tax_rate
    flow = profit - tax + depreciation - part.interest + shield - part.amortisation
    return Year(
        income=income,
        variable_cost=variable,
        fixed_cost=fixed,
        depreciation=depreciation,
        profit_before_tax=profit,
        tax=tax,
        net_profit=profit - tax,
        interest=part.interest,
        tax_shield=shield,
        amortisation=part.amortisation,
        flow=flow,
    )


def _benefit_cost(rate, years):
    """Return present value of the income over that of variable and fixed costs, None without."""
    incomes = cash_flow.present_value(rate, [year.income for year in years])
    spent = [year.variable_cost + year.fixed_cost for year in years]
    costs = cash_flow.present_value(rate, spent)
    return incomes / costs if costs else None


def _outcome(first, rate, years):
    """Return the Outcome with ``first`` as the flow of year 0."""
    flows = [first, *(year.flow for year in years)]
    return Outcome(
        year_0=first,
        npv=cash_flow.net_present_value(rate, flows),
        returns=cash_flow.internal_rates(flows),
        payback=cash_flow.payback(flows),
        discounted_payback=cash_flow.payback(cash_flow.discounted(rate, flows)),
    )
