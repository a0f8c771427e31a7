"""Which clients a campaign asks, as they were when it took them."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .campaign_cases import FIRST, LAST, CampaignCase, make_campaign, make_client


class TestCampaignClients(CampaignCase):
    """Clients of the first quarter of 2001."""

    def names(self, campaign=None):
        """Names of the clients that were taken."""
        return sorted((campaign or self.campaign).answer_ids.mapped("client_name"))

    def test_a_day_of_the_quarter(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        for name, vals in {
            "whole": {},
            "last day": {"start": LAST},
            "first day": {"start": "2000-01-01", "end": FIRST},
            "goes on": {"start": "2000-01-01", "end": False},
            "before": {"start": "2000-01-01", "end": "2000-12-31"},
            "after": {"start": "2001-04-01", "end": "2001-06-30"},
            "abroad": {"company": abroad},
            "two services": {"services": ("ose", "gre")},
        }.items():
            make_client(self.env, name, **vals)
        self.start()
        taken = ["first day", "goes on", "last day", "two services", "whole"]
        self.assertEqual(self.names(), taken)
        self.assertEqual(self.figure("clients", "sent", "coverage"), (5, 0, 0.0))

    def test_until_today(self):
        """A service that begins later in this quarter makes no client yet."""
        today = periods.today()
        campaign = self.env["digiflow.satisfaction.campaign"].create({})
        self.assertTrue(campaign.date_from <= today <= campaign.date_to)
        make_client(self.env, "Hoy", start=today, end=False)
        make_client(self.env, "Mañana", start=today + timedelta(days=1), end=False)
        campaign.action_start()
        self.assertIn("Hoy", self.names(campaign))
        self.assertNotIn("Mañana", self.names(campaign))

    def test_segment(self):
        industry = self.env["res.partner.industry"].create({"name": "Pesca"})
        self.make_client("Mine")
        self.make_client("GRE", services=("gre", "ose"), user_id=False)
        self.make_client("Fish", industry_id=industry.id, user_id=False)
        self.make_client("Small", digiflow_size="small", user_id=False)
        gre = self.env.ref("digiflow_crm.service_gre")
        for quarter, (vals, taken) in enumerate(
            [
                ({"service_ids": [(6, 0, gre.ids)]}, ["GRE"]),
                ({"executive_ids": [(6, 0, self.executive.ids)]}, ["Mine"]),
                ({"industry_ids": [(6, 0, industry.ids)]}, ["Fish"]),
                ({"size_small": True, "size_large": True}, ["Small"]),
            ]
        ):
            with self.subTest(taken=taken):
                abroad = self.env["res.company"].create({"name": f"Digiflow {quarter}"})
                stays = self.env["digiflow.client.service"].search([("date_end", "=", LAST)])
                stays.company_id = abroad
                campaign = make_campaign(self.env, company_id=abroad.id, **vals)
                campaign.action_start()
                self.assertEqual(self.names(campaign), taken)
                self.assertEqual(campaign.get_figure()["clients"], 4, "of any segment")

    def test_as_it_was(self):
        """What becomes of the client later changes nothing."""
        client = self.make_client(
            services=("ose", "gre"), digiflow_size="small", digiflow_district="Ate"
        )
        (answer,) = self.start()
        client.write(
            {"name": "Otra", "digiflow_size": "large", "digiflow_district": "L", "user_id": False}
        )
        self.assertEqual(
            (answer.client_name, answer.size, answer.district, answer.user_id),
            ("Andina", "small", "Ate", self.executive),
        )
        self.assertEqual(set(answer.service_ids.mapped("code")), {"OSE", "GRE"})

    def test_right_contact(self):
        client = self.make_client(email="central@example.com")
        person = {"name": "Rosa", "parent_id": client.id, "email": "rosa@example.com"}
        client.digiflow_contact_id = self.env["res.partner"].create(person)
        (answer,) = self.start()
        self.assertEqual((answer.contact_id.name, answer.email), ("Rosa", "rosa@example.com"))

    def test_unreachable(self):
        """They are taken with the reason, and can answer by phone."""
        self.env["mail.blacklist"].create({"email": "no.quiere@example.com"})
        self.make_client("sin correo", email=False)
        self.make_client("malo", email="nobody")
        self.start("no quiere", "alcanzable")
        found = {one.client_name: (one.state, one.failure) for one in self.campaign.answer_ids}
        self.assertEqual(found["alcanzable"], ("to_send", False))
        reasons = {"sin correo": "no e-mail", "malo": "«nobody»", "no quiere": "asked"}
        for name, why in reasons.items():
            self.assertEqual(found[name][0], "not_sent", name)
            self.assertIn(why, found[name][1])
        self.assertEqual((self.campaign.not_sent_count, self.campaign.to_send_count), (3, 1))

    def test_added_later(self):
        self.start("Andina")
        self.make_client("Nueva")
        self.campaign.with_user(self.users["manager"]).action_add_clients()
        self.campaign.action_add_clients()
        self.assertEqual(self.names(), ["Andina", "Nueva"])

    def test_refused(self):
        manager = self.campaign.with_user(self.users["manager"])
        with self.assertRaisesRegex(WorkflowError, "No client"), self.env.cr.savepoint():
            manager.action_start()
        self.env.invalidate_all()
        self.make_client()
        for user in (self.executive, self.users["quality"]):
            for action in ("action_start", "action_add_clients", "action_close", "action_remind"):
                with self.assertRaises(AccessError, msg=action):
                    getattr(self.campaign.with_user(user), action)()
        with self.assertRaises(WorkflowError):
            manager.action_add_clients()
        manager.action_start()
        with self.assertRaisesRegex(WorkflowError, "begun already"):
            manager.action_start()
        with self.assertRaisesRegex(WorkflowError, "begins on 01/01/2090"):
            make_campaign(self.env, year="2090").action_start()
        for vals in ({"year": "2002"}, {"quarter": "2"}, {"size_small": True}):
            with self.assertRaisesRegex(WorkflowError, "stay as they are"):
                manager.write(vals)
        manager.write({"deadline": "2001-05-31"})

    def test_reminder_days(self):
        for wrong in ("7; 14", "0", "-1", "7,7", "400", "x"):
            with self.assertRaises(ProcessError, msg=wrong):
                self.campaign.reminder_days = wrong
        self.campaign.reminder_days = " 14,7,"
        self.assertEqual(self.campaign._get_reminder_days(), [7, 14])

    def test_one_of_a_quarter(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            make_campaign(self.env)

    def test_queries_do_not_grow(self):
        """Taking ten times as many clients takes hardly more queries."""

        def count(quarter, number):
            dates = {"start": f"2001-{quarter * 3:02}-01", "end": f"2001-{quarter * 3:02}-20"}
            for index in range(number):
                self.make_client(f"Cliente {quarter} {index}", **dates)
            campaign = make_campaign(self.env, quarter=str(quarter))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            campaign.action_start()
            self.env.flush_all()
            self.assertEqual(campaign.total_count, number)
            return self.cr.sql_log_count - before

        few = count(2, 4)
        self.assertLess(count(3, 40), few + 15)
