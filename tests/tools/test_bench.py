"""`make bench`'s own arithmetic: the made-up list and the table of ratios."""

import re

import pytest
from stdnum.pe import ruc as stdnum_ruc

from bench import lines, made_up, main
from bench.lines import FASTER, Line
from bench.stopwatch import together, typical

ROWS = 20_000


@pytest.fixture(scope="module")
def companies():
    """A made-up list, as dicts by the header's words."""
    return [dict(zip(made_up.HEADER, company, strict=True)) for company in made_up.companies(ROWS)]


def test_every_ruc_is_valid_and_its_own(companies):
    rucs = [company["RUC"] for company in companies]
    assert len(set(rucs)) == ROWS
    assert all(stdnum_ruc.is_valid(ruc) for ruc in rucs)


def test_shares_of_the_list(companies):
    phones = [company["Teléfono"] for company in companies if company["Teléfono"]]
    emails = [company["Correo"] for company in companies if company["Correo"]]
    assert 0.68 < len(phones) / ROWS < 0.72
    assert 0.48 < len(emails) / ROWS < 0.52
    assert 0.4 < sum(email.endswith("@gmail.com") for email in emails) / len(emails) < 0.6
    assert 0.01 < 1 - len(set(phones)) / len(phones) < 0.03, "some phones come twice"
    names = {company["Razón social"] for company in companies}
    assert len(names) > 0.95 * ROWS, "companies' names are mostly their own"


def test_list_is_the_same_each_time_and_a_longer_one_begins_alike(tmp_path):
    short, again, longer = (tmp_path / name for name in ("short", "again", "longer"))
    for path, count in ((short, 50), (again, 50), (longer, 80)):
        made_up.write_file(path, count)
    text = short.read_text(encoding="utf-8")
    assert text == again.read_text(encoding="utf-8")
    assert longer.read_text(encoding="utf-8").startswith(text)
    assert [line.count("|") for line in text.splitlines()] == [len(made_up.HEADER) - 1] * 51


@pytest.mark.parametrize(
    ("ours", "theirs", "sense", "aim", "ratio", "verdict"),
    [
        (2, 50, FASTER, 25, 25, "met"),
        (2, 49, FASTER, 25, 24.5, "NOT MET"),
        (6, 2, lines.WITHIN, 3, 3, "met"),
        (6.1, 2, lines.WITHIN, 3, 3.05, "NOT MET"),
        (6, 2, lines.WITHIN, None, 3, ""),
        (6, 0, lines.WITHIN, 3, float("inf"), "NOT MET"),
    ],
)
def test_ratio_and_verdict(ours, theirs, sense, aim, ratio, verdict):
    line = Line("what", ours, "against", theirs, sense, aim)
    assert (line.ratio, line.verdict) == (ratio, verdict)
    assert line.as_dict()["verdict"] == verdict


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234"), (56.78, "56.8"), (5.678, "5.68"), (0.1234, "0.123"), (0.00123, "0.0012")],
)
def test_figures_are_short(value, text):
    assert lines.figure(value) == text


def test_aim_for_a_million_is_none_for_fewer():
    assert lines.at_a_million(2, 1_000_000) == 2
    assert lines.at_a_million(2, 999_999) is None


def test_work_has_a_ratio_of_its_own():
    laps = [{"seconds": seconds, "cpu": cpu} for seconds, cpu in ((3, 1), (9, 2), (5, 6))]
    line = Line.of_laps("what", together(*laps), "against", typical(laps), aim=3)
    assert (line.ratio, line.cpu_ratio) == (17 / 5, 9 / 3)
    assert (line.verdict, line.as_dict()["cpu_ratio"]) == ("NOT MET", 3)


def test_work_of_a_far_database_is_not_known():
    far = {"seconds": 2, "cpu": None}
    near = {"seconds": 1, "cpu": 1}
    assert Line.of_laps("what", together(far, near), "against", near).cpu_ratio is None
    assert typical([far, near]) == {"seconds": 1.5, "cpu": None}


def test_table_names_the_aim_and_shows_the_note():
    text = lines.table(
        [
            Line(
                "import",
                10,
                "Odoo's load()",
                300,
                FASTER,
                25,
                note="per lead 1 note",
                ours_cpu=8,
                theirs_cpu=120,
            ),
            Line("writing", 9, "bare INSERT", 2, aim=3),
        ]
    )
    shown = text.splitlines()
    assert re.search(
        r"import +10\.0 s +Odoo's load\(\) +300 s +30\.0x faster +15\.0x +>= 25x +met", text
    )
    assert re.search(r"writing +9\.00 s +bare INSERT +2\.00 s +4\.5x of it +<= 3x +NOT MET", text)
    assert shown[3].strip() == "per lead 1 note"


def test_sizes_come_in_order_and_once():
    assert main.sizes("100, 10,100") == [10, 100]


@pytest.mark.parametrize("text", ["", "0", "-5", "many"])
def test_sizes_that_are_none_are_refused(text):
    with pytest.raises(ValueError if text == "many" else main.argparse.ArgumentTypeError):
        main.sizes(text)
