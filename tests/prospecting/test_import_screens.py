"""What the screens of imports are told: what is under way, remembered columns, limits."""

from odoo.addons.digiflow_crm.core.file_limits import DEFAULT_LIMITS, MEGABYTE

from .cases import ImportCase, companies


class TestImportScreens(ImportCase):
    """Figures and texts that only the screens show."""

    def test_a_list_shows_its_import_under_way(self):
        """Of two, the one whose turn comes first; none when nothing goes on."""
        first, second, done = (self.make_import(companies(1)) for _number in range(3))
        first._update({"state": "importing", "new_count": 400, "done_count": 100})
        second._update({"state": "checking"})
        done._update({"state": "done"})
        mine = self.prospects.with_user(self.manager)
        self.assertEqual((mine.running_import_id, mine.import_progress), (first, 25.0))
        first._update({"state": "done"})
        self.assertEqual((mine.running_import_id, mine.import_progress), (second, 0.0))
        second._update({"state": "draft"})
        self.assertFalse(mine.running_import_id)

    def test_many_lists_cost_one_query(self):
        lists = self.env["digiflow.prospect.list"]
        for name in "abcdef":
            lists |= self.make_list(name)
            job = self.make_import(companies(1), prospects=lists[-1])
            job._update({"state": "importing", "new_count": 4, "done_count": 1})
        self.env.flush_all()
        self.env.invalidate_all()
        mine = lists.with_user(self.manager)
        mine[0].running_import_id.read(["state"])  # rights and the like are read once
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.assertEqual(set(mine.mapped("import_progress")), {25.0})

    def test_only_managers_are_told(self):
        caller = self.prospects.with_user(self.users["telemarketer"])
        self.assertNotIn("running_import_id", caller.fields_get())
        for kind in ("form", "list", "kanban"):
            names = self.read_field_names(caller, kind)
            self.assertIn("name", names, kind)
            self.assertNotIn("import_progress", names, kind)

    def test_remembered_columns_are_read_by_their_letters(self):
        model = self.env["digiflow.prospect.mapping"].with_user(self.manager)
        columns = {"phone": [2, 27], "ruc": [0]}
        model._remember(self.env.company, "key", ["Cod", "", "Fono"], columns)
        mapping = model.search([("header_key", "=", "key")]).with_context(lang="en_US")
        self.assertEqual(
            (mapping.name, mapping.columns_text), ("Cod, Fono", "RUC: A · Phone: C, AB")
        )

    def test_the_limits_told_are_those_kept(self):
        view = self.env.ref("digiflow_crm.digiflow_prospect_import_view_form")
        limits = DEFAULT_LIMITS
        size = limits.file_bytes // MEGABYTE
        told = f"{size} MB, {limits.rows:,} rows and {limits.columns} columns"
        self.assertIn(told, view.with_context(lang="en_US").arch)
