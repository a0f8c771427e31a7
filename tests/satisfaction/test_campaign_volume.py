"""A whole campaign over real HTTP, by many clients at once, and counted again from outside.

60 clients; another number, and another server of the same database (one with workers), by
`DIGIFLOW_CAMPAIGN_CLIENTS=5000 DIGIFLOW_CAMPAIGN_URL=http://127.0.0.1:8069`.
"""

import json
import logging
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import urlsplit

from odoo import fields
from odoo.tools import config

from .campaign_cases import FIRST, HEADERS, LAST, prepare_submit
from .committed import CommittedCampaignCase

_logger = logging.getLogger(__name__)

CLIENTS = int(os.environ.get("DIGIFLOW_CAMPAIGN_CLIENTS", "60"))
URL = os.environ.get("DIGIFLOW_CAMPAIGN_URL", "")
THREADS = 6
# Most are satisfied.
SCORES = (5, 5, 5, 4, 4, 4, 4, 3, 2, 1)
# What clients do, again and again: answer; answer twice one after the other, or at the same
# moment; with a forged link; with one that is over; while the campaign closes; after it closed.
BEHAVIOURS = (
    *("good", "good", "good", "twice", "good", "good", "at once", "good", "forged", "good"),
    *("good", "expired", "good", "good", "late", "good", "late", "silent", "good", "closed"),
)


class TestCampaignVolume(CommittedCampaignCase):
    """Not one answer lost, doubled or given to another client."""

    clients = CLIENTS
    patience = 3600

    def make_clients(self, env):
        """All at once; every second one has two services."""
        admin = env.ref("base.user_admin")
        names = [f"Volumen {index}" for index in range(self.clients)]
        # Odoo would tell their executive of each.
        partners = env["res.partner"].with_context(tracking_disable=True)
        company = {"is_company": True, "user_id": admin.id}
        clients = partners.create(
            [
                {"name": name, "email": f"{index}@volumen.example.com", **company}
                for index, name in enumerate(names)
            ]
        )
        reason = env["digiflow.service.end.reason"].search([], limit=1)
        services = [env.ref(f"digiflow_crm.service_{code}") for code in ("ose", "gre")]
        env["digiflow.client.service"].create(
            [
                {
                    "partner_id": client.id,
                    "service_id": service.id,
                    "date_start": FIRST,
                    "date_end": LAST,
                    "end_reason_id": reason.id,
                }
                for index, client in enumerate(clients)
                for service in services[: 1 + index % 2]
            ]
        )
        return clients

    def test_campaign(self):
        chance = random.Random(6)
        requests = self.in_transaction(lambda env: self.plan(env, chance))
        started = time.monotonic()
        accepted = self.send([one for one in requests if one["when"] == "open"], chance)
        seconds = time.monotonic() - started
        accepted += self.send_while_closing([one for one in requests if one["when"] == "late"])
        accepted += self.send([one for one in requests if one["when"] == "closed"], chance)
        sent = sum(one["when"] == "open" for one in requests)
        _logger.info(
            "%s clients: %s forms in %.1f s (%.0f a second), %s accepted",
            *(self.clients, sent, seconds, sent / seconds, len(accepted)),
        )
        self.check(requests, accepted)

    def plan(self, env, chance):
        """What is sent for each client.

        :return: list of ``{"client", "when", "score", "services", "comment", "path", "body"}``
        """
        requests = []
        answers = self.campaign(env).answer_ids.sorted("id")
        for answer, behaviour in zip(answers, cycle(BEHAVIOURS)):
            form = answer.user_input_id
            if behaviour == "expired":
                form.deadline = fields.Datetime.now() - timedelta(hours=1)
            for number in range({"silent": 0, "twice": 2, "at once": 2}.get(behaviour, 1)):
                one = self.plan_request(answer, chance, number)
                if behaviour == "forged":
                    one["path"] = f"{one['path'].rpartition('/')[0]}/{chance.random()}"
                one["when"] = behaviour if behaviour in ("late", "closed") else "open"
                one["together"] = behaviour == "at once"
                requests.append(one)
        return requests

    def plan_request(self, answer, chance, number):
        """One submission of the form of a client, with its mark in the comment."""
        score = chance.choice(SCORES)
        codes = answer.service_ids.mapped("code")
        services = {code: chance.randint(1, 5) for code in codes if chance.random() < 0.5}
        comment = f"Soy {answer.client_name}, envío {number}"
        path, body = prepare_submit(answer.user_input_id, score, comment, services)
        return {
            "client": answer.client_name,
            "score": str(score),
            "services": {code: str(points) for code, points in services.items()},
            "comment": comment,
            "path": path,
            "body": body,
        }

    def send(self, requests, chance):
        """Send the forms in any order, several at a time, those of «at once» side by side.

        :return: the requests that were accepted
        """
        order = list(requests)
        chance.shuffle(order)
        order.sort(key=lambda one: (one["together"], one["client"] if one["together"] else ""))
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(self.submit, order))
        return [one for one, is_accepted in zip(order, answers, strict=True) if is_accepted]

    def send_while_closing(self, requests):
        """Send forms while the campaign is being closed.

        :return: the requests that were accepted
        """
        with ThreadPoolExecutor(THREADS) as pool:
            coming = [pool.submit(self.submit, one) for one in requests]
            time.sleep(0.1)
            refusal = self.as_request(lambda env: self.campaign(env).action_close())
            self.assertIs(refusal, True)
            return [one for one, done in zip(requests, coming, strict=True) if done.result()]

    def submit(self, request):
        """Whether the server took this form, by its own words."""
        host = urlsplit(URL or f"http://127.0.0.1:{config['http_port']}")
        connection = HTTPConnection(host.hostname, host.port, timeout=self.patience)
        try:
            connection.request("POST", request["path"], request["body"], HEADERS)
            reply = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        result = reply.get("result", reply)
        request["reply"] = (result[1] if isinstance(result, list) else result).get("error")
        return not request["reply"]

    def check(self, requests, accepted):
        """Count again from what was sent and what the server said, and compare."""
        with self.cursor() as cr:
            campaign = self.campaign(self.make_env(cr))
            answers = campaign.answer_ids
            self.assertEqual(len(accepted), len({one["client"] for one in accepted}), "once each")
            expected = {
                one["client"]: (one["score"], one["comment"], one["services"]) for one in accepted
            }
            found = {
                answer.client_name: (
                    answer.score,
                    answer.comment,
                    {one.service_id.code: one.score for one in answer.service_score_ids},
                )
                for answer in answers.filtered(lambda one: one.state == "answered")
            }
            self.assertEqual(found, expected)
            self.check_outsiders(requests, expected)
            satisfied = sum(score in "45" for score, _comment, _services in expected.values())
            figure = campaign.get_figure()
            names = ("satisfied", "answers", "sent", "clients", "rate")
            counted = (satisfied, len(expected), self.clients, self.clients)
            rate = 100 * satisfied / len(expected)
            self.assertEqual(tuple(figure[name] for name in names), (*counted, rate))

    def check_outsiders(self, requests, expected):
        """Whoever had to be let in was, and nobody else."""
        must, may_not = set(), set()
        for one, behaviour in zip(range(self.clients), cycle(BEHAVIOURS)):
            name = f"Volumen {one}"
            if behaviour in ("good", "twice", "at once"):
                must.add(name)
            elif behaviour != "late":
                may_not.add(name)
        lost = must - set(expected)
        replies = [(one["client"], one["reply"]) for one in requests if one["client"] in lost]
        self.assertFalse(replies, "lost")
        self.assertFalse(may_not & set(expected), "not invited any more, or never")
        self.assertTrue({one["client"] for one in requests} >= set(expected))
