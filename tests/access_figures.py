"""Who may do what with periods, targets, business cases and points, and the records for it."""

from odoo.addons.digiflow_crm.models.training import points_sql
from odoo.addons.digiflow_crm.models.training.digiflow_points import MODULE

from .access_records import FOREIGN, OTHER, OWN
from .access_training import READS, READS_ALL, WRITES
from .common import ROLES

# Of the companies, but for points: these are the executive's, a colleague's, and from abroad.
FIGURES_MATRIX = {
    "digiflow.indicator.target": {**dict.fromkeys(ROLES, READS), "manager": WRITES},
    # A period is closed and reopened by its buttons, and never written.
    "digiflow.indicator.period": {
        **dict.fromkeys(ROLES, READS),
        "manager": ("c", {OWN: "rd"}),
    },
    "digiflow.indicator.reopening": {"quality": READS, "manager": READS},
    "digiflow.indicator.revision": {"quality": READS, "manager": READS},
    "digiflow.quarterly.report": {"quality": READS, "manager": WRITES},
    "digiflow.business.case": {"manager": WRITES},
    "digiflow.business.case.line": {"manager": WRITES},
    "digiflow.business.case.year": {"manager": READS},
    "digiflow.points": {"executive": READS, "manager": READS_ALL},
}
FIGURES_HARMLESS = {
    "digiflow.indicator.target": {"value": 90},
    "digiflow.indicator.period": {"kind": "year"},
    "digiflow.indicator.reopening": {"reason": "Because I say so"},
    "digiflow.indicator.revision": {"old_value": 100},
    "digiflow.quarterly.report": {"comment_sales": "A good quarter"},
    "digiflow.business.case": {"income": 2000},
    "digiflow.business.case.line": {"unit_value": 2000},
    "digiflow.business.case.year": {"flow": 2000},
    "digiflow.points": {"points": 1000},
    "digiflow.radar.workbook": {"span": "year"},
}


class FiguresRecords:
    """Records of the companies' figures for each of the owners; a part of AccessCase."""

    def make_figures(self):
        """model -> owner -> record; made by the test that needs them."""
        companies = {OWN: self.company, FOREIGN: self.abroad}
        cases = {
            owner: self.env["digiflow.business.case"].create(self.case_values(company))
            for owner, company in companies.items()
        }
        return {
            "digiflow.indicator.target": {
                owner: self.env["digiflow.indicator.target"].create(self.goal_values(company))
                for owner, company in companies.items()
            },
            "digiflow.indicator.period": {
                owner: self.make_period(company, "2024-02-01")
                for owner, company in companies.items()
            },
            **self.make_reopenings(companies),
            "digiflow.quarterly.report": {
                owner: self.env["digiflow.quarterly.report"].create(
                    {"period_id": self.make_period(company, "2023-10-01", "quarter").id}
                )
                for owner, company in companies.items()
            },
            "digiflow.business.case": cases,
            "digiflow.business.case.line": {owner: case.line_ids for owner, case in cases.items()},
            "digiflow.business.case.year": {
                owner: case.year_ids[:1] for owner, case in cases.items()
            },
            "digiflow.points": self.make_points(),
        }

    def make_period(self, company, day, kind="month"):
        """An open period of a company."""
        return self.env["digiflow.indicator.period"].create(
            {"company_id": company.id, "kind": kind, "date_from": day}
        )

    def make_reopenings(self, companies):
        """model -> owner -> record: what is kept of a month that was closed and reopened."""
        traces = {}
        for owner, company in companies.items():
            period = self.make_period(company, "2024-01-01")
            period.action_close()
            period.reopen("A call was late")
            traces[owner] = period.reopening_ids
        return {
            "digiflow.indicator.reopening": traces,
            "digiflow.indicator.revision": {
                owner: trace.line_ids[:1] for owner, trace in traces.items()
            },
        }

    def make_points(self):
        """owner -> points for a module that was passed."""
        modules = self.records["digiflow.training.module"]
        owners = (OWN, OTHER, FOREIGN)
        whose = [self.whose(owner) for owner in owners]
        passed = {
            "users": [one["user_id"] for one in whose],
            "companies": [one["company_id"] for one in whose],
            "modules": [modules[owner].id for owner in owners],
            "days": ["2026-01-15"] * len(owners),
        }
        points = self.env["digiflow.points"]
        points._award(MODULE, points_sql.MODULES_SQL, passed)
        return {owner: points.search([("module_id", "=", modules[owner].id)]) for owner in owners}

    def goal_values(self, company, year="2025"):
        """Values of what a company aims at with an indicator."""
        indicator = self.records["digiflow.indicator"][OWN]
        values = {"indicator_id": indicator.id, "company_id": company.id}
        return {**values, "year": year, "value": 80}

    @staticmethod
    def case_values(company):
        """Values of a business case that has results."""
        return {
            "name": "Más gente",
            "company_id": company.id,
            "year": "2026",
            "income": 1000,
            "variable_cost": 300,
            "fixed_cost": 100,
            "depreciation": 10,
            "tax_rate": 30,
            "loan_rate": 8,
            "equity_rate": 15,
            "working_capital": 500,
            "line_ids": [(0, 0, {"name": "Equipo", "unit_value": 1000})],
        }

    def new_figures_values(self, records):
        """model -> values of a new record."""
        own = {model: by_owner[OWN] for model, by_owner in records.items()}
        case = {"case_id": own["digiflow.business.case"].id}
        return {
            "digiflow.indicator.target": self.goal_values(self.company, "2024"),
            "digiflow.indicator.period": {"kind": "month", "date_from": "2024-03-01"},
            "digiflow.quarterly.report": {
                "period_id": self.make_period(self.company, "2023-07-01", "quarter").id
            },
            "digiflow.indicator.reopening": {
                "period_id": own["digiflow.indicator.period"].id,
                "reason": "?",
                "reopened_on": "2026-01-01 00:00:00",
                "reopened_by_id": self.env.uid,
            },
            "digiflow.indicator.revision": {
                "reopening_id": own["digiflow.indicator.reopening"].id,
                "value_id": self.records["digiflow.indicator.value"][OWN].id,
            },
            "digiflow.business.case": self.case_values(self.company),
            "digiflow.business.case.line": {**case, "name": "Otro", "unit_value": 1},
            "digiflow.business.case.year": case,
            "digiflow.points": {
                "user_id": self.users["executive"].id,
                "kind": MODULE,
                "source": "?",
                "day": "2026-01-15",
                "points": 1000,
            },
        }
