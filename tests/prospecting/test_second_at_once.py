"""Two people enter one company at the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import SecondOpportunityError

from ..core.samples import ruc_of
from ..own_connections import OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """The second one waits for the first, then is refused; what is made here is removed."""

    context = {"active_test": False}
    ruc = ruc_of(71_000_000)

    def remove(self):
        with self.cursor() as cr:
            self.leads(self.make_env(cr)).unlink()

    def leads(self, env):
        """The leads of the company, as the transaction of `env` sees them."""
        return env["crm.lead"].search([("ruc", "=", self.ruc)])

    def enter(self, name):
        """What creates a lead of the company."""

        def create(env):
            team = env.ref("digiflow_crm.team_digiflow")
            env["crm.lead"].create({"name": name, "ruc": self.ruc, "team_id": team.id})

        return create

    def test_the_second_is_refused_by_name(self):
        refusal = self.beside(self.enter("Primero"), self.enter("Segundo"))
        self.assertIs(type(refusal), SecondOpportunityError)
        self.assertIn(f"somebody has just entered the RUC {self.ruc}", str(refusal))
        with self.cursor() as cr:
            self.assertEqual(self.leads(self.make_env(cr)).mapped("name"), ["Primero"])
