"""What the tests of the funnel, of losses and of rankings share: periods, people, companies."""

from datetime import date

from odoo.addons.digiflow_crm.core import indicator_periods, periods

from ..indicators.made_up_year import YEAR, lima_day
from .cases import DashboardCase

CODES = (*(f"{YEAR}-Q{number}" for number in range(1, 5)), f"{YEAR}-03", f"{YEAR}-12", str(YEAR))
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 3, 31)
SECOND = date(YEAR, 4, 1)


class SalesCase(DashboardCase):
    """Another company, somebody who has left, and what happened in a period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.env["res.company"].create({"name": "Digiflow Bolivia"})
        cls.executive, cls.telemarketer = cls.users["executive"], cls.users["telemarketer"]
        cls.left = cls.make_user("executive", login="digiflow_left")
        cls.left.active = False
        # Whoever works here has no opportunities abroad.
        cls.nobodys = dict.fromkeys(("user_id", "telemarketer_id", "presales_user_id"), False)

    @classmethod
    def own(cls, model):
        """Records of the company or of none, archived ones too."""
        found = cls.env[model].with_context(active_test=False).search([])
        return found.filtered(lambda one: one.company_id != cls.abroad)

    def span(self, code):
        """The days of a period."""
        return indicator_periods.parse(code)[1]

    def within(self, when, code):
        """Whether a naive UTC moment is in a period of Lima."""
        span = self.span(code)
        return bool(when) and span.first <= lima_day(when) <= span.last

    def read_rows(self, section, code):
        """``{key: row}`` of a section, its total under its own key."""
        data = self.get_section(section, code)
        rows = [*data["rows"], *([data["total"]] if data["total"] else [])]
        return {row["key"]: row for row in rows}

    def count_queries(self, section, code=str(YEAR)):
        """How many statements a section takes with nothing read before but what never changes."""
        kind, span = indicator_periods.parse(code)
        for _again in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            numbers = getattr(self.dashboard, f"_reckon_{section}")(self.company, kind, span)
            getattr(self.dashboard, f"_present_{section}")(self.company, kind, span, numbers)
            count = self.env.cr.sql_log_count - before
        return count

    def check_rate(self, found, part, whole):
        """A rate is `part` of a hundred of `whole`; False where there is no whole."""
        self.assertAlmostEqual(found or 0, 100 * part / whole if whole else 0)
        self.assertEqual(found is False, not whole)

    def get_running(self):
        """The code of the quarter that runs."""
        kind = indicator_periods.QUARTER
        return indicator_periods.code_of(indicator_periods.period_of(periods.today(), kind), kind)
