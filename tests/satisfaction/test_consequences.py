"""What follows from the answers of a satisfaction campaign, and from its close."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .results_cases import ResultsCase

LOUD = "<b>Nadie contesta</b>"


class TestConsequences(ResultsCase):
    """One answer, and who has to do what."""

    def cases_of(self, answer):
        """The cases that an answer opened."""
        return self.env["digiflow.case"].search([("satisfaction_answer_id", "=", answer.id)])

    def calls_of(self, client):
        """(summary, who, deadline) of the calls planned with a client."""
        return [(one.summary, one.user_id, one.date_deadline) for one in client.activity_ids]

    def told(self, record):
        """Who was told something about a record."""
        domain = [("model", "=", record._name), ("res_id", "=", record.id)]
        notices = self.env["mail.message"].search(
            [*domain, ("message_type", "=", "user_notification")]
        )
        return notices.notified_partner_ids

    def test_what_follows_from_each_score(self):
        in_two, in_five = (self.company._get_working_day(days) for days in (2, 5))
        fairly, asks = "Call the client: fairly satisfied", "Call the client: asks for a call"
        table = [
            ("1", False, True, []),
            ("2", True, True, []),
            ("3", False, False, [(fairly, self.executive, in_five)]),
            ("3", True, False, [(fairly, self.executive, in_five)]),
            ("4", True, False, [(asks, self.executive, in_five)]),
            ("5", False, False, []),
        ]
        clients = [self.make_client(f"Cliente {number}") for number in range(len(table))]
        campaign = self.start()
        for client, (score, call_me, has_case, calls) in zip(clients, table, strict=True):
            with self.subTest(score=score, call_me=call_me):
                answer = self.answer(campaign, client, score, LOUD, call_me=call_me)
                case = self.cases_of(answer)
                self.assertEqual(len(case), int(has_case))
                self.assertEqual(self.calls_of(client), calls)
                if has_case:
                    self.assertEqual((case.partner_id, case.kind), (client, "dissatisfaction"))
                    self.assertEqual((case.user_id, case.date_deadline), (self.executive, in_two))
                    self.assertEqual(case.channel, "phone")
                    self.assertIn(LOUD, case.description)
                    self.assertEqual("asks for a call" in case.description, call_me)
                    self.assertIn(self.manager.partner_id, self.told(case))
                for call in client.activity_ids:
                    self.assertIn("&lt;b&gt;Nadie", call.note)

    def test_the_form_has_the_same_consequences_and_nothing_is_doubled(self):
        client = self.make_client("Andina", digiflow_size="small")
        answer = self.find(self.start(), client)
        form = answer._get_form()
        lines = answer._prepare_form_lines(form.survey_id, "1", LOUD, {}, False)
        form.user_input_line_ids = [(0, 0, line) for line in lines]
        # sudo: as the page of the survey does it for a visitor.
        form.with_user(self.env.ref("base.public_user")).sudo()._mark_done()
        case = self.cases_of(answer)
        self.assertEqual((answer.state, answer.origin, case.channel), ("answered", "form", "web"))
        answer._on_answered()
        self.assertEqual(self.cases_of(answer), case)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            case.copy().satisfaction_answer_id = answer
            self.env.flush_all()

    def test_days_are_a_setting(self):
        self.company.write({"digiflow_dissatisfied_days": 4, "digiflow_fairly_days": 9})
        clients = self.make_client("Uno"), self.make_client("Dos")
        campaign = self.start()
        case = self.cases_of(self.answer(campaign, clients[0], "2"))
        self.answer(campaign, clients[1], "3")
        self.assertEqual(case.date_deadline, self.company._get_working_day(4))
        self.assertEqual(clients[1].activity_ids.date_deadline, self.company._get_working_day(9))

    def test_an_executive_who_left_is_stood_in_for_by_a_manager(self):
        clients = self.make_client("Uno"), self.make_client("Dos")
        campaign = self.start()
        self.executive.active = False
        for client, score in zip(clients, "13", strict=True):
            self.find(campaign, client).with_user(self.manager).answer_by_phone(score)
        managers = self.find(campaign, clients[0])._get_managers()
        self.assertIn(self.manager, managers)
        case = self.cases_of(self.find(campaign, clients[0]))
        self.assertEqual((case.user_id, clients[1].activity_ids.user_id), (managers[0],) * 2)

    def test_a_comment_is_unread_until_somebody_with_the_right_marks_it(self):
        client, silent = self.make_client("Uno"), self.make_client("Dos")
        campaign = self.start()
        answer = self.answer(campaign, client, "5", "Muy bien")
        self.answer(campaign, silent, "5")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_satisfaction_answer_action_unread"
        )
        unread = [*eval(action["domain"]), ("campaign_id", "=", campaign.id)]
        self.assertEqual(self.answers.search(unread), answer)
        with self.assertRaises(AccessError):
            answer.with_user(self.colleague).action_mark_read()
        campaign.action_close()  # also when the figures are kept
        answer.with_user(self.executive).action_mark_read()
        self.assertEqual(answer.read_by_id, self.executive)
        self.assertFalse(self.answers.search(unread))
        answer.with_user(self.manager).action_mark_read()
        self.assertEqual(answer.read_by_id, self.executive)

    def test_the_managers_are_reminded_of_what_nobody_has_read(self):
        campaign = self.start_with("4", "Bien")
        job = self.env.ref("digiflow_crm.ir_cron_satisfaction_unread").ir_actions_server_id
        job.run()
        self.assertFalse(self.told(campaign))
        # sudo: nobody may write when a client answered; here it was a week ago.
        campaign.answer_ids.sudo().answered_date = fields.Datetime.now() - timedelta(days=8)
        job.run()
        self.assertIn(self.manager.partner_id, self.told(campaign))

    def start_with(self, score, comment="", **details):
        """A campaign of one client, who has answered."""
        client = self.make_client("Andina")
        campaign = self.start()
        self.answer(campaign, client, score, comment, **details)
        return campaign


class TestClose(ResultsCase):
    """A closed campaign is the quarter's figure; a low one is acted upon."""

    def close(self, *scores):
        """A closed campaign with one client for each score; an empty one did not answer."""
        clients = [self.make_client(f"Cliente {number}") for number in range(len(scores))]
        campaign = self.start()
        for client, score in zip(clients, scores, strict=True):
            if score:
                self.answer(campaign, client, score)
        campaign.action_close()
        return campaign

    def value_of(self, campaign):
        """The indicator's value of a campaign's quarter."""
        indicator = self.env.ref("digiflow_crm.indicator_satisfaction")
        return indicator._get_frozen(campaign.company_id, campaign.date_to)

    def test_a_low_quarter_opens_one_improvement_action(self):
        campaign = self.close("5", "4", "2", "3", "")
        value = self.value_of(campaign)
        self.assertEqual((value.numerator, value.denominator, value.value), (2, 4, 50))
        self.assertTrue(value.frozen)
        self.assertEqual((value.date_from, value.date_to), (campaign.date_from, campaign.date_to))
        action = campaign.improvement_ids
        self.assertEqual((len(action), action.value_before_id), (1, value))
        self.assertIn("50.0 %", action.name)
        campaign._on_closed()
        self.assertEqual(campaign.improvement_ids, action)

    def test_the_official_base_and_the_settings_target_decide(self):
        self.company.write(
            {"digiflow_satisfaction_base": "clients", "digiflow_satisfaction_target": 45}
        )
        campaign = self.close("5", "5", "", "")
        value = self.value_of(campaign)
        self.assertEqual((value.numerator, value.denominator, value.target), (2, 4, 45))
        self.assertFalse(campaign.improvement_ids)

    def test_no_answer_is_no_data_and_no_action(self):
        self.company.digiflow_satisfaction_base = "clients"
        campaign = self.close("", "")
        self.assertTrue(self.value_of(campaign).frozen)
        self.assertFalse(self.value_of(campaign).has_data)
        self.assertFalse(campaign.improvement_ids)
