"""How what a client answers is read and shown: pure Python.

What is said of an answer that cannot be taken is in Spanish: the client mends it.
"""

import re
from datetime import date, datetime, timedelta

from .phones import has_shape
from .requirement_questions import (
    CHOICE,
    CHOICES,
    DAY,
    EMAIL,
    NO,
    PARAGRAPH,
    PHONE,
    WHOLE,
    YES,
    YES_NO,
)

FARTHEST_DAY = timedelta(days=5 * 366)
# How people write a day: as in Peru, or as a browser sends it.
DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
# What a client is told of an answer that cannot be taken: what it is, and what to write instead.
PROBLEMS = {
    "required": "Falta la respuesta a esta pregunta.",
    "choice": "Elija una de las respuestas que se ofrecen.",
    "whole": "Escriba un número entero, sin letras ni decimales; por ejemplo, 1500.",
    "too_small": "El número es muy pequeño: escriba uno desde %(least)s.",
    "too_big": "El número es muy grande: escriba uno hasta %(most)s.",
    "too_long": "El texto tiene %(length)s caracteres y se admiten hasta %(most)s: acórtelo.",
    "day": "Escriba la fecha como día/mes/año; por ejemplo, 31/03/2027.",
    "day_past": "La fecha ya pasó: escriba una desde hoy.",
    "day_far": "La fecha está muy lejos: escriba una dentro de los próximos cinco años.",
    "email": "No es un correo: escríbalo como nombre@empresa.pe.",
    "phone": "No es un teléfono: escríbalo con 6 dígitos o más; por ejemplo, 987 654 321.",
    "gre_more": "Las guías no pueden ser más que todos los comprobantes del mes (%(total)s).",
}

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WHOLE = re.compile(r"\d{1,18}|\d{1,3}(?:[ .,'\u00a0]\d{3}){1,5}")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")


class AnswerProblem(ValueError):
    """An answer that cannot be taken; ``str()`` says in Spanish what it is and the cure."""

    def __init__(self, code, **params):
        self.code = code
        super().__init__(PROBLEMS[code] % params)


def clean(text):
    """Return a text without the characters that a database or a page cannot hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_answers(questions, given, today, insist=True):
    """Read what was given as an answer to each question.

    :param dict given: name of a question -> list of texts, as they were written
    :param date today: the day before which no start can be wanted
    :param bool insist: whether a question that is required has to be answered
    :return: (answers by name, without what was left blank or is not asked;
        problems by name, as a client reads them)
    """
    answers, problems = {}, {}
    for question in questions:
        if not is_asked(question, answers):
            continue
        try:
            answer = _read_answer(question, given.get(question.name) or [], today)
            if answer is None and question.required and insist:
                raise AnswerProblem("required")
        except AnswerProblem as problem:
            problems[question.name] = str(problem)
        else:
            if answer is not None:
                answers[question.name] = answer
    _check_together(answers, problems)
    return answers, problems


def is_asked(question, answers):
    """Whether the answers given so far let the question be asked."""
    return not question.follows or any(
        key in _keys(answers.get(name)) for name, key in question.follows
    )


def no_longer_holds(questions, answers):
    """Return the names of the questions that these answers, which say so, leave without sense."""
    return [
        question.name
        for question in questions
        if question.follows
        and not is_asked(question, answers)
        and all(name in answers for name, _key in question.follows)
    ]


def answer_text(question, answer):
    """Return an answer as a client reads it; an empty text for none."""
    if answer is None or answer == "" or answer == []:
        return ""
    if question.kind in (CHOICE, CHOICES):
        labels = dict(question.choices)
        return ", ".join(labels.get(key, key) for key in _keys(answer))
    if question.kind == YES_NO:
        return "Sí" if answer else "No"
    if question.kind == WHOLE:
        return f"{answer:,}"
    if question.kind == DAY:
        return date.fromisoformat(answer).strftime("%d/%m/%Y")
    return answer


def given_texts(question, answer):
    """Return an answer as the texts that ``read_answers`` takes."""
    if answer is None:
        return []
    if question.kind == YES_NO:
        return [YES if answer else NO]
    return [str(one) for one in _keys(answer)]


def _keys(answer):
    if answer is None:
        return []
    return answer if isinstance(answer, list) else [answer]


def _read_answer(question, texts, today):
    """Return the answer that the texts are; None for a blank one."""
    texts = [text for text in map(clean, texts) if text]
    if not texts:
        return None
    if question.kind in (CHOICE, CHOICES, YES_NO):
        return _read_choice(question, texts)
    if question.kind == WHOLE:
        return _read_whole(question, texts[0])
    if question.kind == DAY:
        return _read_day(texts[0], today)
    return _read_text(question, texts[0])


def _read_choice(question, texts):
    chosen = [key for key, _label in question.choices if key in texts]
    if set(texts) - set(chosen) or (question.kind != CHOICES and len(chosen) > 1):
        raise AnswerProblem("choice")
    if question.kind == YES_NO:
        return chosen[0] == YES
    return chosen if question.kind == CHOICES else chosen[0]


def _read_whole(question, text):
    if text.startswith("-") and _WHOLE.fullmatch(text[1:]):
        raise AnswerProblem("too_small", least=f"{question.least:,}")
    if not _WHOLE.fullmatch(text):
        raise AnswerProblem("whole")
    number = int("".join(re.findall(r"\d", text)))
    if number < question.least:
        raise AnswerProblem("too_small", least=f"{question.least:,}")
    if number > question.most:
        raise AnswerProblem("too_big", most=f"{question.most:,}")
    return number


def _read_day(text, today):
    day = next(filter(None, (_parse_day(text, form) for form in DAY_FORMATS)), None)
    if not day:
        raise AnswerProblem("day")
    if day < today:
        raise AnswerProblem("day_past")
    if day > today + FARTHEST_DAY:
        raise AnswerProblem("day_far")
    return day.isoformat()


def _parse_day(text, form):
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def _read_text(question, text):
    if question.kind != PARAGRAPH:
        text = " ".join(text.split())
    if len(text) > question.most:
        raise AnswerProblem("too_long", length=f"{len(text):,}", most=f"{question.most:,}")
    if question.kind == EMAIL and not _EMAIL.fullmatch(text):
        raise AnswerProblem("email")
    if question.kind == PHONE and not has_shape(text):
        raise AnswerProblem("phone")
    return text


def _check_together(answers, problems):
    """Note the answers that cannot be true together."""
    total, guides = answers.get("monthly_documents"), answers.get("monthly_gre")
    if total and guides and guides > total:
        problems["monthly_gre"] = PROBLEMS["gre_more"] % {"total": f"{total:,}"}
        del answers["monthly_gre"]
