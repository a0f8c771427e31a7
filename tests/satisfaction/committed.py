"""Campaigns that are committed, for several connections at once, and removed in the end."""

from ..own_connections import OwnConnectionsCase
from .campaign_cases import make_campaign, make_client

REFERENCES = """
    SELECT child.relname, field.attname
      FROM pg_constraint key
      JOIN pg_class child ON child.oid = key.conrelid
      JOIN pg_class parent ON parent.oid = key.confrelid
      JOIN pg_attribute field ON field.attrelid = child.oid AND field.attnum = key.conkey[1]
     WHERE key.contype = 'f' AND key.confdeltype IN ('a', 'r') AND parent.relname = %s
"""


def purge(cr, table, ids):
    """Delete rows and what hangs on them: what clients answered is deleted no other way."""
    if not ids:
        return
    cr.execute(REFERENCES, [table])
    for child, column in cr.fetchall():
        cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'",
            [child],
        )
        if cr.fetchone():
            cr.execute(f'SELECT id FROM "{child}" WHERE "{column}" IN %s', [tuple(ids)])
            purge(cr, child, [id_ for (id_,) in cr.fetchall()])
        else:
            cr.execute(f'DELETE FROM "{child}" WHERE "{column}" IN %s', [tuple(ids)])
    cr.execute(f'DELETE FROM "{table}" WHERE id IN %s', [tuple(ids)])


class CommittedCampaignCase(OwnConnectionsCase):
    """A running campaign with some clients, all of whom were invited."""

    clients = 2

    def setUp(self):
        super().setUp()
        self.campaign_id = self.partner_ids = None
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.partner_ids = self.make_clients(env).ids
            self.campaign_id = make_campaign(env, user_id=False).id
        self.begin()

    def make_clients(self, env):
        """The clients of the campaign."""
        clients = env["res.partner"]
        for index in range(self.clients):
            clients |= make_client(env, f"Cliente {index}", user_id=env.ref("base.user_admin").id)
        return clients

    def begin(self):
        """Start the campaign and send its invitations, a transaction for each batch."""
        self.in_transaction(lambda env: self.campaign(env).action_start())
        while self.in_transaction(lambda env: self.campaign(env).to_send_count):
            self.in_transaction(lambda env: self.campaign(env)._cron_send())

    def in_transaction(self, action):
        """What `action` returns of an environment, committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            result = action(env)
            env.flush_all()
            return result

    def campaign(self, env):
        """The campaign in an environment."""
        return env["digiflow.satisfaction.campaign"].browse(self.campaign_id)

    def answer(self, env, index=0):
        """The answer of one of the clients."""
        return self.campaign(env).answer_ids.sorted("id")[index]

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            cr.execute(
                "SELECT user_input_id, mail_message_id FROM digiflow_satisfaction_answer answer "
                "LEFT JOIN mail_mail mail ON mail.id = answer.mail_id WHERE campaign_id = %s",
                [self.campaign_id],
            )
            forms, messages = (
                list(filter(None, ids)) for ids in zip(*cr.fetchall(), (0, 0), strict=True)
            )
            purge(cr, "mail_message", messages)
            purge(cr, "digiflow_satisfaction_campaign", [self.campaign_id])
            purge(cr, "survey_user_input", forms)
            for table in ("mail_message", "mail_activity", "mail_followers"):
                column = "res_model" if table != "mail_message" else "model"
                cr.execute(
                    f"DELETE FROM {table} WHERE {column} = 'res.partner' AND res_id IN %s "
                    f"OR {column} = 'digiflow.satisfaction.campaign' AND res_id = %s",
                    [tuple(self.partner_ids), self.campaign_id],
                )
            purge(cr, "res_partner", self.partner_ids)
            cr.execute("DELETE FROM digiflow_indicator_value WHERE date_from = '2001-01-01'")
