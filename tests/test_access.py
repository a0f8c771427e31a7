"""Who may create, read, write and delete what: of one's own, of others', and of another company."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .access import MATRIX, NOTHING, AccessCase
from .access_figures import FIGURES_MATRIX
from .access_quality import QUALITY_MATRIX
from .access_records import OWN, SELLERS
from .access_training import TRAINING_MATRIX
from .common import ROLES

PARTS = ("item", "contact", "move")


class TestMatrix(AccessCase):
    """Each model by the table above, done for real."""

    def check_area(self, matrix, records, values):
        """Compare the models of a table; what nobody at all may do is refused in another way."""
        self.refusals = (AccessError, WorkflowError)
        for model, table in matrix.items():
            with self.subTest(model=model):
                self.check_model(model, records[model], table, values[model])

    def check_model(self, model, records, table=None, values=None):
        """Compare what every kind of user can do with what the table lets them."""
        found, expected = {}, {}
        table, values = table or MATRIX[model], values or self.new_values(model)
        for role in (*ROLES, *SELLERS):
            create, rights = table.get(role, NOTHING)
            expected[role] = (create, {owner: rights.get(owner, "") for owner in records})
            empty = self.using(self.env[model], role)
            creates = self.may(lambda empty=empty, values=values: empty.create(values))
            able = {owner: self.what_may(record, role) for owner, record in records.items()}
            found[role] = ("c" if creates else "", able)
        self.maxDiff = None
        self.assertEqual(found, expected)

    def test_leads(self):
        self.check_model("crm.lead", self.records["crm.lead"])

    def test_prospect_lists(self):
        self.check_model("digiflow.prospect.list", self.records["digiflow.prospect.list"])

    def test_imports(self):
        self.check_model("digiflow.prospect.import", self.records["digiflow.prospect.import"])

    def test_portfolio_imports(self):
        self.check_model("digiflow.client.import", self.records["digiflow.client.import"])

    def test_distributions(self):
        model = "digiflow.prospect.distribution"
        self.check_model(model, self.records[model])

    def test_information_packs(self):
        self.check_model("digiflow.info.pack", self.records["digiflow.info.pack"])

    def test_feedback(self):
        self.check_model("digiflow.feedback", self.records["digiflow.feedback"])

    def test_satisfaction(self):
        for model in ("digiflow.satisfaction.campaign", "digiflow.satisfaction.answer"):
            with self.subTest(model=model):
                self.check_model(model, self.records[model])

    def test_surveys(self):
        self.check_model("digiflow.requirement", self.records["digiflow.requirement"])

    def test_handovers(self):
        for model in ("digiflow.handover", *(f"digiflow.handover.{part}" for part in PARTS)):
            with self.subTest(model=model):
                self.check_model(model, self.records[model])

    def test_services_of_clients(self):
        self.check_model("digiflow.client.service", self.records["digiflow.client.service"])

    def test_cases_and_risk_of_clients(self):
        for model in ("digiflow.case", "digiflow.client.risk"):
            with self.subTest(model=model):
                self.check_model(model, self.records[model])

    def test_counts_of_clients(self):
        self.check_model("digiflow.client.count", self.records["digiflow.client.count"])

    def test_stage_history(self):
        self.check_model("digiflow.stage.history", self.records["digiflow.stage.history"])

    def test_indicators_and_improvement_actions(self):
        names = ("indicator", "indicator.value", "improvement", "improvement.step")
        for model in (f"digiflow.{name}" for name in names):
            with self.subTest(model=model):
                self.check_model(model, self.records[model])

    def test_training(self):
        for model in TRAINING_MATRIX:
            with self.subTest(model=model):
                self.check_model(model, self.records[model])

    def test_quality(self):
        records = self.make_quality()
        self.check_area(QUALITY_MATRIX, records, self.new_quality_values(records))

    def test_figures(self):
        records = self.make_figures()
        self.check_area(FIGURES_MATRIX, records, self.new_figures_values(records))

    def test_radar_workbooks(self):
        """One's own and somebody else's."""
        able = {"executive", "quality", "manager"}
        foreign = self.env["digiflow.radar.workbook"].create({})
        for role in (*ROLES, *SELLERS):
            forms = self.using(self.env["digiflow.radar.workbook"], role)
            creates = self.may(lambda forms=forms: forms.create({}))
            self.assertEqual(creates, role in able, role)
            self.assertEqual(self.what_may(foreign, role), "", role)
            if creates:
                self.assertEqual(self.what_may(forms.create({}), role), "rw", role)

    def test_price_reviews(self):
        self.check_model("digiflow.price.review", self.records["digiflow.price.review"])

    def test_sales_targets(self):
        self.check_model("digiflow.sales.target", self.records["digiflow.sales.target"])

    def test_gate_forms(self):
        """One's own and somebody else's."""
        values = self.new_values("digiflow.stage.gate")
        for role in (*ROLES, *SELLERS):
            create, rights = MATRIX["digiflow.stage.gate"].get(role, NOTHING)
            gates = self.using(self.env["digiflow.stage.gate"], role)
            creates = self.may(lambda gates=gates: gates.create(values))
            self.assertEqual("c" if creates else "", create, role)
            foreign = self.env["digiflow.stage.gate"].create(values)
            self.assertEqual(self.what_may(foreign, role), "", role)
            if create:
                self.assertEqual(self.what_may(gates.create(values), role), rights[OWN], role)
