from datetime import timedelta

import pytz

from odoo import _, fields, models

from ...core import periods
from .training_states import PENDING, PLANNED, PROPOSED, SESSION_REINFORCEMENT

# Days until which a module is to be passed when no session is planned yet.
DAYS_TO_PASS = 30
# Days after the session until which its evaluation is to be passed.
DAYS_AFTER = 7


class DigiflowTrainingModule(models.Model):
    """Who needs a module gets a seat in a session of it, and a day until which to pass it."""

    _inherit = "digiflow.training.module"

    def _enrol(self, users, company, origin, reason):
        """Enrol people in the next session of this module that has room, or in a proposed one.

        Who has a seat in a session to come keeps it; who is not of the team is left out.

        :param users: res.users who need the module
        :param company: res.company that teaches it
        :param str origin: why, of ENROLMENT_ORIGIN_SELECTION
        :param str reason: the same in words
        :return: their digiflow.training.enrolment
        """
        self.ensure_one()
        # sudo: who needs a module is enrolled whoever's work found it out; the rules hold.
        module = self.sudo()
        people = users & module.env["res.users"]._get_digiflow_staff(company)
        seated = module._get_seated(people, company)
        enrolments = seated | module._give_seats(people - seated.user_id, company, origin, reason)
        for enrolment in enrolments:
            module._assign(enrolment, origin, reason)
        return self.env["digiflow.training.enrolment"].browse(enrolments.ids)

    def _get_seated(self, users, company):
        """Enrolments of people in sessions of this module that are still to come."""
        self.ensure_one()
        return self.env["digiflow.training.enrolment"].search(
            [
                ("module_id", "=", self.id),
                ("company_id", "=", company.id),
                ("user_id", "in", users.ids),
                ("attendance", "=", PENDING),
                *("|", ("state", "=", PROPOSED), "&", ("state", "=", PLANNED)),
                ("start", ">", fields.Datetime.now()),
            ]
        )

    def _give_seats(self, users, company, origin, reason):
        """Seats for people who have none: where there is room, the soonest first.

        :return: their digiflow.training.enrolment
        """
        enrolments = self.env["digiflow.training.enrolment"]
        left = users
        for session in self._get_upcoming(company):
            able = left - session.trainer_id
            # Without a limit of seats there is room for all.
            taken = able[: session.free_seats] if session.seats else able
            enrolments |= session._enrol_in(taken, origin) if taken else enrolments
            left -= taken
        if left:
            enrolments |= self._get_proposal(company, reason)._enrol_in(left, origin)
        return enrolments

    def _get_upcoming(self, company):
        """The planned sessions of this module that are still to come, the next one first."""
        return self.env["digiflow.training.session"].search(
            [
                ("module_id", "=", self.id),
                ("company_id", "=", company.id),
                ("state", "=", PLANNED),
                ("start", ">", fields.Datetime.now()),
            ],
            order="start, id",
        )

    def _get_proposal(self, company, reason):
        """The proposed reinforcement session of this module; made when there is none."""
        sessions = self.env["digiflow.training.session"]
        found = sessions.search(
            [
                ("module_id", "=", self.id),
                ("company_id", "=", company.id),
                ("state", "=", PROPOSED),
                ("kind", "=", SESSION_REINFORCEMENT),
            ],
            limit=1,
        )
        return found or sessions.create(
            {
                "module_id": self.id,
                "company_id": company.id,
                "kind": SESSION_REINFORCEMENT,
                "name": _("Reinforcement: %(module)s", module=self.name),
                "reason": reason,
                # Whoever plans it says how much room there is.
                "seats": 0,
            }
        )

    def _assign(self, enrolment, origin, reason):
        """Give the person of an enrolment a day until which to pass this module."""
        session = enrolment.session_id
        day = periods.today() + timedelta(days=DAYS_TO_PASS)
        if session.start:
            day = periods.today(pytz.utc.localize(session.start)) + timedelta(days=DAYS_AFTER)
        self.env["digiflow.training.assignment"]._assign(
            enrolment.user_id,
            self,
            enrolment.company_id,
            {"date_due": day, "origin": origin, "reason": reason},
        )
