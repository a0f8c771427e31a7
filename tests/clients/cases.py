"""What tests of clients start from: clients of an executive, with services."""

from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods

from ..common import DigiflowCase


class ClientCase(DigiflowCase):
    """A client of the executive, another of nobody, and two services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = periods.today()
        cls.ose = cls.env.ref("digiflow_crm.service_ose")
        cls.gre = cls.env.ref("digiflow_crm.service_gre")
        cls.reason = cls.env.ref("digiflow_crm.service_end_reason_price")
        cls.own = cls.make_client("Propia S.A.", user_id=cls.users["executive"].id)
        cls.other = cls.make_client("Ajena S.A.")

    @classmethod
    def make_client(cls, name, **vals):
        """A company, without services yet."""
        return cls.env["res.partner"].create({"name": name, "is_company": True, **vals})

    @classmethod
    def begin(cls, client, service=None, days=30, ended=None, **vals):
        """A service that began `days` ago, and ended `ended` days ago (None: it runs)."""
        if ended is not None:
            vals["date_end"] = cls.today - timedelta(ended)
            vals["end_reason_id"] = cls.reason.id
        return cls.env["digiflow.client.service"].create(
            {
                "partner_id": client.id,
                "service_id": (service or cls.ose).id,
                "date_start": cls.today - timedelta(days),
                **vals,
            }
        )
