from odoo import _, api, fields, models

from ...compat import grouped_counts
from ...exceptions import SessionFullError, WorkflowError
from .training_states import EXCUSED, MANUAL, PLANNED, PROPOSED


class DigiflowTrainingSession(models.Model):
    """The seats of a session, and who takes them.

    The number of seats taken is a column of the session, and the limit a constraint of the
    database: of two people who take the last seat at once, one gets it.
    """

    _inherit = "digiflow.training.session"

    free_seats = fields.Integer(compute="_compute_seats", help="Without a limit there are none.")
    seats_text = fields.Char(string="Seats taken of all", compute="_compute_seats")
    is_full = fields.Boolean(compute="_compute_seats")
    is_enrolled = fields.Boolean(compute="_compute_is_enrolled")
    # sudo: how many people there are is for everybody to know, not who.
    enrolment_count = fields.Integer(compute="_compute_enrolment_count", compute_sudo=True)

    @api.depends("seats", "taken_seats")
    def _compute_seats(self):
        for session in self:
            taken, seats = session.taken_seats, session.seats
            session.free_seats = max(seats - taken, 0)
            session.is_full = bool(seats) and taken >= seats
            session.seats_text = f"{taken} / {seats}" if seats else str(taken)

    @api.depends_context("uid")
    @api.depends("enrolment_ids")
    def _compute_is_enrolled(self):
        enrolments = self.env["digiflow.training.enrolment"]
        domain = [("session_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        mine = enrolments.search(domain).session_id
        for session in self:
            session.is_enrolled = session in mine

    @api.depends("enrolment_ids")
    def _compute_enrolment_count(self):
        enrolments = self.env["digiflow.training.enrolment"]
        counts = grouped_counts(enrolments, [("session_id", "in", self.ids)], "session_id")
        for session in self:
            session.enrolment_count = counts.get(session.id, 0)

    def action_join(self):
        """Take a seat in this session for oneself.

        :return: True
        :raise WorkflowError: it is full, over, or the user's own to teach
        """
        self.ensure_one()
        self._check_upcoming()
        self._enrol_in(self.env.user, MANUAL)
        return True

    def action_leave(self):
        """Give one's own seat back, before the session begins.

        :return: True
        :raise WorkflowError: it has begun, or somebody else gave the seat because it is needed
        """
        self.ensure_one()
        self._check_upcoming()
        # sudo: one's own enrolment, which only those who lead the session write otherwise.
        mine = self.sudo().enrolment_ids.filtered(lambda one: one.user_id == self.env.user)
        if mine.filtered(lambda one: one.origin != MANUAL):
            raise WorkflowError(
                _(
                    "You were enrolled because you need this module. Ask the trainer to excuse you "
                    "if you cannot come."
                )
            )
        mine.unlink()
        return True

    def _check_upcoming(self):
        """Refuse to join or to leave what has begun.

        :raise WorkflowError: it is neither proposed nor planned for later
        """
        self._check_state(PROPOSED, PLANNED)
        if self.start and self.start <= fields.Datetime.now():
            raise WorkflowError(
                _("«%(session)s» has begun. Speak to its trainer.", session=self.name)
            )

    def _enrol_in(self, users, origin):
        """Enrol people in this session; who is enrolled stays as they are.

        :param users: res.users
        :param str origin: why, of ENROLMENT_ORIGIN_SELECTION
        :return: the digiflow.training.enrolment of all of them
        :raise SessionFullError: there is no room for all of them
        """
        self.ensure_one()
        # sudo: who needs a module gets a seat, whoever found it out; the session's own rules hold.
        enrolments = self.sudo().enrolment_ids
        known = enrolments.filtered(lambda one: one.user_id in users)
        vals_list = [
            {"session_id": self.id, "user_id": user.id, "origin": origin}
            for user in users - known.user_id
        ]
        made = enrolments.create(vals_list)
        return self.env["digiflow.training.enrolment"].browse((known | made).ids)

    def _take_seats(self):
        """Count the seats that are taken, and refuse more than there are.

        Written each time, so that of two transactions that take a seat the second one waits, and
        is tried again with what the first one left.

        :raise SessionFullError: there are more people than seats
        """
        self.ensure_one()
        # sudo: everybody counts, also those whom the user may not read.
        enrolments = self.sudo().enrolment_ids
        taken = len(enrolments.filtered(lambda one: one.attendance != EXCUSED))
        if self.seats and taken > self.seats:
            raise SessionFullError(
                _(
                    "«%(session)s» has %(seats)s seats, and all are taken. Give it more seats, or "
                    "choose another session.",
                    session=self.name,
                    seats=self.seats,
                )
            )
        # sudo: the count follows from the enrolments, whoever made them.
        self.sudo()._update({"taken_seats": taken})
