import secrets

from odoo import _, api, fields, models
from odoo.tools import format_date

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .sample_states import RANDOM, REVIEWED, SKIPPED, TO_REVIEW

# A number that fits a column, and that nobody chose.
SEEDS = 2**31 - 1
WEEK_SQL = """
    INSERT INTO digiflow_call_sample
        (company_id, week, seed, create_uid, create_date, write_uid, write_date)
    VALUES (%(company)s, %(week)s, %(seed)s, %(user)s, %(now)s, %(user)s, %(now)s)
    ON CONFLICT (company_id, week) DO NOTHING
"""


class DigiflowCallSample(models.Model):
    """The calls of one week that are listened to: drawn by lot, and picked by the analyst.

    Only the draw and the picks make them, and nobody changes one: who may review which call is not
    chosen by those who are reviewed, nor the lot by those who review.
    """

    _name = "digiflow.call.sample"
    _description = "Sample of calls"
    _order = "week desc, id desc"
    _rec_name = "week"

    # Which calls
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    week = fields.Date(required=True, readonly=True, help="Its Monday, in Lima.")
    line_ids = fields.One2many("digiflow.call.sample.line", "sample_id", readonly=True)
    # Draw
    seed = fields.Integer(
        required=True,
        readonly=True,
        help="With the same seed the same calls are drawn again from the calls of the week.",
    )
    quota = fields.Integer(string="Calls of each", readonly=True, help="As set on the day it drew.")
    drawn_on = fields.Datetime(readonly=True)
    person_ids = fields.One2many("digiflow.call.sample.person", "sample_id", readonly=True)
    # Figures
    person_count = fields.Integer(string="Telemarketers", compute="_compute_counts")
    drawn_count = fields.Integer(string="Drawn", compute="_compute_counts")
    picked_count = fields.Integer(string="Picked", compute="_compute_counts")
    waiting_count = fields.Integer(string="To review", compute="_compute_counts")
    reviewed_count = fields.Integer(string="Reviewed", compute="_compute_counts")
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")

    _sql_constraints = [
        (
            "week_uniq",
            "UNIQUE(company_id, week)",
            "The calls of this week have a sample already.",
        ),
        (
            "week_monday",
            "CHECK (EXTRACT(isodow FROM week) = 1)",
            "A week is known by its Monday.",
        ),
    ]

    @api.depends("line_ids.state", "line_ids.origin", "person_ids")
    def _compute_counts(self):
        for sample in self:
            states = sample.line_ids.mapped("state")
            drawn = sample.line_ids.filtered(lambda line: line.origin == RANDOM)
            sample.person_count = len(sample.person_ids)
            sample.drawn_count = len(drawn)
            sample.picked_count = len(sample.line_ids) - len(drawn)
            sample.waiting_count = states.count(TO_REVIEW)
            sample.reviewed_count = states.count(REVIEWED)
            sample.skipped_count = states.count(SKIPPED)

    @api.depends("week")
    def _compute_display_name(self):
        for sample in self:
            day = format_date(self.env, sample.week)
            sample.display_name = _("Week of %(day)s", day=day)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_samples(self):
        raise WorkflowError(_("A sample stays on record: it says which calls were to be heard."))

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(_("A sample cannot be copied: a week has one."))

    def name_get(self):
        return [(sample.id, sample.display_name) for sample in self]

    def action_draw(self):
        """Draw what is still missing of these samples: calls whose recording came later.

        :return: an action that says how many calls came to them
        """
        check_access(self, "read")
        self.env["digiflow.call.sample.line"]._check_analyst()
        # sudo: nobody has the right to write samples, so that only the lot makes them.
        return self._tell_drawn(sum(one._draw() for one in self.sudo()))

    def action_view_lines(self):
        """The calls of this sample."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_call_sample_line_action"
        )
        name = self.display_name
        domain = [("sample_id", "=", self.id)]
        return {**action, "name": name, "display_name": name, "domain": domain, "context": {}}

    @api.model
    def _get_or_make(self, company, week):
        """The sample of a company's week, made where there is none; two at once make one.

        :param date week: a Monday
        """
        self.flush_model(["company_id", "week"])
        params = {"company": company.id, "week": week, "user": self.env.uid}
        now = fields.Datetime.now()
        # In SQL: the second of two at once is to find the first one's, and not to fail.
        seed = secrets.randbelow(SEEDS) + 1
        self.env.cr.execute(WEEK_SQL, {**params, "now": now, "seed": seed})
        return self.search([("company_id", "=", company.id), ("week", "=", week)])

    @api.model
    def _get_closed_week(self):
        """The Monday of the last week that is over in Lima."""
        return periods.closed(periods.WEEK, periods.today()).first
