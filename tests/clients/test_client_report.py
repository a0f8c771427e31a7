"""Clients by segment: what was sold and what runs, counted again one by one."""

from datetime import datetime

import pytz

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods

from .cases import ClientCase


class TestClientReport(ClientCase):
    """Two clients' orders and services, in segments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["digiflow.client.report"]
        cls.env.flush_all()
        cls.before = cls.reports.search([])
        cls.food, cls.mining = cls.env["res.partner.industry"].create(
            [{"name": "Alimentos"}, {"name": "Minería"}]
        )
        cls.own.write(
            {"industry_id": cls.food.id, "digiflow_size": "large", "digiflow_district": "Surco"}
        )
        cls.other.industry_id = cls.mining
        contact = cls.env["res.partner"].create({"name": "Rosa", "parent_id": cls.own.id})
        colleague = cls.make_user("executive", login="executive_2")
        cls.orders = cls.env["sale.order"].browse()
        for client, vals in (
            (contact, {}),
            (cls.other, {"user_id": colleague.id}),
            (cls.other, {"user_id": cls.users["executive"].id}),
        ):
            lead = cls.make_lead(name=client.name, partner_id=client.id, **vals)
            cls.validate_requirement(lead, modality="in_house" if vals else "cloud")
            cls.orders |= cls.confirm_order(lead)
        cls.offer = cls.make_offer(cls.validate_requirement(cls.make_lead()).lead_id)
        products = cls.orders.order_line.product_id.filtered(lambda one: one.digiflow_period)
        products.product_tmpl_id.digiflow_service_id = cls.ose
        cls.stays = cls.begin(cls.own, monthly_amount=300, order_id=cls.orders[0].id)
        cls.stays |= cls.begin(cls.other, cls.gre, monthly_amount=50)
        cls.begin(cls.other, monthly_amount=999, days=90, ended=1)
        cls.begin(cls.own, cls.gre, monthly_amount=999, days=-1)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def rows(self, *domain, role="manager"):
        """The rows of this test, as the user of a role sees them."""
        own = [("id", "not in", self.before.ids)]
        return self.reports.with_user(self.users[role]).search([*own, *domain])

    def totals(self, field_name, *measures):
        """``{value of the field: (measures)}`` as a pivot shows them."""
        domain = [("id", "in", self.rows().ids)]
        groups = self.reports.with_user(self.users["manager"]).read_group(
            domain, list(measures), [field_name], lazy=False
        )
        return {
            group[field_name]
            and (group[field_name][0] if field_name.endswith("_id") else group[field_name]): tuple(
                group[name] for name in measures
            )
            for group in groups
        }

    def test_sales_counted_again(self):
        """Every line sold, in the row's segments; an offer that is open is not there."""
        rows = self.rows(("kind", "=", "sale"))
        self.assertEqual(rows.order_id, self.orders)
        self.assertGreater(len(rows), len(self.orders))
        for order in self.orders:
            mine = rows.filtered(lambda row, order=order: row.order_id == order)
            client, lead = order.partner_id.commercial_partner_id, order.opportunity_id
            self.assertAlmostEqual(sum(mine.mapped("amount")), order.amount_untaxed, 2)
            self.assertEqual(mine.partner_id, client)
            self.assertEqual(mine.industry_id, client.industry_id)
            self.assertEqual(set(mine.mapped("modality")), {order.requirement_id.modality})
            self.assertEqual(mine.user_id, lead.user_id)
            sold = sum(
                order.order_line.filtered(
                    lambda line: line.product_id.digiflow_service_id == self.ose
                ).mapped("price_subtotal")
            )
            of_ose = mine.filtered(lambda row: row.service_id == self.ose)
            self.assertAlmostEqual(sum(of_ose.mapped("amount")), sold, 2)
            self.assertGreater(sold, 0)

    def test_total_is_that_of_the_offers_and_of_the_targets(self):
        """The same sales in three reports, over the same time."""
        for order in self.orders:
            order.with_user(self.env.user)._write_own({"offer_sent_on": order.date_order})
        self.env.flush_all()
        total = sum(self.rows(("kind", "=", "sale")).mapped("amount"))
        of_orders = [("order_id", "in", self.orders.ids)]
        offers = self.env["digiflow.offer.report"].search(of_orders)
        self.assertAlmostEqual(total, sum(offers.mapped("won_amount")), 2)
        sold = self.env["digiflow.sales.target.report"].search(
            [("id", "in", [order.id * 2 + 1 for order in self.orders])]
        )
        self.assertAlmostEqual(total, sum(sold.mapped("actual")), 2)

    def test_services_that_run_today(self):
        rows = self.rows(("kind", "=", "service"))
        self.assertEqual(rows.stay_id, self.stays)
        self.assertEqual(set(rows.mapped("day")), {periods.today()})
        self.assertEqual(sum(rows.mapped("monthly_amount")), 350)
        own = rows.filtered(lambda row: row.partner_id == self.own)
        self.assertEqual((own.service_id, own.modality), (self.ose, "cloud"))
        self.assertEqual(
            (own.size, own.district, own.user_id.id), ("large", "Surco", self.own.user_id.id)
        )

    def test_groups_count_an_order_and_a_client_once(self):
        """However many lines and services they have; and by each segment."""
        measures = ("order_count", "client_count", "monthly_amount")
        self.assertEqual(
            self.totals("industry_id", *measures),
            {self.food.id: (1, 1, 300), self.mining.id: (2, 1, 50)},
        )
        for segment in ("size", "district", "modality", "service_id", "user_id", "company_id"):
            amounts = self.totals(segment, "amount")
            found = sum(amount or 0 for (amount,) in amounts.values())
            self.assertAlmostEqual(found, sum(self.orders.mapped("amount_untaxed")), 2)

    def answer(self, client, score, **by_service):
        """What a client answered in this quarter's campaign, and about services by their code."""
        campaigns = self.env["digiflow.satisfaction.campaign"]
        quarter = (self.today.month + 2) // 3
        values = {"name": "Trimestre", "year": str(self.today.year), "quarter": str(quarter)}
        campaign = campaigns.search([("name", "=", "Trimestre")]) or campaigns.create(values)
        if campaign.state == "draft":
            campaign.action_start()
        answer = campaign.answer_ids.filtered(lambda one: one.partner_id == client)
        answer.write(
            {
                "state": "answered",
                "score": score,
                "answered_date": fields.Datetime.now(),
                "service_score_ids": [
                    (0, 0, {"service_id": getattr(self, code).id, "score": service_score})
                    for code, service_score in by_service.items()
                ],
            }
        )
        return answer

    def test_satisfaction_counts_an_answer_once_and_a_service_by_its_own_score(self):
        """Whatever a client says of its services, it is one answer; no answer is no figure."""
        third = self.make_client("Tercera S.A.", industry_id=self.food.id)
        self.begin(third)
        self.answer(self.own, "5", ose="2", gre="4")
        self.answer(third, "3", ose="4")
        self.own.industry_id = self.mining
        self.env.flush_all()
        self.env.invalidate_all()
        measures = ("answer_count", "satisfied_count", "satisfied_rate", "score")
        totals = self.totals("industry_id", *measures)
        self.assertEqual(totals[self.food.id], (2, 1, 50, 4))
        self.assertFalse(any(totals[self.mining.id]))
        by_service = self.totals("service_id", "service_score", "service_satisfied_rate")
        self.assertEqual(by_service[self.ose.id], (3, 50))
        self.assertEqual(by_service[self.gre.id], (4, 100))
        rows = self.rows(("kind", "=", "answer"))
        self.assertEqual(set(rows.mapped("day")), {self.today})
        own = rows.filtered(lambda row: row.partner_id == self.own)
        self.assertEqual((own.modality, own.district), ("cloud", "Surco"))
        self.assertEqual(own.action_open_source()["res_model"], "digiflow.satisfaction.answer")
        mine = self.rows(("kind", "in", ("answer", "score")), role="executive")
        self.assertEqual(mine.partner_id, self.own)

    def test_amount_in_another_currency_and_day_in_lima(self):
        order = self.orders[0]
        self.env.cr.execute(
            "UPDATE sale_order SET currency_rate = 0.25, date_order = '2026-04-01 03:00:00' "
            "WHERE id = %s",
            (order.id,),
        )
        self.env.invalidate_all()
        rows = self.rows(("order_id", "=", order.id))
        self.assertAlmostEqual(sum(rows.mapped("amount")), order.amount_untaxed * 4, 2)
        day = pytz.utc.localize(datetime(2026, 4, 1, 3)).astimezone(periods.LIMA).date()
        self.assertEqual(set(rows.mapped("day")), {day})

    def test_who_sees_which_clients(self):
        """An executive: own clients, and own sales to clients of nobody or of others."""
        every = set(self.rows().ids)
        self.assertEqual(set(self.rows(role="quality").ids), every)
        executive = self.rows(role="executive")
        self.assertEqual(executive.order_id, self.orders[0] | self.orders[2])
        self.assertEqual(executive.stay_id, self.stays[:1])
        for role in ("telemarketer", "presales", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.rows(role=role)

    def test_other_company_is_out_of_reach(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.env.cr.execute(
            "UPDATE digiflow_client_service SET company_id = %s WHERE id = %s",
            (abroad.id, self.stays[0].id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.rows(("kind", "=", "service")).stay_id, self.stays[1:])

    def test_row_opens_what_is_behind_it(self):
        for kind, model in (("sale", "sale.order"), ("service", "digiflow.client.service")):
            row = self.rows(("kind", "=", kind))[:1]
            self.assertEqual(row.action_open_source()["res_model"], model)
