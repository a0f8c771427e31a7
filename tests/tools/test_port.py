"""The port from 16.0 to 19.0: each rule before and after, and the sample addon as a whole."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import port

SAMPLE = Path(__file__).parent / "sample_addon"


# -- views ----------------------------------------------------------------------------------------
def ported(arch, view_id="visit_view_form"):
    """Return the text of a view after the port."""
    field = etree.fromstring(f"<field name='arch'>{arch}</field>")
    port.port_arch(field, view_id)
    return "".join(etree.tostring(child, encoding="unicode") for child in field)


VIEWS = {
    "attrs": (
        """<form><field name="a" class="x" attrs="{'readonly': [('b', '=', 1)], 'required': 1}"/></form>""",
        """<form><field name="a" class="x" readonly="b == 1" required="True"/></form>""",
    ),
    "list": (
        """<tree editable="top"><field name="a"/></tree>""",
        """<list editable="top"><field name="a"/></list>""",
    ),
    "hidden column": (
        """<form><field name="a" invisible="1"/><field name="l"><tree><field name="b" invisible="1"/>"""
        """<field name="c" attrs="{'invisible': [('b', '=', 1)]}"/></tree></field></form>""",
        """<form><field name="a" invisible="1"/><field name="l"><list><field name="b" """
        """column_invisible="1"/><field name="c" invisible="b == 1"/></list></field></form>""",
    ),
    "button over a list": (
        """<tree><header><button name="a" invisible="1"/></header></tree>""",
        """<list><header><button name="a" invisible="1"/></header></list>""",
    ),
    "card": (
        """<kanban><templates><t t-name="kanban-box"><div class="oe_kanban_global_click o_x"/></t>"""
        """</templates></kanban>""",
        """<kanban><templates><t t-name="card"><div class="o_x"/></t></templates></kanban>""",
    ),
    "chatter": (
        """<form><sheet/><div class="oe_chatter"><field name="message_ids"/></div></form>""",
        """<form><sheet/><chatter/></form>""",
    ),
    "anchors": (
        """<xpath expr="//field[@name='tree_ids']/tree/field[@name='tree']" position="after"/>""",
        """<xpath expr="//field[@name='tree_ids']/list/field[@name='tree']" position="after"/>""",
    ),
    "anchor of the chatter": (
        """<xpath expr="//div[hasclass('oe_chatter')]" position="before"/>""",
        """<xpath expr="//chatter" position="before"/>""",
    ),
    "attribute": (
        """<field name="a" position="attributes"><attribute name="attrs">"""
        """{'invisible': [('b', '=', 1)], 'readonly': [('c', '!=', False)]}</attribute></field>""",
        """<field name="a" position="attributes"><attribute name="invisible">b == 1</attribute>"""
        """<attribute name="readonly">c</attribute></field>""",
    ),
    "settings": (
        """<xpath expr="//div[hasclass('settings')]" position="inside"><div class="app_settings_block" """
        """string="S" data-key="k" groups="g"><h2>Calls</h2><div class="row o_settings_container" """
        """name="n"><div class="col-12 o_setting_box" id="i"><div class="o_setting_left_pane">"""
        """<field name="a"/></div><div class="o_setting_right_pane"><label for="a" string="A"/>"""
        """<div class="text-muted">Help</div><div class="text-muted">Two\nlines</div></div></div></div>"""
        """</div></xpath>""",
        """<xpath expr="//form" position="inside"><app string="S" groups="g" name="k"><block name="n" """
        """title="Calls"><setting id="i" string="A" help="Help"><field name="a"/>"""
        """<div class="text-muted">Two\nlines</div></setting></block></app></xpath>""",
    ),
    "text stays": (
        """<form><div attrs="{'invisible': [('a', '=', False)]}">One <b>two</b> three</div></form>""",
        """<form><div invisible="not a">One <b>two</b> three</div></form>""",
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_view(name):
    before, after = VIEWS[name]
    assert ported(before) == after


def test_view_that_inherits_a_list_says_so_in_its_id():
    arch = """<xpath expr="//field" position="after"><field name="a" invisible="1"/></xpath>"""
    assert "column_invisible" in ported(arch, "crm_lead_view_list_calls")
    assert "column_invisible" not in ported(arch, "prospect_list_view_form_calls")
    arch = """<field name="a" position="attributes"><attribute name="invisible">1</attribute></field>"""
    assert """<attribute name="column_invisible">1<""" in ported(arch, "crm_lead_view_list_calls")
    assert """<attribute name="invisible">1<""" in ported(arch, "crm_lead_view_form_calls")


@pytest.mark.parametrize(
    ("arch", "told"),
    [
        ("""<form><button states="draft"/></form>""", "1: states="),
        (
            """<form>\n<field name="a" invisible="1" attrs="{'invisible': [('b', '=', 1)]}"/></form>""",
            "2: invisible stands both plain and in attrs",
        ),
        (
            """<div class="app_settings_block" data-key="k">\n<p>Hello</p></div>""",
            "2: settings of another form",
        ),
        (
            """<div class="app_settings_block" data-key="k"><div class="o_settings_container">"""
            """<div class="o_setting_box"><div class="o_setting_right_pane">text</div></div></div></div>""",
            "1: setting of another form",
        ),
        (
            """<div class="app_settings_block" data-key="k"><div class="o_settings_container">"""
            """<div class="o_setting_box"><div class="o_setting_right_pane"><field name="a"/>lost</div></div></div></div>""",
            "1: setting of another form",
        ),
    ],
)
def test_view_that_cannot_be_ported_is_refused(arch, told):
    with pytest.raises(port.PortError) as refusal:
        ported(arch)
    assert str(refusal.value).startswith(told)


# -- records, Python and translations -------------------------------------------------------------
def record(text, privileges=None):
    """Return the ported text of a data file that holds ``text``."""
    source = f"<odoo>{text}</odoo>".encode()
    return port.port_xml(source, set() if privileges is None else privileges).decode()


def test_cron_loses_what_19_does_not_know():
    result = record(
        '<record id="c" model="ir.cron"><field name="name">C</field><field name="numbercall">-1</field>'
        '<field name="doall" eval="False"/></record>'
    )
    assert result.endswith(
        '<odoo><record id="c" model="ir.cron"><field name="name">C</field></record></odoo>'
    )


def test_category_becomes_one_privilege_that_keeps_its_translation():
    privileges = set()
    group = '<record id="g{}" model="res.groups"><field name="category_id" ref="cat"/></record>'
    category = (
        '<record id="cat" model="ir.module.category"><field name="name">Digiflow</field></record>'
    )
    result = record(category + group.format(1) + group.format(2), privileges)
    assert result.count('model="res.groups.privilege"') == 1
    assert result.index('id="privilege_cat"') < result.index('id="g1"')
    assert '<field name="name">Digiflow</field><field name="category_id" ref="cat"/>' in result
    assert result.count('<field name="privilege_id" ref="privilege_cat"/>') == 2
    lines = "#: model:ir.module.category,name:mod.cat\n#: model:ir.module.category,name:mod.other\n"
    assert port.port_po(lines.encode(), privileges).decode().splitlines() == [
        "#: model:ir.module.category,name:mod.cat",
        "#: model:res.groups.privilege,name:mod.privilege_cat",
        "#: model:ir.module.category,name:mod.other",
    ]


def test_hidden_category_is_left_out_and_a_foreign_one_refused():
    group = '<record id="g" model="res.groups"><field name="category_id" ref="{}"/></record>'
    assert "category_id" not in record(group.format("base.module_category_hidden"))
    with pytest.raises(port.PortError, match=r"category base\.module_category_sales"):
        record(group.format("base.module_category_sales"))


def test_data_without_anything_to_port_is_left_as_it_is_written():
    source = b"<?xml version='1.0'?>\n<odoo >\n  <record id='a'  model='b' />\n</odoo >\n"
    assert port.port_xml(source, set()) == source


SQL = '''
class A(models.Model):
    """Doc."""

    _sql_constraints = [
        ("range_check", "CHECK(a = ANY(ARRAY[1, 2]))", "One "
         'or "two".'),
        ("a_uniq", "UNIQUE(a)", "Once."),
    ]  # two of them
    after = 1
'''


def test_sql_constraints():
    text = port.port_python((SQL + SQL).encode(), set()).decode()
    first, second = (cls.body for cls in ast.parse(text).body)
    assert ast.dump(ast.Module(first, [])) == ast.dump(ast.Module(second, []))
    body = first
    found = {node.targets[0].id: ast.unparse(node.value) for node in body[1:]}
    assert found == {
        "_range_check": """models.Constraint('CHECK(a = ANY(ARRAY[1, 2]))', 'One or "two".')""",
        "_a_uniq": "models.Constraint('UNIQUE(a)', 'Once.')",
        "after": "1",
    }


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('[("a_uniq", "UNIQUE(a)", _("Once."))]', "5: _sql_constraints .*plain strings"),
        ('[("order", "UNIQUE(a)", "Once.")]', "5: constraint order"),
    ],
)
def test_sql_constraints_that_cannot_be_ported_are_refused(rows, told):
    start, end = SQL.index("["), SQL.index("]  #") + 1
    with pytest.raises(port.PortError, match=told):
        port.port_python((SQL[:start] + rows + SQL[end:]).encode(), set())


# -- the whole addon ------------------------------------------------------------------------------
def tree(folder):
    """Return ``{path: bytes}`` of all the files in ``folder``."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_sample_is_ported_alike_each_time_and_the_source_is_untouched(tmp_path):
    before = tree(SAMPLE)
    assert port.port(SAMPLE, tmp_path / "one") == []
    first = tree(tmp_path / "one")
    (tmp_path / "one" / "left_over.py").write_text("from an earlier port")
    assert port.port(SAMPLE, tmp_path / "one") == []
    assert tree(tmp_path / "one") == first
    assert tree(SAMPLE) == before


def test_sample_holds_nothing_of_16_any_more(tmp_path):
    assert port.port(SAMPLE, tmp_path / "sample") == []
    result = tree(tmp_path / "sample")
    views = result["views/sample_visit_views.xml"] + result["views/res_config_settings_views.xml"]
    for gone in (b"attrs=", b"<tree", b"kanban-box", b"oe_chatter", b"o_setting", b"//tree"):
        assert gone not in views
    assert b"_sql_constraints" not in result["models/sample_visit.py"]
    assert b"privilege_module_category_sample" in result["i18n/es.po"]


def test_variant_takes_the_place_of_its_file(tmp_path):
    assert port.port(SAMPLE, tmp_path / "sample") == []
    variant = (SAMPLE / "models" / "sample_visit_line.19.py").read_bytes()
    assert (tmp_path / "sample" / "models" / "sample_visit_line.py").read_bytes() == variant
    assert not list(tmp_path.rglob("*.19.*"))


def test_what_tools_leave_behind_is_not_ported(tmp_path):
    (tmp_path / "addon" / ".cache").mkdir(parents=True)
    for name in ("__manifest__.py", "LICENSE", "a.pyc", ".cache/b"):
        (tmp_path / "addon" / name).write_text("{}")
    assert port.port(tmp_path / "addon", tmp_path / "out") == []
    assert {path.name for path in (tmp_path / "out").rglob("*")} == {"__manifest__.py", "LICENSE"}


def test_static_files_are_copied(tmp_path):
    source = tmp_path / "addon" / "static" / "old.xml"
    source.parent.mkdir(parents=True)
    source.write_text('<odoo><record model="ir.cron"><field name="doall"/></record></odoo>')
    assert port.port(tmp_path / "addon", tmp_path / "out") == []
    assert (tmp_path / "out" / "static" / "old.xml").read_bytes() == source.read_bytes()


# -- the command ----------------------------------------------------------------------------------
def run(*args):
    """Run the command; return its exit code and all that it printed."""
    command = [sys.executable, port.__file__, *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_command_tells_all_errors_with_their_places_and_writes_nothing(tmp_path):
    source, target = tmp_path / "addon", tmp_path / "out"
    source.mkdir()
    (source / "__manifest__.py").write_text("{}")
    (source / "bad.py").write_text("x = (\n")
    (source / "bad.xml").write_text("<odoo>\n<record></odoo>")
    view = """<odoo>\n<record id="a" model="ir.ui.view"><field name="arch">\n<form states="x"/></field></record></odoo>"""
    (source / "view.xml").write_text(view)
    code, printed = run(source, target)
    assert code == 1
    assert "bad.py" in printed
    assert "bad.xml" in printed
    assert f"{source / 'view.xml'}:3: states= (use attrs" in printed
    assert not target.exists()


def test_command_writes_over_a_port_and_nothing_else(tmp_path):
    assert run(SAMPLE, tmp_path / "out") == (0, f"{tmp_path / 'out'}: ported\n")
    assert run(SAMPLE, tmp_path / "out")[0] == 0
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    code, printed = run(SAMPLE, tmp_path / "home")
    assert code == 1
    assert "holds what is not an addon" in printed
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"
    for inside in (SAMPLE / "out", SAMPLE.parent, SAMPLE):
        assert "overlaps" in run(SAMPLE, inside)[1]
    assert "not an addon" in run(tmp_path / "home", tmp_path / "other")[1]
