"""Which good rows are left out when a user asks for it."""

import pytest
from digiflow_core.prospect_filter import is_left_out
from digiflow_core_samples import ruc_of


@pytest.mark.parametrize(
    ("prefix", "person"), [("10", 1), ("15", 1), ("16", 1), ("17", 1), ("20", 0)]
)
def test_natural_persons(prefix, person):
    values = {"ruc": ruc_of(1, prefix), "name": "UNO"}
    assert is_left_out(values, persons=True, inactive=False) is bool(person)
    assert is_left_out(values, persons=False, inactive=True) is False


@pytest.mark.parametrize(
    ("taxpayer", "domicile", "inactive"),
    [
        ("ACTIVO", "HABIDO", False),
        ("ACTIVO", None, False),
        (None, "HABIDO", False),
        (None, None, False),
        ("BAJA DE OFICIO", "HABIDO", True),
        ("SUSPENSION TEMPORAL", None, True),
        ("ACTIVO", "NO HABIDO", True),
        (None, "NO HALLADO", True),
    ],
)
def test_taxpayers_that_are_not_active(taxpayer, domicile, inactive):
    found = {"taxpayer_status": taxpayer, "domicile_status": domicile}
    values = {"ruc": ruc_of(1), **{key: value for key, value in found.items() if value}}
    assert is_left_out(values, persons=False, inactive=True) is inactive
    assert is_left_out(values, persons=True, inactive=False) is False
