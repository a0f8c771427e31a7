from odoo import models

# Which Digiflow leads each role reaches: a domain on crm.lead for a user's id.
WRITE_REACH = {
    "telemarketer": lambda uid: [
        "|",
        ("telemarketer_id", "=", uid),
        ("prospect_list_id.telemarketer_ids", "in", [uid]),
    ],
    "executive": lambda uid: [("user_id", "=", uid)],
    "presales": lambda uid: [("presales_user_id", "=", uid)],
    "manager": lambda uid: [(1, "=", 1)],
}
# Roles that only look: they widen what somebody reads, never what somebody writes.
READ_REACH = {
    "quality": lambda uid: [(1, "=", 1)],
    "implementation": lambda uid: [("stage_id.digiflow_step", "=", "pre_kickoff")],
}
NOBODY = [(0, "=", 1)]


class ResUsers(models.Model):
    """What a user reaches follows from the roles the user has."""

    _inherit = "res.users"

    def digiflow_lead_domain(self, mode="read", prefix=""):
        """Which leads of the Digiflow pipeline the user may `mode`; used by the record rules.

        :param str mode: ``read`` or ``write`` (which stands for create and unlink as well)
        :param str prefix: path to the lead from the model of the rule, e.g. ``lead_id.``
        :return: a domain; without any role it matches nothing
        """
        self.ensure_one()
        reach = {**WRITE_REACH, **(READ_REACH if mode == "read" else {})}
        domains = [
            domain(self.id)
            for role, domain in reach.items()
            if self.has_group(f"digiflow_crm.group_{role}")
        ] or [NOBODY]
        terms = [term for domain in domains for term in domain]
        return ["|"] * (len(domains) - 1) + [_prefixed(term, prefix) for term in terms]

    def _has_digiflow_role(self):
        """Whether the user has any role of the commercial process."""
        self.ensure_one()
        roles = [*WRITE_REACH, *READ_REACH]
        return any(self.has_group(f"digiflow_crm.group_{role}") for role in roles)


def _prefixed(term, prefix):
    """Put `prefix` before the field of a domain term; operators and constants stay."""
    if isinstance(term, str) or not isinstance(term[0], str):
        return term
    return (prefix + term[0], *term[1:])
