"""Two who sign the same report at the same moment, or change what is being signed."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase

# Nobody else's tests have anything in this quarter.
FIRST = "2007-01-01"
REMOVE_SQL = (
    "DELETE FROM mail_message WHERE model = 'digiflow.quarterly.report' AND res_id = %(report)s",
    "DELETE FROM mail_followers "
    "WHERE res_model = 'digiflow.quarterly.report' AND res_id = %(report)s",
    "DELETE FROM digiflow_quarterly_report WHERE id = %(report)s",
    "DELETE FROM ir_attachment "
    "WHERE res_model = 'digiflow.quarterly.report' AND res_id = %(report)s",
    "DELETE FROM digiflow_indicator_revision line USING digiflow_indicator_reopening trace "
    "WHERE line.reopening_id = trace.id AND trace.period_id = %(period)s",
    "DELETE FROM digiflow_indicator_reopening WHERE period_id = %(period)s",
    "DELETE FROM digiflow_indicator_value WHERE period_id = %(period)s",
    "DELETE FROM digiflow_indicator_period WHERE id = %(period)s",
)


class TestReportAtOnce(OwnConnectionsCase):
    """One is first, and the other is told; what is made here is committed, and removed."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            period = env["digiflow.indicator.period"].create(
                {"kind": "quarter", "date_from": FIRST}
            )
            period.action_close()
            report = env["digiflow.quarterly.report"].create({"period_id": period.id})
            self.ids = {"period": period.id, "report": report.id}

    def remove(self):
        """Delete what was committed, past the rules that keep it on record."""
        with self.cursor() as cr:
            for statement in REMOVE_SQL:
                cr.execute(statement, self.ids)

    def run_on(self, action):
        """A request that does something with the report; it answers as requests do."""

        def request(env):
            done = action(env["digiflow.quarterly.report"].browse(self.ids["report"]))
            env.flush_all()
            return done

        return request

    def read_report(self, name):
        """What is on record of a field of the report."""
        with self.cursor() as cr:
            return self.run_on(lambda report: report[name])(self.make_env(cr))

    def test_signed_once(self):
        sign = self.run_on(lambda report: report.action_sign())
        self.assertIsInstance(self.beside(sign, sign), WorkflowError)
        self.assertEqual(self.read_report("state"), "signed")
        with self.cursor() as cr:
            files = [("res_model", "=", "digiflow.quarterly.report")]
            files.append(("res_id", "=", self.ids["report"]))
            self.assertEqual(self.make_env(cr)["ir.attachment"].search_count(files), 1)

    def test_a_comment_is_too_late(self):
        sign = self.run_on(lambda report: report.action_sign())
        write = self.run_on(lambda report: report.write({"comment_sales": "Tarde"}))
        self.assertIsInstance(self.beside(sign, write), WorkflowError)
        self.assertFalse(self.read_report("comment_sales"))

    def test_a_quarter_that_is_reopened_is_not_signed_off(self):
        reopen = self.run_on(lambda report: report.period_id.reopen("A call was late"))
        sign = self.run_on(lambda report: report.action_sign())
        self.assertIsInstance(self.beside(reopen, sign), WorkflowError)
        self.assertEqual(self.read_report("state"), "draft")
