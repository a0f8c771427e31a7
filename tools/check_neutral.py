#!/usr/bin/env python3
"""Check that the source says nothing that 19.0 reads otherwise: ``check_neutral.py [FOLDER ...]``.

The 16.0 addon also runs on 19.0 (port.py), so it is written in what both series understand. A
finding is told as ``file:line: what is not used; what to use instead``; with any, the exit code
is 1. A file with a variant for 19.0 (``NAME.19.EXT``) is free, and so is the variant: each is of
one series.
"""

import argparse
import ast
import re
import sys
from pathlib import Path

from lxml import etree

import port

TOP = Path(__file__).resolve().parent.parent
# Fields of core models that 19.0 does not have, which port.py renames or drops in data files.
PORTED_FIELDS = {"ir.cron": {"numbercall", "doall"}, "res.groups": {"category_id"}}
# Names of removed fields that say nothing in Python, because other models still have them.
COMMON_NAMES = set(
    """
    additional_info alias_user_id category_id color date debit_limit description email_from
    favicon fields_lines invoice_warn message_main_attachment_id priority product_uom
    report_name sale_warn search_view team_id title to_delete users
    """.split()
)
# Elements whose tags stand inside a translated term.
INLINE = set(
    """
    abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s small span strong sub sup
    text time u var samp
    """.split()
)


def removed_fields():
    """Return ``{model: fields}`` of 16.0 that 19.0 does not have."""
    path = Path(__file__).with_name("removed_fields_19.txt")
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    rows = (line.split(": ") for line in lines)
    return {model: set(names.split()) | {"__last_update"} for model, names in rows}


REMOVED = removed_fields()
REMOVED_NAMES = set().union(*REMOVED.values()) - COMMON_NAMES


# -- views and data -------------------------------------------------------------------------------
# (where it is looked for: an XPath; what is wrong; what to use instead), inside a view's arch
VIEW_RULES = (
    (".//*[@states]", "states=", "attrs with the field state"),
    (".//t[@t-name='kanban-menu']", "a kanban menu", "buttons on the card or the form"),
    (
        ".//@*[contains(., 'kanban_color') or contains(., 'kanban_getcolor')]/..",
        "kanban_color",
        "Bootstrap classes in one div",
    ),
    (".//search//group[@expand or @string]", "<group expand= string=>", "a plain <group>"),
    (".//*[@quick_add]", "quick_add", "the form of a new record"),
    (".//*[@default_period]", "default_period", "a filter with a domain"),
    (".//*[contains(@context, 'active_id')]", "active_id in a context", "an action method"),
    (
        ".//*[contains(@context, 'tree_view_ref') and not(contains(@context, 'list_view_ref'))]",
        "tree_view_ref alone",
        "list_view_ref beside it",
    ),
    (".//@*[contains(., 't-raw')]/.. | .//*[@t-raw]", "t-raw", "t-out"),
)
# What only one series has of the core's views: not to be anchored on.
ANCHORS = re.compile(r"(^|/)tree\b|action_set_lost|['\"]mobile['\"]|filter\[@name=['\"]won['\"]\]")
ANCHOR_TAGS = {("button", "action_set_lost"), ("filter", "won")}
ANCHOR_CURE = "an anchor that both series have: a field, a page or a group named in both"


def has_text(node):
    """Tell whether an inline element is part of a term: it holds a text of its own."""
    return bool("".join(node.itertext()).strip())


def check_arch(arch, model):
    """Yield ``(line, what, instead)`` for one view of ``model``."""
    for xpath, what, instead in VIEW_RULES:
        for node in arch.xpath(xpath):
            yield node.sourceline, what, instead
    for node in arch.iterdescendants("*"):
        yield from check_node(node)
    gone = REMOVED.get(model, set())
    for node in arch.xpath(".//field[@name][not(ancestor::field[@name][ancestor::field])]"):
        if node.get("name") in gone:
            yield node.sourceline, f"{model}.{node.get('name')}", "a field that both series have"


def check_node(node):
    """Yield what is wrong with one element of a view."""
    line, text = node.sourceline, node.get("attrs")
    if text is None and node.tag == "attribute" and node.get("name") == "attrs":
        text = node.text or ""
    if text is not None:
        try:
            new = port.expressions(text, line)
        except port.PortError as error:
            new = {}
            yield line, str(error).split(": ", 1)[1], "what port.py can turn into an expression"
        for key in new:
            if key in node.attrib:
                yield line, f"{key} both plain and in attrs", "one of them"
        if node.tag in INLINE and has_text(node):
            yield line, f"attrs on <{node.tag}> with text", "attrs on a block element (div)"
    expr = node.get("expr", "")
    if ANCHORS.search(expr):
        yield line, f"anchor {expr}", ANCHOR_CURE
    if "position" in node.attrib and (node.tag, node.get("name")) in ANCHOR_TAGS:
        yield line, f"anchor {node.tag} {node.get('name')}", ANCHOR_CURE


def check_record(record):
    """Yield what is wrong with the fields of one record of a data file."""
    model = record.get("model")
    gone = REMOVED.get(model, set()) - PORTED_FIELDS.get(model, set())
    for field in record.iterchildren("field"):
        name, line = field.get("name"), field.sourceline
        text = f"{field.text or ''} {field.get('eval') or ''}"
        if name in gone:
            yield line, f"{model}.{name}", "a <function> that branches, or a NAME.19.xml variant"
        elif name == "groups_id":
            yield line, "groups_id", "<menuitem groups=>, implied_ids of a group"
        elif name == "arch":
            of = record.xpath("string(field[@name='model'])").strip()
            yield from check_arch(field, of)
        elif name in ("view_mode", "views") and re.search(r"\btree\b", text):
            yield line, "view mode tree", "list"
        elif name == "context" and "tree_view_ref" in text and "list_view_ref" not in text:
            yield line, "tree_view_ref alone", "list_view_ref beside it"
        elif name == "target" and text.strip() == "inline":
            yield line, "target inline", "target current"


def check_xml(path):
    """Yield what is wrong in an XML file, of data or of OWL templates."""
    root = etree.parse(str(path)).getroot()
    if "static" in path.parts:
        for node in root.xpath("//*[@t-raw]"):
            yield node.sourceline, "t-raw", "t-out"
        return
    for record in root.iter("record"):
        yield from check_record(record)
    for template in root.iter("template"):
        for node in template.xpath(".//*[@t-raw]"):
            yield node.sourceline, "t-raw", "t-out"
    for node in root.xpath("//*[@js_class]"):
        variants = path.parents[len(path.parts) - path.parts.index("views") - 1].rglob("*.19.js")
        if not any(node.get("js_class") in variant.read_text() for variant in variants):
            yield node.sourceline, "js_class", "a NAME.19.js variant and a browser test on both"


# -- Python ---------------------------------------------------------------------------------------
ATTRIBUTES = {
    "_cr": "self.env.cr",
    "_uid": "self.env.uid",
    "_context": "self.env.context",
    "user_has_groups": "self.env.user.has_group",
    "message_post_with_template": "template.send_mail",
    "message_post_with_view": "message_post with a rendered body",
    "_read_group": "compat.grouped",
    "read_group": "compat.grouped",
}
KEYWORDS = {
    "group_operator": "nothing, or a compute",
    "unaccent": "nothing",
    "states": "attrs in views",
}
IMPORTS = {"odoo.osv": "list domains", "odoo.tests.common": "from odoo.tests import"}
OVERRIDES = {"name_search": "_rec_names_search", "_name_search": "_rec_names_search"}


def check_python(path, own_names=frozenset()):
    """Yield what is wrong in a module; ``own_names`` are the fields that the addon defines."""
    tree = ast.parse(path.read_bytes())
    rules = {
        ast.Attribute: lambda node: check_attribute(node, own_names, path.name == "compat.py"),
        ast.Call: lambda node: check_call(node, own_names),
        ast.Import: check_import,
        ast.ImportFrom: check_import,
        ast.ClassDef: check_class,
        ast.Constant: check_constant,
        ast.Dict: check_dict,
    }
    for node in ast.walk(tree):
        if type(node) in rules:
            yield from rules[type(node)](node)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_hook"):
            yield from check_hook(node)


def check_attribute(node, own_names, is_compat):
    """Yield what is wrong with the name of one attribute."""
    instead = ATTRIBUTES.get(node.attr)
    if instead and not (is_compat and instead == "compat.grouped"):
        yield node.lineno, f".{node.attr}", instead
    elif node.attr in REMOVED_NAMES - own_names:
        yield node.lineno, f"the field {node.attr}", "a field that both series have"


def check_constant(node):
    """Yield a text that is a list of view modes with the old name of one."""
    if re.fullmatch(r"(\w+,)*tree(,\w+)*", str(node.value)):
        yield node.lineno, "view mode tree", "list"


def check_dict(node):
    """Yield a context that names a view for one series only."""
    keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
    if "tree_view_ref" in keys and "list_view_ref" not in keys:
        yield node.lineno, "tree_view_ref alone", "list_view_ref beside it"


def check_hook(node):
    """Yield an install hook that only one series can call."""
    if len(node.args.args) != 2 or len(node.args.defaults) != 1:
        yield node.lineno, f"hook {node.name}", "(cr_or_env, registry=None)"


def check_call(node, own_names):
    """Yield what is wrong with one call: its keywords, a route's type, names in depends."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    of_field = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "fields"
    for keyword in node.keywords:
        if of_field and keyword.arg in KEYWORDS:
            yield node.lineno, f"{keyword.arg}=", KEYWORDS[keyword.arg]
        if called == "route" and keyword.arg == "type" and ast.unparse(keyword.value) == "'json'":
            yield node.lineno, 'type="json"', 'type="http" with request.get_json_data()'
    if called in ("depends", "constrains", "onchange"):
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        names = {name for text in texts for name in str(text).split(".")}
        for name in sorted(names & REMOVED_NAMES - own_names):
            yield node.lineno, f"the field {name}", "a field that both series have"


def check_import(node):
    """Yield what is wrong with one import."""
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
    for name, instead in IMPORTS.items():
        if any(found == name or found.startswith(f"{name}.") for found in names):
            yield node.lineno, f"import of {name}", instead


def check_class(node):
    """Yield what is wrong with the methods that one class defines."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    for name, method in methods.items():
        arguments = [argument.arg for argument in method.args.args]
        if name in OVERRIDES:
            yield method.lineno, f"overriding {name}", OVERRIDES[name]
        if arguments[2:] == ["domain", "order"] and not method.args.defaults:
            yield method.lineno, f"{name}(self, x, domain, order)", "order=None"
    if "name_get" in methods and "_compute_display_name" not in methods:
        what = "name_get alone"
        yield methods["name_get"].lineno, what, "_compute_display_name, which name_get calls"


# -- JavaScript and the rest ----------------------------------------------------------------------
SCRIPT_RULES = (
    (r"\b_lt\b", "_lt", "_t inside setup()"),
    (r"useService\(\s*[\"'](rpc|user)[\"']", "the rpc and user services", "the orm service"),
    (r"\breadGroup\b", "orm.readGroup", "groups in the server's payload"),
    (r"\bnew Chart\b|lib/Chart", "Chart.js", "an SVG chart"),
    (r"[\"']web\.core[\"']|\bodoo\.define\b", "the old module system", "@web imports"),
    (r"[\"']web_tour\.tours[\"']", "a tour", "a test that drives the browser"),
    (r"^\s*patch\(", "patching a core class", "a NAME.19.js variant and a browser test on both"),
)


def check_script(path):
    """Yield what is wrong in a script."""
    text = path.read_text()
    for pattern, what, instead in SCRIPT_RULES:
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield text.count("\n", 0, match.end()) + 1, what, instead
    if re.search(r"import\s*{[^}]*\bLayout\b", text) and "getDefaultConfig" not in text:
        yield 1, "Layout without config", "useSubEnv({config: {...getDefaultConfig(), ...}})"
    if re.search(r"category\([\"']fields[\"']\)", text) and not re.search(
        r"props = \[\"\*\"\]", text
    ):
        yield 1, "a field widget with props of one series", 'Component.props = ["*"]'


def check_manifest(path):
    """Yield what is wrong with the manifest's version."""
    manifest = ast.literal_eval(path.read_text())
    if not re.fullmatch(r"\d+\.\d+\.\d+", manifest.get("version", "")):
        yield 1, f"version {manifest.get('version')!r}", "1.0.0: each series puts its own before it"


def check_page(path):
    """Yield what is wrong with the addon's description page."""
    if path.read_text().lstrip().startswith("<?xml"):
        yield 1, "an XML declaration", "a page that begins with its first element"


def own_fields(folder):
    """Return the names of all the fields that the models in ``folder`` define."""
    found = re.compile(r"^    (\w+) = fields\.", re.MULTILINE)
    return {name for path in folder.rglob("*.py") for name in found.findall(path.read_text())}


def is_of_both(path):
    """Tell whether ``path`` is read on both series: neither a variant nor a file that has one."""
    variant = path.with_name(f"{path.stem}.19{path.suffix}")
    return not port.VARIANT.fullmatch(path.name) and not variant.exists()


def check(folder):
    """Return the findings (text) in all files of ``folder``."""
    own_names, findings = own_fields(folder), []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and is_of_both(path)):
        found = []
        if path.suffix == ".py":
            found += check_python(path, own_names)
        if path.suffix == ".xml":
            found += check_xml(path)
        if path.suffix == ".js":
            found += check_script(path)
        if path.name == "__manifest__.py":
            found += check_manifest(path)
        if path.name == "index.html":
            found += check_page(path)
        findings += [f"{path}:{line}: {what}; use {instead}" for line, what, instead in found]
    return findings


def main(argv=None):
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[TOP / "digiflow_crm"])
    findings = [text for folder in parser.parse_args(argv).folders for text in check(folder)]
    print(*findings, f"check_neutral: {len(findings)} found", sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
