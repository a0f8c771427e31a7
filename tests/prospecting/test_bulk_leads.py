"""An opportunity written in bulk is what `create()` would have left, in every stored field."""

from ..core.samples import ruc_of
from .cases import FULL_HEADER, FULL_ROW, ImportCase

# What tells two opportunities apart by being two, and what says that one was imported.
OWN = {"id", "ruc", "prospect_list_id", "prospect_import_id"}
# Seconds between the two that are compared.
NEARLY = 60


def row(number, **cells):
    """A row of FULL_HEADER with only some cells."""
    values = {"RUC": ruc_of(number), "Razón social": f"Empresa {number} S.A.C.", **cells}
    return [values.get(title, "") for title in FULL_HEADER]


# What the file says -> what a person would type into the form.
ROWS = {
    "everything": (
        [ruc_of(1), *FULL_ROW[1:]],
        {
            "name": "Ñandú Perú S.A.C.",
            "contact_name": "Rosa Quispe",
            "function": "Contadora general",
            "phone": "+51 987 654 321",
            "email_from": "rosa@nandu.pe",
            "city": "Miraflores",
            "street": "Av. Larco 123",
            "taxpayer_status": "active",
            "domicile_status": "found",
            "ubigeo": "150122",
        },
    ),
    "only the company": (row(2), {"name": "Empresa 2 S.A.C."}),
    "a phone": (
        row(3, Teléfono="01 445-1234"),
        {"name": "Empresa 3 S.A.C.", "phone": "+51 1 4451234"},
    ),
    "a phone that cannot be called": (
        row(4, Teléfono="445-1234"),
        {"name": "Empresa 4 S.A.C.", "phone": "445-1234"},
    ),
    "an e-mail of everybody's": (
        row(5, Correo="Empresa5@Gmail.com"),
        {"name": "Empresa 5 S.A.C.", "email_from": "empresa5@gmail.com"},
    ),
    "phone and e-mail": (
        row(6, Teléfono="987 654 326", Correo="ventas@empresa6.com.pe"),
        {
            "name": "Empresa 6 S.A.C.",
            "phone": "+51 987 654 326",
            "email_from": "ventas@empresa6.com.pe",
        },
    ),
}


class TestBulkLeads(ImportCase):
    """The same list imported and typed in."""

    def import_rows(self, prospects):
        """The opportunities of ROWS, imported: {case: lead}."""
        wizard = self.run_import(
            [FULL_HEADER, *(cells for cells, _vals in ROWS.values())], prospects=prospects
        )
        leads = self.leads_of(wizard)
        return {case: leads[cells[0]] for case, (cells, _vals) in ROWS.items()}

    def type_in(self, prospects, vals):
        """One opportunity as the manager creates it, without Odoo's own discussion of it."""
        common = (
            self.env["digiflow.prospect.import"]
            .with_user(self.manager)
            .new({"list_id": prospects.id})
            ._prepare_common_vals()
        )
        owners = prospects._get_owners()
        leads = self.env["crm.lead"].with_user(self.manager).with_context(tracking_disable=True)
        lead = leads.create(
            {
                **common,
                **vals,
                "partner_name": vals["name"],
                "prospect_import_id": False,
                **{name: ids[0] if ids else False for name, ids in owners.items()},
            }
        )
        # As at the end of the manager's request.
        leads.env.flush_all()
        return lead

    def assert_same(self, bulk, typed):
        """Every stored field of the two is the same, or the same moment."""
        self.env.flush_all()
        self.env.invalidate_all()
        for name, field in self.env["crm.lead"]._fields.items():
            if not field.store or name in OWN or field.type in ("one2many",):
                continue
            one, other = bulk.sudo()[name], typed.sudo()[name]
            if field.type == "datetime" and one and other:
                self.assertLess(abs((one - other).total_seconds()), NEARLY, name)
                self.assertEqual(bool(one.microsecond), bool(other.microsecond), name)
            else:
                self.assertEqual(one, other, name)

    def test_every_stored_field(self):
        for people in (self.prospects, self.make_list()):
            leads = self.import_rows(people)
            for case, (_cells, vals) in ROWS.items():
                with self.subTest(case, people=bool(people.executive_ids)):
                    self.assert_same(leads[case], self.type_in(self.copy_list(people), vals))
            self.env["crm.lead"].browse([lead.id for lead in leads.values()]).unlink()

    def copy_list(self, prospects):
        """A list with the same people: one RUC stands once in a list."""
        return self.make_list(
            telemarketer_ids=prospects.telemarketer_ids, executive_ids=prospects.executive_ids
        )

    def test_every_stored_field_of_what_is_around(self):
        """The stay in the stage and the note are those that the ORM writes."""
        bulk = self.import_rows(self.prospects)["everything"]
        typed = self.type_in(self.copy_list(self.prospects), ROWS["everything"][1])
        typed._message_log_batch({typed.id: bulk.message_ids.body})
        typed.message_subscribe(self.users["executive"].partner_id.ids)
        for name in ("stage_history_ids", "message_ids", "message_follower_ids"):
            one, other = bulk[name].sudo(), typed[name].sudo()
            self.assertEqual(len(one), 1)
            self.assertEqual(len(other), 1)
            for field_name, field in one._fields.items():
                if not field.store or field_name in {"id", "lead_id", "res_id", "message_id"}:
                    continue
                if field.type == "datetime" and one[field_name]:
                    gap = abs((one[field_name] - other[field_name]).total_seconds())
                    self.assertLess(gap, NEARLY, field_name)
                else:
                    self.assertEqual(one[field_name], other[field_name], f"{name}.{field_name}")

    def test_message_ids_are_of_their_own(self):
        messages = [
            lead.message_ids.message_id for lead in self.import_rows(self.prospects).values()
        ]
        self.assertEqual(len(set(messages)), len(ROWS))
        self.assertTrue(all(text.startswith("<") and text.endswith(">") for text in messages))

    def test_patterns_leave_nothing_behind(self):
        """No opportunity, note or follower but those of the file's companies."""
        domains = {
            "crm.lead": [],
            "mail.followers": [("res_model", "=", "crm.lead")],
            "mail.message": [("model", "=", "crm.lead")],
            "digiflow.stage.history": [],
        }
        models = {name: self.env[name].with_context(active_test=False) for name in domains}
        before = {name: models[name].search_count(domain) for name, domain in domains.items()}
        leads = self.import_rows(self.prospects)
        self.env.flush_all()
        for name, domain in domains.items():
            self.assertEqual(models[name].search_count(domain) - before[name], len(leads), name)

    def test_field_of_another_addon(self):
        """A field that somebody added and that follows from the e-mail is computed as well."""
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_domain",
                "model_id": self.env["ir.model"]._get("crm.lead").id,
                "field_description": "Domain",
                "ttype": "char",
                "store": True,
                "depends": "email_from",
                "compute": "for lead in self: lead['x_domain'] = (lead.email_from or '')[5:]",
            }
        )
        self.addCleanup(field.unlink)
        leads = self.import_rows(self.prospects)
        self.env.invalidate_all()
        # Two of one shape: each has its own.
        self.assertEqual(leads["everything"].x_domain, "nandu.pe")
        self.assertEqual(leads["phone and e-mail"].x_domain, "s@empresa6.com.pe")

    def test_default_of_another_addon(self):
        """A default that an administrator set is kept."""
        self.env["ir.default"].set("crm.lead", "priority", "2")
        lead = self.import_rows(self.prospects)["only the company"]
        self.assertEqual(lead.priority, "2")
