"""Beside the Digiflow pipeline, Odoo's own keeps working as it did; and the six stages stay six."""

from psycopg2 import IntegrityError

from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.pipeline.steps import STEPS

from .stock import StockPipeline


class BoardCase(StockPipeline):
    """Boards of both kinds of team, as the web client asks for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.env["crm.lead"].with_user(cls.stock_user)

    def read_columns(self, leads, domain, **context):
        """The stages that the board of `leads` shows, the empty ones too, in order."""
        leads = leads.with_context(read_group_expand=True, **context)
        # The second list is the fields on 16.0, the grouping on 19.0.
        lists = (["stage_id"], ["stage_id"] if SERIES < 17 else ["__count"])
        groups = leads.web_read_group(domain, *lists)["groups"]
        return self.env["crm.stage"].browse(row["stage_id"][0] for row in groups)


class TestBoards(BoardCase):
    """Each team's board shows the columns of its own pipeline."""

    def test_digiflow_board_shows_exactly_its_six_columns_in_order(self):
        self.make_lead()
        self.make_stock_lead()
        for role in ("telemarketer", "executive", "presales", "quality", "manager"):
            columns = self.read_columns(
                self.env["crm.lead"].with_user(self.users[role]),
                [("is_digiflow", "=", True)],
                default_team_id=self.team.id,
            )
            self.assertEqual(columns.mapped("digiflow_step"), STEPS, role)

    def test_board_of_another_team_shows_its_own_columns(self):
        self.make_stock_lead()
        for context in ({"default_team_id": self.stock_team.id}, {}):
            columns = self.read_columns(self.seller, [("type", "=", "opportunity")], **context)
            self.assertEqual(columns, self.stock_stages, context)

    def test_column_of_its_own_is_shown_in_the_other_teams_board(self):
        field = "team_id" if "team_id" in self.env["crm.stage"]._fields else "team_ids"
        own = self.env["crm.stage"].create({"name": "Piloto", "sequence": 2})
        own[field] = self.stock_team
        columns = self.read_columns(
            self.seller, [("type", "=", "opportunity")], default_team_id=self.stock_team.id
        )
        self.assertEqual(columns - own, self.stock_stages)
        self.assertIn(own, columns)

    def test_status_bar_offers_the_stages_of_the_pipeline(self):
        self.assertEqual(self.make_lead().stage_option_ids.mapped("digiflow_step"), STEPS)
        self.assertEqual(self.make_stock_lead().stage_option_ids, self.stock_stages)


class TestStockLeads(BoardCase):
    """A lead of another team, in the hands of somebody without any role of ours."""

    def test_stock_lead_goes_to_any_stage_and_is_won(self):
        lead = self.make_stock_lead(user_id=self.stock_user.id).with_user(self.stock_user)
        self.assertEqual(lead.stage_id, self.stock_stages[0])
        lead.stage_id = self.stock_stages[2]
        lead.action_set_won_rainbowman()
        self.assertTrue(lead.stage_id.is_won)
        self.assertFalse(lead.stage_id.digiflow_step)
        self.assertEqual(lead.probability, 100)

    def test_stock_lead_leaves_no_history_and_lacks_nothing(self):
        lead = self.make_stock_lead(stage_id=self.stock_stages[1].id)
        lead.action_set_lost()
        lead.toggle_active()
        self.assertFalse(lead.stage_history_ids)
        self.assertFalse(lead.next_stage_id)
        self.assertEqual(lead.missing_for_stage(self.stock_stages[2]), [])
        self.assertFalse(lead.missing_summary)

    def test_seller_without_a_role_opens_every_screen_of_stock_leads(self):
        """Nothing that our fields add to Odoo's screens asks for rights that they lack."""
        lead = self.make_stock_lead(user_id=self.stock_user.id).with_user(self.stock_user)
        for kind in ("form", "kanban", "list"):
            names = self.read_field_names(lead, kind)
            self.env.invalidate_all()
            row = lead.read(names)[0]
            self.assertEqual(row["name"], "Bodega Central")
            # Odoo's list is as it was; our fields are on its form and its cards.
            self.assertEqual("days_in_stage" in row, kind != "list")

    def test_default_stage_of_a_new_stock_lead(self):
        lead = self.seller.create({"name": "Nuevo", "type": "opportunity"})
        self.assertEqual(lead.team_id, self.stock_team)
        self.assertEqual(lead.stage_id, self.stock_stages[0])

    def test_stage_find_answers_each_pipeline_with_its_own(self):
        leads = self.env["crm.lead"]
        find = leads._stage_find
        self.assertEqual(find(team_id=self.stock_team.id, limit=None), self.stock_stages)
        self.assertEqual(find(limit=None), self.stock_stages)
        self.assertEqual(find(team_id=self.team.id, limit=None).mapped("digiflow_step"), STEPS)
        self.assertEqual(
            find(team_id=self.team.id, domain=[("is_won", "=", True)]), self.stages["pre_kickoff"]
        )

    def test_seller_of_no_team_does_not_fall_into_the_pipeline(self):
        """Odoo gives such a lead to the first team there is: that must not become Digiflow's."""
        loner = self.make_user("loner", login="loner", groups="sales_team.group_sale_salesman")
        teams = self.env["crm.team"].search([("is_digiflow", "=", False)])
        (teams - self.stock_team).active = False
        self.stock_team.sequence = self.team.sequence + 1
        lead = self.env["crm.lead"].with_user(loner).create({"name": "Suelto"})
        self.assertEqual(lead.team_id, self.stock_team)
        self.stock_team.active = False
        lead = self.env["crm.lead"].with_user(loner).create({"name": "Suelto dos"})
        self.assertFalse(lead.team_id)

    def test_member_of_the_team_gets_it_by_default(self):
        seller = self.users["executive"]
        self.team.member_ids = [(4, seller.id)]
        lead = self.env["crm.lead"].with_user(seller).create({"name": "Nuevo"})
        self.assertEqual(lead.team_id, self.team)
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])


class TestStageProtection(BoardCase):
    """The six stages carry gates and history: they may be renamed, and little else."""

    def test_stage_may_be_renamed_reordered_and_folded(self):
        stage = self.stages["meeting"].with_user(self.users["manager"])
        stage.write({"name": "Cita", "sequence": 15, "fold": True})
        lead = self.complete(self.make_lead(), "meeting")
        lead.stage_id = stage
        self.assertEqual(lead.next_stage_id, self.stages["survey"])

    def test_process_keeps_its_order_whatever_the_order_on_screen(self):
        self.stages["pre_kickoff"].sequence = 1
        self.stages["telemarketing"].fold = True
        lead = self.make_lead()
        self.assertEqual(lead.stage_id, self.stages["telemarketing"])
        self.assertEqual(lead.next_stage_id, self.stages["info_sent"])

    def test_stage_cannot_be_deleted(self):
        self.assertRefused(self.stages["survey"].unlink, error=ProcessError)
        self.assertRefused(
            self.stages["survey"].with_user(self.users["manager"]).unlink, error=ProcessError
        )

    def test_step_of_a_stage_cannot_be_changed(self):
        stage = self.stages["survey"]
        for step in ("meeting", False):
            self.assertRefused(stage.write, {"digiflow_step": step}, error=ProcessError)
        stage.write({"digiflow_step": "survey", "name": "Levantamiento"})
        self.assertEqual(stage.name, "Levantamiento")

    def test_pre_kickoff_is_the_only_won_stage(self):
        for step, won in (("proposal", True), ("pre_kickoff", False)):
            text = self.assertRefused(self.stages[step].write, {"is_won": won}, error=ProcessError)
            self.assertIn("Is Won Stage", text)

    @mute_logger("odoo.sql_db")
    def test_each_step_has_one_stage(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["crm.stage"].create({"name": "Otra", "digiflow_step": "meeting"})
            self.env.flush_all()

    def test_copy_of_a_stage_is_no_second_step(self):
        self.assertFalse(self.stages["meeting"].copy().digiflow_step)

    def test_stock_stages_stay_free(self):
        stage = self.env["crm.stage"].create({"name": "Piloto"})
        stage.write({"is_won": True})
        stage.unlink()
        self.assertFalse(stage.exists())
