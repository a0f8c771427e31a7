"""Two who freeze, or close, the same at the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase
from .cases import Q1

CODE = "a_la_vez"


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
