#!/usr/bin/env python3
"""Turn the Odoo 16.0 addon SRC into an Odoo 19.0 addon in DST: ``port.py SRC DST``.

SRC is only read; DST is written anew, and only if the whole addon could be ported. What could not
is told as ``file:line: what (cure)``, with exit code 1. The source keeps to check_neutral.py:
* ``attrs`` become expressions, ``tree`` ``list``, an ``invisible`` column ``column_invisible``,
  ``kanban-box`` ``card``, the chatter's and the settings' markup the elements of 19.0;
* scheduled actions lose ``numbercall`` and ``doall``, a group's category becomes a privilege named
  and translated like it, ``_sql_constraints`` become ``models.Constraint``;
* a file ``NAME.19.EXT`` takes the place of ``NAME.EXT``; all else is copied as it is.
"""

import argparse
import ast
import re
import shutil
import sys
from pathlib import Path

from lxml import etree

COMPARE = {"=": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
LISTED = {"in": ast.In, "not in": ast.NotIn}
UNSET = {"=": False, "!=": True}
XPATHS = (
    (re.compile(r"(^|/)tree(?![\w-])"), r"\1list"),
    (re.compile(r"div\[hasclass\((['\"])settings\1\)\]"), "form"),
    (re.compile(r"div\[hasclass\((['\"])oe_chatter\1\)\]"), "chatter"),
)
VARIANT = re.compile(r"(.+)\.19(\.\w+)")


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
    operators = UNSET if unset else LISTED if isinstance(value, (list, tuple)) else COMPARE
    plain = re.fullmatch(r"(parent\.)?[a-z_]\w*|\d+", str(name))
    if operator not in operators or value is None or not plain:
        raise ValueError(f"condition {leaf!r}")
    left = ast.parse(str(name), mode="eval").body
    if unset:  # on 16.0, too, these are what the client takes for set and not set
        return left if UNSET[operator] != bool(value) else ast.UnaryOp(ast.Not(), left)
    return ast.Compare(left, [operators[operator]()], [ast.Constant(value)])


def expression(domain):
    """Return the expression that holds where ``domain``, a constant or a list in attrs, does."""
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
        if not attrs or set(attrs) - {"invisible", "readonly", "required", "column_invisible"}:
            raise ValueError(f"keys {sorted(attrs)}")
        return {key: expression(domain) for key, domain in attrs.items()}
    except (ValueError, SyntaxError, TypeError, IndexError, AttributeError) as error:
        cure = "use = != < > <= >= in not in & | ! with literals, and True, False or [] for unset"
        raise PortError(line, f"attrs {text.strip()!r}: {error}", cure) from error


def port_modifiers(node, view_id):
    """Give ``node`` plain modifiers in place of ``attrs``, and a hidden column its own one."""
    if "states" in node.attrib:
        raise PortError(node.sourceline, "states=", "use attrs on the field state")
    around = node.getparent().tag  # a view that inherits says in its id that it changes a list
    inherits = around in ("xpath", "field", "data") and re.search(r"_view_(tree|list)", view_id)
    column = around == "tree" or inherits
    if column and node.tag in ("field", "button") and "invisible" in node.attrib:
        node.set("column_invisible", node.attrib.pop("invisible"))
    if column and node.tag == "attribute" and node.get("name") == "invisible":
        node.set("name", "column_invisible")
    new = expressions(node.attrib.pop("attrs"), node.sourceline) if "attrs" in node.attrib else {}
    for key, value in new.items():
        if key in node.attrib:
            raise PortError(node.sourceline, f"{key} stands both plain and in attrs", "say it once")
        node.set(key, value)
    if node.tag == "attribute" and node.get("name") == "attrs":
        for key, value in expressions(node.text or "", node.sourceline).items():
            new = etree.Element("attribute", name=key)
            new.text, new.tail = value, node.tail
            node.addprevious(new)
        node.getparent().remove(node)


def classes(node):
    """Return the CSS classes of ``node``."""
    return (node.get("class") or "").split()


def rename(node, tag):
    """Make a div a ``tag``, which brings its own classes."""
    node.tag = tag
    node.attrib.pop("class")


def port_app(app):
    """Turn ``app_settings_block > h2 + o_settings_container > o_setting_box`` into an app."""
    title = {}
    for child in list(app.iterchildren("*")):
        if child.tag == "h2":
            title = {"title": " ".join(child.text.split())}
            app.remove(child)
        elif "o_settings_container" in classes(child) and "data-key" in app.attrib:
            for box in child.iterchildren("*"):
                port_setting(box)
            child.attrib.update(title)
            title = {}
            rename(child, "block")
        else:
            raise PortError(child.sourceline, "settings of another form", "see port_app")
    app.set("name", app.attrib.pop("data-key"))
    rename(app, "app")


def port_setting(box):
    """Turn an ``o_setting_box`` into a setting: its field, which brings a label, and the rest."""
    panes = list(box.iterchildren("div"))
    content = [node for pane in panes for node in pane]
    odd = [p for p in panes if set(p.attrib) != {"class"} or "".join(p.xpath("text()")).strip()]
    field = next((node for node in content if node.tag == "field"), None)
    if "o_setting_box" not in classes(box) or field is None or odd or len(panes) != len(box):
        raise PortError(box.sourceline, "setting of another form", "see port_setting")
    content.remove(field)
    for node in list(content):
        text = (node.text or "").strip()
        if node.tag == "label" and node.get("for") == field.get("name"):
            box.attrib.update({"string": node.get("string")} if "string" in node.attrib else {})
            content.remove(node)
        # a longer text would lose its line breaks as an attribute, and with them its translation
        elif node.get("class") == "text-muted" and text and not len(node) and "\n" not in text:
            box.set("help", text)
            content.remove(node)
    box[:] = [field, *content]
    rename(box, "setting")


def port_arch(arch, view_id):
    """Port a view in place: ``arch`` is its field element, ``view_id`` the record's id."""
    for node in list(arch.iterdescendants("*")):
        for pattern, new in XPATHS if "expr" in node.attrib else ():
            node.set("expr", pattern.sub(new, node.get("expr")))
        port_modifiers(node, view_id)
        if node.get("t-name") == "kanban-box":
            node.set("t-name", "card")
        if "oe_kanban_global_click" in classes(node):  # the whole card can be clicked anyway
            node.set("class", node.get("class").replace("oe_kanban_global_click", "").strip())
    for node in list(arch.iter("div", "tree")):
        if "app_settings_block" in classes(node):
            port_app(node)
        elif "oe_chatter" in classes(node):
            node[:] = []
            rename(node, "chatter")
        elif node.tag == "tree":
            node.tag = "list"


def port_group(record, privileges):
    """Give a group a privilege in place of its category; the first of a category makes it."""
    field = record.find("field[@name='category_id']")
    name = field.get("ref") if field is not None else ""
    if name == "base.module_category_hidden":
        record.remove(field)
    elif name:
        path = f".//record[@id='{name}'][@model='ir.module.category']"
        category = record.getroottree().find(path)
        if category is None:
            raise PortError(field.sourceline, f"category {name}", "take one made in this file")
        if name not in privileges:
            privileges.add(name)
            new = etree.Element("record", id=f"privilege_{name}", model="res.groups.privilege")
            label = category.findtext("field[@name='name']")
            etree.SubElement(new, "field", name="name").text = label
            etree.SubElement(new, "field", name="category_id", ref=name)
            record.addprevious(new)
        field.attrib.update({"name": "privilege_id", "ref": f"privilege_{name}"})


def port_xml(source, privileges):
    """Return the ported bytes of a data file."""
    root = etree.fromstring(source)
    before = etree.tostring(root)
    for record in list(root.iter("record")):
        arch = record.find("field[@name='arch']")
        if record.get("model") == "ir.ui.view" and arch is not None:
            port_arch(arch, record.get("id"))
        elif record.get("model") == "res.groups":
            port_group(record, privileges)
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
    for name, *strings in rows:
        if "_" not in name:
            raise PortError(node.lineno, f"constraint {name}", "add what it checks: name_unique")
        texts = [f"    {text!r}," for text in strings]
        yield from (f"_{name} = models.Constraint(", *texts, ")")


def port_python(source, _privileges):
    """Return the ported bytes of a module."""
    lines = source.decode().splitlines(keepends=True)
    for node in reversed(list(ast.walk(ast.parse(source)))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets) == "_sql_constraints":
            new = [f"{' ' * node.col_offset}{line}\n" for line in constraints(node)]
            lines[node.lineno - 1 : node.end_lineno] = new
    return "".join(lines).encode()


def port_po(source, privileges):
    """Return a translation file where a category's name is its privilege's as well."""
    names = "|".join(sorted(privileges)) or "(?!)"
    line = rf"#: model:ir\.module\.category,name:(\w+)\.({names})\n"
    new = r"\g<0>#: model:res.groups.privilege,name:\1.privilege_\2\n"
    return re.sub(line, new, source.decode()).encode()


def addon_files(folder):
    """Return ``{path in the port: file}`` of the addon in ``folder``, translations last."""
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    names = [name for name in names if name.suffix != ".pyc" and "/." not in f"/{name}"]
    files = {name: folder / name for name in sorted(names, key=lambda n: (n.suffix == ".po", n))}
    for name in names:
        if variant := VARIANT.fullmatch(name.name):
            files[name.with_name(variant[1] + variant[2])] = files.pop(name)
    return files


def port(source, target):
    """Port the addon in folder ``source`` to folder ``target``; return the errors as texts."""
    ported, errors, privileges = {}, [], set()
    for name, path in addon_files(source).items():
        copied = "static" in name.parts or VARIANT.fullmatch(path.name)
        rewrite = {".xml": port_xml, ".py": port_python, ".po": port_po}.get(name.suffix)
        content = ported[name] = path.read_bytes()
        try:
            ported[name] = rewrite(content, privileges) if rewrite and not copied else content
        except (PortError, SyntaxError) as error:  # SyntaxError: not Python, or not XML
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
    parser.add_argument("SRC", type=Path, help="the 16.0 addon")
    parser.add_argument("DST", type=Path, help="the 19.0 addon to write")
    one, other = (path.resolve() for path in vars(parser.parse_args(argv)).values())
    if not (one / "__manifest__.py").is_file():
        errors = [f"{one}: not an addon, it has no __manifest__.py"]
    elif one == other or one in other.parents or other in one.parents:
        errors = [f"{other}: overlaps the source; give a folder outside of it"]
    elif other.exists() and any(other.iterdir()) and not (other / "__manifest__.py").is_file():
        errors = [f"{other}: holds what is not an addon; give another folder or empty it"]
    else:
        errors = port(one, other)
    print(*errors or [f"{other}: ported"], sep="\n", file=sys.stderr if errors else None)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
