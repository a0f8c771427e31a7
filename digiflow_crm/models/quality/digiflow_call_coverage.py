from odoo import _, fields, models

from ...compat import AVERAGED
from ...core import periods
from .sample_states import BY_HAND, RANDOM, REVIEWED, SKIPPED, TO_REVIEW

# The moment, in UTC, at which the day of a column begins in Lima.
BEGIN = "({day}::timestamp AT TIME ZONE 'America/Lima' AT TIME ZONE 'UTC')"
CALLS_SQL = """
    SELECT count(*) FROM digiflow_call call
    WHERE call.user_id = person.user_id AND call.company_id = person.company_id
        AND call.start >= {begin} AND call.start < {end}
""".format(begin=BEGIN.format(day="person.week"), end=BEGIN.format(day="(person.week + 7)"))
RECORDED_SQL = f"""{CALLS_SQL} AND EXISTS (
    SELECT FROM digiflow_call_recording recording
    WHERE recording.call_id = call.id AND recording.withdrawn_on IS NULL
)"""
LINES_SQL = """
    SELECT count(*) FROM digiflow_call_sample_line line
    WHERE line.sample_id = person.sample_id AND line.user_id = person.user_id AND {kind}
"""
DRAWN_SQL = LINES_SQL.format(kind=f"line.origin = '{RANDOM}' AND line.state <> '{SKIPPED}'")
REVIEWED_SQL = LINES_SQL.format(kind=f"line.origin = '{RANDOM}' AND line.state = '{REVIEWED}'")
WAITING_SQL = LINES_SQL.format(kind=f"line.state = '{TO_REVIEW}'")
SKIPPED_SQL = LINES_SQL.format(kind=f"line.state = '{SKIPPED}'")
PICKED_SQL = LINES_SQL.format(kind=f"line.origin = '{BY_HAND}' AND line.state = '{REVIEWED}'")
# A count each, so that the database counts only what is asked for, of the rows that are shown.
VIEW_SQL = f"""
    SELECT person.id, person.sample_id, person.user_id, person.company_id, person.week,
        person.quota, ({CALLS_SQL}) AS calls, ({RECORDED_SQL}) AS recorded,
        ({DRAWN_SQL}) AS drawn, ({REVIEWED_SQL}) AS reviewed, ({WAITING_SQL}) AS waiting,
        ({SKIPPED_SQL}) AS skipped, ({PICKED_SQL}) AS picked,
        CASE WHEN person.quota > 0 THEN 100.0 * ({REVIEWED_SQL}) / person.quota END AS coverage
    FROM digiflow_call_sample_person person
"""
CALL_ACTION = "digiflow_crm.digiflow_call_action"
LINE_ACTION = "digiflow_crm.digiflow_call_sample_line_action"


class DigiflowCallCoverage(models.Model):
    """How much of what was to be drawn has been reviewed: a row for each person and week.

    What the analyst picked comes on top of the quota, and calibrations count in nothing. A view:
    grouped and filtered in the database, never written.
    """

    _name = "digiflow.call.coverage"
    _description = "Coverage of the samples"
    _auto = False
    _rec_name = "user_id"
    _order = "week desc, user_id"
    _depends = {
        "digiflow.call.sample.person": ["sample_id", "user_id", "company_id", "week", "quota"],
        "digiflow.call.sample.line": ["sample_id", "user_id", "origin", "state"],
        "digiflow.call": ["user_id", "company_id", "start"],
        "digiflow.call.recording": ["call_id", "withdrawn_on"],
    }

    # Whose and when
    user_id = fields.Many2one("res.users", string="Telemarketer", readonly=True)
    week = fields.Date(readonly=True, help="Its Monday, in Lima.")
    sample_id = fields.Many2one("digiflow.call.sample", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    # Figures
    calls = fields.Integer(readonly=True)
    recorded = fields.Integer(string="With a recording", readonly=True)
    quota = fields.Integer(readonly=True, help="Calls that were to be drawn.")
    drawn = fields.Integer(readonly=True, help="Fewer than the quota: no other call could be heard")
    reviewed = fields.Integer(readonly=True, help="Drawn calls whose review is signed.")
    waiting = fields.Integer(string="To review", readonly=True)
    skipped = fields.Integer(readonly=True)
    picked = fields.Integer(
        string="Picked and reviewed", readonly=True, help="Beside the quota, by the analyst."
    )
    coverage = fields.Float(
        string="Coverage (%)",
        readonly=True,
        digits=(5, 1),
        help="Drawn calls that were reviewed, of the quota. Of several rows: their mean.",
        **AVERAGED,
    )

    def action_view_calls(self):
        """The calls of this person in this week."""
        return self._open(_("Calls"), CALL_ACTION, self._get_call_domain())

    def action_view_recorded(self):
        """Those of them that have a recording."""
        domain = [*self._get_call_domain(), ("has_recording", "=", True)]
        return self._open(_("With a recording"), CALL_ACTION, domain)

    def action_view_lines(self):
        """The calls of this person in the sample of the week."""
        domain = [("sample_id", "=", self.sample_id.id), ("user_id", "=", self.user_id.id)]
        return self._open(_("Chosen for review"), LINE_ACTION, domain)

    @property
    def _table_query(self):
        """Everybody who called in a week that was drawn."""
        return VIEW_SQL

    def _get_call_domain(self):
        """Which digiflow.call are counted in this row."""
        self.ensure_one()
        begin, end = periods.boundaries([periods.period_of(self.week, periods.WEEK)])
        return [
            ("user_id", "=", self.user_id.id),
            ("company_id", "=", self.company_id.id),
            ("start", ">=", fields.Datetime.to_string(begin)),
            ("start", "<", fields.Datetime.to_string(end)),
        ]

    def _open(self, what, action, domain):
        """The window action of what is behind a figure of this row."""
        self.ensure_one()
        day = self.week.strftime("%d/%m/%Y")
        name = f"{what}: {self.user_id.name}, {day}"
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**found, "name": name, "display_name": name, "domain": domain, "context": {}}
