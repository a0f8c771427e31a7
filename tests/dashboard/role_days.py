"""What the tests of the roles' own days start from: a Tuesday night in Lima, and its edges."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from ..common import DigiflowCase

# Tuesday 24 March 2026, 22:30 in Lima: in UTC, in which all is stored, Wednesday has begun.
NOW = datetime(2026, 3, 25, 3, 30)
TODAY = date(2026, 3, 24)
MONDAY, SUNDAY = date(2026, 3, 23), date(2026, 3, 29)


def lima(day, hour=0, minute=0):
    """That hour of a day of March 2026 in Lima, as a naive UTC datetime."""
    return datetime(2026, 3, 1, hour, minute) + timedelta(days=day - 1, hours=5)


class RoleDayRecords:
    """Records as far as the process has brought them; a part of test cases."""

    def put(self, record, **columns):
        """Write columns that only the steps of the process write."""
        self.env.flush_all()
        names = ", ".join(f'"{name}" = %s' for name in columns)
        self.env.cr.execute(
            f'UPDATE "{record._table}" SET {names} WHERE id IN %s',
            [*columns.values(), tuple(record.ids)],
        )
        self.env.invalidate_all()
        return record

    def make_survey(self, lead, submit=False, **answers):
        """A survey of an opportunity, with answers; in preparation unless it is submitted."""
        survey = self.env["digiflow.requirement"].create({"lead_id": lead.id, **answers})
        if submit:
            survey.action_submit()
        return survey

    def make_handover(self, lead, **columns):
        """A handover of an opportunity, as far as `columns` say."""
        handover = self.env["digiflow.handover"].create({"lead_id": lead.id})
        return self.put(handover, **columns) if columns else handover


class RoleDayCase(RoleDayRecords, DigiflowCase):
    """The own day of a role, and what opens from it."""

    role = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.user = cls.users[cls.role]
        cls.other = cls.make_user(cls.role, login=f"other_{cls.role}")

    def day(self, user=None):
        """The day of the role's user, or of another one who has the role."""
        return self.env["digiflow.workday"].with_user(user or self.user).get_day(self.role)

    def part(self, kind, key, user=None):
        """One figure, block or table of the day."""
        return next(one for one in self.day(user)[kind] if one["key"] == key)

    def opened(self, key, row=False, user=None):
        """The records that open from a figure, a block or the row of a table."""
        user = user or self.user
        action = self.env["digiflow.workday"].with_user(user).open_part(self.role, key, row)
        self.assertEqual(action["views"][0][1], "list")
        self.assertTrue(action["name"])
        records = self.env[action["res_model"]].with_user(user)
        return records.with_context(**action["context"]).search(action["domain"]).with_env(self.env)

    def check_counts(self, user=None):
        """Every number of the day is the number of the records that it opens.

        :return: ``{(kind, key, row): number}`` of those that are not 0
        """
        day, counted = self.day(user), {}
        for kind in ("figures", "blocks", "tables"):
            for part in day[kind]:
                rows = part["rows"] if kind == "tables" else [{**part, "key": False}]
                for row in rows:
                    if row["count"] is False:
                        continue
                    place = (kind, part["key"], row["key"])
                    with self.subTest(place):
                        found = self.opened(part["key"], row["key"], user)
                        self.assertEqual(len(found), row["count"])
                    counted[place] = row["count"]
        self.assertTrue(counted, "nothing was counted")
        return {place: count for place, count in counted.items() if count}

    def check_opened(self, expected):
        """Each part opens these records and no others: ``{key: records}``."""
        for key, records in expected.items():
            with self.subTest(key):
                self.assertEqual(self.opened(key).sorted("id"), records.sorted("id"))

    def check_rows(self, key, levels):
        """The rows of a block by record: ``{record: (level, sign)}``."""
        rows = {row["id"]: (row["level"], row["sign"]) for row in self.part("blocks", key)["rows"]}
        self.assertEqual(rows, {record.id: told for record, told in levels.items()})

    def check_queries(self, make, few=8, more=3):
        """More that waits takes no more queries; `make(number)` makes one of everything."""
        for number in range(few):
            make(number)
        queries = self.count_queries()
        for number in range(few, few + more):
            make(number)
        self.assertLessEqual(self.count_queries(), queries)

    def count_queries(self, user=None):
        """How many queries the day takes once what does not change has been read."""
        self.day(user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.day(user)
        return self.env.cr.sql_log_count - before
