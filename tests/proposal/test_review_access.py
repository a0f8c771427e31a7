"""Who reaches which offer, its lines, and what was said of it; and whether they can open it."""

from unittest.mock import patch

from .. import access
from ..access import LOOKS, LOOKS_WON, RULES, AccessCase
from ..access_records import FOREIGN, OTHER, OWN, SELLERS, WON
from ..common import ROLES

MATRIX = {
    "sale.order": {
        "executive": ("c", {OWN: "rw"}),
        "presales": ("", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "sale.order.line": {
        "executive": ("c", {OWN: "rwd"}),
        "presales": ("c", {OWN: "rwd"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.offer.review": {
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": LOOKS,
    },
}
HARMLESS = {
    "sale.order": {"client_order_ref": "OC-1"},
    "sale.order.line": {"customer_lead": 7},
    "digiflow.offer.review": {"reason": "Because I say so"},
}
OPENERS = ("executive", "presales", "quality", "implementation", "manager")


class TestOfferAccess(AccessCase):
    """Each role with offers of one's own, of others, won ones, and those of another company."""

    @classmethod
    def make_records(cls):
        """model -> owner -> record; every offer has an entry in its log."""
        cls.plan = cls.env.ref("digiflow_crm.product_plan_cloud_2000")
        cls.partner = cls.env["res.partner"].create({"name": "Cliente"})
        orders = {
            owner: lead.order_ids[:1] or cls.env["sale.order"].create(cls.order_vals(lead))
            for owner, lead in cls.leads.items()
        }
        for order in orders.values():
            if not order.digiflow_review_ids:
                order.action_submit_review()
        return {
            "sale.order": orders,
            "sale.order.line": {owner: order.order_line[:1] for owner, order in orders.items()},
            "digiflow.offer.review": {
                owner: order.digiflow_review_ids[:1] for owner, order in orders.items()
            },
        }

    @classmethod
    def order_vals(cls, lead):
        """Values of an offer of `lead`."""
        company = lead.company_id or cls.company
        return {
            "partner_id": cls.partner.id,
            "opportunity_id": lead.id,
            "user_id": lead.user_id.id,
            "company_id": company.id,
            "pricelist_id": cls.env.ref("digiflow_crm.pricelist_digiflow").id,
            "order_line": [(0, 0, {"product_id": cls.plan.id, "product_uom_qty": 1})],
        }

    def new_values(self, model):
        order = self.records["sale.order"][OWN]
        line = {"order_id": order.id, "product_id": self.plan.id}
        entry = {
            "order_id": order.id,
            "decision": "approved",
            "user_id": self.env.uid,
            "date": "2026-01-01 00:00:00",
        }
        return {
            "sale.order": self.order_vals(self.leads[OWN]),
            "sale.order.line": line,
            "digiflow.offer.review": entry,
        }[model]

    def check(self, model):
        """Compare what everybody can do with the table above."""
        records = self.records[model]
        with patch.dict(access.HARMLESS, HARMLESS):
            for role in (*ROLES, *SELLERS):
                create, rights = MATRIX[model].get(role, access.NOTHING)
                empty, values = self.using(self.env[model], role), self.new_values(model)
                creates = self.may(lambda empty=empty, values=values: empty.create(values))
                found = {owner: self.what_may(record, role) for owner, record in records.items()}
                expected = {owner: rights.get(owner, "") for owner in records}
                self.assertEqual(("c" if creates else "", found), (create, expected), role)

    def test_offers(self):
        self.check("sale.order")

    def test_lines(self):
        self.check("sale.order.line")

    def test_log(self):
        self.check("digiflow.offer.review")

    def test_presales_does_not_make_offers_by_hand(self):
        orders = self.using(self.env["sale.order"], "presales")
        self.assertFalse(self.may(lambda: orders.create(self.order_vals(self.leads[OWN]))))

    def test_each_role_opens_the_form(self):
        """Every field of it is read, with no right that the role does not have."""
        for role in OPENERS:
            owner = WON if role == "implementation" else OWN
            order = self.using(self.records["sale.order"][owner], role)
            names = self.read_field_names(order, "form")
            with self.subTest(role):
                order.read(names)
                for line in order.order_line:
                    line.read(["name", "price_unit", "product_uom_qty", "price_subtotal"])

    def test_lists_take_the_same_queries_for_many(self):
        """The list of offers to review, with one and with ten."""
        orders = self.env["sale.order"].with_user(self.users["manager"])
        view = self.env.ref("digiflow_crm.sale_order_view_list_review")
        names = [node for node in view._get_combined_arch().xpath("//field/@name")]
        counts = []
        for total in (1, 10):
            lead = self.leads[OTHER]
            missing = total - len(lead.order_ids)
            for _number in range(missing):
                order = self.env["sale.order"].create(self.order_vals(lead))
                order.action_submit_review()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            found = orders.search([("opportunity_id", "=", lead.id)], limit=total)
            self.assertEqual(len(found), total)
            found.read(names)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_foreign_offer_is_of_the_other_company(self):
        self.assertEqual(self.records["sale.order"][FOREIGN].company_id, self.abroad)
