#!/usr/bin/env python3
"""Check the countable rules of the addon's design: ``check_structure.py [PROJECT]``.

Sizes, names, the order of a class and of the process's steps, what needs a docstring or a reason.
A finding is told as ``file:line: what stands there; what it should be``; with any, the exit code
is 1. The last line gives the number of functions, their median length and the longest one.
"""

import argparse
import ast
import itertools
import re
import statistics
import sys
from pathlib import Path

from lxml import etree

TOP = Path(__file__).resolve().parent.parent
ADDON = "digiflow_crm"
STEPS = """
    pipeline prospecting calls info_pack meeting requirements proposal kickoff clients
    satisfaction training quality indicators finance dashboard
""".split()
FUNCTION_LINES = 40
FILE_LINES = 400
MODEL_BASES = {"models.Model", "models.TransientModel", "models.AbstractModel"}
CRUD = set(
    """
    create write unlink copy copy_data default_get name_get name_create init _auto_init read
    fields_get get_view get_views load export_data search_fetch
    """.split()
)
QUERIES = {
    "search",
    "search_count",
    "search_read",
    "read_group",
    "_read_group",
    "grouped",
    "execute",
}
# The order of a class body; a method's place follows from its name and decorators.
PLACES = (
    "private attribute",
    "field",
    "SQL constraint",
    "default, compute, inverse or search",
    "constrains or onchange",
    "create, write, unlink ...",
    "action_*",
    "business method",
)
VIEW_TYPES = ["form", "list", "kanban", "search", "calendar", "pivot", "graph", "activity", "qweb"]


# -- sizes and reasons, for all Python ------------------------------------------------------------
def function_length(node):
    """Return the lines of a function, its decorators and docstring left out."""
    first = node.body[0]
    has_doc = isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str)
    doc = first.end_lineno - first.lineno + 1 if has_doc else 0
    return node.end_lineno - node.lineno + 1 - doc


def functions(tree):
    """Return all function nodes of a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def check_sizes(tree, text):
    """Yield the functions and the file that are too long."""
    for node in functions(tree):
        length = function_length(node)
        if length > FUNCTION_LINES:
            what = f"{node.name} has {length} lines"
            yield node.lineno, what, f"at most {FUNCTION_LINES}: split it"
    if text.count("\n") > FILE_LINES:
        yield 1, f"{text.count(chr(10))} lines", f"at most {FILE_LINES} in a file: split it"


def check_reasons(text):
    """Yield what stands without its reason: a switched-off check, an unfinished place."""
    silenced = re.compile(r"#\s*(noqa(: *[A-Z]+\d+)?|pylint: *disable=[\w,-]+|type: *ignore)\W*$")
    for number, line in enumerate(text.splitlines(), 1):
        if silenced.search(line):
            yield number, "a check is switched off", "the reason beside it"
        if re.search(r"#.*\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", line):
            yield number, "an unfinished place", "finish it, or write an issue"


def check_docstrings(tree):
    """Yield the classes and install hooks without a docstring."""
    for node in ast.walk(tree):
        hook = isinstance(node, ast.FunctionDef) and node.name.endswith("_hook")
        if (hook or isinstance(node, ast.ClassDef)) and not ast.get_docstring(node):
            yield (
                node.lineno,
                f"{node.name} has no docstring",
                "say what it is, with units and errors",
            )


def check_sudo(tree, lines):
    """Yield the calls of sudo() without a comment on the line or right above the statement."""
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt) or hasattr(statement, "body"):
            continue
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Attribute)]
        for node in calls:
            if node.attr != "sudo":
                continue
            near = [lines[node.end_lineno - 1], lines[node.end_lineno - 2]]
            above = lines[statement.lineno - 2] if statement.lineno > 1 else ""
            if not any(re.search(r"(^|\s)#", line) for line in [*near, above]):
                yield (
                    node.end_lineno,
                    "sudo() without a reason",
                    "a comment that says why it is safe",
                )


def check_loops(tree):
    """Yield the queries made for each record of self."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For):
            sources, bodies = [loop.iter], loop.body
        elif isinstance(loop, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            parts = [loop.key, loop.value] if isinstance(loop, ast.DictComp) else [loop.elt]
            sources, bodies = [rule.iter for rule in loop.generators], parts
        else:
            continue
        if not any(re.match(r"self\b", ast.unparse(source)) for source in sources):
            continue
        for node in (node for body in bodies for node in ast.walk(body)):
            called = node.func if isinstance(node, ast.Call) else None
            asks = isinstance(called, ast.Attribute) and called.attr in QUERIES
            if asks and "env" in ast.unparse(called.value):
                yield node.lineno, f"{called.attr}() in a loop over self", "one query before it"


# -- models ---------------------------------------------------------------------------------------
def models(tree):
    """Return the classes of a module that are models."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [node for node in classes if MODEL_BASES & {ast.unparse(base) for base in node.bases}]


def model_name(node):
    """Return the name of the model that a class makes or extends, ``None`` if it is not literal."""
    found = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.value, ast.Constant):
            found[ast.unparse(item.targets[0])] = item.value.value
    return found.get("_name") or found.get("_inherit")


def check_model_names(path, tree):
    """Yield what is wrong with the number, the place and the names of a file's models."""
    found = models(tree)
    for node in found[1:]:
        yield node.lineno, f"second model {node.name}", "a file of its own"
    for node in found[:1]:
        name = model_name(node) or ""
        stem = name.replace(".", "_")
        camel = "".join(part.capitalize() for part in re.split(r"[._]", name))
        # an extension may say what it adds: crm_lead_duplicates.py
        extends = not any(ast.unparse(item).startswith("_name =") for item in node.body)
        if path.stem != stem and not (extends and path.stem.startswith(f"{stem}_")):
            yield node.lineno, f"model {name} in {path.name}", f"{stem}.py"
        if node.name != camel:
            yield node.lineno, f"class {node.name} of {name}", f"class {camel}"
        if "models" in path.parts and path.parent.name not in STEPS:
            yield node.lineno, f"model in {path.parent.name}/", f"models/<step>/: {' '.join(STEPS)}"


def place(item):
    """Return the index in ``PLACES`` of a statement of a model, ``None`` if it is free."""
    if isinstance(item, (ast.Assign, ast.AnnAssign)):
        target = item.targets[0] if isinstance(item, ast.Assign) else item.target
        if ast.unparse(target) == "_sql_constraints":
            return 2
        return 1 if ast.unparse(item.value or target).startswith("fields.") else 0
    if not isinstance(item, ast.FunctionDef):
        return None
    decorators = " ".join(ast.unparse(decorator) for decorator in item.decorator_list)
    if re.match(r"_(default|compute|inverse|search|group_expand|expand|selection)_", item.name):
        # Odoo's own order has defaults before the fields that name them: both are read easily
        return None if item.name.startswith("_default_") else 3
    if re.search(r"api\.(constrains|onchange)", decorators):
        return 4
    if item.name in CRUD or "api.ondelete" in decorators:
        return 5
    return 6 if item.name.startswith("action_") else 7


def check_order(tree):
    """Yield the statements of a model that stand after what should follow them."""
    for node in models(tree):
        highest = 0
        for item in node.body:
            index = place(item)
            if index is None:
                continue
            if index < highest:
                what = f"{PLACES[index]} {getattr(item, 'name', '')} after a {PLACES[highest]}"
                yield item.lineno, " ".join(what.split()), f"the order: {'; '.join(PLACES)}"
            highest = max(highest, index)


def check_core(tree):
    """Yield the imports of a core module that bring in the ORM."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None) or ""
            names = [module] if module else [alias.name for alias in node.names]
            odoo = any(name.split(".")[0] == "odoo" for name in names)
            if odoo or getattr(node, "level", 0) > 1:
                yield node.lineno, "core imports from outside of core", "plain values as arguments"


def check_module(path, addon):
    """Yield all that is wrong with a Python file of the project."""
    text = path.read_text()
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield error.lineno, f"not Python: {error.msg}", "what its own series of Python reads"
        return
    yield from check_sizes(tree, text)
    yield from check_reasons(text)
    if addon not in path.parents:
        return
    yield from check_docstrings(tree)
    yield from check_sudo(tree, text.splitlines())
    yield from check_loops(tree)
    yield from check_model_names(path.relative_to(addon), tree)
    yield from check_order(tree)
    if "core" in path.relative_to(addon).parts:
        yield from check_core(tree)


# -- views, manifest, static ----------------------------------------------------------------------
def field_text(record, name):
    """Return the text of a record's field, empty if it has none."""
    return record.xpath(f"string(field[@name='{name}'])").strip()


def check_ids(path):
    """Yield the views, window actions and menus of a data file with other names or places."""
    root = etree.parse(str(path)).getroot()
    for record in root.iter("record"):
        model, own_id = record.get("model"), (record.get("id") or "").split(".")[-1]
        if model == "ir.ui.view":
            kinds = VIEW_TYPES
            arch = record.find("field[@name='arch']")
            # A comment may stand before it.
            top = None if arch is None else arch.find("*")
            if record.find("field[@name='inherit_id']") is None and top is not None:
                kinds = [{"tree": "list"}.get(top.tag, top.tag)]
            wanted = (
                f"{field_text(record, 'model').replace('.', '_')}_view_({'|'.join(kinds)})(_\\w+)?"
            )
        elif model == "ir.actions.act_window":
            wanted = f"{field_text(record, 'res_model').replace('.', '_')}_action(_\\w+)?"
        else:
            continue
        if not re.fullmatch(wanted, own_id):
            yield record.sourceline, f"id {own_id}", wanted
    if path.name != "menus.xml":
        for menu in root.iter("menuitem"):
            yield menu.sourceline, f"menu {menu.get('id')}", "views/menus.xml"


def check_views_folder(addon):
    """Yield the view files outside of a step's folder or with other names."""
    for path in sorted((addon / "views").rglob("*.xml")):
        name = path.relative_to(addon / "views")
        if str(name) == "menus.xml":
            continue
        if len(name.parts) != 2 or name.parts[0] not in STEPS:
            yield path, 1, f"views/{name}", "views/<step>/<model>_views.xml"
        elif not re.fullmatch(r"\w+_(views|templates)", path.stem.removesuffix(".19")):
            yield path, 1, f"views/{name}", f"views/{name.parts[0]}/<model>_views.xml"


def out_of_order(names):
    """Return the first step of ``names`` that comes after a later one, ``None`` if none does."""
    ranks = [STEPS.index(name) for name in names if name in STEPS]
    for one, other in itertools.pairwise(ranks):
        if other < one:
            return STEPS[other]
    return None


def check_steps(addon):
    """Yield where the steps do not stand in the process's order."""
    init = addon / "models" / "__init__.py"
    if init.exists():
        nodes = [
            node for node in ast.parse(init.read_text()).body if isinstance(node, ast.ImportFrom)
        ]
        names = [alias.name for node in nodes for alias in node.names]
        for name in [name for name in names if name not in STEPS]:
            yield init, 1, f"import of {name}", f"one of the steps: {' '.join(STEPS)}"
        late = out_of_order(names)
        if late:
            yield init, 1, f"{late} is imported late", f"the order: {' '.join(STEPS)}"
    manifest = addon / "__manifest__.py"
    data = ast.literal_eval(manifest.read_text()).get("data", [])
    views = [name for name in data if name.startswith("views/")]
    late = out_of_order([name.split("/")[1] for name in views])
    if late:
        yield manifest, 1, f"views of {late} come late in data", f"the order: {' '.join(STEPS)}"
    if "views/menus.xml" in views[:-1]:
        yield manifest, 1, "views/menus.xml is not the last of the views", "the last one"
    for name in [name for name in data if not (addon / name).is_file()]:
        yield manifest, 1, f"data file {name} is not there", "a file of the addon"
    listed = {*data, *ast.literal_eval(manifest.read_text()).get("demo", [])}
    for path in sorted(
        path for folder in ("views", "data", "security") for path in (addon / folder).rglob("*.xml")
    ):
        name = str(path.relative_to(addon))
        if name not in listed and not path.stem.endswith(".19"):
            yield path, 1, "not in the manifest", "an entry in data, or no such file"


def check_components(addon):
    """Yield the static sources that are not ``<component>/<component>.js|xml|scss``."""
    for path in sorted((addon / "static" / "src").rglob("*")):
        if path.is_file():
            stem = path.stem.removesuffix(".19")
            if stem != path.parent.name or path.suffix not in (".js", ".xml", ".scss"):
                folder = path.parent.name
                wanted = f"{folder}/{folder}.js, .xml or .scss: one folder a component"
                yield path, 1, f"{folder}/{path.name}", wanted
            if path.read_text().count("\n") > FILE_LINES:
                yield path, 1, f"more than {FILE_LINES} lines", "smaller components"


# -- the project ----------------------------------------------------------------------------------
def project_modules(top):
    """Return the Python files of the addon, the tools and the tests."""
    found = [path for name in (ADDON, "tools", "tests") for path in (top / name).rglob("*.py")]
    return sorted(path for path in found if not {"node_modules", "sample_addon"} & set(path.parts))


def check(top):
    """Return the findings (text) in the project at ``top``."""
    addon, rows = top / ADDON, []
    for path in project_modules(top):
        rows += [(path, *row) for row in check_module(path, addon)]
    for path in sorted(path for path in addon.rglob("*.xml") if "static" not in path.parts):
        rows += [(path, *row) for row in check_ids(path)]
    for rule in (check_views_folder, check_steps, check_components):
        rows += rule(addon)
    return [
        f"{path.relative_to(top)}:{line}: {what}; {wanted}" for path, line, what, wanted in rows
    ]


def parsed(path):
    """Return the tree of a module, an empty one if it is not Python (that is found elsewhere)."""
    try:
        return ast.parse(path.read_text())
    except SyntaxError:
        return ast.Module([], [])


def summary(top):
    """Return the line on the length of the project's functions."""
    rows = [
        (function_length(node), f"{path.relative_to(top)}:{node.name}")
        for path in project_modules(top)
        for node in functions(parsed(path))
    ]
    if not rows:
        return "no functions"
    median = statistics.median(length for length, _name in rows)
    longest, name = max(rows)
    return f"{len(rows)} functions, median {median:g} lines, longest {longest} ({name})"


def main(argv=None):
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project", nargs="?", type=Path, default=TOP)
    top = parser.parse_args(argv).project.resolve()
    findings = check(top)
    print(*findings, f"check_structure: {len(findings)} found; {summary(top)}", sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
