"""What clients of a campaign answer, the figure of it, and that a closed one never changes."""

import xmlrpc.client

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .campaign_cases import CampaignCase


class TestCampaignAnswers(CampaignCase):
    """Answers by phone; those on the form are in test_campaign_form.py."""

    def setUp(self):
        super().setUp()
        self.client = self.make_client("Andina", services=("ose", "gre"))
        self.others = self.make_client("Brisa") | self.make_client("Cumbre", email=False)
        self.andina, self.brisa, self.cumbre = self.start().sorted("client_name")

    def test_by_phone(self):
        own = self.andina.with_user(self.executive)
        own.answer_by_phone("4", " Bien ", {"OSE": "5", "GRE": "2"}, True)
        given = {one.service_id.code: one.score for one in self.andina.service_score_ids}
        self.assertEqual(
            (own.state, own.score, own.comment, own.call_me, own.origin, own.typed_by_id, given),
            ("answered", "4", "Bien", True, "phone", self.executive, {"OSE": "5", "GRE": "2"}),
        )
        self.assertEqual(self.client.digiflow_satisfaction, "4")
        notes = "".join(self.client.message_ids.mapped("body"))
        self.assertIn("4 Satisfied", notes)
        self.assertIn("by phone", notes)

    def test_typing_form(self):
        action = self.andina.with_user(self.users["quality"]).action_answer_by_phone()
        form = self.env[action["res_model"]].with_user(self.users["quality"])
        form = form.with_context(**action["context"]).create({"score": "3"})
        self.assertEqual(form.line_ids.service_id, self.andina.service_ids)
        form.line_ids.filtered(lambda line: line.service_id.code == "GRE").score = "1"
        form.action_confirm()
        self.assertEqual((self.andina.score, self.andina.call_me), ("3", False))
        self.assertEqual(self.andina.service_score_ids.mapped("score"), ["1"])

    def test_refused(self):
        for score, services in (("6", {}), ("", {}), ("4", {"OSE": "0"}), ("4", {"XBRL": "4"})):
            with self.assertRaises(ProcessError, msg=(score, services)):
                self.andina.answer_by_phone(score, service_scores=services)
        strangers = [
            self.make_user("executive", login="executive_2"),
            *(self.users[role] for role in ("telemarketer", "presales", "implementation")),
        ]
        for user in strangers:
            with self.assertRaises(AccessError, msg=user.login):
                self.andina.with_user(user).answer_by_phone("5")
            with self.assertRaises(AccessError, msg=user.login):
                self.andina.with_user(user).action_send()
        self.andina.answer_by_phone("5")
        with self.assertRaisesRegex(WorkflowError, "already"):
            self.andina.answer_by_phone("1")
        self.assertEqual(self.andina.score, "5")

    def test_figure(self):
        nothing = ("rate", "rate_all", "response_rate", "official", "reached")
        self.assertEqual(self.figure(*nothing), (False,) * 5)
        xmlrpc.client.dumps((self.campaign.get_figure(), self.campaign.get_results()))
        self.assertEqual((self.campaign.rate_text, self.campaign.verdict), ("no data", "none"))
        self.run_job()
        self.assertEqual(self.figure("sent", "response_rate", "rate"), (2, 0.0, False))
        self.brisa.answer_by_phone("4")
        self.cumbre.answer_by_phone("3")
        counts = self.figure("satisfied", "answers", "sent", "clients")
        self.assertEqual(counts, (1, 2, 3, 3), "who answered by phone was asked")
        self.assertEqual(self.figure("rate", "coverage"), (50.0, 100.0))
        self.assertAlmostEqual(self.figure("rate_all")[0], 100 / 3)
        self.assertIn("▼ 30.0 points", self.campaign.verdict_text)
        self.campaign.company_id.digiflow_satisfaction_base = "clients"
        self.campaign.company_id.digiflow_satisfaction_target = 30
        self.campaign.invalidate_recordset()
        self.assertEqual(self.campaign.get_figure()["reached"], True)
        self.assertIn("✓", self.campaign.verdict_text)

    def test_seen_by(self):
        """An executive sees own clients' answers, and the figure of the whole company."""
        self.others.user_id = self.make_user("executive", login="executive_2")
        self.brisa.answer_by_phone("1")
        own = self.answers.with_user(self.executive)
        found = own.search([("campaign_id", "=", self.campaign.id)])
        self.assertEqual(found, self.andina)
        own = self.campaign.with_user(self.executive)
        shown = (own.get_figure()["answers"], own.total_count, own.rate_text)
        self.assertEqual(shown, (1, 3, "0.0 %"))
        for role in ("telemarketer", "presales", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.campaign.with_user(self.users[role]).get_figure()

    def close(self):
        """Close the campaign, one answer of 5 being in, the others not."""
        self.run_job()
        self.andina.answer_by_phone("5", "Gracias", {"OSE": "4"})
        self.campaign.with_user(self.users["manager"]).action_close()
        return self.campaign.get_figure()

    def test_closed(self):
        figure = self.close()
        self.assertEqual(self.campaign.answer_ids.mapped("state").count("expired"), 1)
        self.assertEqual(self.cumbre.state, "not_sent")
        self.assertEqual(self.campaign.closed_by_id, self.users["manager"])
        refused = {
            "answer": lambda: self.brisa.answer_by_phone("1"),
            "send": lambda: self.cumbre.action_send(),
            "score": lambda: self.andina.write({"score": "1"}),
            "state": lambda: self.brisa.write({"state": "sent"}),
            "unlink": self.andina.unlink,
            "new row": lambda: self.andina.copy({"client_key": 1}),
            "service score": lambda: self.andina.service_score_ids.write({"score": "1"}),
            "no service score": self.andina.service_score_ids.unlink,
            "new service score": lambda: self.andina.service_score_ids.copy(
                {"service_id": self.env.ref("digiflow_crm.service_xbrl").id}
            ),
            "campaign": lambda: self.campaign.write({"name": "Otra"}),
            "figures": lambda: self.campaign.write({"closed_answers": 9}),
            "reopened": lambda: self.campaign.write({"state": "running"}),
            "deleted": self.campaign.unlink,
            "again": self.campaign.action_close,
            "import": lambda: self.load_or_raise("1"),
        }
        for name, action in refused.items():
            with self.assertRaises(WorkflowError, msg=name), self.env.cr.savepoint():
                action()
            self.env.invalidate_all()
        self.run_job()
        self.andina.with_user(self.users["quality"]).action_mark_read()
        self.assertEqual(self.andina.read_by_id, self.users["quality"])
        self.assertEqual((self.andina.score, self.campaign.get_figure()), ("5", figure))

    def load_or_raise(self, score):
        """What Odoo's import of a file does with an answer."""
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "andina",
                "model": self.andina._name,
                "res_id": self.andina.id,
            }
        )
        result = self.answers.load(["id", "score"], [["__import__.andina", score]])
        if result["messages"]:
            raise WorkflowError(result["messages"][0]["message"])

    def test_what_becomes_of_clients(self):
        """The figure stays when services end or go, settings change and companies are merged."""
        figure = self.close()
        self.client.digiflow_client_service_ids.write({"date_end": "2001-01-02"})
        self.others.digiflow_client_service_ids.unlink()
        self.campaign.company_id.write(
            {"digiflow_satisfaction_base": "clients", "digiflow_satisfaction_target": 10}
        )
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((self.client | self.others[0]).ids, self.client)
        self.env.invalidate_all()
        self.assertEqual(self.campaign.get_figure(), figure)
        self.assertEqual(self.campaign.total_count, 3)
        self.assertEqual((self.andina.score, self.brisa.client_name), ("5", "Brisa"))

    def test_begins_as_a_draft(self):
        for vals in ({"state": "closed"}, {"closed_satisfied": 5}):
            with self.assertRaises(WorkflowError, msg=vals):
                self.env["digiflow.satisfaction.campaign"].create({"quarter": "3", **vals})
        copy = self.campaign.copy({"year": "2002", "quarter": "3"})
        self.assertEqual((copy.state, copy.total_count, copy.started_date), ("draft", 0, False))
