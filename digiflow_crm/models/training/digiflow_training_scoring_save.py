from psycopg2 import errors

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core.external import without_none
from ...exceptions import WorkflowError

# The longest text that a trainer writes about one thing.
LONGEST = 2000


class DigiflowTrainingScoring(models.AbstractModel):
    """What a trainer writes on the sheet; see `get_sheet`."""

    _inherit = "digiflow.training.scoring"

    @api.model
    def save(self, session_id, evaluation_id, user_id, values):
        """Keep what was typed for one person; the attempt stays open until `finish`.

        :param dict values: any of ``marks``: ``{criterion id: {"points": 0-100, or False to take
            them back, "comment": text}}``; ``group``, ``comment``, ``reason`` (why not as the
            group): texts
        :return: the person's line: ``{"user_id", "name", "attendance", "is_self", "attempt_id",
            "state" (new, open, done), "group", "comment", "reason", "score", "passed",
            "scored_by", "marks": {criterion id as text: {"points", "comment", "group_points"
            (False: not scored as a group)}}}``
        :raise AccessError: the user may not score this person
        :raise WorkflowError: the person is scored already, or the values cannot be
        """
        session, evaluation = self._get_pair(session_id, evaluation_id)
        person = self._get_scored(session, user_id)
        attempt = self._open_attempt(session, evaluation, person)
        attempt._check_open()
        group = attempt.group_name or ""
        self._write_texts(attempt, values)
        self._write_marks(attempt, values.get("marks") or {})
        if (attempt.group_name or "") != group:
            self._follow_group(attempt)
        return without_none(self._prepare_people(session, evaluation, person)[0])

    @api.model
    def save_group(self, session_id, evaluation_id, group, marks):
        """Keep the points of a group: each member gets them, but for those who were adjusted.

        :param str group: its name, as the members have it
        :param dict marks: as in `save`
        :return: the lines of all people of the sheet
        :raise WorkflowError: the group has nobody who can still be scored
        """
        session, evaluation = self._get_pair(session_id, evaluation_id)
        attempts = self._get_attempts(session, evaluation).filtered(
            lambda one: (
                one.state == "open" and one.group_name == group and one.user_id != self.env.user
            )
        )
        if not group or not attempts:
            raise WorkflowError(_("The group has nobody who is still to be scored."))
        for attempt in attempts:
            self._write_group_marks(attempt, marks)
        return without_none(self._prepare_people(session, evaluation))

    @api.model
    def finish(self, session_id, evaluation_id, user_ids):
        """End the scoring of some people: from then on their scores stay as they are.

        All of them, or nobody: one who lacks points stops the others too.

        :return: what `get_sheet` returns
        :raise AccessError: the user may not score one of them
        :raise WorkflowError: points are missing, or a reason; the message says whose
        """
        session, evaluation = self._get_pair(session_id, evaluation_id)
        attempts = self._get_attempts(session, evaluation).browse()
        for user_id in user_ids:
            person = self._get_scored(session, user_id)
            attempts |= self._open_attempt(session, evaluation, person)
        attempts._check_open()
        attempts._finish_score()
        return self.get_sheet(session_id, evaluation_id)

    @api.model
    def _get_scored(self, session, user_id):
        """The person to be scored, who was in the session and is not the user."""
        if user_id == self.env.uid:
            raise AccessError(_("Nobody scores oneself: another trainer or quality does it."))
        person = self._get_enrolled(session).user_id.filtered(lambda one: one.id == user_id)
        if not person:
            raise WorkflowError(
                _("Only who was in «%s» is scored in it. Look at the attendance.", session.name)
            )
        return person

    @api.model
    def _open_attempt(self, session, evaluation, person):
        """The person's attempt that is not cancelled, made when there is none."""
        attempts = self._get_attempts(session, evaluation)
        found = attempts.filtered(lambda one: one.user_id == person)
        if found:
            return found
        try:
            with self.env.cr.savepoint():
                attempt = attempts.create(self._prepare_attempt_vals(session, evaluation, person))
                attempt.flush_recordset()
        except errors.UniqueViolation as error:
            raise WorkflowError(
                _("Somebody else has just begun to score %s. Open the sheet again.", person.name)
            ) from error
        return attempt

    @api.model
    def _prepare_attempt_vals(self, session, evaluation, person):
        """A new attempt, with what it is measured by."""
        return {
            "evaluation_id": evaluation.id,
            "evaluation_name": evaluation.name,
            "module_id": evaluation.module_id.id,
            "version_id": evaluation.module_id and session.version_id.id,
            "program_id": evaluation.program_id.id or session.program_id.id,
            "session_id": session.id,
            "user_id": person.id,
            "company_id": session.company_id.id,
            "method": evaluation.method,
            "started_on": fields.Datetime.now(),
            "trainer_id": self.env.uid,
            "pass_mark": self._get_mark(session, evaluation),
        }

    @api.model
    def _write_texts(self, attempt, values):
        """Write the texts that were typed about a person."""
        names = {"group": "group_name", "comment": "comment", "reason": "adjust_reason"}
        vals = {
            field: self._clean_text(values[name]) for name, field in names.items() if name in values
        }
        if vals:
            attempt._update(vals)

    @api.model
    def _write_marks(self, attempt, marks):
        """Write the points and comments of some criteria of one person."""
        for criterion, line, mark in self._match_marks(attempt, marks):
            if mark.get("points") is False:
                line.unlink()
                continue
            vals = {}
            if "points" in mark:
                vals["points"] = line._clean_points(mark["points"])
            if "comment" in mark:
                vals["comment"] = self._clean_text(mark["comment"])
            self._write_line(attempt, criterion, line, vals)

    @api.model
    def _write_group_marks(self, attempt, marks):
        """Write the points of a group on one member: who was adjusted keeps the own points."""
        for criterion, line, mark in self._match_marks(attempt, marks):
            if mark.get("points") is False:
                line.unlink()
                continue
            vals = {"is_group": True}
            if "points" in mark:
                vals["group_points"] = line._clean_points(mark["points"])
                if not line.is_adjusted:
                    vals["points"] = vals["group_points"]
            if "comment" in mark:
                vals["comment"] = self._clean_text(mark["comment"])
            self._write_line(attempt, criterion, line, vals)

    @api.model
    def _match_marks(self, attempt, marks):
        """``[(criterion, its line on the attempt or none, what was typed)]``."""
        criteria = {str(one.id): one for one in attempt.evaluation_id.rubric_id.criterion_ids}
        unknown = [key for key in marks if str(key) not in criteria]
        if unknown:
            raise WorkflowError(_("The rubric was changed meanwhile. Open the sheet again."))
        lines = {line.criterion_id: line for line in attempt.score_ids}
        return [
            (criteria[str(key)], lines.get(criteria[str(key)], attempt.score_ids.browse()), mark)
            for key, mark in marks.items()
        ]

    @api.model
    def _write_line(self, attempt, criterion, line, vals):
        """Write one criterion's line; a comment without points waits for them."""
        kept = attempt._prepare_criterion_vals(criterion)
        if line:
            line.write({**kept, **vals})
        elif "points" in vals:
            line.create({"attempt_id": attempt.id, "criterion_id": criterion.id, **kept, **vals})

    @api.model
    def _follow_group(self, attempt):
        """Who joins a group gets its points; who leaves one keeps own points, of no group."""
        attempt.score_ids.write({"is_group": False, "group_points": 0})
        if not attempt.group_name:
            return
        others = self._get_attempts(attempt.session_id, attempt.evaluation_id).filtered(
            lambda one: one != attempt and one.group_name == attempt.group_name
        )
        marks = {
            line.criterion_id.id: {"points": line.group_points}
            for line in others.score_ids
            if line.is_group and line.criterion_id
        }
        self._write_group_marks(attempt, marks)

    @api.model
    def _clean_text(self, text):
        """A text as it is kept, False without any.

        :raise WorkflowError: it is no text, or too long
        """
        if text is False or text is None:
            return False
        if not isinstance(text, str) or len(text) > LONGEST:
            raise WorkflowError(_("Write a text of at most %s characters.", LONGEST))
        return text.strip() or False
