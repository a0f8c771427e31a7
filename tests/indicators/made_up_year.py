"""A made-up year of a commercial area, and its indicators counted again in plain Python.

What happened is written in SQL, as it cannot be made to happen in the past, and read back through
the ORM: no statement of the addon is used to count it again.
"""

import statistics
from datetime import date, datetime, time, timedelta
from random import Random

from ..common import DigiflowCase

# Nobody else's tests, examples or history have anything in this year.
YEAR = 2011
# Lima is five hours behind UTC all year round.
LIMA = timedelta(hours=-5)
SERVICES = ("ose", "gre", "pse")


def moment(day, hour=12, minute=0):
    """An hour of a day in Lima, as a naive UTC datetime."""
    return datetime.combine(day, time(hour, minute)) - LIMA


def lima_day(when):
    """The day in Lima of a naive UTC datetime; None of none."""
    return (when + LIMA).date() if when else None


def share(part, whole, hundred=100):
    """`part` of `whole`; None where there is no whole."""
    return hundred * part / whole if whole else None


class MadeUpYear(DigiflowCase):
    """Builders of what happens in a year, by the table, and `recount`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.chance = Random(2011)  # always the same made-up year
        cls.catalogue = cls.env["digiflow.indicator"]
        cls.prospects.state = "distributed"

    @classmethod
    def stamp(cls, record, **columns):
        """Write columns of a record as the past would have left them."""
        cls.env.flush_all()
        names = ", ".join(f"{name} = %s" for name in columns)
        query = f"UPDATE {record._table} SET {names} WHERE id IN %s"
        cls.env.cr.execute(query, [*columns.values(), tuple(record.ids)])
        record.invalidate_recordset()
        return record

    @classmethod
    def insert(cls, model, **columns):
        """A row that nobody may make by hand any more; returns its record."""
        table, names = cls.env[model]._table, ", ".join(columns)
        marks = ", ".join(["%s"] * len(columns))
        query = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id"
        cls.env.cr.execute(query, list(columns.values()))
        return cls.env[model].browse(cls.env.cr.fetchone()[0])

    @classmethod
    def add_lead(cls, called=None, effective=None, proposal=None, won=None, lost=None, made=None):
        """An opportunity of a list, with the moments of its milestones."""
        lead = cls.make_lead(prospect_list_id=cls.prospects.id, company_id=cls.company.id)
        return cls.stamp(
            lead,
            create_date=made or called or moment(date(YEAR, 1, 1)),
            contacted_date=called,
            effective_contact_date=effective,
            proposal_date=proposal,
            won_date=won,
            lost_date=lost,
            active=not lost,
        )

    @classmethod
    def add_call(cls, lead, when, effective):
        """A call that was made."""
        return cls.insert(
            "digiflow.call",
            lead_id=lead.id,
            company_id=cls.company.id,
            user_id=cls.users["telemarketer"].id,
            direction="out",
            start=when,
            outcome="effective" if effective else "no_answer",
            is_effective=effective,
        )

    @classmethod
    def add_meeting(cls, lead, booked, start, state):
        """A presentation and what became of it."""
        event = cls.insert(
            "calendar.event",
            name="Presentación",
            privacy="public",
            show_as="busy",
            active=state != "cancelled",
            start=start,
            stop=start + timedelta(hours=1),
            opportunity_id=lead.id,
            user_id=cls.users["executive"].id,
            digiflow_kind="presentation",
            digiflow_state=state,
        )
        return cls.stamp(event, create_date=booked)

    @classmethod
    def add_offer(cls, lead, amount, sent=None, sold=None, listed=0, discount=0, rate=1):
        """A proposal, sent or sold at some moment, in a currency at that rate."""
        partner = lead.partner_id or cls.users["executive"].partner_id
        order = cls.env["sale.order"].create(
            {"partner_id": partner.id, "opportunity_id": lead.id, "company_id": cls.company.id}
        )
        milestones = {name: lead[name] or None for name in ("proposal_date", "won_date")}
        cls.stamp(
            order,
            amount_untaxed=amount,
            currency_rate=rate,
            offer_sent_on=sent,
            date_order=sold or sent,
            state="sale" if sold else "sent",
            digiflow_list_total=listed,
            digiflow_discount=discount,
        )
        # The offer is of today, and its opportunity is not.
        cls.stamp(lead, **milestones)
        return order

    @classmethod
    def add_stay(cls, name, first, last=None, service="ose"):
        """A client with a service from one day to another; of an own name, one client."""
        clients = cls.env["res.partner"]
        client = clients.search([("name", "=", name)], limit=1) or clients.create(
            {"name": name, "is_company": True}
        )
        reason = last and cls.env["digiflow.service.end.reason"].search([], limit=1).id
        return cls.env["digiflow.client.service"].create(
            {
                "partner_id": client.id,
                "service_id": cls.env.ref(f"digiflow_crm.service_{service}").id,
                "company_id": cls.company.id,
                "date_start": first,
                "date_end": last,
                "end_reason_id": reason,
            }
        )

    @classmethod
    def add_review(cls, call, score, state="signed", origin="sample", failed=False):
        """A call that was judged."""
        return cls.insert(
            "digiflow.call.review",
            call_id=call.id,
            scorecard_id=cls.env["digiflow.call.scorecard"].search([], limit=1).id,
            company_id=cls.company.id,
            user_id=call.user_id.id,
            analyst_id=cls.env["res.users"].search([], limit=1).id,
            state=state,
            origin=origin,
            call_start=call.start,
            score=score,
            failed=failed,
        )

    @classmethod
    def add_attempt(cls, when, right, wrong):
        """A written test that ended, with so many right and wrong answers."""
        evaluation = cls.env["digiflow.training.evaluation"].search([], limit=1)
        attempt = cls.insert(
            "digiflow.training.attempt",
            evaluation_id=evaluation.id,
            evaluation_name=evaluation.name,
            user_id=cls.users["executive"].id,
            company_id=cls.company.id,
            method="written",
            state="done",
            started_on=when - timedelta(hours=1),
            done_on=when,
            pass_mark=70,
        )
        for correct in [True] * right + [False] * wrong:
            cls.insert(
                "digiflow.training.attempt.question",
                attempt_id=attempt.id,
                title="¿?",
                correct=correct,
            )
        return attempt

    @classmethod
    def add_campaign(cls, quarter, satisfied, answers, year=YEAR):
        """A quarter's campaign that is closed, with its answers; its indicator is not frozen."""
        campaign = cls.env["digiflow.satisfaction.campaign"].create(
            {"year": str(year), "quarter": str(quarter)}
        )
        campaign._update(
            {
                "state": "closed",
                "closed_base": "answers",
                "closed_target": 80,
                "closed_satisfied": satisfied,
                "closed_answers": answers,
            }
        )
        cls.env.cr.execute(
            """
            INSERT INTO digiflow_satisfaction_answer
                (campaign_id, company_id, partner_id, client_name, client_key, state, score)
            SELECT %s, %s, %s, 'Cliente', number, 'answered', CASE WHEN number > %s THEN '3'
                WHEN number %% 2 = 0 THEN '4' ELSE '5' END
            FROM generate_series(1, %s) number
            """,
            [campaign.id, cls.company.id, cls.company.partner_id.id, satisfied, answers],
        )
        return campaign

    def any_day(self):
        """Some day of the year, the ends of its quarters more often than others."""
        if self.chance.random() < 0.2:
            return self.chance.choice([date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 12, 31)])
        return date(YEAR, 1, 1) + timedelta(days=self.chance.randrange(365))

    def any_moment(self, day=None):
        """Some moment of a day in Lima, the hours when UTC is a day ahead among them."""
        return moment(day or self.any_day(), self.chance.randrange(24), self.chance.randrange(60))

    def get_measures(self, first, last):
        """``{code: indicators.Measure}`` as the addon reckons them."""
        found = self.catalogue.search([])._reckon_all(self.company, first, last)
        return {indicator.code: measured for indicator, measured in found.items()}

    def recount(self, first, last):
        """``{code: value}`` of some days, counted record by record."""
        self.env.flush_all()
        return {
            **self.recount_clients(first, last),
            **self.recount_contacts(first, last),
            **self.recount_results(first, last),
            **self.recount_sales(first, last),
            **self.recount_people(first, last),
        }

    def recount_clients(self, first, last):
        """Clients by service, one at a time."""
        stays = self.env["digiflow.client.service"].search([("company_id", "=", self.company.id)])
        there = {"before": set(), "after": set()}
        for stay in stays.filtered("service_id.counted"):
            key = stay.partner_id.commercial_partner_id, stay.service_id
            for side, day in (("before", first - timedelta(days=1)), ("after", last)):
                if stay.date_start <= day and (not stay.date_end or stay.date_end >= day):
                    there[side].add(key)
        before, after = there["before"], there["after"]
        by_code = {
            f"clients_{code}": sum(service.code.lower() == code for _client, service in after)
            for code in ("ose", "gre")
        }
        return {
            "clients_total": len(after),
            "clients_growth": share(len(after) - len(before), len(before)),
            "clients_new": len(after - before),
            "clients_lost": len(before - after),
            "retention": share(len(before & after), len(before)),
            **by_code,
        }

    def recount_contacts(self, first, last):
        """Calls, lists and presentations, one at a time."""

        def within(when):
            return when and first <= lima_day(when) <= last

        everything = self.env["crm.lead"].with_context(active_test=False).search([])
        calls = [one for one in self.env["digiflow.call"].search([]) if within(one.start)]
        listed = [
            lead
            for lead in everything
            if lead.prospect_list_id.state == "distributed" and lima_day(lead.create_date) <= last
        ]
        called = [one for one in listed if one.contacted_date]
        called = [one for one in called if lima_day(one.contacted_date) <= last]
        events = self.env["calendar.event"].with_context(active_test=False)
        shown = events.search([("digiflow_kind", "=", "presentation")])
        held = sum((one.digiflow_state == "held" and within(one.start)) or 0 for one in shown)
        missed = sum((one.digiflow_state == "no_show" and within(one.start)) or 0 for one in shown)
        return {
            "effective_contact": share(sum(one.is_effective for one in calls), len(calls)),
            "list_progress": share(len(called), len(listed)),
            "meetings_booked": sum(bool(within(one.create_date)) for one in shown),
            "meetings_held": held,
            "no_show": share(missed, held + missed),
        }

    def recount_results(self, first, last):
        """Opportunities won, lost and called, one at a time."""

        def on(name):
            return [lead for lead in leads if lead[name] and first <= lima_day(lead[name]) <= last]

        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        won, lost, called = on("won_date"), on("lost_date"), on("contacted_date")
        offered = [[one for one in some if one.proposal_date] for some in (won, lost)]
        days = [
            (lima_day(one.won_date) - lima_day(one.effective_contact_date)).days
            for one in won
            if one.effective_contact_date
        ]
        return {
            "won": len(won),
            "lost": len(lost),
            "win_rate": share(len(won), len(won) + len(lost)),
            "win_rate_offered": share(len(offered[0]), len(offered[0]) + len(offered[1])),
            "conversion": share(len(won), len(called)),
            "conversion_cohort": share(sum(bool(one.won_date) for one in called), len(called)),
            "cycle_average": statistics.fmean(days) if days else None,
            "cycle_median": statistics.median(days) if days else None,
        }

    def recount_sales(self, first, last):
        """Proposals sent and sold, one at a time."""
        orders = self.env["sale.order"].search([("is_digiflow", "=", True)])
        sent, sold, given, listed = {}, 0.0, 0.0, 0.0
        for order in orders.sorted(lambda one: (one.offer_sent_on or one.create_date, one.id)):
            amount = order.amount_untaxed / order.currency_rate
            if order.offer_sent_on and first <= lima_day(order.offer_sent_on) <= last:
                sent[order.opportunity_id] = amount
            if order.state == "sale" and first <= lima_day(order.date_order) <= last:
                sold += amount
                own = order.digiflow_list_total / order.currency_rate
                listed += own
                given += own * order.digiflow_discount / 100
        aims = self.env["digiflow.sales.target"].search([("year", "=", str(first.year))])
        quarters = {str((month + 2) // 3) for month in range(first.month, last.month + 1)}
        aimed = sum(one.amount for one in aims if one.quarter in quarters)
        if (last - first).days < 31:
            aimed /= 3
        return {
            "proposals_sent": len(sent),
            "proposals_amount": sum(sent.values()),
            "discount": share(given, listed),
            "sales_target": share(sold, aimed),
        }

    def recount_people(self, first, last):
        """Campaigns, reviews and tests, one at a time."""
        campaigns = self.env["digiflow.satisfaction.campaign"].search([])
        campaigns = [one for one in campaigns if first <= one.date_from and one.date_to <= last]
        reviews = self.env["digiflow.call.review"].search([])
        scores = [
            one.score
            for one in reviews
            if one.state != "draft"
            and one.origin != "calibration"
            and first <= lima_day(one.call_id.start) <= last
        ]
        attempts = self.env["digiflow.training.attempt"].search([("state", "=", "done")])
        told = [
            question.correct
            for one in attempts
            if first <= lima_day(one.done_on) <= last
            for question in one.question_ids
        ]
        answers = sum(one.closed_answers for one in campaigns)
        return {
            "satisfaction": share(sum(one.closed_satisfied for one in campaigns), answers),
            "call_quality": statistics.fmean(scores) if scores else None,
            "training": share(sum(told), len(told)),
        }
