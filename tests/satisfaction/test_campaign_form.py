"""The form of a campaign over HTTP: good, double, forged, expired and closed answers."""

from datetime import timedelta

from odoo import fields

from ..common import DigiflowHttpCase
from .campaign_cases import HEADERS, make_campaign, make_client, prepare_submit


class TestCampaignForm(DigiflowHttpCase):
    """A client of OSE, and one of GRE, who were invited."""

    def setUp(self):
        super().setUp()
        self.client = make_client(self.env, "Andina", services=("ose", "xbrl"))
        make_client(self.env, "Brisa", services=("gre",))
        self.campaign = make_campaign(self.env)
        self.campaign.action_start()
        self.campaign._cron_send()
        self.andina, self.brisa = self.campaign.answer_ids.sorted("client_name")
        self.env.flush_all()

    def submit(self, answer, *args, token=None, **kwargs):
        """Send the form of a client as its page does; what the server says."""
        path, body = prepare_submit(answer.user_input_id, *args, **kwargs)
        if token:
            path = f"{path.rpartition('/')[0]}/{token}"
        response = self.url_open(path, data=body, headers=HEADERS)
        self.env.invalidate_all()
        return response.text

    def open(self, answer):
        """The page of a client's link."""
        return self.url_open("/survey" + answer.link.partition("/survey")[2]).text

    def test_answered(self):
        page = self.open(self.andina)
        for words in ("Medianamente satisfecho", "OSE", "¿Podemos llamarle"):
            self.assertIn(words, page)
        self.assertNotIn("GRE", page, "not asked about what it has not")
        self.submit(self.andina, 4, "<b>Bien</b>", {"OSE": 2, "GRE": 1}, call_me=True)
        answer = self.andina
        self.assertEqual(
            (answer.state, answer.score, answer.comment, answer.call_me, answer.origin),
            ("answered", "4", "<b>Bien</b>", True, "form"),
        )
        given = {one.service_id.code: one.score for one in answer.service_score_ids}
        self.assertEqual(given, {"OSE": "2"})
        self.assertEqual(self.client.digiflow_satisfaction, "4")
        self.assertNotIn("<b>Bien", "".join(self.client.message_ids.mapped("body")))

    def test_only_the_score_is_needed(self):
        self.assertIn("validation", self.submit(self.andina, 9))
        self.assertEqual(self.andina.state, "sent")
        self.submit(self.andina, 1)
        self.assertEqual((self.andina.score, self.andina.call_me), ("1", False))
        self.assertFalse(self.andina.service_score_ids)

    def test_twice(self):
        self.submit(self.andina, 5)
        self.assertIn("unauthorized", self.submit(self.andina, 1))
        self.assertIn("ya llegó a su Ejecutivo", self.open(self.andina))
        self.assertEqual((self.andina.score, self.campaign.answers), ("5", 1))

    def test_nobody_makes_another_form(self):
        """Neither without a token, nor as another try, which would take the place of the answer."""
        form = self.andina.user_input_id
        survey = form.survey_id
        before = self.env["survey.user_input"].search_count([("survey_id", "=", survey.id)])
        forged = "start/{0}?answer_token=" + "x" * 36
        for path in ("start/{0}", forged, "retry/{0}/{1}", "begin/{0}/x"):
            self.url_open("/survey/" + path.format(survey.access_token, form.access_token))
        after = self.env["survey.user_input"].search_count([("survey_id", "=", survey.id)])
        self.assertEqual(after, before)

    def test_forged(self):
        self.assertIn("token_wrong", self.submit(self.andina, 1, token="x" * 36))
        self.submit(self.andina, 2, token=self.brisa.user_input_id.access_token)
        self.assertEqual((self.andina.score, self.brisa.score), (False, "2"))

    def test_expired(self):
        self.andina.user_input_id.deadline = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()
        self.assertIn("answer_deadline", self.submit(self.andina, 5))
        self.campaign._cron_send()
        self.assertEqual((self.andina.state, self.andina.score), ("expired", False))

    def test_late_answers_count_until_it_is_closed(self):
        self.submit(self.andina, 4)  # the closing date was in 2001
        self.campaign.action_close()
        self.env.flush_all()
        page = self.open(self.brisa)
        self.assertIn("Gracias por su tiempo", page)
        self.assertNotIn("Muy satisfecho", page)
        self.assertIn("answer_deadline", self.submit(self.brisa, 5))
        # Also when somebody opens the form again behind the campaign's back.
        self.brisa.user_input_id.deadline = False
        self.env.flush_all()
        self.submit(self.brisa, 5)
        self.assertEqual((self.brisa.state, self.brisa.score), ("expired", False))
        self.assertIn("ya llegó a su Ejecutivo", self.open(self.andina))
        self.assertEqual(self.campaign.get_figure()["answers"], 1)

    def test_service_that_is_counted_later(self):
        """Its clients are asked about it; the others are not."""
        service = self.env["digiflow.service"].create(
            {"code": "NUEVO", "name": "Novedad", "counted": True}
        )
        client = make_client(self.env, "Cumbre")
        client.digiflow_client_service_ids.service_id = service
        self.campaign.action_add_clients()
        self.campaign._cron_send()
        cumbre = self.campaign.answer_ids.filtered(lambda one: one.partner_id == client)
        self.env.flush_all()
        self.assertIn("Novedad", self.open(cumbre))
        self.assertNotIn("Novedad", self.open(self.andina))
