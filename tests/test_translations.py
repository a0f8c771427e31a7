"""Whoever works in es_PE reads Spanish: no term of the addon without it, none that breaks."""

import ast
import base64
import functools
import re
from pathlib import Path

import polib

from odoo.addons import digiflow_crm
from odoo.addons.digiflow_crm.exceptions import StageGateError

from .common import DigiflowCase

LANG = "es_PE"
# Written the same in both languages; the PO file leaves them empty.
SAME_IN_SPANISH = {
    "%(campaign)s: %(score)s %(words)s.",
    "%(indicator)s: %(part)s",
    "%(lead)s: %(reason)s %(cure)s",
    "%(lead)s: %(reason)s. %(cure)s.",
    "%(name)s: %(value)s",
    "%(value)s %%",
    "/ 100",
    "7, 14",
    "Agenda",
    "Bytes",
    "Cloud",
    "Coach",
    "Coaching",
    "Coaching: %s",
    "Digiflow",
    "Digiflow CRM",
    "ERP",
    "Enter",
    "Esc",
    "Express",
    "GRE",
    "ID",
    "Intangible",
    "Material",
    "Micro",
    "No",
    "OSE",
    "Plan",
    "R.S. 000123-2026/SUNAT",
    "RUC",
    "Regular",
    "SAP",
    "Tangible",
    "Telemarketing",
    "Token",
    "Total",
    "Ubigeo",
    "Upgrade",
    "Upgrades",
    "Virtual",
    "https://",
    "https://www.sunat.gob.pe/...",
    "n = %s",
    "«%(item)s»",
}
# What clients read is Spanish from the start: feedback survey, e-mails, catalogue, the parts of
# their documents and pages, and what an executive says to them when following an offer up. So is
# what the staff learns with: the quiz, evaluations, badges and challenges, the welcome.
SPANISH_FROM_THE_START = re.compile(
    r"survey\.\w+(\.\w+)*,\w+:digiflow_crm\.(survey_feedback|training_quiz)_"
    r"|digiflow\.training\.evaluation,name:"
    r"|gamification\.(badge|challenge|goal\.definition),\w+:"
    r"|mail\.template,(subject|body_html):digiflow_crm\."
    r"mail_template_(feedback_|training_welcome|proposal|(handover|requirement)_link)"
    r"|(product\.(template|pricelist)|sale\.order\.template(\.line)?),\w+:digiflow_crm\."
    r"|arch_db:digiflow_crm\.(proposal|handover|requirement|public_page|survey_page)_(?!\w*view_)"
    r"|digiflow\.offer\.followup,name:|mail\.activity\.type,name:digiflow_crm\.\w+_offer$"
    # Code that names the file of a document, which Odoo exports as well.
    r"|(ir\.actions\.report,print_|mail\.template,)report_name:"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?(\w+)")


def find_calls():
    """The calls of `_` in our code: (name of the file, the call)."""
    for path in Path(digiflow_crm.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_":
                yield path.name, call


@functools.lru_cache
def get_texts():
    """The texts that our code gives to `_`."""
    return {
        call.args[0].value
        for _name, call in find_calls()
        if call.args and isinstance(call.args[0], ast.Constant)
    }


class TestTranslations(DigiflowCase):
    """The Spanish of the addon, as Odoo exports it and as the screens show it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.module = cls.env["ir.module.module"].search([("name", "=", "digiflow_crm")])
        if LANG not in dict(cls.env["res.lang"].get_installed()):
            cls.env["res.lang"]._activate_lang(LANG)
            cls.module._update_translations([LANG])
        cls.spanish = cls.env(context={**cls.env.context, "lang": LANG})

    def export_terms(self):
        """The terms of the addon with their Spanish, from Odoo's own export."""
        wizard = self.env["base.language.export"].create(
            {"lang": LANG, "format": "po", "modules": [(6, 0, self.module.ids)]}
        )
        wizard.act_getfile()
        return polib.pofile(base64.b64decode(wizard.data).decode())

    def test_every_term_has_spanish(self):
        terms = self.export_terms()
        self.assertGreater(len(terms), 300)
        missing = [
            f"{entry.occurrences[0][0]}: {entry.msgid}"
            for entry in terms
            if entry.msgstr in ("", entry.msgid)
            and entry.msgid not in SAME_IN_SPANISH
            and not self.is_no_text(entry)
            and not all(SPANISH_FROM_THE_START.search(place) for place, _line in entry.occurrences)
        ]
        self.assertFalse(missing, "terms without Spanish in i18n/es.po")

    def is_no_text(self, entry):
        """Whether no `_()` of ours has this: 19.0 takes a bracket after one for its own."""
        own = all(".py" in place for place, _line in entry.occurrences)
        return own and entry.msgid not in get_texts()

    def test_no_term_is_lost_to_the_export(self):
        """16.0 reads no term of a call with an f-string in it, nor those that follow."""
        lost = [
            f"{name}:{call.lineno}"
            for name, call in find_calls()
            if any(isinstance(part, ast.JoinedStr) for part in ast.walk(call))
        ]
        self.assertFalse(lost, "work these texts out before `_()`")

    def test_placeholders_and_tags_are_those_of_the_source(self):
        """A placeholder that is misspelt breaks the message; a lost tag, the screen."""
        entries = polib.pofile(str(Path(digiflow_crm.__file__).parent / "i18n" / "es.po"))
        for entry in entries.translated_entries():
            for mark in (PLACEHOLDER, TAG):
                found = sorted(mark.findall(entry.msgstr))
                self.assertEqual(found, sorted(mark.findall(entry.msgid)), entry.msgid)

    def test_stages_and_roles(self):
        stages = [self.stages[step].with_env(self.spanish).name for step in self.stages]
        self.assertEqual(
            stages,
            [
                "Contacto telemarketing",
                "Información enviada",
                "Reunión",
                "Levantamiento de información",
                "Propuesta",
                "Pre-Kickoff",
            ],
        )
        self.assertEqual(self.spanish.ref("digiflow_crm.group_manager").name, "Gerente Comercial")
        self.assertEqual(
            self.spanish.ref("digiflow_crm.menu_digiflow_pipeline").name, "Oportunidades"
        )

    def test_refusal_of_the_gate(self):
        lead = self.make_lead().with_env(self.spanish)
        with self.assertRaises(StageGateError) as refusal:
            lead.stage_id = self.stages["info_sent"]
        self.assertEqual(
            str(refusal.exception),
            "Comercial Andina S.A.C. no puede entrar a «Información enviada». Falta: decisor, "
            "cargo del decisor, contacto efectivo, sistema actual, teléfono o correo.",
        )

    def test_fields_and_screens(self):
        lead = self.spanish["crm.lead"]
        field = lead.fields_get(["decision_maker_role"])["decision_maker_role"]
        self.assertEqual(field["string"], "Cargo del decisor")
        self.assertIn(("accounting", "Contador General"), field["selection"])
        form = lead.get_view(self.env.ref("crm.crm_lead_view_form").id, "form")["arch"]
        for words in ("Falta para la siguiente etapa", "Días en la etapa", "Proceso comercial"):
            self.assertIn(words, form)
        kanban = lead.get_view(self.env.ref("crm.crm_case_kanban_view_leads").id, "kanban")["arch"]
        for words in ("días en la etapa", 'title="Decisor"', "Falta:"):
            self.assertIn(words, kanban)

    def test_import_report(self):
        """The reasons come from the core, which has no model to take the language from."""
        wizard = self.spanish["digiflow.prospect.import"].create(
            {
                "list_id": self.prospects.id,
                "filename": "lista.csv",
                "file": base64.b64encode("RUC;Razón social\n123;Uno S.A.\n".encode()),
            }
        )
        wizard.action_preview()
        for words in ("Filas rechazadas", "El RUC 123 no tiene 11 dígitos", "Cómo corregirlo"):
            self.assertIn(words, wizard.report)
        self.assertEqual(wizard.rejected_filename, "lista - rechazadas.xlsx")
