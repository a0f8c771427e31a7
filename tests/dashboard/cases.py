"""What the tests of the dashboard start from: the made-up year, and what every section keeps to."""

from odoo.addons.digiflow_crm.models.dashboard.digiflow_dashboard import SECTIONS

from ..indicators.made_up_year import YEAR, MadeUpYear

QUARTER = f"{YEAR}-Q1"


class DashboardCase(MadeUpYear):
    """The manager's dashboard of the made-up year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        cls.dashboard = cls.env["digiflow.dashboard"].with_user(cls.manager)

    def get_section(self, section, period=QUARTER):
        """One section of what the manager sees."""
        return self.dashboard.get_data(period)[section]

    def get_row(self, section, key, period=QUARTER):
        """One row of a section."""
        rows = self.get_section(section, period)["rows"]
        return next(row for row in rows if row["key"] == key)

    def find_records(self, section, key, part, period=QUARTER):
        """The records that a figure opens, as the manager sees them in what opens."""
        action = self.dashboard.open_records(period, section, key, part)
        self.assertEqual(action["views"][:2], [(False, "list"), (False, "form")])
        self.assertTrue(action["name"])
        records = self.env[action["res_model"]].with_user(self.manager)
        return records.with_context(**action["context"]).search(action["domain"])

    def check_opens(self, period=QUARTER, sections=SECTIONS):
        """Every number in ``counts`` is the number of the records that it opens.

        :return: ``{(section, key, part): number}`` of those that are not 0
        """
        data = self.dashboard.get_data(period)
        known = {}
        for section in sections:
            for row in [*data[section]["rows"], data[section]["total"]]:
                for part, count in (row["counts"] if row else {}).items():
                    figure = (section, row["key"], part)
                    with self.subTest(figure):
                        found = self.find_records(*figure, period)
                        self.assertEqual(len(found), count, found)
                    known[figure] = count
        self.assertTrue(known, "nothing was counted")
        return {figure: count for figure, count in known.items() if count}
