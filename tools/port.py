#!/usr/bin/env python3
"""Turn the Odoo 16.0 addon SRC into an Odoo 19.0 addon in DST: ``port.py SRC DST``.

SRC is only read; DST is written anew, and only if the whole addon could be ported; the same SRC gives
the same DST. What cannot be ported is told as ``file:line: what (cure)``, with exit code 1. The source
keeps to the style that check_neutral.py asks for, so that little is left to rewrite:

* ``attrs`` become expressions, ``tree`` ``list``, an ``invisible`` column ``column_invisible``,
  ``kanban-box`` ``card``, the chatter's and the settings' markup the elements that 19.0 has for them;
* scheduled actions lose ``numbercall`` and ``doall``, a group's category becomes a privilege that is
  named and translated like it, ``_sql_constraints`` become ``models.Constraint``;
* a file ``NAME.19.EXT`` takes the place of ``NAME.EXT``; all else is copied as it is.
"""

import argparse
import ast
import json
import re
import shutil
import sys
from pathlib import Path

from lxml import etree

MODIFIERS = {"invisible", "readonly", "required", "column_invisible"}
OPERATORS = dict(zip(("<", "<=", ">", ">="), (ast.Lt, ast.LtE, ast.Gt, ast.GtE)))
OPERATORS |= {"=": ast.Eq, "!=": ast.NotEq, "in": ast.In, "not in": ast.NotIn}
# The nearest of these around an "invisible" settles what that hides: only in a tree it is a column.
CONTAINERS = {"tree", "header", "form", "kanban", "search", "calendar", "pivot", "graph"}
XPATHS = (
    (re.compile(r"(^|/)tree(?![\w-])"), r"\1list"),
    (re.compile(r"(['\"])kanban-box\1"), r"\1card\1"),
    (re.compile(r"div\[hasclass\((['\"])settings\1\)\]"), "form"),
    (re.compile(r"div\[hasclass\((['\"])oe_chatter\1\)\]"), "chatter"),
    (re.compile(r"div\[@data-key=(['\"])(\w+)\1\]"), r"app[@name=\1\2\1]"),
)
VARIANT = re.compile(r"(.+)\.19(\.\w+)")
CATEGORY = re.compile(r"#: model:ir\.module\.category,name:(\w+)\.(\w+)\n")


class PortError(Exception):
    """What has no mechanical translation: the line, what stands there, how to write it instead."""

    def __init__(self, line, what, cure):
        super().__init__(f"{line}: {what} ({cure})")


def leaf_expression(leaf):
    """Return the expression node for one condition of a domain; ``ValueError`` if it has none."""
    if isinstance(leaf, bool):
        return ast.Constant(leaf)
    name, operator, value = leaf
    unset = isinstance(value, bool) or value == []
    listed = isinstance(value, (list, tuple)) and not unset
    if not re.fullmatch(r"(parent\.)?[a-z_]\w*|\d+", str(name)) or value is None:
        raise ValueError(f"condition {leaf!r}")
    if operator not in OPERATORS or (unset and operator not in ("=", "!=")):
        raise ValueError(f"condition {leaf!r}")
    left = ast.parse(str(name), mode="eval").body
    if unset:
        return left if (operator == "=") == bool(value) else ast.UnaryOp(ast.Not(), left)
    if listed != (operator in ("in", "not in")):
        raise ValueError(f"condition {leaf!r}")
    return ast.Compare(left, [OPERATORS[operator]()], [ast.parse(repr(value), mode="eval").body])


def expression(domain):
    """Return the Python expression that holds for the same records as ``domain``, the value of one
    key of ``attrs``: a constant, or a list in prefix notation. ``ValueError`` if there is none.
    """
    if isinstance(domain, int):
        return str(bool(domain))
    stack = []
    for item in reversed(domain):
        if item == "!":
            stack.append(ast.UnaryOp(ast.Not(), stack.pop()))
        elif item in ("&", "|"):
            joiner = ast.And() if item == "&" else ast.Or()
            stack.append(ast.BoolOp(joiner, [stack.pop(), stack.pop()]))
        else:
            stack.append(leaf_expression(item))
    stack = stack[::-1] or [ast.Constant(True)]  # an empty domain holds for every record
    return ast.unparse(stack[0] if len(stack) == 1 else ast.BoolOp(ast.And(), stack))


def expressions(text, line):
    """Return ``{modifier: expression}`` for the attrs in ``text``."""
    try:
        attrs = ast.literal_eval(text.strip())
        if not attrs or set(attrs) - MODIFIERS:
            raise ValueError(f"keys {sorted(attrs)}")
        return {key: expression(domain) for key, domain in attrs.items()}
    except (ValueError, SyntaxError, TypeError, IndexError, AttributeError) as error:
        cure = "use = != < > <= >= in not in & | ! with literals, and True, False or [] for unset"
        raise PortError(line, f"attrs {text.strip()!r}: {error}", cure) from error


def port_modifiers(node, view_id):
    """Give ``node`` plain modifiers in place of ``attrs``, and a hidden column its own one."""
    line = node.sourceline
    if "states" in node.attrib:
        raise PortError(line, "states=", "use attrs on the field state")
    around = next((parent.tag for parent in node.iterancestors() if parent.tag in CONTAINERS), None)
    # a view that inherits does not hold the list itself: its id says what it changes
    column = around == "tree" or (not around and re.search(r"_view_(tree|list)(_|$)", view_id))
    if column and node.tag in ("field", "button") and "invisible" in node.attrib:
        node.set("column_invisible", node.attrib.pop("invisible"))
    if column and node.tag == "attribute" and node.get("name") == "invisible":
        node.set("name", "column_invisible")
    new = expressions(node.attrib.pop("attrs"), line) if "attrs" in node.attrib else {}
    for key, value in new.items():
        if key in node.attrib:
            raise PortError(line, f"{key} stands both plain and in attrs", "say it once")
        node.set(key, value)
    if node.tag == "attribute" and node.get("name") == "attrs":
        for key, value in expressions(node.text or "", line).items():
            attribute = etree.Element("attribute", name=key)
            attribute.text, attribute.tail = value, node.tail
            node.addprevious(attribute)
        node.getparent().remove(node)


def classes(node):
    """Return the CSS classes of ``node``."""
    return (node.get("class") or "").split()


def port_card(template):
    """Rename a kanban card's template; on 19.0 the whole card can be clicked without a class."""
    template.set("t-name", "card")
    for child in template.iter("div"):
        for key in {"class", "t-attf-class"} & set(child.attrib):
            child.set(key, child.get(key).replace("oe_kanban_global_click", "").strip())


def port_app(app):
    """Turn ``app_settings_block > h2 + o_settings_container > o_setting_box`` into 19.0's elements."""
    title = None
    for child in list(app.iterchildren("*")):
        if child.tag == "h2":
            title = " ".join(child.text.split())
            app.remove(child)
        elif "o_settings_container" in classes(child):
            child.attrib.update({"title": title} if title else {})
            title = None
            rename(child, "block")
            for box in child.iterchildren("div"):
                port_setting(box)
        elif child.tag != "field":
            raise PortError(child.sourceline, f"<{child.tag}> in a settings block", "see port.py")
    app.set("name", app.attrib.pop("data-key"))
    rename(app, "app")


def rename(node, tag):
    """Make a div a ``tag``, which brings its own classes."""
    node.tag = tag
    node.attrib.pop("class")


def port_setting(box):
    """Turn an ``o_setting_box`` into a setting: its field, which brings its label, then the rest."""
    panes = [
        pane for pane in box if {"o_setting_left_pane", "o_setting_right_pane"} & {*classes(pane)}
    ]
    if "o_setting_box" not in classes(box) or len(panes) != len(box):
        raise PortError(box.sourceline, "setting of another form", "o_setting_box with two panes")
    content = [node for pane in panes for node in pane]
    content.sort(key=lambda node: node is not next((n for n in content if n.tag == "field"), None))
    for node in list(content):
        label = node.tag == "label" and node.get("for") == content[0].get("name")
        text = (node.text or "").strip()
        # as an attribute a term would lose its line breaks, and with them its translation
        help_text = (
            node.get("class") == "text-muted" and text and not len(node) and "\n" not in text
        )
        if label and "string" in node.attrib:
            box.set("string", node.get("string"))
        elif help_text:
            box.set("help", text)
        if label or help_text:
            content.remove(node)
    box[:] = content
    rename(box, "setting")


def port_arch(arch, view_id):
    """Port a view in place: ``arch`` is its field element, ``view_id`` the record's id."""
    for node in list(arch.iterdescendants("*")):
        for pattern, new in XPATHS if "expr" in node.attrib else ():
            node.set("expr", pattern.sub(new, node.get("expr")))
        port_modifiers(node, view_id)
        if node.get("t-name") == "kanban-box":
            port_card(node)
    for node in list(arch.iter("div", "tree")):
        if "app_settings_block" in classes(node):
            port_app(node)
        elif "oe_chatter" in classes(node):
            node[:] = []
            rename(node, "chatter")
        elif node.tag == "tree":
            node.tag = "list"


def port_group(record, addon):
    """Give a group a privilege in place of its category; the first of a category makes it."""
    field = record.find("field[@name='category_id']")
    name = field.get("ref").split(".")[-1] if field is not None else None
    if name == "module_category_hidden":
        record.remove(field)
    elif name:
        if name not in addon.categories:
            raise PortError(field.sourceline, f"category {field.get('ref')}", "make one of our own")
        if name not in addon.privileges:
            new = etree.Element("record", id=f"privilege_{name}", model="res.groups.privilege")
            for key, value in addon.categories[name].items():
                etree.SubElement(new, "field", name=key).text = value
            etree.SubElement(new, "field", name="category_id", ref=name)
            addon.privileges.add(name)
            record.addprevious(new)
        field.attrib.update({"name": "privilege_id", "ref": f"privilege_{name}"})


def port_xml(source, addon):
    """Return the ported bytes of a data file."""
    root = etree.fromstring(source)
    before = etree.tostring(root)
    for record in list(root.iter("record")):
        arch = record.find("field[@name='arch']")
        if record.get("model") == "ir.ui.view" and arch is not None:
            port_arch(arch, record.get("id"))
        elif record.get("model") == "res.groups":
            port_group(record, addon)
        elif record.get("model") == "ir.cron":
            for field in record.xpath("field[@name='numbercall' or @name='doall']"):
                record.remove(field)
    changed = etree.tostring(root) != before
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else source


def constraints(node):
    """Return the lines that say with ``models.Constraint`` what one ``_sql_constraints`` says."""
    try:
        rows = ast.literal_eval(node.value)
    except ValueError as error:
        raise PortError(node.lineno, "_sql_constraints", "use plain strings only") from error
    for name, definition, message in rows:
        if "_" not in name:
            raise PortError(node.lineno, f"constraint {name}", "add what it checks: name_unique")
        strings = [f"    {json.dumps(text, ensure_ascii=False)}," for text in (definition, message)]
        yield from (f"_{name} = models.Constraint(", *strings, ")")


def port_python(source, _addon):
    """Return the ported bytes of a module."""
    lines = source.decode().splitlines(keepends=True)
    for node in reversed(list(ast.walk(ast.parse(source)))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets) == "_sql_constraints":
            new = [f"{' ' * node.col_offset}{line}\n" for line in constraints(node)]
            lines[node.lineno - 1 : node.end_lineno] = new
    return "".join(lines).encode()


def port_po(source, addon):
    """Return a translation file where a category's name is its privilege's as well."""

    def add(match):
        new = f"#: model:res.groups.privilege,name:{match[1]}.privilege_{match[2]}\n"
        return match[0] + (new if match[2] in addon.privileges else "")

    return CATEGORY.sub(add, source.decode()).encode()


class Addon:
    """The addon in ``folder``: its files, its own module categories, the privileges made so far."""

    def __init__(self, folder):
        self.files, self.categories, self.privileges = {}, {}, set()
        for path in sorted(folder.rglob("*"), key=lambda path: (path.suffix == ".po", path)):
            name = path.relative_to(folder)
            if path.is_file() and "__pycache__" not in name.parts:
                self.files[name] = path
        for name, path in list(self.files.items()):
            variant = VARIANT.fullmatch(name.name)
            if variant:
                self.files[name.with_name(variant[1] + variant[2])] = self.files.pop(name)
            elif name.suffix == ".xml" and "static" not in name.parts:
                self.read_categories(path)

    def read_categories(self, path):
        """Keep the plain fields of the module categories in the data file ``path``."""
        for record in etree.parse(str(path)).iterfind(".//record[@model='ir.module.category']"):
            fields = {field.get("name"): field.text for field in record.iterchildren("field")}
            kept = {key: fields[key] for key in ("name", "sequence") if fields.get(key)}
            self.categories[record.get("id")] = kept

    def port(self, name):
        """Return the bytes of the file ``name`` of the port."""
        source = self.files[name].read_bytes()
        port_file = {".xml": port_xml, ".py": port_python, ".po": port_po}.get(name.suffix)
        if not port_file or "static" in name.parts or VARIANT.fullmatch(self.files[name].name):
            return source
        return port_file(source, self)


def port(source, target):
    """Port the addon in folder ``source`` to folder ``target``; return the errors as texts."""
    addon, ported, errors = Addon(source), {}, []
    for name, path in addon.files.items():
        try:
            ported[name] = addon.port(name)
        except PortError as error:
            errors.append(f"{path}:{error}")
    if not errors:
        shutil.rmtree(target, ignore_errors=True)
        for name, content in ported.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(content)
    return errors


def main(argv=None):
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, metavar="SRC", help="the 16.0 addon")
    parser.add_argument("target", type=Path, metavar="DST", help="the 19.0 addon to write")
    args = parser.parse_args(argv)
    one, other = args.source.resolve(), args.target.resolve()
    if not (one / "__manifest__.py").is_file():
        errors = [f"{one}: not an addon, it has no __manifest__.py"]
    elif one == other or one in other.parents or other in one.parents:
        errors = [f"{other}: overlaps the source; give a folder outside of it"]
    elif other.exists() and any(other.iterdir()) and not (other / "__manifest__.py").is_file():
        errors = [f"{other}: holds what is not an addon; give another folder or empty it"]
    else:
        errors = port(args.source, args.target)
    print(*errors or [f"{args.target}: ported"], sep="\n", file=sys.stderr if errors else None)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
