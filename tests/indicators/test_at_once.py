"""Two who freeze, or close, the same at the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase
from .cases import Q1

CODE = "a_la_vez"
REMOVE_SQL = {
    "revision": "DELETE FROM digiflow_indicator_revision line USING digiflow_indicator_reopening "
    "trace WHERE line.reopening_id = trace.id AND trace.period_id = %s",
    "reopening": "DELETE FROM digiflow_indicator_reopening WHERE period_id = %s",
    "value": "DELETE FROM digiflow_indicator_value WHERE period_id = %s",
    "period": "DELETE FROM digiflow_indicator_period WHERE id = %s",
}


class TestAtOnce(OwnConnectionsCase):
    """One is first; what is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            self.make_env(cr)["digiflow.indicator"].create({"code": CODE, "name": "A la vez"})

    def remove(self):
        """Delete what was committed, past the rule that keeps it on record."""
        with self.cursor() as cr:
            cr.execute(
                "DELETE FROM digiflow_indicator_value WHERE indicator_id IN "
                "(SELECT id FROM digiflow_indicator WHERE code = %s)",
                [CODE],
            )
            cr.execute("DELETE FROM digiflow_indicator WHERE code = %s", [CODE])

    def freezing(self, numerator):
        """A request that freezes the first quarter."""

        def request(env):
            indicator = env["digiflow.indicator"].search([("code", "=", CODE)])
            company = env["res.company"].search([], order="id", limit=1)
            return indicator._freeze(company, *Q1, numerator, 100).value

        return request

    def test_one_value(self):
        self.assertEqual(self.beside(self.freezing(72), self.freezing(72)), 72.0)
        other = self.as_request(self.freezing(80))
        self.assertIsInstance(other, WorkflowError)
        with self.cursor() as cr:
            found = self.make_env(cr)["digiflow.indicator.value"].search(
                [("indicator_id.code", "=", CODE)]
            )
            self.assertEqual(found.mapped("value"), [72.0])

    def test_other_numbers_are_told(self):
        self.assertIsInstance(self.beside(self.freezing(72), self.freezing(73)), WorkflowError)


class TestPeriodAtOnce(OwnConnectionsCase):
    """Two who close the same period at the same moment: one does, the other is told."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            periods = self.make_env(cr)["digiflow.indicator.period"]
            self.period_id = periods.create({"kind": "quarter", "date_from": Q1[0]}).id

    def remove(self):
        """Delete what was committed, past the rules that keep it on record."""
        with self.cursor() as cr:
            for table in ("revision", "reopening", "value", "period"):
                cr.execute(REMOVE_SQL[table], [self.period_id])

    def run_on(self, action):
        """A request that does something with the period."""
        return lambda env: action(env["digiflow.indicator.period"].browse(self.period_id))

    def test_closed_once(self):
        close = self.run_on(lambda period: period.action_close())
        other = self.beside(close, close)
        self.assertIsInstance(other, WorkflowError)
        self.assertIn("closed already", str(other))
        with self.cursor() as cr:
            values = self.make_env(cr)["digiflow.indicator.period"].browse(self.period_id).value_ids
            self.assertGreater(len(values), 20)
            self.assertEqual(len(values), len(values.indicator_id))

    def test_reopened_once(self):
        self.assertIs(self.as_request(self.run_on(lambda period: period.action_close())), True)
        reopen = self.run_on(lambda period: period.reopen("A late call"))
        self.assertIsInstance(self.beside(reopen, reopen), WorkflowError)
        with self.cursor() as cr:
            period = self.make_env(cr)["digiflow.indicator.period"].browse(self.period_id)
            self.assertEqual((period.state, len(period.reopening_ids)), ("open", 1))
