"""Who may create, read, write and delete what: of one's own, of others', and of another company."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import user_groups_field

from .common import ROLES, RUCS, DigiflowCase

# Whose record it is. Every record of the own people of another company is out of reach while
# only the first company is at work.
OWN, OTHER, WON, FOREIGN = "own", "other", "won", "foreign"
# model -> role -> (may create, what it may do with each of the records above):
# c create, r read, w write, d delete. A role that is not named may do nothing.
NOTHING = ("", {})
LOOKS = ("", {OWN: "r", OTHER: "r", WON: "r"})
LOOKS_WON = ("", {WON: "r"})
RULES = ("c", {OWN: "rwd", OTHER: "rwd", WON: "rwd"})
MATRIX = {
    "crm.lead": {
        "telemarketer": ("c", {OWN: "rw"}),
        "executive": ("c", {OWN: "rw"}),
        "presales": ("", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.prospect.list": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.prospect.import": {
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.requirement": {
        "executive": ("c", {OWN: "rw"}),
        "presales": ("c", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.handover": {
        "executive": ("", {OWN: "rw"}),
        "presales": ("", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": ("", {WON: "rw"}),
        "manager": RULES,
    },
    "digiflow.stage.history": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": LOOKS,
    },
    # A wizard is always one's own: what others typed in is out of reach.
    "digiflow.stage.gate": {
        "telemarketer": ("c", {OWN: "rw"}),
        "executive": ("c", {OWN: "rw"}),
        "presales": ("c", {OWN: "rw"}),
        "manager": ("c", {OWN: "rw"}),
    },
}
# A value that may be written on each model; on the others the matrix lets nobody write.
HARMLESS = {
    "crm.lead": {"description": "Noted"},
    "digiflow.prospect.list": {"name": "Otra lista"},
    "digiflow.prospect.import": {"filename": "otra.csv"},
    "digiflow.requirement": {"need": "On premise"},
    "digiflow.handover": {"scope": "On premise"},
    "digiflow.stage.history": {"pass_reason": "Because I say so"},
    "digiflow.stage.gate": {"phone": "999 888 777"},
}
SELLERS = {
    "seller": "sales_team.group_sale_salesman",
    "seller_all": "sales_team.group_sale_salesman_all_leads",
}
MENUS = {
    "telemarketer": {"", "_pipeline", "_prospect_list"},
    "executive": {"", "_pipeline", "_prospect_list", "_requirement", "_handover"},
    "presales": {"", "_pipeline", "_requirement", "_handover"},
    "quality": {"", "_pipeline", "_prospect_list", "_report", "_stage_history"},
    "implementation": {"", "_handover"},
    "manager": {
        *("", "_pipeline", "_prospect_list", "_requirement", "_handover", "_report"),
        *("_stage_history", "_configuration", "_prospect_import", "_stage", "_source"),
    },
    "seller": set(),
    "seller_all": set(),
}


class Undo(Exception):
    """Rolls back what a test tried."""


class AccessCase(DigiflowCase):
    """Two companies, users of every kind, and a record of each model for each of the owners."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.abroad = cls.env["res.company"].create({"name": "Digiflow Bolivia"})
        for kind, group in SELLERS.items():
            cls.users[kind] = cls.make_user(kind, login=f"stock_{kind}", groups=group)
        for user in cls.users.values():
            user.company_ids = [(4, cls.abroad.id)]
        cls.other_people = {
            "user_id": cls.make_user("executive", login="executive_2").id,
            "telemarketer_id": cls.make_user("telemarketer", login="telemarketer_2").id,
            "presales_user_id": cls.make_user("presales", login="presales_2").id,
        }
        cls.leads = cls.make_leads()
        cls.records = cls.make_records()

    @classmethod
    def make_leads(cls):
        """One lead for each of the owners."""
        won = cls.complete(cls.make_lead(name="Ganado", **cls.other_people), "pre_kickoff")
        won.action_set_won()
        return {
            OWN: cls.make_lead(name="Propio", company_id=cls.company.id),
            OTHER: cls.make_lead(name="Ajeno", **cls.other_people),
            WON: won,
            FOREIGN: cls.make_lead(name="Boliviano", company_id=cls.abroad.id),
        }

    @classmethod
    def make_records(cls):
        """model -> owner -> record."""
        lists = cls.make_lists()
        return {
            "crm.lead": cls.leads,
            "digiflow.prospect.list": lists,
            "digiflow.prospect.import": {
                owner: cls.env["digiflow.prospect.import"].create({"list_id": prospects.id})
                for owner, prospects in lists.items()
            },
            "digiflow.requirement": {
                owner: lead.requirement_id or cls.make_child("digiflow.requirement", lead)
                for owner, lead in cls.leads.items()
                if owner != WON
            }
            | {WON: cls.make_child("digiflow.requirement", cls.leads[WON])},
            "digiflow.handover": {
                owner: lead.handover_id or cls.make_child("digiflow.handover", lead)
                for owner, lead in cls.leads.items()
            },
            "digiflow.stage.history": {
                owner: lead.stage_history_ids[0] for owner, lead in cls.leads.items()
            },
        }

    @classmethod
    def make_child(cls, model, lead):
        """A record of `model` that hangs on `lead`."""
        return cls.env[model].create({"lead_id": lead.id})

    @classmethod
    def make_lists(cls):
        """The list of the role users, one of others, and one of theirs in the other company."""
        others = {
            "telemarketer_ids": [(4, cls.other_people["telemarketer_id"])],
            "executive_ids": [(4, cls.other_people["user_id"])],
        }
        return {
            OWN: cls.prospects,
            OTHER: cls.env["digiflow.prospect.list"].create({"name": "Ajena", **others}),
            FOREIGN: cls.prospects.copy({"company_id": cls.abroad.id}),
        }

    def using(self, records, role, companies=None):
        """`records` in the hands of a user, with only the first company at work."""
        allowed = (companies or self.company).ids
        return records.with_user(self.users[role]).with_context(allowed_company_ids=allowed)

    def may(self, action):
        """Whether access rights let `action` happen; nothing of it stays."""
        try:
            with mute_logger("odoo.sql_db", "odoo.models.unlink"), self.env.cr.savepoint():
                action()
                self.env.flush_all()
                raise Undo
        except AccessError:
            return False
        except Exception:
            # It happened, or something else than rights was against it.
            return True
        finally:
            self.env.invalidate_all()

    def new_values(self, model):
        """Values of a new record of somebody's own."""
        lead = self.leads[OWN]
        return {
            "crm.lead": {"name": "Nuevo", "team_id": self.team.id, "type": "opportunity"},
            "digiflow.prospect.list": {"name": "Nueva"},
            "digiflow.prospect.import": {"list_id": self.prospects.id},
            "digiflow.stage.history": {
                "lead_id": lead.id,
                "stage_id": lead.stage_id.id,
                "move": "forward",
                "date_from": "2026-01-01 00:00:00",
                "user_id": self.env.uid,
            },
            "digiflow.stage.gate": {"lead_id": lead.id, "stage_id": self.stages["meeting"].id},
        }.get(model, {"lead_id": lead.id})

    def what_may(self, record, role):
        """Letters of what a role may do with a record, by doing it."""
        own = self.using(record, role)
        actions = {
            "r": lambda: own.read(["display_name", "create_date"]),
            "w": lambda: own.write(HARMLESS[record._name]),
            "d": own.unlink,
        }
        return "".join(letter for letter, action in actions.items() if self.may(action))


class TestMatrix(AccessCase):
    """Each model by the table above, done for real."""

    def check_model(self, model, records):
        """Compare what every kind of user can do with what the table lets them."""
        found, expected = {}, {}
        for role in (*ROLES, *SELLERS):
            create, rights = MATRIX[model].get(role, NOTHING)
            expected[role] = (create, {owner: rights.get(owner, "") for owner in records})
            empty = self.using(self.env[model], role)
            values = self.new_values(model)
            creates = self.may(lambda empty=empty, values=values: empty.create(values))
            able = {owner: self.what_may(record, role) for owner, record in records.items()}
            found[role] = ("c" if creates else "", able)
        self.maxDiff = None
        self.assertEqual(found, expected)

    def test_leads(self):
        self.check_model("crm.lead", self.records["crm.lead"])

    def test_prospect_lists(self):
        self.check_model("digiflow.prospect.list", self.records["digiflow.prospect.list"])

    def test_imports(self):
        self.check_model("digiflow.prospect.import", self.records["digiflow.prospect.import"])

    def test_surveys(self):
        self.check_model("digiflow.requirement", self.records["digiflow.requirement"])

    def test_handovers(self):
        self.check_model("digiflow.handover", self.records["digiflow.handover"])

    def test_stage_history(self):
        self.check_model("digiflow.stage.history", self.records["digiflow.stage.history"])

    def test_gate_forms(self):
        """One's own and somebody else's."""
        values = self.new_values("digiflow.stage.gate")
        for role in (*ROLES, *SELLERS):
            create, rights = MATRIX["digiflow.stage.gate"].get(role, NOTHING)
            gates = self.using(self.env["digiflow.stage.gate"], role)
            creates = self.may(lambda gates=gates: gates.create(values))
            self.assertEqual("c" if creates else "", create, role)
            foreign = self.env["digiflow.stage.gate"].create(values)
            self.assertEqual(self.what_may(foreign, role), "", role)
            if create:
                self.assertEqual(self.what_may(gates.create(values), role), rights[OWN], role)


class TestReach(AccessCase):
    """What each kind of user finds, whichever way they look."""

    def find(self, role, model="crm.lead", companies=None):
        """Names of the records of `model` that a user finds."""
        records = self.using(self.env[model], role, companies)
        domain = [("id", "in", [record.id for record in self.records[model].values()])]
        return {
            owner
            for owner, record in self.records[model].items()
            if record.id in records.search(domain).ids
        }

    def test_both_companies_at_work_show_both(self):
        both = self.company | self.abroad
        for role in ("telemarketer", "executive", "presales"):
            self.assertEqual(self.find(role), {OWN}, role)
            self.assertEqual(self.find(role, companies=both), {OWN, FOREIGN}, role)
        for model in self.records:
            self.assertIn(FOREIGN, self.find("manager", model, both), model)
            self.assertNotIn(FOREIGN, self.find("manager", model), model)

    def test_telemarketer_calls_all_companies_of_the_list(self):
        """Also those that a colleague of the list began with."""
        colleague = self.other_people["telemarketer_id"]
        lead = self.make_lead(telemarketer_id=colleague, prospect_list_id=self.prospects.id)
        own = self.using(lead, "telemarketer")
        own.write({"description": "Called"})
        self.prospects.telemarketer_ids = [(5,)]
        with self.assertRaises(AccessError):
            own.read(["name"])

    def test_telemarketer_takes_up_a_company_by_hand(self):
        lead = self.using(self.env["crm.lead"], "telemarketer").create(
            {"name": "Nuevo", "team_id": self.team.id, "ruc": RUCS[0]}
        )
        self.assertEqual(lead.telemarketer_id, self.users["telemarketer"])

    def test_whoever_works_on_a_lead_may_lose_and_win_it(self):
        """Odoo's statistics, which each of these updates, are for salespeople only."""
        self.complete(self.leads[OWN], "pre_kickoff")
        for role in ("telemarketer", "executive", "presales"):
            lead = self.using(self.leads[OWN], role)
            lead.action_set_lost()
            lead.toggle_active()
            lead.action_set_won()
            lead.stage_id = self.stages["telemarketing"]
            self.assertEqual(lead.stage_history_count, len(lead.stage_history_ids))

    def test_nobody_takes_leads_of_others(self):
        for role, name in (("telemarketer", "telemarketer_id"), ("executive", "user_id")):
            lead = self.using(self.leads[OTHER], role)
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                lead.write({name: self.users[role].id})

    def test_somebody_with_two_roles_has_the_reach_of_both(self):
        groups = "digiflow_crm.group_telemarketer,digiflow_crm.group_executive"
        self.users["both"] = user = self.make_user("both", login="both_roles", groups=groups)
        called = self.make_lead(**{**self.other_people, "telemarketer_id": user.id})
        owned = self.make_lead(**{**self.other_people, "user_id": user.id})
        leads = self.using(self.env["crm.lead"], "both")
        self.assertEqual(leads.search([("is_digiflow", "=", True)]), called | owned)
        for lead in called | owned:
            self.using(lead, "both").write({"description": "Noted"})

    def test_two_looking_roles_do_not_write(self):
        groups = "digiflow_crm.group_quality,digiflow_crm.group_telemarketer"
        self.users["both"] = self.make_user("both", login="both_roles", groups=groups)
        self.assertEqual(self.what_may(self.leads[OTHER], "both"), "r")

    def test_user_without_a_role_sees_stock_leads_as_before_and_none_of_ours(self):
        stock_team = self.env["crm.team"].create({"name": "Ventas"})
        stock = {
            name: self.env["crm.lead"].create(
                {"name": name, "team_id": stock_team.id, "user_id": user and user.id}
            )
            for name, user in (
                ("mine", self.users["seller"]),
                ("nobody's", None),
                ("another's", self.users["seller_all"]),
            )
        }
        ours = self.make_lead(**{**self.other_people, "user_id": self.users["seller"].id})
        mine = [("id", "in", [ours.id, *(lead.id for lead in stock.values())])]
        for role, names in (
            ("seller", {"mine", "nobody's"}),
            ("seller_all", {"mine", "nobody's", "another's"}),
            ("executive", {"nobody's"}),
            ("telemarketer", set()),
        ):
            leads = self.using(self.env["crm.lead"], role)
            self.assertEqual(set(leads.search(mine).mapped("name")), names, role)
        self.using(stock["mine"], "seller").write({"description": "Noted"})

    def test_user_without_a_role_finds_nothing_of_ours(self):
        for kind in SELLERS:
            self.assertEqual(self.find(kind), set(), kind)
            for model in ("digiflow.prospect.list", "digiflow.handover", "digiflow.requirement"):
                with self.assertRaises(AccessError, msg=kind), self.env.cr.savepoint():
                    self.using(self.env[model], kind).search([])

    def test_exports_and_groups_keep_to_the_rules(self):
        export = self.env.ref("base.group_allow_export")
        for role in ("telemarketer", "executive"):
            self.users[role].write({user_groups_field(self.env): [(4, export.id)]})
            leads = self.using(self.env["crm.lead"], role)
            domain = [("id", "in", [lead.id for lead in self.leads.values()])]
            rows = leads.search(domain).export_data(["name"])["datas"]
            self.assertEqual(rows, [["Propio"]], role)
            self.assertEqual(leads.search_count(domain), 1)
            groups = leads.read_group(domain, ["stage_id"], ["stage_id"])
            self.assertEqual(sum(group["stage_id_count"] for group in groups), 1, role)
            with self.assertRaises(AccessError, msg=role):
                self.using(self.leads[OTHER], role).export_data(["name"])

    def test_lost_leads_stay_within_reach_with_their_papers(self):
        self.leads[OWN].action_set_lost()
        for model, role in (
            ("digiflow.requirement", "executive"),
            ("digiflow.handover", "executive"),
            ("digiflow.stage.history", "telemarketer"),
        ):
            self.assertEqual(self.find(role, model), {OWN}, model)

    def test_every_role_opens_the_screens_it_is_given(self):
        """No field on them asks for more rights than the role has."""
        for role in ROLES:
            for model in MATRIX:
                able = MATRIX[model].get(role, NOTHING)[1]
                owner = OWN if OWN in able else next(iter(able), None)
                if not owner or model == "digiflow.stage.gate":
                    continue
                record = self.using(self.records[model][owner], role)
                for kind in ("form", "list", *(["kanban"] if model == "crm.lead" else [])):
                    self.env.invalidate_all()
                    self.assertTrue(record.read(self.read_field_names(record, kind)))

    def test_menus_show_what_each_role_works_with(self):
        menus = self.env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True}).search([])
        names = {
            menu.id: name.split(".menu_digiflow")[1]
            for menu in menus
            for name in [menu.get_external_id()[menu.id]]
            if name.startswith("digiflow_crm.menu_digiflow")
        }
        for role, expected in MENUS.items():
            visible = self.env["ir.ui.menu"].with_user(self.users[role])._visible_menu_ids()
            # A menu is reached through those above it.
            reached = menus.filtered(
                lambda menu, visible=visible: (
                    set(map(int, menu.parent_path.split("/")[:-1])) <= set(visible)
                )
            )
            seen = {names[menu.id] for menu in reached if menu.id in names}
            self.assertEqual(seen, expected, role)
