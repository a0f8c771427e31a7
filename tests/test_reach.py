"""What each kind of user finds and opens, whichever way they look for it."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.compat import user_groups_field

from .access import MATRIX, NOTHING, AccessCase
from .access_records import FOREIGN, OTHER, OWN, SELLERS
from .common import ROLES, RUCS

# The app, and the own day: hidden from who manages, see ir.ui.menu.
HOME = {"", "_workday"}
LISTS = {
    *("_telemarketing", "_prospect_list", "_prospect_lists"),
    *("_prospect_progress", "_progress_workbook"),
}
CALLS = {"_calls", "_call", "_call_number", "_call_recording"}
DESK = {"_call_desk", *CALLS, "_call_day_mine"}
SUPERVISION = {"_call_team", "_call_day"}
FINANCE = {
    *("_finance", "_price_review", "_sales_target", "_sales_target_spread", "_price_cost_kind"),
    "_business_case",
}
SALES = {"_sales_target_report", "_sales_target_mine"}
# What every report of the sale shows to whoever has one.
FEEDBACK = {
    *("_report", "_radar", "_feedback", "_feedback_report", "_rotting"),
    *("_offer_report", "_offer_review_log"),
    *("_satisfaction", "_satisfaction_campaign", "_satisfaction_answer"),
    *("_satisfaction_unread", "_satisfaction_results"),
}
HANDOVER = {"_project", "_handover", "_handovers", "_handover_item"}
CHECKLISTS = {"_handover_template"}
CLIENTS = {"_clients", "_client", "_client_service", "_client_count", "_client_volume", "_case"}
AT_RISK = {"_client_risk", "_client_lost", "_client_report"}
# What every role has of the indicators, and what Quality has besides.
FIGURES = {"_indicators", "_indicator_screen", "_improvement"}
INDICATORS = {
    *(*FIGURES, "_indicator", "_indicator_value", "_indicator_period", "_quarterly_report"),
}
# What every role has of training, and what Quality and the manager have besides.
TRAINING = {
    *("_training", "_training_plan", "_training_session", "_training_update", "_training_module"),
    *("_training_scoring", "_training_results", "_training_evaluation_mine", "_points_board"),
}
TRAINERS = {
    *TRAINING,
    *("_training_program", "_training_evaluation", "_training_rubric", "_training_effect"),
    *("_training_people", "_training_gap", "_training_gap_finder"),
}
# What telemarketers have of the quality of their calls, and what Quality has besides.
CALL_QUALITY = {
    *("_quality", "_coaching", "_call_quality", "_call_quality_report", "_call_coverage"),
}
ANALYSTS = {
    *CALL_QUALITY,
    *("_call_review", "_call_calibration", "_call_scorecard"),
    *("_call_sample_line", "_call_sample", "_call_sample_draw"),
}
# What presales decides on; the manager has that role too.
PRESALES = {"_offer_review", "_estimation_rule_presales"}
CATALOGUE = {
    *("_catalogue", "_tariff", "_offer_template", "_offer_followup", "_work_phase"),
    *("_competitor", "_estimation_rule", "_document_type"),
}
MENUS = {
    "telemarketer": {
        *(*HOME, "_pipeline", "_agenda", *LISTS, *DESK, "_case_calls", *FIGURES),
        *(*TRAINING, *CALL_QUALITY, "_call_review_mine"),
    },
    "executive": {
        *(*HOME, "_pipeline", "_agenda", "_requirement", *HANDOVER, *CLIENTS, *AT_RISK),
        *(*LISTS, *CALLS, *FEEDBACK, *SALES, *FIGURES, *TRAINING),
    },
    "presales": {
        *(*HOME, "_pipeline", "_agenda", "_requirement", *HANDOVER, *CHECKLISTS, *PRESALES),
        *("_case_calls", *FIGURES, *TRAINING),
    },
    "quality": {
        *(*HOME, "_pipeline", "_agenda", "_stage_history", "_info_pack", *CLIENTS, *AT_RISK),
        *(*LISTS, "_calls", "_call", "_call_recording", *SUPERVISION, *FEEDBACK),
        *(*INDICATORS, *TRAINERS, *ANALYSTS),
    },
    "implementation": {
        *(*HOME, *HANDOVER, "_handover_queue", *CLIENTS, *FIGURES, *TRAINING),
    },
    "manager": {
        *(*HOME, "_dashboard", "_pipeline", "_agenda", *LISTS, "_requirement", *HANDOVER),
        *(*CHECKLISTS, *CLIENTS, *AT_RISK, "_handover_queue", "_service", "_service_end_reason"),
        *("_report", "_stage_history", "_configuration", "_prospect_import", "_prospect_mapping"),
        *("_stage", "_source", "_info_pack", "_info_section", *PRESALES, *CATALOGUE),
        *(*DESK, *SUPERVISION, *FEEDBACK, "_call_desk_manager", "_settings", "_call_outcome"),
        *("_call_goal", "_call_script", "_call_objection", "_call_question"),
        *("_telephone_system", *FINANCE, *SALES, "_case_calls"),
        *(*INDICATORS, "_indicator_target", "_client_import", *TRAINERS),
        *(*ANALYSTS, "_call_review_mine"),
    },
    "seller": set(),
    "seller_all": set(),
}


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
        # What an indicator measures is the same for every company.
        for model in set(self.records) - {"digiflow.indicator"}:
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
            with self.subTest(role):
                self.assertEqual(seen, expected)
