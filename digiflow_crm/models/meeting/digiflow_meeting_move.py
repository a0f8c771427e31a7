from odoo import fields, models


class DigiflowMeetingMove(models.Model):
    """One change of a presentation's time or executive: from when to when, by whom and why.

    Rows are written by the presentations only, never by people.
    """

    _name = "digiflow.meeting.move"
    _description = "Move of a presentation"
    _order = "id desc"
    _rec_name = "event_id"

    event_id = fields.Many2one(
        "calendar.event", string="Presentation", required=True, index=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(
        related="event_id.opportunity_id", string="Opportunity", store=True, index=True
    )
    company_id = fields.Many2one(
        related="event_id.opportunity_id.company_id", store=True, index=True
    )
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="To", required=True)
    from_user_id = fields.Many2one("res.users", string="From executive")
    to_user_id = fields.Many2one("res.users", string="To executive")
    user_id = fields.Many2one("res.users", string="Moved by", required=True)
    reason = fields.Char()
