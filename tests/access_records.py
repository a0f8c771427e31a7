"""Records of every model for each of the owners that the tests of access rights tell apart."""

from odoo import fields

from .common import DigiflowCase

# Whose record it is. Every record of the own people of another company is out of reach while
# only the first company is at work.
OWN, OTHER, WON, FOREIGN = "own", "other", "won", "foreign"
SELLERS = {
    "seller": "sales_team.group_sale_salesman",
    "seller_all": "sales_team.group_sale_salesman_all_leads",
}


class AccessRecords(DigiflowCase):
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
        return {
            "crm.lead": cls.leads,
            **cls.make_prospecting(),
            **cls.make_lead_records(),
            **cls.make_handovers(),
            **cls.make_client_records(),
            **cls.make_company_records(),
            **cls.make_indicators(),
            **cls.make_training(),
            "digiflow.sales.target": cls.make_targets(),
        }

    @classmethod
    def make_training(cls):
        """model -> owner -> record of training: in access_training.py."""
        return {}

    @classmethod
    def make_prospecting(cls):
        """model -> owner -> record: lists, and the work on each of them."""
        lists = cls.make_lists()
        works = {
            model: {
                owner: cls.env[model].create({"list_id": prospects.id})
                for owner, prospects in lists.items()
            }
            for model in ("digiflow.prospect.import", "digiflow.prospect.distribution")
        }
        return {"digiflow.prospect.list": lists, **works}

    @classmethod
    def make_lead_records(cls):
        """model -> owner -> record: what hangs on each lead."""
        own_values = {
            "digiflow.info.pack": {"email_to": "a@b.pe"},
            "digiflow.feedback": {"date": "2026-01-20 15:00:00"},
        }
        records = {
            model: {
                owner: cls.env[model].create({"lead_id": lead.id, **values})
                for owner, lead in cls.leads.items()
            }
            for model, values in own_values.items()
        }
        requirements, moves = {}, {}
        for owner, lead in cls.leads.items():
            there = lead.requirement_id if owner != WON else None
            requirements[owner] = there or cls.make_child("digiflow.requirement", lead)
            moves[owner] = lead.stage_history_ids[0]
        return {
            **records,
            "digiflow.requirement": requirements,
            "digiflow.stage.history": moves,
        }

    @classmethod
    def make_company_records(cls):
        """model -> owner -> record: what is a company's, nobody's in particular."""
        companies = {OWN: cls.company, FOREIGN: cls.abroad}
        counts, imports = cls.env["digiflow.client.count"], cls.env["digiflow.client.import"]
        return {
            "digiflow.client.import": {
                owner: imports.with_company(company).create({})
                for owner, company in companies.items()
            },
            "digiflow.client.count": {
                owner: counts.create(cls.count_values(company))
                for owner, company in companies.items()
            },
            "digiflow.price.review": {
                owner: cls.env["digiflow.price.review"].create(cls.review_values(company))
                for owner, company in companies.items()
            },
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
