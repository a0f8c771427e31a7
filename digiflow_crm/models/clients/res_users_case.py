from odoo import models


class ResUsers(models.Model):
    """Which cases a user reaches: those to solve or that one opened, and one's clients'."""

    _inherit = "res.users"

    def digiflow_case_domain(self):
        """The cases that the user reaches; used by their record rule.

        Implementation and presales reach only the cases that they are to solve or opened, though
        they reach more clients: what a client complains of is not for everybody.

        :return: a domain on digiflow.case
        """
        self.ensure_one()
        if any(self.has_group(f"digiflow_crm.group_{role}") for role in ("manager", "quality")):
            return [(1, "=", 1)]
        # Clients who call in: whoever took the call may look what became of it.
        terms = [("user_id", "=", self.id), ("create_uid", "=", self.id)]
        if self.has_group("digiflow_crm.group_executive"):
            terms.append(("partner_id.user_id", "=", self.id))
        return ["|"] * (len(terms) - 1) + terms
