from datetime import timedelta

from odoo import SUPERUSER_ID, _, api, fields, models

from ...core.requirement_answers import no_longer_holds
from ...core.requirement_questions import questions_in, sections_with
from ...exceptions import WorkflowError
from ..pipeline.digiflow_public_link import LINK_FIELDS
from .digiflow_requirement import STATE_DRAFT
from .reply_states import ORIGIN_PAGE, STATE_WAITING

CLIENTS_LANG = "es_PE"
# A person corrects what they sent now and then; more than this a day is no person.
REPLIES_A_DAY = 20
# Fields whose value is a reference by its code.
CODED = {"service_ids": "digiflow.service", "document_type_ids": "digiflow.document.type"}


class DigiflowRequirement(models.Model):
    """The client's own answers: they come by the page or by a workbook, and wait to be taken in.

    An answer has the form that JSON holds (core/requirement_questions.py); references are codes.
    """

    _inherit = "digiflow.requirement"

    reply_ids = fields.One2many("digiflow.requirement.reply", "requirement_id", string="Replies")
    last_reply_id = fields.Many2one(
        "digiflow.requirement.reply", copy=False, readonly=True, ondelete="set null"
    )

    waiting_reply_id = fields.Many2one(
        "digiflow.requirement.reply", compute="_compute_waiting_reply_id"
    )

    @api.depends("reply_ids.state", "lead_id.requirement_ids.reply_ids.state")
    def _compute_waiting_reply_id(self):
        """The newest answers that wait, those to an earlier version too."""
        for survey in self:
            replies = survey.lead_id.requirement_ids.reply_ids if survey.id else survey.reply_ids
            waiting = replies.filtered(lambda one: one.state == STATE_WAITING)
            survey.waiting_reply_id = waiting.sorted("id", reverse=True)[:1]

    def action_open_waiting(self):
        """Open the client's answers that wait beside those of the survey."""
        self.ensure_one()
        return self.waiting_reply_id.action_open()

    def action_open_workbook(self):
        """Open the form with the workbook to fill in off line, to download and to load back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Workbook to fill in off line"),
            "res_model": "digiflow.requirement.workbook",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_requirement_id": self.id},
        }

    @api.model
    def _get_living_fields(self):
        return super()._get_living_fields() | {*LINK_FIELDS, "last_reply_id"}

    def _get_link_email(self):
        return self.contact_email or super()._get_link_email()

    def _get_link_obstacle(self):
        if self.state != STATE_DRAFT:
            return _(
                "%(survey)s is no longer a draft, so the client cannot answer it. Send it back to "
                "draft, or make a new version.",
                survey=self.name,
            )
        return super()._get_link_obstacle()

    def _get_sections(self):
        """The questions that a client is asked, with the choices there are."""
        return sections_with({name: self._get_choices(model) for name, model in CODED.items()})

    @api.model
    def _get_choices(self, model):
        """What there is to choose from, as [(code, name)] in the clients' language."""
        # sudo: what Digiflow offers is no secret; the client who reads it has no user.
        table = self.env[model].sudo().with_context(lang=CLIENTS_LANG)
        offered = table.search([("active", "=", True)])
        return [(one.code, one.name) for one in offered]

    def _get_answer(self, name):
        """What the survey says of a question now; None for nothing."""
        self.ensure_one()
        value = self[name]
        if name in CODED:
            return value.mapped("code") or None
        if isinstance(value, str):
            return value.strip() or None
        if self._fields[name].type == "date":
            return fields.Date.to_string(value) or None
        return value or None

    def _get_answers(self):
        """What the survey says of the questions that a client is asked, without the blank ones."""
        names = [question.name for question in questions_in(self._get_sections())]
        answers = {name: self._get_answer(name) for name in names}
        return {name: answer for name, answer in answers.items() if answer is not None}

    def _prepare_answer_vals(self, answers):
        """Values to write on a survey for answers by name; None makes it blank."""
        vals = {}
        for name, answer in answers.items():
            if name in CODED:
                found = self.env[CODED[name]].search([("code", "in", answer or [])])
                vals[name] = [(6, 0, found.ids)]
            else:
                vals[name] = answer if answer is not None else False
        return vals

    def _show_answer(self, name, answer):
        """An answer as the reader's screens show such a value; an empty text for a blank one."""
        if answer is None:
            return ""
        return self.new(self._prepare_answer_vals({name: answer}))._get_answer_text(name)

    def _receive(self, answers, sender, origin=ORIGIN_PAGE, previous_id=0, **vals):
        """Keep a client's answers, which wait to be taken in; of the survey nothing changes.

        What was sent twice, by a double click say, is kept once.

        :param dict answers: by the name of the question
        :param str sender: the name of the person who answers
        :param int previous_id: the waiting reply that these answers correct, if they do
        :return: the digiflow.requirement.reply
        :raise WorkflowError: too many came on one day
        """
        self.ensure_one()
        self._begin_reply()
        known = self.last_reply_id
        if known.state == STATE_WAITING and known._get_answers() == answers:
            return known
        self._check_not_too_many(origin)
        survey = self.with_user(SUPERUSER_ID)
        reply = survey.reply_ids.create(
            {
                "requirement_id": self.id,
                "origin": origin,
                "sender": sender,
                "line_ids": [(0, 0, line) for line in self._prepare_lines(answers)],
                **vals,
            }
        )
        survey.last_reply_id = reply
        if known.state == STATE_WAITING and known.id == previous_id:
            known._replace(reply)
        reply._announce()
        return reply

    def _begin_reply(self):
        """Write on the row: of two replies that come at once the second one waits here, meets this
        write, and is begun again with the first one in sight."""
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE digiflow_requirement SET last_reply_id = last_reply_id WHERE id = %s", [self.id]
        )

    def _prepare_lines(self, answers):
        """Values of a line for each answer, and for what the answers leave without sense."""
        questions = questions_in(self._get_sections())
        senseless = [name for name in no_longer_holds(questions, answers) if self[name]]
        given = {**answers, **dict.fromkeys(senseless)}
        return [
            self.reply_ids.line_ids._prepare_line_vals(number, question.name, given, self)
            for number, question in enumerate(questions)
            if question.name in given
        ]

    def _check_not_too_many(self, origin):
        day_ago = fields.Datetime.now() - timedelta(days=1)
        recent = self.reply_ids.filtered(lambda one: one.create_date >= day_ago)
        if origin == ORIGIN_PAGE and len(recent) >= REPLIES_A_DAY:
            raise WorkflowError(_("Too many answers came today. Try again tomorrow."))
