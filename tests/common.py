"""What every test starts from: a company, one user for each role, and leads of any stage."""

from lxml import etree

from odoo.tests import HttpCase, TransactionCase, new_test_user

from odoo.addons.base.models import res_users
from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.models.pipeline.steps import STEPS
from odoo.addons.digiflow_crm.models.proposal.review_states import WAITING

ROLES = ("telemarketer", "executive", "presales", "quality", "implementation", "manager")
# Valid RUCs of made-up companies.
RUCS = ("20100070970", "20512081372", "20100047218", "20131312955", "20100130204")
# What a company's second opportunity must say.
SECOND = {"second_reason": "upgrade"}
# A survey that can be submitted, but for the kinds of document: they are records.
ANSWERS = {
    "modality": "cloud",
    "monthly_documents": 2000,
    "billing_layout": "centralized",
    "integration_count": 1,
    "erp": "SAP Business One",
    "need": "Cloud, 2 000 documents a month, one integration.",
}
KINDS = ("f", "b", "nc", "nd")
# 350 000 rounds of hashing for each password were a third of the time in which classes are set up.
res_users.MIN_ROUNDS = 1


class DigiflowCase(TransactionCase):
    """Role users, a prospect list of theirs, and leads that are ready for a stage."""

    # Odoo gives these to test classes inside an addon only, and needs them.
    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The database is in Spanish; tests read the source's own words.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.users = {role: cls.make_user(role) for role in ROLES}
        cls.team = cls.env.ref("digiflow_crm.team_digiflow")
        cls.stages = {step: cls.env.ref(f"digiflow_crm.stage_{step}") for step in STEPS}
        cls.prospects = cls.env["digiflow.prospect.list"].create(
            {
                "name": "Agentes de retención",
                "telemarketer_ids": [(4, cls.users["telemarketer"].id)],
                "executive_ids": [(4, cls.users["executive"].id)],
            }
        )

    @classmethod
    def make_user(cls, role, login=None, groups=None, **vals):
        """A user with one role (or with `groups`), in English."""
        return new_test_user(
            cls.env,
            login=login or f"digiflow_{role}",
            groups=groups or f"digiflow_crm.group_{role}",
            email=f"{login or role}@example.com",
            # nobody reads their invitation
            context={**cls.env.context, "no_reset_password": True},
            **{"tz": "America/Lima", "lang": "en_US", **vals},
        )

    @classmethod
    def make_lead(cls, **vals):
        """A new lead of the Digiflow team, in the first stage, followed by the role users."""
        return cls.env["crm.lead"].create(
            {
                "name": "Comercial Andina S.A.C.",
                "type": "opportunity",
                "team_id": cls.team.id,
                "user_id": cls.users["executive"].id,
                "telemarketer_id": cls.users["telemarketer"].id,
                "presales_user_id": cls.users["presales"].id,
                **vals,
            }
        )

    def read_field_names(self, model, kind):
        """Names of the fields that the user's view of that kind reads, in the view's order.

        The order matters: Odoo's activity fields take one query a record or one for all,
        by which of them is read first.
        """
        arch = model.get_view(view_type="tree" if kind == "list" and SERIES < 18 else kind)["arch"]
        nodes = etree.fromstring(arch).xpath("//field[not(ancestor::field)]")
        return list(dict.fromkeys(node.get("name") for node in nodes))

    @classmethod
    def contact_vals(cls):
        """What completes the telemarketing contact."""
        return {
            "contact_name": "Rosa Quispe",
            "decision_maker_role": "accounting",
            "current_system": "sunat",
            "effective_contact_date": "2026-01-15 15:00:00",
            "phone": "+51 987 654 321",
        }

    @classmethod
    def complete(cls, lead, step):
        """Make every step before `step` complete on `lead`, without moving it."""
        rank = STEPS.index(step)
        # The last steps first: an offer that is confirmed with the others complete moves the lead.
        if rank >= 4:
            cls.validate_requirement(lead)
        if rank >= 5:
            cls.confirm_order(lead)
        if rank >= 1:
            lead.write(cls.contact_vals())
        if rank >= 2:
            lead.info_sent_date = "2026-01-16 15:00:00"
        if rank >= 3:
            lead.meeting_held_date = "2026-01-20 15:00:00"
        return lead

    @classmethod
    def answers(cls, **vals):
        """Answers with which a survey can be submitted; `vals` instead of some of them."""
        kinds = [cls.env.ref(f"digiflow_crm.document_type_{code}").id for code in KINDS]
        return {**ANSWERS, "document_type_ids": [(6, 0, kinds)], **vals}

    @classmethod
    def validate_requirement(cls, lead, **vals):
        """A requirements survey of `lead`, its draft if it has one, validated by presales.

        `vals` are answers instead of those of `answers()`.
        """
        draft = [("lead_id", "=", lead.id), ("state", "=", "draft")]
        requirement = cls.env["digiflow.requirement"].search(draft, limit=1)
        if requirement:
            requirement.write(cls.answers(**vals))
        else:
            requirement = requirement.create({"lead_id": lead.id, **cls.answers(**vals)})
        requirement.action_submit()
        requirement.with_user(cls.users["manager"]).action_validate()
        return requirement

    @classmethod
    def make_offer(cls, lead):
        """An open offer of `lead`: from its survey by the button, or by hand without a survey."""
        if lead._get_validated_requirement():
            return cls.env["sale.order"].browse(lead.action_make_proposal()["res_id"])
        partner = lead.partner_id or cls.env["res.partner"].create({"name": lead.name})
        plan = cls.env.ref("digiflow_crm.product_plan_cloud_2000")
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "opportunity_id": lead.id,
                "user_id": lead.user_id.id,
                "order_line": [(0, 0, {"product_id": plan.id, "product_uom_qty": 1})],
            }
        )

    @classmethod
    def review(cls, order):
        """Have `order` looked at, where it has to be, by those who may."""
        if order._is_review_done():
            return order
        order.action_submit_review()
        while order.digiflow_review in WAITING:
            order.with_user(cls.users["manager"]).action_approve_review()
        return order

    @classmethod
    def confirm_order(cls, lead):
        """An offer of `lead`, reviewed as it has to be, that the client confirmed."""
        order = cls.review(cls.make_offer(lead))
        order.action_confirm()
        return order

    @classmethod
    def complete_handover(cls, handover):
        """What the submission of `handover` needs: people, notes, checklist, presales' word."""
        if not handover.contact_ids:
            handover.contact_ids = [(0, 0, {"name": "Rosa Quispe", "phone": "+51 987 654 321"})]
        items = handover.item_ids.filtered("required")
        items.write({"needs_document": False, "state": "validated"})
        handover.technical_notes = "Own ERP on PostgreSQL; a web service sends the documents."
        handover.with_user(cls.users["manager"]).action_confirm_technical()
        return handover


class DigiflowHttpCase(DigiflowCase, HttpCase):
    """The same, with Odoo's HTTP server in front: for the external API and for a browser.

    The server's threads work in the test's own transaction, so what they write is gone after it.
    """
