"""Texts of call scripts with placeholders in braces: pure Python.

The placeholders are Spanish because those who write scripts are.
"""

import re

from markupsafe import Markup, escape

# What can be filled in: the greeting of the hour, whom one asks for, who calls, the prospect's and
# one's own company.
PLACEHOLDERS = ("saludo", "contacto", "ejecutivo", "empresa", "digiflow")
PLACEHOLDER = re.compile(r"\{\s*(\w+)\s*\}")
TAG = re.compile(r"(<[^>]*>)")
# Hour in Lima at which each greeting ends.
GREETINGS = ((12, "Buenos días"), (19, "Buenas tardes"), (24, "Buenas noches"))


def greeting(hour):
    """Return how one greets in Lima at an hour of the day, 0 to 23."""
    return next(text for end, text in GREETINGS if hour < end)


def unknown_placeholders(html):
    """Return the names in braces that nothing is known for, each once, in their order."""
    names = PLACEHOLDER.findall(str(html or ""))
    return list(dict.fromkeys(name for name in names if name not in PLACEHOLDERS))


def fill(html, values):
    """Return safe HTML with ``values`` in place of the placeholders.

    :param html: HTML that has been sanitized, or nothing
    :param dict values: texts, which are escaped; they are only put between tags, never into one
    :return: Markup, empty without HTML
    """

    def value_of(match):
        text = values.get(match.group(1))
        return match.group(0) if text is None else str(escape(text))

    parts = TAG.split(str(html or ""))
    filled = [part if part.startswith("<") else PLACEHOLDER.sub(value_of, part) for part in parts]
    return Markup("".join(filled))  # noqa: S704  (what is filled in is escaped, the rest sanitized)
