"""A year in which chance had its say: what happens in it, and its months and quarters."""

from datetime import date, timedelta

from odoo.addons.digiflow_crm.core import indicator_periods, periods

from .made_up_year import YEAR, MadeUpYear


class YearOfChance(MadeUpYear):
    """A year of opportunities, calls, presentations, offers and clients, always the same ones."""

    def get_spans(self):
        """The year, its quarters and its months."""
        year = periods.Period(date(YEAR, 1, 1), date(YEAR, 12, 31))
        spans = [year]
        for kind in (indicator_periods.QUARTER, indicator_periods.MONTH):
            span = indicator_periods.period_of(year.first, kind)
            while span.last <= year.last:
                spans.append(span)
                span = indicator_periods.after(span, kind)
        return spans

    def make_year(self):
        """Forty opportunities and what became of them, offers, clients and tests."""
        chance, leads = self.chance, []
        for _number in range(40):
            day = self.any_day()
            called = self.any_moment(day)
            effective = called if chance.random() < 0.6 else None
            end = called + timedelta(days=chance.randrange(60))
            fate = chance.choice(["won", "won", "lost", "open"]) if effective else "lost"
            proposal = called if chance.random() < 0.5 else None
            ends = {fate: end} if fate != "open" else {}
            leads.append(self.add_lead(called, effective, proposal, **ends))
            for _call in range(chance.randrange(4)):
                call = self.add_call(leads[-1], self.any_moment(), chance.random() < 0.3)
                if chance.random() < 0.5:
                    self.add_review(call, chance.randrange(101))
            if chance.random() < 0.5:
                state = chance.choice(["held", "held", "no_show", "cancelled", "booked"])
                self.add_meeting(leads[-1], called, self.any_moment(), state)
        self.make_offers(leads)
        self.make_others()

    def make_offers(self, leads):
        """Rounds of offers, some sold, and what was to be sold."""
        chance = self.chance
        for lead in chance.choices(leads, k=12):
            sent = self.any_moment()
            sold = sent + timedelta(days=chance.randrange(30)) if chance.random() < 0.5 else None
            listed, discount = chance.randrange(1000, 9000), chance.randrange(30)
            amount, rate = listed * (100 - discount) / 100, chance.choice([1, 1, 0.25])
            self.add_offer(lead, amount, sent, sold, listed, discount, rate)
        for quarter in ("1", "2", "4"):
            values = {"year": str(YEAR), "quarter": quarter, "amount": 5000}
            user = self.users["executive"].id
            self.env["digiflow.sales.target"].create({**values, "user_id": user})

    def make_others(self):
        """Clients who come and leave, campaigns and tests."""
        chance = self.chance
        for number in range(25):
            first = self.any_day() - timedelta(days=chance.randrange(400))
            last = first + timedelta(days=chance.randrange(300)) if chance.random() < 0.6 else None
            service = chance.choice(["ose", "ose", "gre", "pse"])
            self.add_stay(f"Cliente {number % 20} {service}", first, last, service)
        self.add_campaign(1, 40, 50)
        self.add_campaign(3, 60, 90)
        for _number in range(6):
            self.add_attempt(self.any_moment(), chance.randrange(7), chance.randrange(1, 4))
