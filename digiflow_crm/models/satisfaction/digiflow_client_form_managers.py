from odoo import _, models

from ...compat import implied_groups_field


class DigiflowClientForm(models.AbstractModel):
    """Who else than whose client it is hears of an answer: the commercial managers."""

    _inherit = "digiflow.client.form"

    def _get_company(self):
        """Hook: the res.company that deals with this client."""
        raise NotImplementedError  # abstract: each form has its own

    def _get_notice(self):
        """Hook: the answer in words, as markup."""
        raise NotImplementedError  # abstract: each form has its own

    def _get_client_title(self):
        """Hook: how the client is called in the subject of a message."""
        return self.display_name

    def _get_managers(self):
        """The commercial managers of the company that deals with this client."""
        company = self._get_company()
        role = self.env.ref("digiflow_crm.group_manager")
        return self.env["res.users"].search(
            [
                (implied_groups_field(self.env), "in", role.ids),
                ("company_ids", "in", company.ids),
                ("share", "=", False),
            ],
            order="id",
        )

    def _tell_managers(self, thread):
        """Tell the commercial managers, each in their language, that a client is not satisfied.

        :param thread: the record in whose discussion they are told
        """
        self.ensure_one()
        for manager in self._get_managers():
            own = self.with_context(lang=manager.lang)
            thread.with_context(lang=manager.lang).message_notify(
                partner_ids=manager.partner_id.ids,
                subject=own._get_notice_subject(),
                body=own._get_notice(),
            )

    def _get_notice_subject(self):
        """The subject of that message, in the language of these records."""
        return _("A client is not satisfied: %(client)s", client=self._get_client_title())
