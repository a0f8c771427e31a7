"""What a client is asked about its project: pure Python.

The public page and the workbook ask the same questions. What a client reads stands here in
Spanish, the clients' language, and is not translated.

An answer is a value that JSON holds: a key (CHOICE), a list of keys (CHOICES), a whole number, a
day as ISO text, a text, or True and False (YES_NO).
"""

from typing import NamedTuple

CHOICE, CHOICES, YES_NO = "choice", "choices", "yes_no"
WHOLE, DAY = "whole", "day"
LINE, PARAGRAPH, EMAIL, PHONE = "line", "paragraph", "email", "phone"
YES, NO = "si", "no"
YES_NO_LABELS = ((YES, "Sí"), (NO, "No"))


class Question(NamedTuple):
    """A question to a client.

    ``name`` is the field of the survey that it fills; ``follows`` are answers, (name, key), one of
    which has to be given for this to be asked; ``least`` and ``most`` bound a number, and ``most``
    the characters of a text.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    choices: tuple = ()
    least: int = 0
    most: int = 0
    required: bool = False
    follows: tuple = ()


class Section(NamedTuple):
    """Questions that belong together."""

    title: str
    questions: tuple


MODALITY_LABELS = (
    ("cloud", "En la nube de Digiflow (Cloud)"),
    ("in_house", "En nuestros propios servidores (In house)"),
    ("hybrid", "Una parte en la nube y otra en nuestros servidores (Híbrida)"),
    ("web", "Solo una página web donde emitimos los comprobantes (Plataforma web)"),
)
LAYOUT_LABELS = (
    ("centralized", "Un solo local emite todo (Centralizada)"),
    ("decentralized", "Cada local factura por su cuenta (Descentralizada)"),
    ("branches", "Varias sucursales con un mismo sistema (Sucursales)"),
)
SECTIONS = (
    Section(
        "La solución",
        (
            Question(
                "modality",
                CHOICE,
                "¿Dónde desea que funcione la solución?",
                "Si aún no lo sabe, su ejecutivo le ayudará a elegir.",
                MODALITY_LABELS,
            ),
            Question(
                "service_ids", CHOICES, "¿Qué servicios le interesan?", "Puede marcar varios."
            ),
            Question(
                "is_upgrade",
                YES_NO,
                "¿Ya usa una solución de Digiflow que desea cambiar o ampliar?",
                choices=YES_NO_LABELS,
            ),
        ),
    ),
    Section(
        "Los comprobantes",
        (
            Question(
                "document_type_ids",
                CHOICES,
                "¿Qué comprobantes emitirá?",
                "Puede marcar varios.",
                required=True,
            ),
            Question(
                "monthly_documents",
                WHOLE,
                "¿Cuántos comprobantes emite en un mes?",
                "El total de un mes normal, con facturas, boletas, notas y guías.",
                least=1,
                most=50_000_000,
                required=True,
            ),
            Question(
                "monthly_gre",
                WHOLE,
                "De ellos, ¿cuántas son guías de remisión (GRE)?",
                "Solo si emitirá guías de remisión.",
                least=1,
                most=50_000_000,
                follows=(("document_type_ids", "GRE"),),
            ),
        ),
    ),
    Section(
        "Los locales",
        (
            Question(
                "billing_layout",
                CHOICE,
                "¿Desde dónde emite sus comprobantes?",
                choices=LAYOUT_LABELS,
                required=True,
            ),
            Question(
                "branch_count",
                WHOLE,
                "¿Cuántas sucursales emiten comprobantes?",
                "Solo si eligió sucursales.",
                least=1,
                most=10_000,
                required=True,
                follows=(("billing_layout", "branches"),),
            ),
        ),
    ),
    Section(
        "Los sistemas",
        (
            Question(
                "erp",
                LINE,
                "¿Qué sistema o ERP usa hoy?",
                "Por ejemplo: SAP, un desarrollo propio, el portal de SUNAT.",
                most=120,
            ),
            Question(
                "integration_count",
                WHOLE,
                "¿Cuántos sistemas se conectarán con la facturación electrónica?",
                "Escriba 0 si no desea conectar ninguno.",
                least=0,
                most=100,
            ),
        ),
    ),
    Section(
        "Lo que necesita",
        (
            Question(
                "need",
                PARAGRAPH,
                "Cuéntenos qué necesita",
                "Para qué lo quiere, qué no funciona hoy y qué no debe fallar.",
                most=4000,
            ),
            Question("wanted_start", DAY, "¿Cuándo desea empezar a emitir?"),
        ),
    ),
    Section(
        "Su contacto técnico",
        (
            Question(
                "contact_name",
                LINE,
                "Nombre de quien responde las consultas técnicas",
                most=120,
            ),
            Question("contact_phone", PHONE, "Su teléfono", "Por ejemplo: 987 654 321.", most=40),
            Question(
                "contact_email", EMAIL, "Su correo", "Por ejemplo: nombre@empresa.pe.", most=120
            ),
        ),
    ),
)
# Asked on the page beside the questions on the project; it fills no field of the survey.
SENDER = Question(
    "sender", LINE, "Su nombre", "Quién responde estas preguntas.", most=120, required=True
)


def sections_with(choices):
    """Return SECTIONS with the choices that the database knows.

    :param dict choices: name of a question -> ((key, label), ...)
    """
    return tuple(
        section._replace(
            questions=tuple(
                question._replace(choices=tuple(choices.get(question.name, question.choices)))
                for question in section.questions
            )
        )
        for section in SECTIONS
    )


def questions_in(sections):
    """Return the questions of the sections, in order."""
    return [question for section in sections for question in section.questions]
