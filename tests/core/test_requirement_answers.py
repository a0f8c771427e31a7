"""How a client's answers are read: what is taken, what is told, and what is not asked."""

from datetime import date

import pytest
from digiflow_core.requirement_answers import (
    answer_text,
    clean,
    given_texts,
    no_longer_holds,
    read_answers,
)
from digiflow_core.requirement_questions import questions_in, sections_with
from hypothesis import given, strategies

TODAY = date(2027, 3, 31)
CHOICES = {
    "service_ids": (("OSE", "OSE"), ("GRE", "Guías")),
    "document_type_ids": (("F", "Factura"), ("B", "Boleta"), ("GRE", "Guía de remisión")),
}
QUESTIONS = questions_in(sections_with(CHOICES))
BY_NAME = {question.name: question for question in QUESTIONS}
GOOD = {
    "modality": ["cloud"],
    "is_upgrade": ["no"],
    "document_type_ids": ["B", "F", "GRE"],
    "monthly_documents": ["1,500"],
    "monthly_gre": ["200"],
    "billing_layout": ["branches"],
    "branch_count": ["3"],
    "integration_count": ["0"],
    "erp": ["  SAP   B1 "],
    "need": ["Emitir\r\nsin errores"],
    "wanted_start": ["31/03/2027"],
    "contact_email": ["ana@andina.pe"],
    "contact_phone": ["987 654 321"],
}


def read(**changes):
    """The answers and problems of GOOD with some of it given otherwise."""
    texts = {name: [one] if isinstance(one, str) else one for name, one in changes.items()}
    return read_answers(QUESTIONS, {**GOOD, **texts}, TODAY)


def problem(name, value):
    """What is told of one answer, which then is not taken."""
    answers, problems = read(**{name: value})
    assert name not in answers
    assert set(problems) == {name}
    return problems[name]


def test_good_answers():
    answers, problems = read()
    assert problems == {}
    assert answers == {
        "modality": "cloud",
        "is_upgrade": False,
        "document_type_ids": ["F", "B", "GRE"],
        "monthly_documents": 1500,
        "monthly_gre": 200,
        "billing_layout": "branches",
        "branch_count": 3,
        "integration_count": 0,
        "erp": "SAP B1",
        "need": "Emitir\nsin errores",
        "wanted_start": "2027-03-31",
        "contact_email": "ana@andina.pe",
        "contact_phone": "987 654 321",
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("modality", "mainframe", "Elija una"),
        ("modality", ["cloud", "web"], "Elija una"),
        ("document_type_ids", ["F", "X"], "Elija una"),
        ("is_upgrade", "tal vez", "Elija una"),
        ("monthly_documents", "", "Falta la respuesta"),
        ("monthly_documents", "mil", "número entero"),
        ("monthly_documents", "10.5", "número entero"),
        ("monthly_documents", "1,50", "número entero"),
        ("monthly_documents", "0", "uno desde 1"),
        ("monthly_documents", "-3", "uno desde 1"),
        ("monthly_documents", "99999999999", "hasta 50,000,000"),
        ("monthly_gre", "1501", "no pueden ser más"),
        ("branch_count", "", "Falta la respuesta"),
        ("wanted_start", "31/02/2028", "día/mes/año"),
        ("wanted_start", "30/03/2027", "ya pasó"),
        ("wanted_start", "31/03/2040", "muy lejos"),
        ("erp", "x" * 121, "121 caracteres"),
        ("contact_email", "ana@andina", "No es un correo"),
        ("contact_email", "a@b.pe,c@d.pe", "No es un correo"),
        ("contact_phone", "12345", "No es un teléfono"),
    ],
)
def test_refused(name, value, words):
    assert words in problem(name, value)


def test_only_what_follows_is_asked():
    answers, problems = read(billing_layout="centralized", document_type_ids=["F"])
    assert problems == {}
    assert "branch_count" not in answers
    assert "monthly_gre" not in answers
    assert no_longer_holds(QUESTIONS, answers) == ["monthly_gre", "branch_count"]
    assert no_longer_holds(QUESTIONS, {}) == [], "nothing was said of it"


def test_blank_answers_when_nothing_is_insisted_on():
    assert read_answers(QUESTIONS, {}, TODAY, insist=False) == ({}, {})


def test_characters_that_no_database_holds_are_left_out():
    assert clean("a\x00b\ud800\r\nc\td\x1b") == "ab\nc\td"


def test_what_is_read_can_be_given_again():
    answers, _problems = read()
    again = {name: given_texts(BY_NAME[name], answer) for name, answer in answers.items()}
    assert read_answers(QUESTIONS, again, TODAY) == (answers, {})


def test_shown_as_a_client_reads_it():
    answers, _problems = read()
    shown = {name: answer_text(BY_NAME[name], answer) for name, answer in answers.items()}
    assert shown["document_type_ids"] == "Factura, Boleta, Guía de remisión"
    assert shown["monthly_documents"] == "1,500"
    assert shown["wanted_start"] == "31/03/2027"
    assert shown["is_upgrade"] == "No"
    assert shown["integration_count"] == "0"
    assert answer_text(BY_NAME["erp"], None) == ""


@given(
    strategies.dictionaries(
        strategies.sampled_from(sorted(BY_NAME)), strategies.lists(strategies.text(), max_size=3)
    )
)
def test_anything_is_either_taken_or_told(texts):
    answers, problems = read_answers(QUESTIONS, texts, TODAY, insist=False)
    assert not set(answers) & set(problems)
    for name in problems:
        assert any(clean(text) for text in texts[name]), "only what was written is told of"
    again = {name: given_texts(BY_NAME[name], answer) for name, answer in answers.items()}
    assert read_answers(QUESTIONS, again, TODAY, insist=False) == (answers, {})
