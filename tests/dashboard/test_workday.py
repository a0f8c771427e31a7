"""The own day as a whole: whose it is, what it refuses, and that it reaches other programs."""

import xmlrpc.client

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.dashboard.digiflow_workday import ROLES

from ..common import DigiflowCase

PARTS = ("figures", "blocks", "tables")


class TestWorkday(DigiflowCase):
    """Roles, the choice between several, and what is refused."""

    def using(self, user):
        """The day in the hands of a user."""
        return self.env["digiflow.workday"].with_user(user)

    def test_each_role_has_its_own_day_and_all_of_it_opens(self):
        for role in ROLES:
            day = self.using(self.users[role]).get_day()
            self.assertEqual(day["role"], role)
            self.assertEqual([key for key, _name in day["roles"]], [role])
            self.assertTrue(day["figures"] and day["blocks"] and day["buttons"], role)
            keys = [part["key"] for kind in PARTS for part in day[kind]]
            self.assertEqual(len(keys), len(set(keys)), role)
            self.assertLessEqual(sum(one["is_primary"] for one in day["buttons"]), 1)
            for block in day["blocks"]:
                self.assertTrue(block["empty"] and block["title"], block["key"])
            for button in day["buttons"]:
                action = self.using(self.users[role]).run(role, button["key"])
                self.assertIn(action["type"], ("ir.actions.client", "ir.actions.act_window"))
            xmlrpc.client.dumps((day,))  # it knows no None: other programs read the day too

    def test_who_has_no_role_or_manages_has_no_day(self):
        nobody = self.make_user("nobody", groups="base.group_user")
        for user, words in ((nobody, "no role"), (self.users["manager"], "dashboard")):
            for ask in (
                lambda own: own.get_day(),
                lambda own: own.open_part("executive", "sold"),
                lambda own: own.run("executive", "agenda"),
            ):
                with self.assertRaisesRegex(AccessError, words):
                    ask(self.using(user))

    def test_another_role_is_never_read(self):
        """A role that was taken away, and is still remembered somewhere, falls back on one's own;
        nothing of it opens."""
        own = self.using(self.users["telemarketer"])
        self.assertEqual(own.get_day("executive")["role"], "telemarketer")
        for ask in (
            lambda: own.open_part("executive", "sold"),
            lambda: own.run("executive", "agenda"),
            lambda: own.open_part("manager", "sold"),
        ):
            with self.assertRaisesRegex(AccessError, "do not have"):
                ask()

    def test_what_there_is_not_is_named(self):
        own = self.using(self.users["executive"])
        with self.assertRaisesRegex(ProcessError, "nothing_such"):
            own.open_part("executive", "nothing_such")
        with self.assertRaisesRegex(ProcessError, "nothing_such"):
            own.run("executive", "nothing_such")

    def test_somebody_with_two_roles_chooses(self):
        groups = "digiflow_crm.group_telemarketer,digiflow_crm.group_executive"
        both = self.using(self.make_user("both", groups=groups))
        day = both.get_day()
        self.assertEqual(day["role"], "telemarketer")
        self.assertEqual([key for key, _name in day["roles"]], ["telemarketer", "executive"])
        other = both.get_day("executive")
        self.assertEqual(other["role"], "executive")
        self.assertEqual(other["roles"], day["roles"])
        self.assertNotEqual(
            [figure["key"] for figure in other["figures"]],
            [figure["key"] for figure in day["figures"]],
        )

    def test_what_opens_is_narrowed_by_nothing_else(self):
        """No filter of a menu hides what was counted, and its own list is kept."""
        action = self.using(self.users["executive"]).open_part("executive", "rotting")
        self.assertEqual(
            [name for name in action["context"] if name.startswith("search_default_")], []
        )
        self.assertEqual(
            action["context"]["list_view_ref"], "digiflow_crm.crm_lead_view_list_rotting"
        )
