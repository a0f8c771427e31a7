"""Phones and e-mails: what is kept of them is what Odoo computes for a lead in Peru.

The expected values were taken from leads that Odoo 16.0 and 19.0 wrote.
"""

import pytest
from digiflow_core import phones
from digiflow_core.phones import CORRECT, INCORRECT, has_shape, read_number
from digiflow_core.prospect_values import clean_text, read_email, read_phone
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata

LIMA = ("+51 1 4451234", "+5114451234")
MOBILE = ("+51 987 654 321", "+51987654321")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(01) 445-1234", LIMA),
        ("01-4451234", LIMA),
        ("( 01 )4451234", LIMA),
        ("01.445.1234", LIMA),
        ("1 4451234", LIMA),
        ("(511) 445-1234", LIMA),
        ("+51 (01) 445-1234", LIMA),
        ("987654321", MOBILE),
        ("9 8765 4321", MOBILE),
        ("0987654321", MOBILE),
        ("51987654321", MOBILE),
        ("+51 987 654 321", MOBILE),
        ("+51987654321", MOBILE),
        ("0051 987 654 321", MOBILE),
        ("987654321.0", MOBILE),
        ("(054) 212345", ("+51 54 212345", "+5154212345")),
        ("0800 12345", ("+51 800 12345", "+5180012345")),
        ("+1 212 736 5000", ("+1 212-736-5000", "+12127365000")),
        ("56223456789", ("+56 2 2345 6789", "+56223456789")),
        ("0056 2 2345 6789", ("+56 2 2345 6789", "+56223456789")),
        ("+39 06 1234567", ("+39 06 123 4567", "+39061234567")),
    ],
)
def test_a_phone_in_use_is_written_the_international_way(text, expected):
    phone, sanitized = expected
    values = {"phone": phone, "phone_sanitized": sanitized, "phone_state": "correct"}
    assert read_phone(text) == (values, [])


@pytest.mark.parametrize(
    "extension", [" anexo 12", " Anexo: 12", " anx 12", " anx. 12", " ext. 12", "x12", " #12"]
)
def test_an_extension_is_kept_and_is_no_part_of_the_sanitized_number(extension):
    values, codes = read_phone("(01) 445-1234" + extension)
    assert (values["phone"], values["phone_sanitized"], codes) == (
        "+51 1 4451234 Anexo 12",
        "+5114451234",
        [],
    )


@pytest.mark.parametrize(
    "text",
    [
        "445-1234",
        "4451234",
        "123456",
        "899999999",
        "01 987654321",
        "9876543210",
        "000000000",
        "+99912345678",
        "1912 987 654 321",
        "445-1234 anexo 5",
    ],
)
def test_a_doubtful_phone_stays_as_it_is_written(text):
    expected = {"phone": text, "phone_state": "incorrect"}
    assert read_phone(text) == (expected, ["phone_doubtful"])


@pytest.mark.parametrize(
    "text", ["12345", "1" * 16, "99 anexo 123456", "987 654 32a", "++51 9876543"]
)
def test_what_has_not_the_shape_of_a_phone_is_left_out(text):
    assert not has_shape(text)
    assert read_phone(text) == ({}, ["phone"])


PARTS = st.lists(st.sampled_from(["+", "00", "51", "01", " ", "-", "(", ")", "9"]), max_size=3)


@settings(max_examples=300, deadline=None)
@given(PARTS.map("".join), st.from_regex(r"[0-9]{5,12}( anexo [0-9]{1,4})?", fullmatch=True))
def test_what_is_kept_reads_back_the_same(start, number):
    text = clean_text(start + number)
    if has_shape(text):
        phone = read_number(text)
        assert read_number(phone.text) == phone
        assert phone.state == (CORRECT if phone.sanitized else INCORRECT)


STARTS = st.sampled_from(["", "51", "+51", "51 ", "+51 ", "+51-"])
CUTS = st.sampled_from(["", " ", "-"])


@settings(max_examples=300, deadline=None)
@given(STARTS, st.integers(10**7, 10**9 - 1).map(str), CUTS, CUTS)
def test_the_library_says_of_a_mobile_what_is_said_without_it(start, digits, one, two):
    text = f"{start}9{digits[:2]}{one}{digits[2:5]}{two}{digits[5:]}"
    assert read_number(text) == phones._ask_library(text)


def test_every_mobile_of_the_library_is_one_here():
    mobile = PhoneMetadata.metadata_for_region("PE").mobile
    assert (mobile.national_number_pattern, mobile.possible_length) == (r"9\d{8}", (9,))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ana@Empresa.PE", "ana@empresa.pe"),
        ("Ana <ana@e.com.pe>", "ana@e.com.pe"),
        ("correo:ana@e.pe", "ana@e.pe"),
        ("mailto:ana@e.pe", "ana@e.pe"),
        ("'ana@e.pe'", "ana@e.pe"),
        ("ana@e.pe.", "ana@e.pe"),
        ("O'Higgins_A+b-c%&@x-y.museum", "o'higgins_a+b-c%&@x-y.museum"),
        ("(ventas) ana@e.pe", "ana@e.pe"),
        ("ana@xn--and-6ma2c.pe", "ana@xn--and-6ma2c.pe"),
    ],
)
def test_an_address_is_kept_as_odoo_normalizes_it(text, address):
    expected = {"email_from": address, "email_normalized": address, "email_state": "correct"}
    assert read_email(text) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        "a..b@e.pe",
        "a.@e.pe",
        "ana@e..pe",
        "ana@-e.pe",
        "ana@e-.pe",
        "ana@e_e.pe",
        "ana@localhost",
        "ana@1.2.3.4",
        "ana@[1.2.3.4]",
        "ana@b@e.pe",
        "JOSÉ@e.pe",
        "ana@ñandú.pe",
        "\u017fana@e.pe",
        '"ana"@e.pe',
        "ana(c)@e.pe",
        "ana @e.pe",
        "a\\b@e.pe",
        "a=?b@e.pe",
        "@e.pe",
        "ana@",
    ],
)
def test_an_address_that_odoo_would_read_otherwise_is_left_out(text):
    assert read_email(text) == ({}, ["email"])
