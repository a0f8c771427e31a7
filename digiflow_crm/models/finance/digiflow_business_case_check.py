from odoo import _, api, models

from ...core.business_case import MOST_YEARS
from ...exceptions import ProcessError, WorkflowError
from .business_case_states import STATE_DRAFT


class DigiflowBusinessCase(models.Model):
    """What a business case may say, and when it may be changed."""

    _inherit = "digiflow.business.case"

    _sql_constraints = [
        (
            "amounts_positive",
            "CHECK (income >= 0 AND variable_cost >= 0 AND fixed_cost >= 0 AND depreciation >= 0"
            " AND working_capital >= 0)",
            "Amounts of a business case are entered without a sign: none can be negative.",
        ),
        (
            "rates_possible",
            "CHECK (tax_rate >= 0 AND tax_rate < 100 AND loan_rate >= 0 AND equity_rate >= 0"
            " AND growth > -100 AND growth_step >= 0 AND cost_step >= 0)",
            "The income tax is at least 0 % and under 100 %, the growth above -100 %; no other "
            "rate nor step can be negative.",
        ),
    ]

    @api.constrains("years", "loan_years")
    def _check_years(self):
        for case in self:
            if not 1 <= case.loan_years <= case.years <= MOST_YEARS:
                raise ProcessError(
                    _(
                        "A business case looks at 1 to %(most)d years, and its loan is paid back "
                        "within them: it has %(years)d years and %(loan)d instalments.",
                        most=MOST_YEARS,
                        years=case.years,
                        loan=case.loan_years,
                    )
                )

    def _check_complete(self):
        """Refuse to approve what says nothing yet."""
        self.ensure_one()
        missing = []
        if not self.income:
            missing.append(_("the income of the first year"))
        if not self.assets + self.working_capital:
            missing.append(_("what is invested"))
        if missing:
            raise WorkflowError(_("Enter first: %(what)s.", what=", ".join(missing)))

    def _check_in_preparation(self):
        """Refuse a change of what was approved, and hold off who approves it meanwhile."""
        self._check_state(STATE_DRAFT)

    def _check_state(self, state):
        """Refuse unless all are in `state`, which none leaves until we are done.

        :raise WorkflowError: a case is in the other one
        """
        self._lock()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for case in self:
            if case.state != state:
                raise WorkflowError(
                    _(
                        "«%(name)s» is fixed, for its state is «%(state)s». To change its numbers "
                        "take it up again, or work on a copy.",
                        name=case.name,
                        state=labels[case.state],
                    )
                )

    def _lock(self):
        """Wait for others who change these cases, and see what they left."""
        if self.ids:
            self.flush_model(["state"])
            self.env.cr.execute(
                "SELECT id FROM digiflow_business_case WHERE id IN %s FOR NO KEY UPDATE",
                [tuple(sorted(self.ids))],
            )
