"""What the tests of calls start from: prospects that wait to be called."""

from datetime import timedelta

from odoo import fields

from ..common import DigiflowCase
from ..core.samples import ruc_of

ANSWERED = {
    "outcome": "effective",
    "contact_name": "Rosa Quispe",
    "decision_maker_role": "accounting",
    "current_system": "sunat",
}


class CallCase(DigiflowCase):
    """The desk of a telemarketer, with companies of the list to call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caller = cls.users["telemarketer"]
        cls.desk = cls.env["digiflow.call.desk"].with_user(cls.caller)

    @classmethod
    def make_prospect(cls, number=1, **vals):
        """A company of the list that waits to be called, with a phone."""
        return cls.make_lead(
            **{
                "name": f"Empresa {number}",
                "phone": f"+51 987 650 {number:03d}",
                "ruc": ruc_of(number),
                "prospect_list_id": cls.prospects.id,
                **vals,
            }
        )

    def next_lead(self, user=None):
        """The company that the desk gives."""
        found = self.desk.with_user(user or self.caller).next_call()["lead"]
        return self.env["crm.lead"].browse(found and found["id"])

    def log(self, lead, outcome, user=None, **values):
        """Log a call; the opportunity is read again."""
        desk = self.desk.with_user(user or self.caller)
        result = desk.log_call(lead.id, {"outcome": outcome, **values})
        self.env.invalidate_all()
        return self.env["digiflow.call"].browse(result["call_id"])

    @staticmethod
    def ago(**delta):
        """A moment that has passed."""
        return fields.Datetime.now() - timedelta(**delta)
