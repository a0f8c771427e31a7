from odoo import _, api, fields, models

from ...core import client_counts, periods
from ...exceptions import ProcessError, WorkflowError

ORIGIN_HISTORICAL = "historical"
ORIGIN_COMPUTED = "computed"
KIND_SELECTION = [(client_counts.QUARTER, "Quarter"), (client_counts.YEAR, "Year")]
# What only the services themselves can say.
COMPUTED_FIELDS = ("counted_on", "at_start", "kept", "new_clients", "lost")


class DigiflowClientCount(models.Model):
    """How many clients had a service on the last day of a quarter or a year.

    A historical row was typed, imported or loaded by the manager. A computed one is made of the
    services of clients by `_recount`, which writes in SQL: through the ORM nobody writes, creates,
    copies or deletes one, and no historical row is ever overwritten. Where a date has a historical
    row of a service, of either kind, there is no computed one.
    """

    _name = "digiflow.client.count"
    _description = "Clients by service"
    _order = "date desc, kind, service_id"
    _rec_name = "date"

    # Which
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KIND_SELECTION, required=True, default=client_counts.YEAR)
    date = fields.Date(
        string="Last day of the period",
        required=True,
        copy=False,
        help="31/12 for a year; 31/03, 30/06, 30/09 or 31/12 for a quarter.",
    )
    service_id = fields.Many2one("digiflow.service", required=True, index=True, ondelete="restrict")
    # Figures
    count = fields.Integer(string="Clients", required=True)
    origin = fields.Selection(
        [(ORIGIN_HISTORICAL, "Historical"), (ORIGIN_COMPUTED, "Computed")],
        required=True,
        readonly=True,
        copy=False,
        default=ORIGIN_HISTORICAL,
    )
    counted_on = fields.Date(
        string="Counted on",
        readonly=True,
        copy=False,
        help="The day whose clients were counted: before the last one while the period runs.",
    )
    at_start = fields.Integer(
        readonly=True, copy=False, help="Clients on the last day of the period before."
    )
    kept = fields.Integer(
        readonly=True, copy=False, help="Of those at the start, the ones that are still there."
    )
    # Not `new`: that is a method of every model.
    new_clients = fields.Integer(string="New", readonly=True, copy=False)
    lost = fields.Integer(readonly=True, copy=False)

    _sql_constraints = [
        (
            "row_unique",
            "UNIQUE(company_id, kind, date, service_id)",
            "There is a count of this service for that date already. Change that one.",
        ),
        ("count_positive", "CHECK (count >= 0)", "A number of clients cannot be negative."),
    ]

    @api.depends("date", "service_id")
    def _compute_display_name(self):
        for row in self:
            day = row.date and row.date.strftime("%d/%m/%Y")
            row.display_name = f"{row.service_id.code or ''} {day or ''}".strip()

    @api.constrains("kind", "date")
    def _check_date(self):
        today = periods.today()
        for row in self:
            if not client_counts.is_last_day(row.date, row.kind):
                last = client_counts.period_of(row.date, row.kind).last
                raise ProcessError(
                    _(
                        "%(date)s is not the last day of a period. Write %(last)s.",
                        date=row.date.strftime("%d/%m/%Y"),
                        last=last.strftime("%d/%m/%Y"),
                    )
                )
            if row.date > today:
                raise ProcessError(
                    _(
                        "%(date)s is yet to come: nobody can have counted its clients.",
                        date=row.date.strftime("%d/%m/%Y"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create([self._make_room(vals) for vals in vals_list])
        rows._check_historical()
        return rows

    def write(self, vals):
        self._check_historical()
        result = super().write(vals)
        self._check_historical()
        return result

    def copy(self, default=None):
        self._check_historical()
        return super().copy(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_computed(self):
        self._check_historical()

    def name_get(self):
        """16.0 asks for names this way."""
        return [(row.id, row.display_name) for row in self]

    def _check_historical(self):
        """Refuse computed rows, and figures that only counting can give."""
        for row in self:
            counted = any(row[name] for name in COMPUTED_FIELDS)
            if row.origin != ORIGIN_HISTORICAL or counted:
                raise WorkflowError(
                    _(
                        "Computed counts come from the services of the clients: mend those, and "
                        "count again. To say how many there were on a date, add a row with the "
                        "number of clients."
                    )
                )

    @api.model
    def _make_room(self, vals):
        """Hook: what is typed comes first; computed rows that stand in its way go.

        :param dict vals: values of a row that is about to be created
        :return: `vals`
        """
        return vals
