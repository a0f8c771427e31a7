"""What the tests of access rights start from: who may do what, and trying it."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .access_figures import FIGURES_HARMLESS, FiguresRecords
from .access_quality import QUALITY_HARMLESS, QualityRecords
from .access_records import OTHER, OWN, WON, AccessRecords
from .access_training import TRAINING_HARMLESS, TRAINING_MATRIX, TrainingRecords
from .common import ROLES

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
        "implementation": LOOKS_WON,
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
    **TRAINING_MATRIX,
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
    **TRAINING_HARMLESS,
    **QUALITY_HARMLESS,
    **FIGURES_HARMLESS,
    "digiflow.indicator": {"target": 90},
    "digiflow.indicator.value": {"value": 90},
    "digiflow.improvement": {"do": "Ana calls back"},
    "digiflow.improvement.step": {"note": "On Mondays"},
    "digiflow.price.review": {"hours_plan": 100},
    "digiflow.sales.target": {"amount": 100},
    "digiflow.stage.gate": {"phone": "999 888 777"},
}


class Undo(Exception):
    """Rolls back what a test tried."""


class AccessCase(QualityRecords, FiguresRecords, TrainingRecords, AccessRecords):
    """Records for each of the owners, and what each kind of user may do with them, by doing it."""

    # What says that somebody may not do something; anything else that is raised does not.
    refusals = (AccessError,)

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
        except self.refusals:
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
            **self.new_training_values(),
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
