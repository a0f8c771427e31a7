"""Two people send one company the information at the same moment."""

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..own_connections import OwnConnectionsCase

NAME = "Empresa de dos a la vez"


class TestTwoAtOnce(OwnConnectionsCase):
    """The second one waits for the first, then is refused; what is made here is removed."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            env.user.email = env.user.email or "root@example.com"
            env["crm.lead"].create(
                {
                    "name": NAME,
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "email_from": "dos@example.com",
                    "effective_contact_date": "2026-01-15 15:00:00",
                }
            )

    def lead(self, env):
        """The lead as the transaction of `env` sees it."""
        return env["crm.lead"].search([("name", "=", NAME)])

    def remove(self):
        """Delete what was committed, past the guards: no client got it."""
        with self.cursor() as cr:
            lead = self.lead(self.make_env(cr))
            cr.execute("DELETE FROM digiflow_info_pack WHERE lead_id = %s", [lead.id])
            lead.unlink()

    def make_pack(self, env):
        """What a sending begins with."""
        lead = self.lead(env)
        refusals = lead._get_info_pack_refusals()
        if refusals:
            raise lead._prepare_info_pack_error(refusals[lead.id])
        lead._create_info_packs("cloud")
        lead.env.flush_all()

    def test_two_at_once(self):
        refusal = self.beside(self.make_pack, self.make_pack)
        self.assertIsInstance(refusal, Exception)
        self.assertIn("at this moment", str(refusal))
        self.assertNotIsInstance(refusal, ProcessError)
        with self.cursor() as cr:
            self.assertEqual(len(self.lead(self.make_env(cr)).info_pack_ids), 1)
