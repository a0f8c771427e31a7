"""What the tests of satisfaction campaigns start from: clients of a quarter of their own."""

import json
import re

from odoo.addons.mail.tests.common import MockEmail

from ..common import DigiflowCase

# A quarter in which nobody else's tests or examples have clients.
YEAR, QUARTER = "2001", "1"
FIRST, LAST = "2001-01-01", "2001-03-31"
LINK = re.compile(r"/survey/start/([\w-]+)\?answer_token=([\w-]+)")
HEADERS = {"Content-Type": "application/json"}


def make_client(env, name, services=("ose",), start=FIRST, end=LAST, company=None, **vals):
    """A company that had services, in the whole quarter if nothing else is said."""
    email = f"{name.lower().replace(' ', '.')}@example.com"
    client = env["res.partner"].create({"name": name, "is_company": True, "email": email, **vals})
    reason = env["digiflow.service.end.reason"].search([], limit=1)
    env["digiflow.client.service"].create(
        [
            {
                "partner_id": client.id,
                "service_id": env.ref(f"digiflow_crm.service_{code}").id,
                "company_id": (company or env.company).id,
                "date_start": start,
                "date_end": end,
                "end_reason_id": end and reason.id,
            }
            for code in services
        ]
    )
    return client


def make_campaign(env, **vals):
    """The draft of that quarter."""
    values = {"year": YEAR, "quarter": QUARTER, "deadline": "2001-04-30"}
    return env["digiflow.satisfaction.campaign"].create({**values, **vals})


def prepare_submit(form, score, comment="", service_scores=None, call_me=None):
    """What the page of a form sends when it is submitted.

    :param form: survey.user_input
    :return: (path, JSON text)
    """
    survey = form.survey_id

    def choose(question, points):
        found = question.suggested_answer_ids.filtered(lambda one: one.answer_score == points)
        return str(found.id or "")

    params = {
        str(survey._get_role_question("score").id): choose(
            survey._get_role_question("score"), score
        ),
        str(survey._get_role_question("comment").id): comment,
    }
    if call_me is not None:
        question = survey._get_role_question("call_me")
        params[str(question.id)] = choose(question, int(call_me))
    for question in survey.question_ids.filtered("digiflow_service_id"):
        points = (service_scores or {}).get(question.digiflow_service_id.code)
        params[str(question.id)] = choose(question, points) if points else ""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    return f"/survey/submit/{survey.access_token}/{form.access_token}", body


class CampaignCase(DigiflowCase, MockEmail):
    """A draft, and clients of the role user who is an executive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.executive = cls.users["executive"]
        cls.campaign = make_campaign(cls.env, user_id=cls.users["manager"].id)
        cls.answers = cls.env["digiflow.satisfaction.answer"]

    def make_client(self, name="Andina", **vals):
        """A client of the executive."""
        return make_client(self.env, name, **{"user_id": self.executive.id, **vals})

    def start(self, *names):
        """Start the campaign with clients of these names; their answers."""
        for name in names:
            self.make_client(name)
        self.campaign.with_user(self.users["manager"]).action_start()
        return self.campaign.answer_ids.sorted("id")

    def run_job(self):
        """The scheduled job and the queue of mails."""
        with self.mock_mail_gateway():
            self.env.ref("digiflow_crm.ir_cron_satisfaction").ir_actions_server_id.run()
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def invitations(self):
        """The e-mails with a form's link that left with the last job; Odoo sends others too."""
        return [mail for mail in self._mails if LINK.search(mail["body"])]

    def addressees(self):
        """Their addresses."""
        return sorted(
            one.rpartition("<")[2].strip(">")
            for mail in self.invitations()
            for one in mail["email_to"]
        )

    def figure(self, *names):
        """Some of the campaign's figure."""
        figure = self.campaign.get_figure()
        return tuple(figure[name] for name in names)
