"""What the series-neutral style forbids is found, with its place, and what it asks for passes."""

from pathlib import Path

import pytest

import check_neutral

SAMPLE = Path(__file__).parent / "sample_addon"


def findings(tmp_path, name, text):
    """Return what is found in an addon with the one file ``name``, paths left out."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [found.removeprefix(f"{path}:") for found in check_neutral.check(tmp_path)]


def view(arch, model="crm.lead"):
    """Return a data file with one view, its arch on line 3."""
    return (
        f'<odoo>\n<record id="a" model="ir.ui.view"><field name="model">{model}</field>'
        f'<field name="arch" type="xml">\n{arch}</field></record></odoo>'
    )


FORBIDDEN_VIEWS = {
    "states": '<form><button states="draft"/></form>',
    "like": """<form><field name="a" attrs="{'invisible': [('b', 'like', 'c')]}"/></form>""",
    "both plain and in attrs": (
        """<form><field name="a" readonly="1" attrs="{'readonly': [('b', '=', 1)]}"/></form>"""
    ),
    "attrs on <span> with text": (
        """<form><span attrs="{'invisible': [('b', '=', 1)]}">Text</span></form>"""
    ),
    "kanban menu": '<kanban><templates><t t-name="kanban-menu"/></templates></kanban>',
    "kanban_color": '<kanban><div t-attf-class="#{kanban_color(1)}"/></kanban>',
    "<group expand": '<search><group expand="0" string="Group by"/></search>',
    "quick_add": '<calendar quick_add="0" date_start="a"/>',
    "default_period": '<search><filter name="a" date="b" default_period="this_month"/></search>',
    "active_id": """<form><field name="a" context="{'default_b': active_id}"/></form>""",
    "tree_view_ref": """<form><field name="a" context="{'tree_view_ref': 'b.c'}"/></form>""",
    "t-raw": '<form><t t-raw="a"/></form>',
    "anchor //tree": '<xpath expr="//tree/field" position="after"/>',
    "anchor //button": """<xpath expr="//button[@name='action_set_lost']" position="after"/>""",
    "crm.lead.mobile": '<field name="mobile" position="after"/>',
    "anchor filter won": '<filter name="won" position="after"/>',
    "crm.lead.title": '<form><field name="title"/></form>',
    "js_class": '<form js_class="our_form"/>',
}


@pytest.mark.parametrize("told", FORBIDDEN_VIEWS)
def test_forbidden_in_a_view(tmp_path, told):
    found = findings(tmp_path, "views/a.xml", view(FORBIDDEN_VIEWS[told]))
    assert len(found) == 1
    assert found[0].startswith("3: ")
    assert told in found[0]
    assert "; use " in found[0]


FORBIDDEN_RECORDS = {
    "view mode tree": ("ir.actions.act_window", '<field name="view_mode">tree,form</field>'),
    "target inline": ("ir.actions.act_window", '<field name="target">inline</field>'),
    "tree_view_ref": (
        "ir.actions.act_window",
        """<field name="context">{'tree_view_ref': 'a.b'}</field>""",
    ),
    "groups_id": ("ir.ui.menu", '<field name="groups_id" eval="[]"/>'),
    "res.groups.users": ("res.groups", '<field name="users" eval="[]"/>'),
    "mail.template.report_template": ("mail.template", '<field name="report_template" ref="a"/>'),
    "survey.question.is_conditional": ("survey.question", '<field name="is_conditional">1</field>'),
}


@pytest.mark.parametrize("told", FORBIDDEN_RECORDS)
def test_forbidden_in_a_record(tmp_path, told):
    model, field = FORBIDDEN_RECORDS[told]
    text = f'<odoo>\n<record id="a" model="{model}">\n{field}</record></odoo>'
    found = findings(tmp_path, "data/a.xml", text)
    assert len(found) == 1
    assert found[0].startswith("3: ")
    assert told in found[0]


FORBIDDEN_PYTHON = {
    "view mode tree": 'modes = "tree,form"',
    "tree_view_ref": 'context = {"tree_view_ref": "a.b"}',
    "._cr": "a = self._cr",
    "._uid": "a = self._uid",
    "._context": "a = self._context",
    ".user_has_groups": 'self.user_has_groups("a.b")',
    ".message_post_with_template": "self.message_post_with_template(1)",
    "._read_group": 'self._read_group([], ["a"], ["b"])',
    "import of odoo.osv": "from odoo.osv import expression",
    "import of odoo.tests.common": "from odoo.tests.common import Form",
    "group_operator=": 'a = fields.Float(group_operator="avg")',
    "unaccent=": "a = fields.Char(unaccent=False)",
    'type="json"': '@http.route("/a", type="json")\ndef a(self):\n    pass',
    "overriding name_search": 'class A:\n    def name_search(self, name=""):\n        pass',
    "name_get alone": "class A:\n    def name_get(self):\n        pass",
    "(self, x, domain, order)": "class A:\n    def _expand(self, a, domain, order):\n        pass",
    "hook post_init_hook": "def post_init_hook(cr, registry):\n    pass",
    "the field mobile": "a = lead.mobile",
    "the field kanban_state": '@api.depends("lead_id.kanban_state")\ndef a(self):\n    pass',
}


@pytest.mark.parametrize("told", FORBIDDEN_PYTHON)
def test_forbidden_in_python(tmp_path, told):
    found = findings(tmp_path, "models/a.py", FORBIDDEN_PYTHON[told])
    assert len(found) == 1
    assert told in found[0]


FORBIDDEN_SCRIPTS = {
    "_lt": 'import { _lt } from "@web/core/l10n/translation";',
    "rpc and user": 'this.rpc = useService("rpc");',
    "readGroup": "this.orm.readGroup(a);",
    "Chart.js": "new Chart(canvas, {});",
    "old module system": 'odoo.define("a", () => {});',
    "a tour": 'registry.category("web_tour.tours").add("a", {});',
    "patching": "patch(Form.prototype, {});",
    "Layout": 'import { Layout } from "@web/search/layout";',
    "props": 'registry.category("fields").add("a", A);',
}


@pytest.mark.parametrize("told", FORBIDDEN_SCRIPTS)
def test_forbidden_in_a_script(tmp_path, told):
    text = f"/** @odoo-module **/\n{FORBIDDEN_SCRIPTS[told]}\n"
    found = findings(tmp_path, "static/src/a/a.js", text)
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("__manifest__.py", '{"version": "16.0.1.0.0"}', "version"),
        ("static/description/index.html", "<?xml version='1.0'?><p/>", "declaration"),
        (
            "static/src/a/a.xml",
            '<templates>\n<t t-name="a"><p t-raw="b"/></t></templates>',
            "t-raw",
        ),
    ],
)
def test_forbidden_elsewhere(tmp_path, name, text, told):
    (found,) = findings(tmp_path, name, text)
    assert told in found


ALLOWED = {
    "views/a.xml": view(
        """<form><span>Text</span><field name="a" attrs="{'invisible': [('b', '=', 1)]}"/>"""
        """<field name="line_ids"><tree><field name="title"/></tree></field></form>"""
    ),
    "models/a.py": (
        "class A:\n    mobile = 1\n\n    def name_get(self):\n        return self.env.cr\n\n"
        "    def _compute_display_name(self):\n        self.title = fields.Char()\n\n"
        "    def _expand(self, stages, domain, order=None):\n        return 'a tree'\n\n"
        "def post_init_hook(cr_or_env, registry=None):\n    pass\n"
    ),
    "compat.py": 'def grouped(model):\n    return model.read_group([], ["a"], ["b"])\n',
    "__manifest__.py": '{"version": "1.0.0"}',
    "static/src/a/a.js": 'import { registry } from "@web/core/registry";\nA.props = ["*"];\n'
    'registry.category("fields").add("a", A);\n',
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_both_series_understand_passes(tmp_path, name):
    assert findings(tmp_path, name, ALLOWED[name]) == []


def test_file_with_a_variant_is_free_and_so_is_the_variant(tmp_path):
    text = '<odoo><record id="a" model="crm.stage"><field name="team_id" ref="b"/></record></odoo>'
    assert len(findings(tmp_path, "data/stage.xml", text)) == 1
    assert findings(tmp_path, "data/stage.19.xml", text) == []


def test_view_class_with_a_variant_passes(tmp_path):
    (tmp_path / "a.19.js").write_text('registry.category("views").add("our_form", ourForm);')
    assert findings(tmp_path, "views/a.xml", view('<form js_class="our_form"/>')) == []


def test_field_of_our_own_may_have_a_removed_name(tmp_path):
    (tmp_path / "model.py").write_text("class A:\n    mobile = fields.Char()\n")
    assert findings(tmp_path, "b.py", "a = record.mobile\n") == []


def test_sample_keeps_to_the_style():
    assert check_neutral.check(SAMPLE) == []


def test_command_tells_how_many_were_found(tmp_path, capsys):
    (tmp_path / "a.py").write_text("a = self._cr\n")
    assert check_neutral.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{tmp_path / 'a.py'}:1: ._cr; use self.env.cr",
        "check_neutral: 1 found",
    ]
