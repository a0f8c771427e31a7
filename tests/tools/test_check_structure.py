"""The countable rules of the design: what breaks one is found, what keeps to them passes."""

import pytest

import check_structure

MODEL = '''
class DigiflowCall(models.Model):
    """A call."""

    _name = "digiflow.call"
    MINUTES = 60

    lead_id = fields.Many2one("crm.lead")

    _sql_constraints = [("lead_uniq", "UNIQUE(lead_id)", "Once.")]

    def _default_name(self):
        return "a"

    def _compute_name(self):
        self.name = "a"

    @api.constrains("name")
    def _check_name(self):
        pass

    def write(self, vals):
        return super().write(vals)

    def action_open(self):
        return {}

    def hang_up(self):
        # sudo: the counter is nobody's secret
        self.sudo().count += 1
        found = self.env["crm.lead"].search([("call_ids", "in", self.ids)])
        for call in self:
            call.count = len(found.filtered(lambda lead: call in lead.call_ids))
'''
VIEWS = """<odoo>
<record id="digiflow_call_view_list" model="ir.ui.view"><field name="model">digiflow.call</field>
<field name="arch" type="xml"><tree/></field></record>
<record id="crm_lead_view_form_calls" model="ir.ui.view"><field name="model">crm.lead</field>
<field name="inherit_id" ref="crm.crm_lead_view_form"/>
<field name="arch" type="xml"><field/></field></record>
<record id="digiflow_call_action" model="ir.actions.act_window">
<field name="res_model">digiflow.call</field></record>
</odoo>"""
GOOD = {
    "models/__init__.py": "from . import pipeline\nfrom . import calls\n",
    "models/calls/digiflow_call.py": MODEL,
    "views/calls/digiflow_call_views.xml": VIEWS,
    "views/menus.xml": '<odoo><menuitem id="menu_call" action="digiflow_call_action"/></odoo>',
    "core/ruc.py": "import re\n\nfrom .digits import check\n",
    "static/src/call_card/call_card.js": "export const a = 1;\n",
    "static/src/call_card/call_card.19.js": "export const a = 2;\n",
    "__manifest__.py": ('{"data": ["views/calls/digiflow_call_views.xml", "views/menus.xml"]}'),
}


def findings(tmp_path, changed=None):
    """Return what is found in the good project with some files of the addon changed."""
    for name, text in {**GOOD, **(changed or {})}.items():
        path = tmp_path / "digiflow_crm" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return check_structure.check(tmp_path)


def test_project_that_keeps_to_the_rules_passes(tmp_path):
    assert findings(tmp_path) == []


def test_extension_may_say_what_it_adds(tmp_path):
    extension = MODEL.replace("_name =", "_inherit =")
    assert findings(tmp_path, {"models/calls/digiflow_call_speech.py": extension}) == []


def model(old, new):
    """Return the changed model, surely changed."""
    assert MODEL.count(old) == 1
    return {"models/calls/digiflow_call.py": MODEL.replace(old, new)}


def views(old, new):
    """Return the changed views, surely changed."""
    assert VIEWS.count(old) == 1
    return {"views/calls/digiflow_call_views.xml": VIEWS.replace(old, new)}


ORDER = '    lead_id = fields.Many2one("crm.lead")\n'
BROKEN = {
    "hang_up has 41 lines": model("        found =", "        a = 1\n" * 35 + "        found ="),
    "401 lines": {"core/long.py": "a = 1\n" * 401},
    "DigiflowCall has no docstring": model('    """A call."""\n', ""),
    "sudo() without a reason": model("        # sudo: the counter is nobody's secret\n", ""),
    "search() in a loop over self": model("len(found.", 'len(self.env["crm.lead"].search([]).'),
    "a check is switched off": {"core/a.py": "import os  # noqa: F401\n"},
    "an unfinished place": {"core/a.py": "a = 1  \x23 TODO: more\n"},
    "second model DigiflowCall": model(
        "\nclass DigiflowCall(",
        '\nclass DigiflowOther(models.Model):\n    """A."""\n\n\nclass DigiflowCall(',
    ),
    "model digiflow.call in call.py": {"models/calls/call.py": MODEL},
    "model digiflow.call in digiflow_call_speech.py": {
        "models/calls/digiflow_call_speech.py": MODEL
    },
    "class DigiflowCall of digiflow.dial": model('"digiflow.call"', '"digiflow.dial"'),
    "model in phone/": {"models/phone/digiflow_call.py": MODEL},
    "private attribute after a field": model(ORDER, f'{ORDER}    _order = "id"\n'),
    "field after a SQL constraint": model(
        "    def _default_name", "    b = fields.Char()\n\n    def _default_name"
    ),
    "default, compute, inverse or search _compute_b after a constrains": model(
        "    def write", "    def _compute_b(self):\n        pass\n\n    def write"
    ),
    "constrains or onchange _check_b after a create": model(
        "    def action_open",
        '    @api.constrains("b")\n    def _check_b(self):\n        pass\n\n    def action_open',
    ),
    "action_* action_close after a business method": {
        "models/calls/digiflow_call.py": f"{MODEL}\n    def action_close(self):\n        pass\n"
    },
    "core imports from outside of core": {"core/a.py": "from ..models import calls\n"},
    "id call_list": views("digiflow_call_view_list", "call_list"),
    "id digiflow_call_view_form": views("digiflow_call_view_list", "digiflow_call_view_form"),
    "id crm_lead_calls": views("crm_lead_view_form_calls", "crm_lead_calls"),
    "id action_call": views('"digiflow_call_action"', '"action_call"'),
    "menu menu_other": views("</odoo>", '<menuitem id="menu_other"/></odoo>'),
    "views/phone/digiflow_call_views.xml": {"views/phone/digiflow_call_views.xml": "<odoo/>"},
    "views/calls/calls.xml": {"views/calls/calls.xml": "<odoo/>"},
    "pipeline is imported late": {
        "models/__init__.py": "from . import calls\nfrom . import pipeline\n"
    },
    "import of phone": {"models/__init__.py": "from . import phone\n"},
    "views of calls come late": {
        "views/meeting/crm_lead_views.xml": "<odoo/>",
        "__manifest__.py": (
            '{"data": ["views/meeting/crm_lead_views.xml", '
            '"views/calls/digiflow_call_views.xml", "views/menus.xml"]}'
        ),
    },
    "views/menus.xml is not the last": {
        "__manifest__.py": ('{"data": ["views/menus.xml", "views/calls/digiflow_call_views.xml"]}')
    },
    "data file data/a.xml is not there": {
        "__manifest__.py": (
            '{"data": ["data/a.xml", "views/calls/digiflow_call_views.xml", "views/menus.xml"]}'
        )
    },
    "not in the manifest": {"data/a.xml": "<odoo/>"},
    "call_card/card.js": {"static/src/call_card/card.js": ""},
    "not Python": {"core/a.py": "a = (\n"},
}


@pytest.mark.parametrize("told", BROKEN)
def test_what_breaks_a_rule_is_found_with_its_place(tmp_path, told):
    found = findings(tmp_path, BROKEN[told])
    assert any(told in text for text in found), found
    assert all(text.startswith("digiflow_crm/") for text in found)


def test_variant_of_19_need_not_be_in_the_manifest(tmp_path):
    assert findings(tmp_path, {"data/a.19.xml": "<odoo/>"}) == []


def test_docstring_does_not_count_for_the_length_of_a_function(tmp_path):
    doc = '        """Hang up.\n\n' + "        more\n" * 40 + '        """\n'
    assert (
        findings(tmp_path, model("    def hang_up(self):\n", f"    def hang_up(self):\n{doc}"))
        == []
    )


def test_command_tells_the_lengths(tmp_path, capsys):
    findings(tmp_path)
    assert check_structure.main([str(tmp_path)]) == 0
    path = "digiflow_crm/models/calls/digiflow_call.py"
    assert capsys.readouterr().out == (
        f"check_structure: 0 found; 6 functions, median 2 lines, longest 6 ({path}:hang_up)\n"
    )
