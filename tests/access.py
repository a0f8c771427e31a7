"""What the tests of access rights start from: who may do what, users of every kind, records."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import ROLES, DigiflowCase

# Whose record it is. Every record of the own people of another company is out of reach while
# only the first company is at work.
OWN, OTHER, WON, FOREIGN = "own", "other", "won", "foreign"
# model -> role -> (may create, what it may do with each of the records above):
# c create, r read, w write, d delete. A role that is not named may do nothing.
NOTHING = ("", {})
LOOKS = ("", {OWN: "r", OTHER: "r", WON: "r"})
LOOKS_WON = ("", {WON: "r"})
RULES = ("c", {OWN: "rwd", OTHER: "rwd", WON: "rwd"})
MATRIX = {
    "crm.lead": {
        "telemarketer": ("c", {OWN: "rw"}),
        "executive": ("c", {OWN: "rw"}),
        "presales": ("", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.prospect.list": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.prospect.import": {
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.prospect.distribution": {
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.info.pack": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "manager": LOOKS,
    },
    "digiflow.feedback": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "manager": LOOKS,
    },
    "digiflow.satisfaction.campaign": {
        "executive": ("", {OWN: "r", OTHER: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.satisfaction.answer": {
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("", {OWN: "r", OTHER: "r"}),
    },
    "digiflow.requirement": {
        "executive": ("c", {OWN: "rw"}),
        "presales": ("c", {OWN: "rw"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.handover": {
        "executive": ("", {OWN: "rw"}),
        "presales": ("", {OWN: "rw"}),
        "quality": LOOKS,
        # What Implementation writes is its decision, once it was submitted: tests/kickoff.
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.handover.item": {
        "executive": ("c", {OWN: "rwd"}),
        "presales": ("c", {OWN: "rwd"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.handover.contact": {
        "executive": ("c", {OWN: "rwd"}),
        "presales": ("c", {OWN: "rwd"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": RULES,
    },
    "digiflow.handover.move": {
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": LOOKS,
    },
    "digiflow.client.service": {
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "implementation": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.case": {
        "telemarketer": ("c", {}),
        "executive": ("c", {OWN: "rw"}),
        "quality": ("c", {OWN: "rw", OTHER: "rw"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.client.risk": {
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "manager": ("", {OWN: "r", OTHER: "r"}),
    },
    "digiflow.client.count": {
        "executive": ("", {OWN: "r"}),
        "quality": ("", {OWN: "r"}),
        "implementation": ("", {OWN: "r"}),
        "manager": ("c", {OWN: "rwd"}),
    },
    "digiflow.client.import": {
        "manager": ("c", {OWN: "rwd"}),
    },
    "digiflow.client.volume": {
        "executive": ("c", {OWN: "rw"}),
        "quality": ("", {OWN: "r", OTHER: "r"}),
        "implementation": ("c", {OWN: "rw", OTHER: "rw"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.stage.history": {
        "telemarketer": ("", {OWN: "r"}),
        "executive": ("", {OWN: "r"}),
        "presales": ("", {OWN: "r"}),
        "quality": LOOKS,
        "implementation": LOOKS_WON,
        "manager": LOOKS,
    },
    # Figures of the company, without names: every role reads them, nobody writes one.
    "digiflow.indicator": {
        **dict.fromkeys(ROLES, ("", {OWN: "r"})),
        "manager": ("c", {OWN: "rwd"}),
    },
    "digiflow.indicator.value": dict.fromkeys(ROLES, ("", {OWN: "r"})),
    "digiflow.improvement": {
        "executive": ("", {OWN: "rw"}),
        "quality": ("c", {OWN: "rw", OTHER: "rw"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.improvement.step": {
        "executive": ("c", {OWN: "rwd"}),
        "quality": ("c", {OWN: "rwd", OTHER: "rwd"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    "digiflow.price.review": {
        "manager": ("c", {OWN: "rwd"}),
    },
    "digiflow.sales.target": {
        "executive": ("", {OWN: "r"}),
        "manager": ("c", {OWN: "rwd", OTHER: "rwd"}),
    },
    # A wizard is always one's own: what others typed in is out of reach.
    "digiflow.stage.gate": {
        "telemarketer": ("c", {OWN: "rw"}),
        "executive": ("c", {OWN: "rw"}),
        "presales": ("c", {OWN: "rw"}),
        "manager": ("c", {OWN: "rw"}),
    },
}
# A value that may be written on each model; on the others the matrix lets nobody write.
HARMLESS = {
    "crm.lead": {"description": "Noted"},
    "digiflow.prospect.list": {"name": "Otra lista"},
    "digiflow.prospect.import": {"filename": "otra.csv"},
    "digiflow.prospect.distribution": {"keep_known": False},
    "digiflow.info.pack": {"failure": "None at all"},
    "digiflow.feedback": {"score": "5"},
    "digiflow.satisfaction.campaign": {"name": "Otra"},
    "digiflow.satisfaction.answer": {"score": "5"},
    "digiflow.requirement": {"need": "On premise"},
    "digiflow.handover": {"scope": "On premise"},
    "digiflow.handover.item": {"note": "By Friday"},
    "digiflow.handover.contact": {"note": "Mornings"},
    "digiflow.handover.move": {"reason": "Because I say so"},
    "digiflow.client.service": {"monthly_amount": 100},
    "digiflow.case": {"description": "By phone"},
    "digiflow.client.risk": {"score": 0},
    "digiflow.client.count": {"count": 100},
    "digiflow.client.import": {"filename": "otra.csv"},
    "digiflow.client.volume": {"documents": 100},
    "digiflow.stage.history": {"pass_reason": "Because I say so"},
    "digiflow.indicator": {"target": 90},
    "digiflow.indicator.value": {"value": 90},
    "digiflow.improvement": {"do": "Ana calls back"},
    "digiflow.improvement.step": {"note": "On Mondays"},
    "digiflow.price.review": {"hours_plan": 100},
    "digiflow.sales.target": {"amount": 100},
    "digiflow.stage.gate": {"phone": "999 888 777"},
}
SELLERS = {
    "seller": "sales_team.group_sale_salesman",
    "seller_all": "sales_team.group_sale_salesman_all_leads",
}


class Undo(Exception):
    """Rolls back what a test tried."""


class AccessCase(DigiflowCase):
    """Two companies, users of every kind, and a record of each model for each of the owners."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.abroad = cls.env["res.company"].create({"name": "Digiflow Bolivia"})
        for kind, group in SELLERS.items():
            cls.users[kind] = cls.make_user(kind, login=f"stock_{kind}", groups=group)
        for user in cls.users.values():
            user.company_ids = [(4, cls.abroad.id)]
        cls.other_people = {
            "user_id": cls.make_user("executive", login="executive_2").id,
            "telemarketer_id": cls.make_user("telemarketer", login="telemarketer_2").id,
            "presales_user_id": cls.make_user("presales", login="presales_2").id,
        }
        cls.leads = cls.make_leads()
        cls.records = cls.make_records()

    @classmethod
    def make_leads(cls):
        """One lead for each of the owners."""
        won = cls.complete(cls.make_lead(name="Ganado", **cls.other_people), "pre_kickoff")
        won.action_set_won()
        return {
            OWN: cls.make_lead(name="Propio", company_id=cls.company.id),
            OTHER: cls.make_lead(name="Ajeno", **cls.other_people),
            WON: won,
            FOREIGN: cls.make_lead(name="Boliviano", company_id=cls.abroad.id),
        }

    @classmethod
    def make_records(cls):
        """model -> owner -> record."""
        lists = cls.make_lists()
        return {
            "crm.lead": cls.leads,
            "digiflow.prospect.list": lists,
            "digiflow.prospect.import": {
                owner: cls.env["digiflow.prospect.import"].create({"list_id": prospects.id})
                for owner, prospects in lists.items()
            },
            "digiflow.prospect.distribution": {
                owner: cls.env["digiflow.prospect.distribution"].create({"list_id": prospects.id})
                for owner, prospects in lists.items()
            },
            "digiflow.info.pack": {
                owner: cls.env["digiflow.info.pack"].create(
                    {"lead_id": lead.id, "email_to": "a@b.pe"}
                )
                for owner, lead in cls.leads.items()
            },
            "digiflow.feedback": {
                owner: cls.env["digiflow.feedback"].create(
                    {"lead_id": lead.id, "date": "2026-01-20 15:00:00"}
                )
                for owner, lead in cls.leads.items()
            },
            "digiflow.requirement": {
                owner: lead.requirement_id or cls.make_child("digiflow.requirement", lead)
                for owner, lead in cls.leads.items()
                if owner != WON
            }
            | {WON: cls.make_child("digiflow.requirement", cls.leads[WON])},
            **cls.make_handovers(),
            **cls.make_client_records(),
            "digiflow.client.import": {
                owner: cls.env["digiflow.client.import"].with_company(company).create({})
                for owner, company in ((OWN, cls.company), (FOREIGN, cls.abroad))
            },
            "digiflow.stage.history": {
                owner: lead.stage_history_ids[0] for owner, lead in cls.leads.items()
            },
            **cls.make_indicators(),
            "digiflow.client.count": {
                owner: cls.env["digiflow.client.count"].create(cls.count_values(company))
                for owner, company in ((OWN, cls.company), (FOREIGN, cls.abroad))
            },
            "digiflow.price.review": cls.make_reviews(),
            "digiflow.sales.target": cls.make_targets(),
        }

    @classmethod
    def make_handovers(cls):
        """model -> owner -> record: handovers and their parts."""
        handovers = {
            owner: lead.handover_id or cls.make_child("digiflow.handover", lead)
            for owner, lead in cls.leads.items()
        }
        parts = {
            model: {
                owner: cls.env[model].create(cls.part_values(model, handover))
                for owner, handover in handovers.items()
            }
            for model in ("digiflow.handover.item", "digiflow.handover.contact")
        }
        moves = {owner: handover.move_ids[0] for owner, handover in handovers.items()}
        return {"digiflow.handover": handovers, "digiflow.handover.move": moves, **parts}

    @classmethod
    def part_values(cls, model, handover):
        """Values of a part that its handover can do without."""
        needless = {"required": False} if model == "digiflow.handover.item" else {}
        return {"handover_id": handover.id, "name": "Una parte", **needless}

    @classmethod
    def make_client_records(cls):
        """model -> owner -> record: what one's own client has, another's, and one abroad."""
        owners = {OWN: cls.users["executive"].id, OTHER: cls.other_people["user_id"]}
        models = ("digiflow.client.service", "digiflow.client.volume", "digiflow.case")
        records = {model: {} for model in (*models, "digiflow.client.risk")}
        for owner in (OWN, OTHER, FOREIGN):
            seller = owners.get(owner, owners[OWN])
            client = cls.env["res.partner"].create({"name": f"Client {owner}", "user_id": seller})
            company = cls.abroad if owner == FOREIGN else cls.company
            for model, values in cls.client_values(client, company).items():
                records[model][owner] = cls.env[model].create(values)
            risks = cls.env["digiflow.client.risk"]
            records["digiflow.client.risk"][owner] = risks.search([("partner_id", "=", client.id)])
        return {**records, **cls.make_campaigns(records["digiflow.client.service"])}

    @classmethod
    def make_campaigns(cls, stays):
        """model -> owner -> record: campaigns, and the answers of the clients of `stays`."""
        campaigns, answers = {}, {}
        for quarter, (owner, stay) in enumerate(stays.items(), 1):
            campaigns[owner] = cls.env["digiflow.satisfaction.campaign"].create(
                {"year": "2001", "quarter": str(quarter), "company_id": stay.company_id.id}
            )
            answers[owner] = cls.env["digiflow.satisfaction.answer"].create(
                {
                    "campaign_id": campaigns[owner].id,
                    "partner_id": stay.partner_id.id,
                    "client_key": stay.partner_id.id,
                    "client_name": stay.partner_id.name,
                }
            )
        models = ("digiflow.satisfaction.campaign", "digiflow.satisfaction.answer")
        return dict(zip(models, (campaigns, answers), strict=True))

    @classmethod
    def count_values(cls, company, day="2001-12-31"):
        """Values of a count of clients of a company."""
        service = cls.env.ref("digiflow_crm.service_xbrl")
        return {"company_id": company.id, "date": day, "service_id": service.id, "count": 5}

    @classmethod
    def client_values(cls, client, company, service="xbrl"):
        """model -> values of a record of a client's."""
        stay = cls.stay_values(client, company, service)
        volume = {**stay, "month": stay["date_start"], "documents": 5}
        del volume["date_start"]
        case = {"partner_id": client.id, "company_id": company.id, "summary": "Un reclamo"}
        return {
            "digiflow.client.service": stay,
            "digiflow.client.volume": volume,
            "digiflow.case": case,
        }

    @classmethod
    def stay_values(cls, client, company, service="xbrl"):
        """Values of a client's service."""
        return {
            "partner_id": client.id,
            "service_id": cls.env.ref(f"digiflow_crm.service_{service}").id,
            "company_id": company.id,
            "date_start": "2025-01-01",
        }

    @classmethod
    def make_indicators(cls):
        """model -> owner -> record: an indicator, its values, and actions that are being done."""
        indicator = cls.env["digiflow.indicator"].create({"code": "acceso", "name": "Acceso"})
        companies = {OWN: cls.company, FOREIGN: cls.abroad}
        days = [fields.Date.to_date(day) for day in ("2025-01-01", "2025-03-31")]
        users = {OTHER: cls.other_people["user_id"]}
        values = {
            "name": "Baja",
            "indicator_id": indicator.id,
            "cause": "Nobody calls",
            "plan": "Call",
            "date_deadline": "2099-12-31",
        }
        actions = {
            owner: cls.env["digiflow.improvement"].create(
                {
                    **values,
                    "company_id": companies.get(owner, cls.company).id,
                    "user_id": users.get(owner, cls.users["executive"].id),
                    "step_ids": [
                        (0, 0, {"name": "Call", "user_id": users.get(owner, cls.env.uid)})
                    ],
                }
            )
            for owner in (OWN, OTHER, FOREIGN)
        }
        for action in actions.values():
            action.phase = "do"
        return {
            "digiflow.indicator": {OWN: indicator},
            "digiflow.indicator.value": {
                owner: indicator._freeze(company, *days, 1, 2)
                for owner, company in companies.items()
            },
            "digiflow.improvement": actions,
            "digiflow.improvement.step": {
                owner: action.step_ids for owner, action in actions.items()
            },
        }

    @classmethod
    def make_child(cls, model, lead):
        """A record of `model` that hangs on `lead`."""
        return cls.env[model].create({"lead_id": lead.id})

    @classmethod
    def make_reviews(cls):
        """A price review of each company."""
        return {
            owner: cls.env["digiflow.price.review"].create(cls.review_values(company))
            for owner, company in ((OWN, cls.company), (FOREIGN, cls.abroad))
        }

    @classmethod
    def review_values(cls, company, year="2090"):
        """Values of a price review of a company."""
        tariff = cls.env["product.pricelist"].create(
            {"name": f"Tarifa {company.name}", "company_id": company.id}
        )
        return {"year": year, "company_id": company.id, "pricelist_id": tariff.id}

    @classmethod
    def make_targets(cls):
        """The executive's target, a colleague's, and the executive's in the other company."""
        values = {"year": "2090", "quarter": "1", "amount": 1000}
        own, other = cls.users["executive"].id, cls.other_people["user_id"]
        return {
            owner: cls.env["digiflow.sales.target"].create(
                {**values, "user_id": user_id, "company_id": company.id}
            )
            for owner, user_id, company in (
                (OWN, own, cls.company),
                (OTHER, other, cls.company),
                (FOREIGN, own, cls.abroad),
            )
        }

    @classmethod
    def make_lists(cls):
        """The list of the role users, one of others, and one of theirs in the other company."""
        others = {
            "telemarketer_ids": [(4, cls.other_people["telemarketer_id"])],
            "executive_ids": [(4, cls.other_people["user_id"])],
        }
        return {
            OWN: cls.prospects,
            OTHER: cls.env["digiflow.prospect.list"].create({"name": "Ajena", **others}),
            FOREIGN: cls.prospects.copy({"company_id": cls.abroad.id}),
        }

    def using(self, records, role, companies=None):
        """`records` in the hands of a user, with only the first company at work."""
        allowed = (companies or self.company).ids
        return records.with_user(self.users[role]).with_context(allowed_company_ids=allowed)

    def may(self, action):
        """Whether access rights let `action` happen; nothing of it stays."""
        try:
            with mute_logger("odoo.sql_db", "odoo.models.unlink"), self.env.cr.savepoint():
                action()
                self.env.flush_all()
                raise Undo
        except AccessError:
            return False
        except Exception:
            # It happened, or something else than rights was against it.
            return True
        finally:
            self.env.invalidate_all()

    def new_values(self, model):
        """Values of a new record of somebody's own."""
        lead = self.leads[OWN]
        return {
            **self.new_indicator_values(),
            "digiflow.client.count": self.count_values(self.company, "2002-12-31"),
            "digiflow.price.review": self.review_values(self.company, "2091"),
            "digiflow.sales.target": {
                "year": "2091",
                "quarter": "1",
                "user_id": self.users["executive"].id,
                "amount": 1,
            },
            "crm.lead": {"name": "Nuevo", "team_id": self.team.id, "type": "opportunity"},
            "digiflow.prospect.list": {"name": "Nueva"},
            "digiflow.prospect.import": {"list_id": self.prospects.id},
            "digiflow.client.import": {},
            "digiflow.prospect.distribution": {"list_id": self.prospects.id},
            **self.new_handover_values(),
            "digiflow.stage.history": {
                "lead_id": lead.id,
                "stage_id": lead.stage_id.id,
                "move": "forward",
                "date_from": "2026-01-01 00:00:00",
                "user_id": self.env.uid,
            },
            "digiflow.info.pack": {"lead_id": lead.id, "email_to": "a@example.com", "number": 2},
            "digiflow.feedback": {"lead_id": lead.id, "date": "2026-01-20 15:00:00"},
            "digiflow.satisfaction.campaign": {"year": "2002", "quarter": "1"},
            "digiflow.stage.gate": {"lead_id": lead.id, "stage_id": self.stages["meeting"].id},
        }.get(model, {"lead_id": lead.id})

    def new_indicator_values(self):
        """model -> values of a new indicator, a value of one, an action and a step."""
        indicator = self.records["digiflow.indicator"][OWN]
        return {
            "digiflow.indicator": {"code": "nuevo", "name": "Nuevo"},
            "digiflow.indicator.value": {
                "indicator_id": indicator.id,
                "company_id": self.company.id,
                "date_from": "2025-04-01",
                "date_to": "2025-06-30",
            },
            "digiflow.improvement": {"name": "Otra", "indicator_id": indicator.id},
            "digiflow.improvement.step": {
                "name": "Otro",
                "improvement_id": self.records["digiflow.improvement"][OWN].id,
            },
        }

    def new_handover_values(self):
        """model -> values of a new part of one's own handover, and of a client's service."""
        handover = self.records["digiflow.handover"][OWN]
        parts = ("digiflow.handover.item", "digiflow.handover.contact")
        client = self.records["digiflow.client.service"][OWN].partner_id
        return {
            **{model: self.part_values(model, handover) for model in parts},
            "digiflow.handover.move": {
                "handover_id": handover.id,
                "move": "accepted",
                "user_id": self.env.uid,
                "date": "2026-01-01 00:00:00",
            },
            **self.client_values(client, self.company, "pse"),
        }

    def what_may(self, record, role):
        """Letters of what a role may do with a record, by doing it."""
        own = self.using(record, role)
        actions = {
            # A view of the database has no dates of its records.
            "r": lambda: own.read(
                [name for name in ("display_name", "create_date") if name in own._fields]
            ),
            "w": lambda: own.write(HARMLESS[record._name]),
            "d": own.unlink,
        }
        return "".join(letter for letter, action in actions.items() if self.may(action))
