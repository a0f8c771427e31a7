"""What the client sees of an offer: nothing before its review is done; and what is printed."""

import json

from odoo.tests import new_test_user

from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from ..common import DigiflowHttpCase
from .review import ReviewCase
from .test_review_guard import SIGNATURE

MARK = b"BORRADOR"
REPORTS = ("sale.report_saleorder", "sale.report_saleorder_pro_forma")


class TestPrinted(ReviewCase):
    """Whatever is printed of it is a draft."""

    def printed(self, report, orders=None):
        """The HTML of a report of the offer."""
        reports = self.env["ir.actions.report"].with_context(lang="en_US")
        return reports._render_qweb_html(report, (orders or self.order).ids)[0]

    def test_marked_until_it_is_approved(self):
        self.assertNotIn(MARK, self.printed(REPORTS[0]))
        self.give_discount()
        for report in REPORTS:
            self.assertIn(MARK, self.printed(report), report)
        self.by("executive").action_submit_review()
        self.assertIn(MARK, self.printed(REPORTS[0]))
        self.by("manager").action_approve_review()
        for report in REPORTS:
            self.assertNotIn(MARK, self.printed(report), report)
        self.give_discount(40)
        self.assertIn(MARK, self.printed(REPORTS[0]))

    def test_marked_when_its_opportunity_left_the_pipeline(self):
        """Odoo's own report is printed then."""
        self.give_discount()
        self.lead.sudo().team_id = self.env["crm.team"].create({"name": "Otra"})
        self.env.flush_all()
        for report in REPORTS:
            self.assertIn(MARK, self.printed(report), report)

    def test_only_the_draft_of_several(self):
        partner = self.env["res.partner"].create({"name": "Otro"})
        stock = self.env["sale.order"].create({"partner_id": partner.id})
        self.assertNotIn(MARK, self.printed(REPORTS[0], stock))
        self.give_discount()
        both = self.printed(REPORTS[0], self.order | stock)
        self.assertEqual(both.count(MARK), 1)

    def test_report_of_somebody_s_own(self):
        """One that uses nothing of Odoo's layout."""
        self.env["ir.ui.view"].create(
            {
                "name": "propio",
                "type": "qweb",
                "key": "digiflow_crm.propio",
                "arch": "<t t-name='digiflow_crm.propio'><p t-out='docs[0].name'/></t>",
            }
        )
        report = self.env["ir.actions.report"].create(
            {
                "name": "Propio",
                "model": "sale.order",
                "report_type": "qweb-html",
                "report_name": "digiflow_crm.propio",
            }
        )
        self.assertNotIn(MARK, self.printed(report.report_name))
        self.give_discount()
        self.assertIn(MARK, self.printed(report.report_name))


class TestShared(ReviewCase):
    """Nobody is given a link to it."""

    def setUp(self):
        super().setUp()
        self.give_discount()

    def test_by_the_preview(self):
        self.assertNotOut(self.by("executive").action_preview_sale_order)
        self.approve("manager")
        self.assertIn("/my/orders/", self.by("executive").action_preview_sale_order()["url"])

    def test_by_sharing(self):
        shares = self.env["portal.share"]
        share = shares.create(
            {
                "res_model": "sale.order",
                "res_id": self.order.id,
                "partner_ids": [(6, 0, self.order.partner_id.ids)],
            }
        )
        self.assertNotOut(share.action_send_mail)

    def test_client_with_a_login(self):
        """A follower sees the order in Odoo: by the record rules, not this one."""
        partner = self.order.partner_id
        client = new_test_user(self.env, "cliente", groups="base.group_portal")
        client.partner_id.parent_id = partner
        self.order.message_subscribe((partner | client.partner_id).ids)
        orders = self.env["sale.order"].with_user(client)
        self.assertFalse(orders.search([("id", "=", self.order.id)]))
        self.assertFalse(orders.env["sale.order.line"].search([("order_id", "=", self.order.id)]))
        self.approve("manager")
        self.assertTrue(orders.search([("id", "=", self.order.id)]))


class TestPortal(DigiflowHttpCase):
    """The client's page over HTTP, with the right link."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(ruc="20100070970")
        self.validate_requirement(self.lead)
        self.order = self.make_offer(self.lead)
        self.order.require_signature = True
        self.line = self.order.order_line.filtered("product_id")[:1]
        self.line.discount = 40
        self.env.flush_all()
        self.token = self.order._portal_ensure_token()
        self.path = f"/my/orders/{self.order.id}?access_token={self.token}"

    def ready(self):
        """Have it approved and sent."""
        self.review(self.order)
        self.order.write({"state": "sent"})
        self.env.flush_all()

    def rpc(self, path, **params):
        """What a JSON route answers."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        return self.url_open(path, data=body, headers=headers).json()

    def test_page_with_the_link(self):
        page = self.url_open(self.path)
        self.assertNotIn(f"/my/orders/{self.order.id}", page.url)
        self.assertNotIn(self.order.name, page.text)
        self.ready()
        self.assertIn(self.order.name, self.url_open(self.path).text)
        self.line.sudo().env.cr.execute(
            "UPDATE sale_order_line SET discount = 80 WHERE id = %s", (self.line.id,)
        )
        self.env.invalidate_all()
        self.assertNotIn(self.order.name, self.url_open(self.path).text)

    def test_document_with_the_link(self):
        for kind in ("pdf", "html", "text"):
            page = self.url_open(f"{self.path}&report_type={kind}&download=true")
            self.assertNotIn(self.order.name, page.text)
            self.assertNotIn("pdf", page.headers["Content-Type"])

    def test_signature(self):
        path = f"/my/orders/{self.order.id}/accept?access_token={self.token}"
        answer = self.rpc(path, name="Rosa", signature=SIGNATURE)
        self.assertIn("error", answer.get("result") or answer)
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")
        self.assertFalse(self.order.signature)

    def test_signature_of_what_was_approved(self):
        self.ready()
        self.assertTrue(self.order._has_to_be_signed())

    def test_payment(self):
        self.order.require_payment = True
        path = f"/my/orders/{self.order.id}/transaction"
        answer = self.rpc(path, order_id=self.order.id, access_token=self.token)
        self.assertIn("error", answer)
        self.assertFalse(self.order.transaction_ids)

    def test_decline_changes_nothing(self):
        self.url_open(
            f"/my/orders/{self.order.id}/decline?access_token={self.token}",
            data={"decline_message": "No"},
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")

    def test_external_api(self):
        """The executive by XML-RPC: state, review and lines."""
        user = self.make_user("executive", login="api_executive", password="api_executive")
        self.lead.user_id = self.order.user_id = user
        self.env.flush_all()

        def call(method, *args):
            """A method of the offer by the external API; the refusal's text when refused."""
            try:
                return self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname, user.id, "api_executive", "sale.order", method, args
                )
            except Exception as fault:
                return str(fault)

        ids = [self.order.id]
        for method, *args in (
            ("action_confirm", ids),
            ("action_quotation_send", ids),
            ("action_quotation_sent", ids),
            ("write", ids, {"state": "sale"}),
            ("write", ids, {"state": "sent"}),
            ("action_preview_sale_order", ids),
        ):
            self.assertIn("without its review", call(method, *args), method)
        self.assertIn("cannot be written", call("write", ids, {"digiflow_review": "approved"}))
        self.assertTrue(call("action_submit_review", ids))
        self.assertIn("waits for", call("action_approve_review", ids))
        self.env.invalidate_all()
        self.assertEqual((self.order.state, self.order.digiflow_review), ("draft", "manager"))


class TestLater(ReviewCase):
    """What was sent, and changed by a way round, is closed again."""

    def test_page_closes_with_the_review(self):
        self.give_discount()
        self.approve("manager")
        self.assertFalse(self.order._is_hidden_from_client())
        self.give_discount(50)
        self.assertTrue(self.order._is_hidden_from_client())

    def test_never_approved_round_stays_hidden_when_it_is_cancelled(self):
        self.give_discount()
        self.by("executive")._action_cancel()
        self.assertTrue(self.order._is_hidden_from_client())
        self.assertRaises(OfferReviewError, self.order._check_review_done)

    def test_opportunity_tells_how_it_stands(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        for role in ("executive", "presales", "quality", "telemarketer"):
            self.assertEqual(self.by(role, self.lead).digiflow_offer_review, "manager", role)
        self.assertFalse(self.make_lead(name="Sin oferta").digiflow_offer_review)
