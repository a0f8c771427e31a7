"""What the tests of a campaign's results start from: clients of two executives, and answers."""

from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.core.satisfaction import quarter_of

from ..common import DigiflowCase


class ResultsCase(DigiflowCase):
    """A running campaign of this quarter; clients are taken into it by `start`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.executive = cls.users["executive"]
        cls.colleague = cls.make_user("executive", login="digiflow_colleague")
        cls.manager = cls.users["manager"]
        cls.ose, cls.gre = (cls.env.ref(f"digiflow_crm.service_{code}") for code in ("ose", "gre"))
        cls.industries = cls.env["res.partner.industry"].create(
            [{"name": "Minería"}, {"name": "Comercio"}]
        )
        cls.campaigns = cls.env["digiflow.satisfaction.campaign"].with_user(cls.manager)
        cls.answers = cls.env["digiflow.satisfaction.answer"]

    @classmethod
    def make_client(cls, name, services=None, **vals):
        """A client with services since a year ago, the executive's if nobody else is named."""
        client = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": f"{name.lower().replace(' ', '.')}@example.com",
                "user_id": cls.executive.id,
                **vals,
            }
        )
        since = periods.today() - timedelta(days=365)
        cls.env["digiflow.client.service"].create(
            [
                {"partner_id": client.id, "service_id": service.id, "date_start": since}
                for service in services or cls.ose
            ]
        )
        return client

    @classmethod
    def start(cls, day=None, **vals):
        """A campaign of the quarter of `day`, which asks all clients there are."""
        first = quarter_of(day or periods.today()).first
        quarter = str((first.month + 2) // 3)
        campaign = cls.campaigns.create({"year": str(first.year), "quarter": quarter, **vals})
        campaign.action_start()
        return campaign

    @classmethod
    def answer(cls, campaign, client, score, comment="", **details):
        """Type in the answer of a client, as its executive; return it."""
        answer = cls.find(campaign, client)
        answer.with_user(client.user_id).answer_by_phone(score, comment, **details)
        return answer

    @classmethod
    def find(cls, campaign, client):
        """The row of a client in a campaign."""
        own = [("campaign_id", "=", campaign.id), ("partner_id", "=", client.id)]
        return cls.answers.search(own)
