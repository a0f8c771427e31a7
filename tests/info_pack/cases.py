"""What the tests of the information pack start from: a company that may get it, and mail."""

from odoo.addons.mail.tests.common import MockEmail

from ..common import RUCS, DigiflowCase

ADDRESS = "rosa.quispe@example.com"


class InfoPackCase(DigiflowCase, MockEmail):
    """A lead whose decision maker was spoken to, satisfied clients, and no mail that leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.caller = cls.users["telemarketer"]
        cls.lead = cls.make_ready("Comercial Andina S.A.C.", ADDRESS, ruc=RUCS[0])
        cls.packs = cls.env["digiflow.info.pack"]
        cls.env["res.partner"].search([("digiflow_reference", "=", True)]).write(
            {"digiflow_reference": False}
        )
        cls.client = cls.make_client("Textil Pacífico S.A.")

    @classmethod
    def make_ready(cls, name, email, **vals):
        """A lead that may get the information."""
        known = {"partner_name": name, "prospect_list_id": cls.prospects.id, "email_from": email}
        return cls.make_lead(name=name, **{**known, **cls.contact_vals(), **vals})

    @classmethod
    def make_client(cls, name, score="5", allows=True, **vals):
        """A client that answered `score`."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "digiflow_satisfaction": score,
                "digiflow_reference": allows,
                **vals,
            }
        )

    def open_form(self, leads=None, role="telemarketer", **vals):
        """The dialog for some leads, as the button on the lead opens it."""
        leads = (leads or self.lead).with_user(self.users[role])
        action = leads.action_send_info_pack()
        model = self.env[action["res_model"]].with_user(self.users[role])
        return model.with_context(**action["context"]).create(vals)

    def send(self, leads=None, role="telemarketer", **kwargs):
        """Send to some leads as a program does it; the new packs."""
        leads = (leads or self.lead).with_user(self.users[role])
        with self.mock_mail_gateway():
            result = leads.send_info_pack(**kwargs)
        self.env.invalidate_all()
        return self.packs.browse(result["pack_ids"])

    def run_jobs(self):
        """The scheduled jobs: what was sent to many is made, then the queue of mails is sent."""
        # A test's transaction is rolled back in the end: it must not be committed.
        self.patch(self.env.cr, "commit", lambda: None)
        with self.mock_mail_gateway():
            self.env.ref("digiflow_crm.ir_cron_info_pack").ir_actions_server_id.run()
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def left(self):
        """The packs' e-mails that left; Odoo's own to colleagues have no documents."""
        return [mail for mail in self._mails if mail["attachments"]]

    def tasks(self, lead=None):
        """(summary, who) of the planned activities of a lead."""
        activities = (lead or self.lead).activity_ids
        return [(activity.summary, activity.user_id) for activity in activities]
