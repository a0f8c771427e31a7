from odoo import _, fields, models

# What can happen to a prospect of a list -> the column of crm_lead that says when it did. Groups
# come in the order of these keys, so that a table by milestone reads like the process. The id of an
# event is made of the lead's and of its place here: new ones come last.
EVENTS = {
    "1_prospect": "create_date",
    "2_contacted": "contacted_date",
    "3_effective": "effective_contact_date",
    "4_meeting_booked": "meeting_booked_date",
    "5_meeting_held": "meeting_held_date",
    "6_proposal": "proposal_date",
    "7_won": "won_date",
    "8_lost": "lost_date",
}
EVENT_AMOUNTS = {"6_proposal": "proposal_amount", "7_won": "won_amount"}
MOST_EVENTS = 16
# Columns of crm_lead under their own names: what the reach of a role looks at is among them.
LEAD_COLUMNS = (
    "company_id",
    "prospect_list_id",
    "telemarketer_id",
    "user_id",
    "presales_user_id",
    "stage_id",
    "source_id",
    "city",
    "is_digiflow",
)
DAY = "(lead.{date} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
EVENT_SQL = """
    SELECT lead.id * {most} + {number} AS id, lead.id AS lead_id, {columns},
        '{event}' AS event, lead.{date} AS date, {day} AS day, {figures}
    FROM crm_lead lead
    WHERE lead.prospect_list_id IS NOT NULL AND lead.{date} IS NOT NULL
"""
# The first and the last day of the fortnight, in an order that sorts as text.
FORTNIGHT = """
    to_char(event.day, 'YYYY-MM') || CASE WHEN extract(day FROM event.day) < 16 THEN ' (01-15)'
    ELSE to_char(date_trunc('month', event.day) + interval '1 month -1 day', ' "(16-"DD")"') END
"""
VIEW_SQL = """
    SELECT event.*, {fortnight} AS fortnight, company.currency_id
    FROM ({events}) event LEFT JOIN res_company company ON company.id = event.company_id
"""


class DigiflowProspectProgress(models.Model):
    """What happened to the prospects of the lists: a row for each milestone that a lead reached.

    A view of crm_lead: grouped and filtered in the database, never written.
    """

    _name = "digiflow.prospect.progress"
    _description = "Milestone of a prospect"
    _auto = False
    _rec_name = "lead_id"
    _order = "date desc, id desc"
    _depends = {"crm.lead": [*LEAD_COLUMNS, *EVENTS.values(), *EVENT_AMOUNTS.values()]}

    # Event
    event = fields.Selection(
        [
            ("1_prospect", "Prospect"),
            ("2_contacted", "Contacted"),
            ("3_effective", "Effective contact"),
            ("4_meeting_booked", "Meeting booked"),
            ("5_meeting_held", "Meeting held"),
            ("6_proposal", "Proposal"),
            ("7_won", "Won"),
            ("8_lost", "Lost"),
        ],
        string="Milestone",
        readonly=True,
    )
    date = fields.Datetime(string="Date and time", readonly=True)
    day = fields.Date(readonly=True, help="The day in Lima.")
    fortnight = fields.Char(readonly=True, help="Days 1 to 15 of the month, or the rest of it.")
    # Lead
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    prospect_list_id = fields.Many2one("digiflow.prospect.list", readonly=True)
    telemarketer_id = fields.Many2one("res.users", readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    presales_user_id = fields.Many2one("res.users", string="Presales engineer", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    city = fields.Char(string="District", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    is_digiflow = fields.Boolean(string="In the Digiflow pipeline", readonly=True)
    # Figures
    prospect_count = fields.Integer(string="Prospects", readonly=True)
    contacted_count = fields.Integer(string="Contacted", readonly=True)
    effective_count = fields.Integer(string="Effective contacts", readonly=True)
    meeting_booked_count = fields.Integer(string="Meetings booked", readonly=True)
    meeting_held_count = fields.Integer(string="Meetings held", readonly=True)
    proposal_count = fields.Integer(string="Proposals", readonly=True)
    won_count = fields.Integer(string="Won", readonly=True)
    lost_count = fields.Integer(string="Lost", readonly=True)
    proposal_amount = fields.Monetary(readonly=True, string="Proposed, without taxes")
    won_amount = fields.Monetary(readonly=True, string="Won, without taxes")

    def action_open_lead(self):
        """Open the opportunity behind this event."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Opportunity"),
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """The events of all leads that are in a list, with the currency of their company."""
        events = " UNION ALL ".join(map(_event_sql, EVENTS))
        return VIEW_SQL.format(events=events, fortnight=FORTNIGHT)


def _event_sql(event):
    """The rows of one kind of event; made of this module's names only."""
    figures = [f"{int(other == event)} AS {other[2:]}_count" for other in EVENTS]
    figures += [
        (f"lead.{name}" if other == event else "0") + f" AS {name}"
        for other, name in EVENT_AMOUNTS.items()
    ]
    return EVENT_SQL.format(
        most=MOST_EVENTS,
        number=list(EVENTS).index(event),
        columns=", ".join(f"lead.{name}" for name in LEAD_COLUMNS),
        event=event,
        date=EVENTS[event],
        day=DAY.format(date=EVENTS[event]),
        figures=", ".join(figures),
    )
