"""The RUC: cleaned, and refused with the reason."""

import pytest
from digiflow_core.ruc import InvalidRuc, check_ruc, clean_ruc, is_company, ruc_problem
from digiflow_core_samples import ruc_of
from hypothesis import given
from hypothesis import strategies as st

PREFIXES = ("10", "15", "16", "17", "20")
numbers = st.integers(0, 99_999_999)

# Of companies that anyone can look up.
KNOWN = ("20100119227", "20100050359", "20131524545", "20547266782", "20512081372")


@pytest.mark.parametrize("ruc", KNOWN)
def test_a_published_ruc_is_right(ruc):
    assert check_ruc(ruc) == ruc
    assert is_company(ruc)


@given(numbers, st.sampled_from(PREFIXES))
def test_only_the_digit_of_modulo_11_is_right(number, prefix):
    right = ruc_of(number, prefix)
    problems = {last: ruc_problem(right[:-1] + last) for last in "0123456789"}
    assert problems.pop(right[-1]) is None
    assert set(problems.values()) == {"check_digit"}


@given(numbers, st.integers(10, 99).map(str))
def test_a_prefix_that_sunat_does_not_give_is_refused(number, prefix):
    expected = None if prefix in PREFIXES else "prefix"
    assert ruc_problem(ruc_of(number, prefix)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "20100119227",
        " 20100119227\t",
        "20100119227.0",
        "20100119227,00",
        20100119227,
        20100119227.0,
        "2.0100119227E+10",
        "2,0100119227e10",
        "'20100119227",
        "20-10011922-7",
        "20 100 119 227",
        "20.100.119.227",
        "\ufeff20100119227\u00a0",
    ],
)
def test_what_a_spreadsheet_adds_is_cleaned(text):
    assert check_ruc(text) == "20100119227"


@pytest.mark.parametrize(
    ("text", "code", "cleaned"),
    [
        (None, "empty", ""),
        (False, "empty", ""),
        ("", "empty", ""),
        (" - ", "empty", ""),
        ("2010011922", "length", "2010011922"),
        ("201001192277", "length", "201001192277"),
        ("2010011922O", "not_digits", "2010011922O"),
        ("RUC", "not_digits", "RUC"),
        ("2010011922\u0667", "not_digits", "2010011922\u0667"),
        ("2.01E+10", "not_digits", "201E+10"),
        ("12345678901", "prefix", "12345678901"),
        ("20100119228", "check_digit", "20100119228"),
    ],
)
def test_a_wrong_ruc_says_why(text, code, cleaned):
    with pytest.raises(InvalidRuc) as caught:
        check_ruc(text)
    assert (caught.value.code, caught.value.value) == (code, cleaned)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_only_20_is_a_company(prefix):
    assert is_company(clean_ruc(ruc_of(1234567, prefix))) == (prefix == "20")
