import pytz
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...core import charts, periods
from ..calls.crm_lead_timeline import WRITTEN
from ..calls.outcomes import UNANSWERED
from ..info_pack.res_partner import SATISFIED
from .digiflow_client_service import STATE_RUNNING
from .res_partner import ROLES
from .res_partner_records import ATTACHMENTS

MONTHS = 12
FILES = 6
ANSWERS = 8


class ResPartner(models.Model):
    """The client at a glance: what it has, what it says, what is to be done next.

    Reckoned when the page is shown, under the rights of who looks, in the same number of queries
    however much there is of the client.
    """

    _inherit = "res.partner"

    digiflow_sheet = fields.Html(
        string="Client at a glance", compute="_compute_digiflow_sheet", sanitize=False, groups=ROLES
    )

    @api.depends_context("uid", "company", "lang")
    def _compute_digiflow_sheet(self):
        for partner in self:
            sheet = partner.digiflow_has_sheet and partner._prepare_digiflow_sheet()
            partner.digiflow_sheet = sheet and self.env["ir.qweb"]._render(
                "digiflow_crm.client_sheet", sheet
            )

    def _prepare_digiflow_sheet(self):
        """What the template of the sheet shows: texts as the user reads them.

        :return: ``{"services": list, "facts": list, "volume": svg or False, ...}``; None for what
            the user may not read
        """
        self.ensure_one()
        domains = self._get_digiflow_domains()
        stays = self.digiflow_client_service_ids
        risk = self._find_digiflow_risk()
        answers = self._find_digiflow_answers(domains)
        return {
            "services": [self._describe_stay(stay) for stay in stays],
            "facts": self._list_digiflow_facts(stays, domains, answers, risk),
            "volume": self._draw_digiflow_volume(),
            "answers": answers is not None
            and [self._describe_answer(answer) for answer in reversed(answers)],
            "satisfaction": answers and self._draw_digiflow_satisfaction(answers),
            "risk": risk and {"reasons": risk._get_reasons()},
            "files": self._list_digiflow_files(domains),
        }

    def _find_digiflow_risk(self):
        """The row of the client's risk that the user may read; None without the right."""
        if not self._reads_digiflow("digiflow.client.risk"):
            return None
        return self.env["digiflow.client.risk"].search([("partner_id", "=", self.id)], limit=1)

    def _find_digiflow_answers(self, domains):
        """The last answers of campaigns, oldest first; None without the right to read them."""
        model = "digiflow.satisfaction.answer"
        if not self._reads_digiflow(model):
            return None
        found = self.env[model].search(
            domains[model], order="answered_date desc, id desc", limit=ANSWERS
        )
        return found.sorted("answered_date")

    def _describe_stay(self, stay):
        """A service of the client as its row in the sheet."""
        return {
            "model": stay._name,
            "id": stay.id,
            "name": stay.service_id.name,
            "code": stay.service_id.code,
            "state": stay.state,
            "state_name": self._label(stay, "state"),
            "since": self._day(stay.date_start),
            "until": self._day(stay.date_end),
            "contract": self._day(stay.contract_end),
            "worth": self._money(stay.monthly_amount, stay.currency_id),
            "reason": stay.end_reason_id.name or "",
        }

    def _describe_answer(self, answer):
        """An answer as its row in the sheet."""
        return {
            "model": answer._name,
            "id": answer.id,
            "campaign": answer.campaign_id.name,
            "score": answer.score,
            "words": self._label(answer, "score"),
            "satisfied": answer.score in SATISFIED,
            "day": self._moment(answer.answered_date),
            "comment": answer.comment or "",
        }

    def _list_digiflow_facts(self, stays, domains, answers, risk):
        """What one looks for first: list of ``{"name", "value", "note", "tone"}``."""
        running = stays.filtered(lambda stay: stay.state == STATE_RUNNING)
        facts = [
            self._get_client_fact(stays, running),
            self._get_contract_fact(running),
            self._get_contact_fact(domains),
            self._get_next_fact(domains),
        ]
        if answers is not None:
            facts.append(self._get_satisfaction_fact(answers))
        if risk:
            tone = {"1_high": "danger", "2_medium": "warning"}.get(risk.level, "success")
            note = _("%(score)s of 100", score=risk.score)
            facts.append(_fact(_("Risk of leaving"), self._label(risk, "level"), note, tone))
        return facts

    def _get_client_fact(self, stays, running):
        first = min(stays.mapped("date_start"), default=False)
        if not running:
            value = _("No longer a client") if first else _("Not a client yet")
            return _fact(_("Client"), value, "", "muted")
        worth = ", ".join(
            self._money(sum(own.mapped("monthly_amount")), currency)
            for currency in running.currency_id
            for own in [running.filtered(lambda stay, its=currency: stay.currency_id == its)]
        )
        value = _("Since %(day)s", day=self._day(first))
        return _fact(_("Client"), value, _("%(worth)s a month", worth=worth))

    def _get_contract_fact(self, running):
        end = min(filter(None, running.mapped("contract_end")), default=False)
        if not end:
            return _fact(_("Contract until"), _("Not recorded"), "", "muted")
        days = (end - periods.today()).days
        note = _("%(days)s days ago", days=-days) if days < 0 else _("in %(days)s days", days=days)
        return _fact(_("Contract until"), self._day(end), note, "danger" if days < 0 else "")

    def _get_contact_fact(self, domains):
        found = [one for one in self._find_digiflow_contacts(domains) if one]
        if not found:
            return _fact(_("Last contact"), _("None recorded"), "", "muted")
        moment, kind, who = max(found)
        note = " · ".join(filter(None, [kind, who]))
        return _fact(_("Last contact"), self._moment(moment), note)

    def _find_digiflow_contacts(self, domains):
        """The last call, meeting and message: a (moment, kind, who) or None of each."""
        now = fields.Datetime.now()
        return (
            self._find_last(
                "digiflow.call",
                [*domains["digiflow.call"], ("outcome", "not in", UNANSWERED)],
                "start",
                _("Call"),
                "user_id",
            ),
            self._find_last(
                "calendar.event",
                [
                    *domains["calendar.event"],
                    ("stop", "<=", now),
                    ("digiflow_state", "in", (False, "held")),
                ],
                "start",
                _("Meeting"),
                "user_id",
            ),
            self._find_last(
                "mail.message",
                [
                    *self._get_digiflow_threads(domains),
                    ("message_type", "in", WRITTEN),
                    ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                ],
                "date",
                _("Message"),
                "author_id",
            ),
        )

    def _find_last(self, model, domain, date, kind, who):
        """(moment, kind, name of who) of the last record of `domain` that the user may read."""
        if not self._reads_digiflow(model):
            return None
        last = self.env[model].search(domain, order=f"{date} desc, id desc", limit=1)
        # sudo: only the name of a colleague, who may be of another company.
        return last and (last[date], kind, last.sudo()[who].name or "")

    def _get_digiflow_threads(self, domains, model="model"):
        """Domain of what hangs on the company or on its opportunities.

        :param str model: the field that names the model of the record
        """
        lead_ids = domains["crm.lead"][0][2]
        return [
            "|",
            *("&", (model, "=", "res.partner"), ("res_id", "=", self.id)),
            *("&", (model, "=", "crm.lead"), ("res_id", "in", lead_ids)),
        ]

    def _get_next_fact(self, domains):
        threads = self._get_digiflow_threads(domains, "res_model")
        found = self.env["mail.activity"].search(threads, order="date_deadline, id", limit=1)
        if not found:
            return _fact(_("Next activity"), _("None planned"), "", "muted")
        late = found.date_deadline < periods.today()
        # sudo: only the name of a colleague, who may be of another company.
        who = found.sudo().user_id.name
        what = found.summary or found.activity_type_id.name
        note = " · ".join(filter(None, [_("Overdue") if late else "", what, who]))
        tone = "danger" if late else ""
        return _fact(_("Next activity"), self._day(found.date_deadline), note, tone)

    def _get_satisfaction_fact(self, answers):
        if not answers:
            return _fact(_("Satisfaction"), _("No answer yet"), "", "muted")
        last = answers[-1:]
        value = f"{last.score} · {self._label(last, 'score')}"
        tone = "warning" if last.score == "3" else "danger"
        tone = "success" if last.score in SATISFIED else tone
        return _fact(_("Satisfaction"), value, self._moment(last.answered_date), tone)

    def _draw_digiflow_volume(self):
        """The documents of the last months by service, as SVG.

        :return: "" where none are recorded; None without the right to read them
        """
        if not self._reads_digiflow("digiflow.client.volume"):
            return None
        this_month = periods.today().replace(day=1)
        months = [this_month - relativedelta(months=back) for back in reversed(range(MONTHS))]
        volumes = self.env["digiflow.client.volume"].search(
            [("partner_id", "=", self.id), ("month", ">=", months[0]), ("month", "<=", months[-1])]
        )
        if not volumes:
            return ""
        documents = {}
        for one in volumes:
            key = (one.service_id, one.month)
            documents[key] = documents.get(key, 0) + one.documents
        series = [
            (service.code, [documents.get((service, month)) for month in months])
            for service in volumes.service_id.sorted(lambda one: (one.sequence, one.id))
        ]
        names = [format_date(self.env, month, date_format="MMM yy") for month in months]
        title = _("Documents a month")
        desc = _("Documents of the last twelve months, by service.")
        drawing = charts.stacked_columns(names, series, None, title, desc, no_data="–")
        return Markup(drawing)  # noqa: S704  (made here, every text in it escaped)

    def _draw_digiflow_satisfaction(self, answers):
        """The scores of the last campaigns, as SVG; "" of a single one, which is no course."""
        if len(answers) == 1:
            return ""
        drawing = charts.trend(
            [campaign._get_short_name() for campaign in answers.campaign_id],
            [int(one.score) for one in answers],
            int(min(SATISFIED)),
            _("Satisfaction over time"),
            _("Score of each campaign, from 1 to 5; satisfied from 4 on."),
            unit="",
            target_label=_("Satisfied from"),
        )
        return Markup(drawing)  # noqa: S704  (made here, every text in it escaped)

    def _list_digiflow_files(self, domains):
        """The newest files of the client: list of ``{"name", "url", "day"}``."""
        files = self.env[ATTACHMENTS].search(
            domains[ATTACHMENTS], order="create_date desc, id desc", limit=FILES
        )
        return [
            {
                "name": one.name,
                "url": f"/web/content/{one.id}?download=true",
                "day": self._moment(one.create_date),
            }
            for one in files
        ]

    def _label(self, record, name):
        """The words of a selection field of `record`."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _day(self, day):
        """A date as the user reads it; "" for none."""
        return format_date(self.env, day) if day else ""

    def _moment(self, moment):
        """The day in Lima of a naive UTC datetime."""
        return self._day(moment and periods.today(pytz.utc.localize(moment)))

    def _money(self, amount, currency):
        """An amount with the symbol of its currency."""
        return formatLang(self.env, amount or 0, currency_obj=currency)


def _fact(name, value, note="", tone=""):
    """One fact of the sheet; `tone` is a colour's name, which only repeats what the words say."""
    return {"name": name, "value": value, "note": note, "tone": tone}
